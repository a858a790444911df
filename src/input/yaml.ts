import { type Document, isMap, isNode, isScalar, LineCounter, parseAllDocuments } from "yaml";
import { z } from "zod";
import type { Place, Problem } from "../problem.ts";
import { suggest } from "./suggest.ts";

/** A value read from a YAML file that knows where each of its parts stands. */
export type Located<T> = { value: T; file: string; text: string; placeOf: (path: readonly PropertyKey[]) => Place };

const largest = 1_000_000; // characters; an author's file is a few thousand

/**
 * Every document of a YAML stream, checked against a strict schema. Problems of syntax and of shape go to `problems`,
 * each with its place; only sound documents are returned.
 */
export function readYaml<T>(file: string, text: string, schema: z.ZodType<T>, problems: Problem[]): Located<T>[] {
  if (text.length > largest) {
    problems.push({
      code: "too-large",
      severity: "error",
      message: `file of ${text.length} characters; at most ${largest} are read`,
      place: { file, line: 1, column: 1 },
    });
    return [];
  }
  const lines = new LineCounter();
  const documents = parseAllDocuments(text, { lineCounter: lines, prettyErrors: false });
  if (!Array.isArray(documents) || documents.length === 0) {
    problems.push({
      code: "empty-file",
      severity: "error",
      message: "the file is empty",
      place: { file, line: 1, column: 1 },
    });
    return [];
  }
  return documents.flatMap((document) => readDocument({ file, text, lines, schema, problems }, document));
}

type Reading<T> = { file: string; text: string; lines: LineCounter; schema: z.ZodType<T>; problems: Problem[] };

function readDocument<T>({ file, text, lines, schema, problems }: Reading<T>, document: Document): Located<T>[] {
  const at = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { file, line, column: col };
  };
  for (const { message, pos } of [...document.errors, ...document.warnings]) {
    problems.push({
      code: "yaml",
      severity: "error",
      message: lowerFirst(message.replace(/\.$/, "")),
      place: at(pos[0]),
    });
  }
  if (document.errors.length > 0) return [];
  const placeOf = placesIn(document, at, file);
  const outcome = schema.safeParse(toValue(document, problems, file));
  if (outcome.success) return [{ value: outcome.data, file, text, placeOf }];
  const known = knownKeys(schema);
  problems.push(
    ...outcome.error.issues.flatMap((issue) =>
      toProblems(issue, { placeOf, known, keyPlace: keyPlaces(document, at) }),
    ),
  );
  return [];
}

/** The document as plain values; an alias bomb is a problem, not a crash. */
function toValue(document: Document, problems: Problem[], file: string): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 });
  } catch (error) {
    problems.push({
      code: "yaml",
      severity: "error",
      message: lowerFirst((error as Error).message),
      place: { file, line: 1, column: 1 },
    });
    return undefined;
  }
}

/** A wrong value points at the value; what has no node of its own falls back on its parent. */
function placesIn(document: Document, at: (offset: number) => Place, file: string) {
  return function placeOf(path: readonly PropertyKey[]): Place {
    const node = path.length > 0 ? document.getIn(path, true) : document.contents;
    if (isNode(node) && node.range)
      return { ...at(node.range[0]), length: isScalar(node) ? Math.max(1, node.range[1] - node.range[0]) : 1 };
    return path.length > 0 ? placeOf(path.slice(0, -1)) : { file, line: 1, column: 1 };
  };
}

/** The place of a key itself. */
function keyPlaces(document: Document, at: (offset: number) => Place) {
  return function keyPlace(path: readonly PropertyKey[], key: string): Place | undefined {
    const map = path.length > 0 ? document.getIn(path, true) : document.contents;
    const pair = isMap(map)
      ? map.items.find((item) => isScalar(item.key) && String(item.key.value) === key)
      : undefined;
    return pair && isScalar(pair.key) && pair.key.range ? { ...at(pair.key.range[0]), length: key.length } : undefined;
  };
}

type Issue = z.core.$ZodIssue;
type Context = {
  placeOf: (path: readonly PropertyKey[]) => Place;
  keyPlace: (path: readonly PropertyKey[], key: string) => Place | undefined;
  known: (path: readonly PropertyKey[]) => string[];
};

function toProblems(issue: Issue, context: Context): Problem[] {
  const { placeOf, keyPlace, known } = context;
  const name = String(issue.path.at(-1) ?? "document");
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) =>
      problem(
        "unknown-key",
        `unknown key "${key}"`,
        keyPlace(issue.path, key) ?? placeOf(issue.path),
        suggest(key, known(issue.path)),
      ),
    );
  }
  if (issue.code === "invalid_union") return toProblems(closest(issue), context);
  if (isMissing(issue, placeOf, keyPlace))
    return [problem("missing-key", `missing "${name}"`, placeOf(issue.path.slice(0, -1)), undefined)];
  if (issue.code === "invalid_value") {
    const values = issue.values.map(String);
    return [
      problem(
        "unknown-value",
        `unknown ${name} ${quoted(issue.input)}`.trimEnd(),
        placeOf(issue.path),
        suggest(String(issue.input ?? ""), values) ?? `one of ${values.join(", ")}`,
      ),
    ];
  }
  return [
    problem(
      "invalid-value",
      `invalid ${typeof issue.path.at(-1) === "number" ? "entry" : `"${name}"`}: ${lowerFirst(issue.message.replace(/^Invalid input: /, ""))}`,
      placeOf(issue.path),
      undefined,
    ),
  ];
}

/** Of the branches of a union, the issue that went deepest: the author most likely meant that one. */
function closest(issue: Issue & { code: "invalid_union" }): Issue {
  const candidates = issue.errors.flatMap((branch) => branch.slice(0, 1));
  const deepest = candidates.sort((a, b) => b.path.length - a.path.length || weight(b) - weight(a))[0];
  if (!deepest) return { ...issue, code: "custom", message: "is of no known shape" } as Issue;
  return { ...deepest, path: [...issue.path, ...deepest.path] } as Issue;
}

function weight(issue: Issue): number {
  return issue.code === "unrecognized_keys" ? 3 : issue.code === "invalid_value" ? 2 : 1;
}

function isMissing(issue: Issue, placeOf: Context["placeOf"], keyPlace: Context["keyPlace"]): boolean {
  const key = issue.path.at(-1);
  return (
    issue.code === "invalid_type" &&
    typeof key === "string" &&
    !keyPlace(issue.path.slice(0, -1), key) &&
    placeOf(issue.path) !== undefined
  );
}

function problem(code: string, message: string, place: Place, hint: string | undefined): Problem {
  return { code, severity: "error", message, place, ...(hint ? { hint } : {}) };
}

/** The keys a schema knows at a path, from its JSON Schema. */
function knownKeys(schema: z.ZodType): (path: readonly PropertyKey[]) => string[] {
  const root = z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }) as JsonSchema;
  return (path) => [
    ...new Set(
      path
        .reduce<JsonSchema[]>((at, key) => at.flatMap((node) => step(node, key)), branches(root))
        .flatMap((node) => Object.keys(node.properties ?? {})),
    ),
  ];
}

type JsonSchema = {
  properties?: Record<string, JsonSchema>;
  items?: JsonSchema;
  additionalProperties?: JsonSchema | boolean;
  anyOf?: JsonSchema[];
  allOf?: JsonSchema[];
};

function step(node: JsonSchema, key: PropertyKey): JsonSchema[] {
  const next =
    typeof key === "number"
      ? node.items
      : (node.properties?.[String(key)] ??
        (typeof node.additionalProperties === "object" ? node.additionalProperties : undefined));
  return next ? branches(next) : [];
}

function branches(node: JsonSchema): JsonSchema[] {
  return [node, ...(node.anyOf ?? []).flatMap(branches), ...(node.allOf ?? []).flatMap(branches)];
}

function quoted(input: unknown): string {
  return typeof input === "string" || typeof input === "number" || typeof input === "boolean" ? `"${input}"` : "";
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
