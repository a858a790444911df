import { type Document, isMap, isNode, isScalar, LineCounter, parseAllDocuments, type Scalar, visit } from "yaml";
import { z } from "zod";
import type { Place, Problem } from "../../problem.ts";
import { nearest, suggest } from "./suggest.ts";
import { findBadLetters } from "./yaml-letters.ts";
import { slipAt } from "./yaml-slips.ts";
import { findEncoding, findSpoilt } from "./yaml-spoilt.ts";

/** A value read from a YAML file that knows where each of its parts stands. */
export type Located<T> = {
  value: T;
  file: string;
  text: string;
  placeOf: (path: readonly PropertyKey[]) => Place; // of a value
  placeOfKey: (path: readonly PropertyKey[]) => Place;
};

const largest = 1_000_000; // characters; an author's file is a few thousand

/** A text as it was read. */
type YamlItems<T> = { file: string; items: readonly Located<T>[]; problems: readonly Problem[] };

/** Texts that this process has read, by schema: a file that has not changed, or a copy of it, is not parsed again. */
const known = new WeakMap<z.ZodType, Map<string, YamlItems<unknown>>>();
const most = 300; // texts of one schema: several libraries

/**
 * Every document of a YAML stream, its letters composed (NFC), checked against a strict schema; with `entries`, every entry of a
 * document that is a list. Problems of syntax and of shape go to `problems`, each with its place; only what is sound is returned.
 */
export function readYaml<T>(
  file: string,
  text: string,
  schema: z.ZodType<T>,
  problems: Problem[],
  { entries = false }: { entries?: boolean } = {},
): Located<T>[] {
  const texts = known.get(schema) ?? new Map<string, YamlItems<unknown>>();
  known.set(schema, texts);
  const name = `${entries} ${text}`;
  const before = texts.get(name) as YamlItems<T> | undefined;
  const isOf = before && (before.file === file || before.problems.length === 0);
  const read = isOf ? before : parseText({ file, typed: text, schema, entries });
  if (!isOf) {
    if (texts.size >= most) texts.clear();
    texts.set(name, read);
  }
  problems.push(...read.problems);
  return read.items.map((item) => (item.file === file ? item : inFile(item, file)));
}

/** The same in another file. */
function inFile<T>({ placeOf, placeOfKey, ...item }: Located<T>, file: string): Located<T> {
  return {
    ...item,
    file,
    placeOf: (path) => ({ ...placeOf(path), file }),
    placeOfKey: (path) => ({ ...placeOfKey(path), file }),
  };
}

function parseText<T>({
  file,
  typed,
  schema,
  entries,
}: {
  file: string;
  typed: string;
  schema: z.ZodType<T>;
  entries: boolean;
}): YamlItems<T> {
  const failed = (problem: Problem): YamlItems<T> => ({ file, items: [], problems: [problem] });
  const text = typed.normalize("NFC"); // "é" as one letter, however an editor stores it
  if (text.length > largest)
    return failed(
      problem(
        "too-large",
        `too large: ${text.length.toLocaleString("en-GB")} characters; at most ${largest.toLocaleString("en-GB")} are read`,
        start(file),
        undefined,
      ),
    );
  const encoding = findEncoding(file, text);
  if (encoding) return failed(encoding);
  const lines = new LineCounter();
  const documents = parse(text, lines);
  if (!documents) return failed(problem("yaml", "nested too deeply to be read", start(file), undefined));
  const written = documents.filter(({ contents, errors }) => errors.length > 0 || !isEmpty(contents));
  if (written.length === 0) return failed(problem("empty-file", "the file is empty", start(file), undefined));
  const problems: Problem[] = [];
  const items = written.flatMap((document) => readDocument({ file, text, lines, schema, problems, entries }, document));
  return { file, items, problems };
}

/** The only document of a file that must hold no more than one. */
export function readOneYaml<T>(
  file: string,
  text: string,
  schema: z.ZodType<T>,
  problems: Problem[],
): Located<T> | undefined {
  const [first, second] = readYaml(file, text, schema, problems);
  if (second)
    problems.push(
      problem(
        "second-document",
        "a second document in the file",
        second.placeOf([]),
        "this file holds one document; remove ---",
      ),
    );
  return first;
}

/** The documents of a stream, or undefined where they are nested deeper than the stack. */
function parse(text: string, lineCounter: LineCounter): Document[] | undefined {
  try {
    const documents = parseAllDocuments(text, { lineCounter, prettyErrors: false });
    return Array.isArray(documents) ? documents : [];
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function isEmpty(contents: unknown): boolean {
  return contents === null || (isScalar(contents) && contents.value === null);
}

function start(file: string): Place {
  return { file, line: 1, column: 1 };
}

type YamlReading<T> = {
  file: string;
  text: string;
  lines: LineCounter;
  schema: z.ZodType<T>;
  problems: Problem[];
  entries: boolean;
};

function readDocument<T>(reading: YamlReading<T>, document: Document): Located<T>[] {
  const { file, text, lines, problems } = reading;
  const at = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { file, line, column: col };
  };
  const broken = syntaxProblems(document, text, at);
  problems.push(...broken);
  if (broken.length > 0) return [];
  const bad = [...findBadLetters({ document, text, at }), ...findSpoilt({ document, text, at })];
  problems.push(...bad);
  if (bad.some(({ severity }) => severity === "error")) return [];
  const placeOf = placesIn(document, at, file);
  const value = toValue(document);
  if (value === undefined) {
    problems.push(
      problem("yaml", "aliases (*name) expand to more than can be read", placeOf([]), "write it out in full"),
    );
    return [];
  }
  const keyPlace = keyPlaces(document, at);
  if (!reading.entries || !Array.isArray(value) || value.length === 0)
    return readValue(reading, value, { placeOf, keyPlace });
  return value.flatMap((entry, i) =>
    readValue(reading, entry, {
      placeOf: (path) => placeOf([i, ...path]),
      keyPlace: (path, key) => keyPlace([i, ...path], key),
    }),
  );
}

/** A document, or an entry of one that is a list, held to the schema. */
function readValue<T>(
  { file, text, schema, problems }: YamlReading<T>,
  value: unknown,
  { placeOf, keyPlace }: Pick<Context, "placeOf" | "keyPlace">,
): Located<T>[] {
  const outcome = schema.safeParse(value, { reportInput: true });
  const placeOfKey = (path: readonly PropertyKey[]) =>
    keyPlace(path.slice(0, -1), String(path.at(-1))) ?? placeOf(path);
  if (outcome.success) return [{ value: outcome.data, file, text, placeOf, placeOfKey }];
  const context = { placeOf, known: knownKeys(schema), keyPlace };
  problems.push(...withoutSlips(outcome.error.issues, context).flatMap((issue) => toProblems(issue, context)));
  return [];
}

/** What is wrong with the YAML itself: keys that stand twice, and the first of everything else, since the rest follows from it. */
function syntaxProblems(document: Document, text: string, at: (offset: number) => Place): Problem[] {
  const errors = [...document.errors, ...document.warnings];
  const twice = errors.filter(({ code }) => code === "DUPLICATE_KEY");
  const first = errors.find(({ code }) => code !== "DUPLICATE_KEY");
  return [...twice, ...(first ? [first] : [])].map(({ code, message, pos }): Problem => {
    const place = at(pos[0]);
    if (message.includes("call stack"))
      return problem("yaml", "nested too deeply to be read", start(place.file), undefined);
    const line = text.split("\n")[place.line - 1] ?? "";
    if (code === "DUPLICATE_KEY") {
      const key = /^[^:\s]*/.exec(text.slice(pos[0]))?.[0] ?? "";
      return problem("yaml", `key "${key}" appears twice`, { ...place, length: Math.max(1, key.length) }, undefined);
    }
    if (code === "TAB_AS_INDENT" || line.startsWith("\t"))
      return problem("yaml", "a tab at the start of the line", { ...place, column: 1 }, "indent with spaces");
    if (code === "MISSING_CHAR" && message.includes("quote"))
      return problem("yaml", "missing closing quote", at(openedBefore(document, pos[0])), undefined);
    const braces = /(?<=:\s+)\{\{/.exec(line)?.index;
    if (braces !== undefined)
      return problem(
        "yaml",
        'text that begins with "{{" without quotes',
        { ...place, column: braces + 1, length: 2 },
        "put quotes round the text",
      );
    const slip = slipAt(text, place);
    if (slip) return problem("yaml", slip.message, slip.place, slip.hint);
    return problem(
      "yaml",
      plain[code] ?? lowerFirst(message.replace(/\.$/, "")),
      place,
      "lines at one level start in the same column; put quotes round text that has a colon and a space in it",
    );
  });
}

/** Where YAML's own words would not help. */
const plain: Readonly<Record<string, string>> = {
  BLOCK_AS_IMPLICIT_KEY: "an indent or a colon is out of place, here or on the next line",
  MULTILINE_IMPLICIT_KEY: "an indent or a colon is out of place, here or on the next line",
  BAD_INDENT: "the indent is out of place",
};

/** Where the last quoted text before an offset begins. */
function openedBefore(document: Document, offset: number): number {
  let found = offset;
  visit(document, {
    Scalar(_, { type, range }: Scalar) {
      if (range && range[0] < offset && (type === "QUOTE_DOUBLE" || type === "QUOTE_SINGLE")) found = range[0];
    },
  });
  return found;
}

/** The document as plain values; undefined where aliases would unfold without end. */
function toValue(document: Document): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 }) ?? null;
  } catch (error) {
    if (error instanceof ReferenceError) return undefined;
    throw error;
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

/**
 * One issue for one slip: a key is not missing where it is misspelt (`rationnale` tells it already), and of several about
 * one value the first is enough, or the one about its keys.
 */
function withoutSlips(issues: readonly Issue[], context: Context): Issue[] {
  const pathOf = (path: readonly PropertyKey[]) => path.join("\n");
  const meant = issues.flatMap((issue) =>
    issue.code === "unrecognized_keys"
      ? issue.keys.map((key) => pathOf([...issue.path, nearest(key, context.known(issue.path)) ?? ""]))
      : [],
  );
  const left = issues.filter((issue) => !(isMissing(issue, context) && meant.includes(pathOf(issue.path))));
  const byPath = Map.groupBy(left, ({ path }) => pathOf(path));
  return [...byPath.values()].map((same) => same.find(({ code }) => code === "unrecognized_keys") ?? same[0]!);
}

function toProblems(issue: Issue, context: Context): Problem[] {
  const { placeOf, keyPlace, known } = context;
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
  if (isMissing(issue, context)) {
    const inside = issue.path.slice(0, -1).findLast((key) => typeof key === "string");
    return [
      problem(
        "missing-key",
        `missing "${String(issue.path.at(-1))}"${inside === undefined ? "" : ` in "${String(inside)}"`}`,
        placeOf(issue.path.slice(0, -1)),
        undefined,
      ),
    ];
  }
  const place = placeOf(issue.path);
  if (issue.code === "invalid_type" && issue.expected === "string" && isBraces(issue.input))
    return [problem("yaml", 'text that begins with "{{" without quotes', place, "put quotes round the text")];
  if (issue.input === null)
    return [
      problem("missing-value", `missing value for "${String(issue.path.at(-1) ?? "document")}"`, place, undefined),
    ];
  if (issue.path.length === 0 && Array.isArray(issue.input))
    return [
      problem("invalid-value", "a list, where one thing is wanted", place, "take out the dash and the indent after it"),
    ];
  if (issue.code === "invalid_union") {
    const meant = branchOfKind(issue);
    return meant
      ? withoutSlips(meant, context).flatMap((each) => toProblems(each, context))
      : toProblems(closest(issue), context);
  }
  if (issue.code === "invalid_value") {
    const values = issue.values.map(String);
    const typed = typeof issue.input === "object" ? "" : ` "${String(issue.input)}"`;
    return [
      problem(
        "unknown-value",
        `unknown ${nounOf(issue.path)}${typed}`,
        place,
        suggest(String(issue.input), values) ?? `one of ${values.join(", ")}`,
      ),
    ];
  }
  const subject =
    typeof issue.path.at(-1) === "number" ? nounOf(issue.path) : `"${String(issue.path.at(-1) ?? "document")}"`;
  return [problem("invalid-value", `invalid ${subject}: ${wanted(issue)}`, place, quotesHint(issue))];
}

/** `text: {{own.value}}` is a map within a map to YAML. */
function isBraces(input: unknown): boolean {
  const [key, ...more] = typeof input === "object" && input !== null ? Object.keys(input) : [];
  return more.length === 0 && key !== undefined && /^\{.*\}$/.test(key);
}

/** What one entry of a list, or the value of a key, is called. */
function nounOf(path: readonly PropertyKey[]): string {
  const key = String(path.findLast((each) => typeof each === "string") ?? "document");
  if (["when", "all", "any", "none"].includes(key)) return "signal";
  return typeof path.at(-1) === "number" ? key.replace(/ies$/, "y").replace(/s$/, "") : key;
}

const kinds: Readonly<Record<string, string>> = {
  string: "must be text",
  number: "must be a number",
  int: "must be a whole number",
  boolean: "must be true or false",
  array: "must be a list, e.g. [one, two]",
  object: "must be settings, e.g. { key: value }",
  record: "must be settings, e.g. { key: value }",
};

/** What is wanted in place of a value of the wrong kind or size, in plain words. */
function wanted(issue: Issue): string {
  const entries = (count: number | bigint) => `${count} ${Number(count) === 1 ? "entry" : "entries"}`;
  if (issue.code === "invalid_type") return kinds[issue.expected] ?? `must be ${issue.expected}`;
  if (issue.code === "too_small" && issue.origin === "array") return `at least ${entries(issue.minimum)}`;
  if (issue.code === "too_big" && issue.origin === "array") return `at most ${entries(issue.maximum)}`;
  if (issue.code === "too_small" && issue.origin !== "string")
    return issue.inclusive ? `at least ${issue.minimum}` : `more than ${issue.minimum}`;
  if (issue.code === "too_big" && issue.origin !== "string") return `at most ${issue.maximum}`;
  if (issue.code === "invalid_key") return lowerFirst(issue.issues[0]?.message ?? issue.message);
  if (issue.code === "invalid_format" && issue.format === "email") return "must be an email address";
  return lowerFirst(issue.message.replace(/^Invalid input: /, ""));
}

function quotesHint(issue: Issue): string | undefined {
  if (issue.code !== "invalid_type" || issue.expected !== "string") return undefined;
  return Array.isArray(issue.input) ? undefined : "put quotes round it";
}

/** The issues of the only branch of a union that takes such a kind of value (settings, a list): the author meant that one. */
function branchOfKind(issue: Issue & { code: "invalid_union" }): Issue[] | undefined {
  const fitting = issue.errors.filter(
    (branch) => !branch.some(({ code, path }) => code === "invalid_type" && path.length === 0),
  );
  const [only, other] = fitting;
  if (!only || other || typeof issue.input !== "object") return undefined;
  return only.map(
    (each) =>
      ({
        ...each,
        path: [...issue.path, ...each.path],
        input: each.path.length > 0 ? each.input : issue.input,
      }) as Issue,
  );
}

/**
 * Of the branches of a union, the issue that went deepest: the author most likely meant that one. Where the branches are
 * single values, all of them are named.
 */
function closest(issue: Issue & { code: "invalid_union" }): Issue {
  const candidates = issue.errors.flatMap((branch) => branch.slice(0, 1));
  const deepest = [...candidates].sort((a, b) => b.path.length - a.path.length || weight(b) - weight(a))[0];
  if (!deepest) return { ...issue, code: "custom", message: "has no known form" } as Issue;
  const path = [...issue.path, ...deepest.path];
  const input = deepest.path.length > 0 ? deepest.input : issue.input;
  if (deepest.code !== "invalid_value") return { ...deepest, path, input } as Issue;
  const values = candidates.flatMap((each) => (each.code === "invalid_value" ? each.values : []));
  return { ...deepest, path, input, values } as Issue;
}

function weight(issue: Issue): number {
  return { unrecognized_keys: 3, custom: 3, invalid_value: 2 }[issue.code as string] ?? 1;
}

function isMissing(issue: Issue, { keyPlace }: Context): boolean {
  const key = issue.path.at(-1);
  return issue.code !== "unrecognized_keys" && typeof key === "string" && !keyPlace(issue.path.slice(0, -1), key);
}

function problem(code: string, message: string, place: Place, hint: string | undefined): Problem {
  return { code, severity: "error", message, place, ...(hint ? { hint } : {}) };
}

/** The keys a schema knows at a path, from its JSON Schema, which is made when it is first asked for. */
function knownKeys(schema: z.ZodType): (path: readonly PropertyKey[]) => string[] {
  return (path) => [
    ...new Set(
      path
        .reduce<YamlSchema[]>((at, key) => at.flatMap((node) => step(node, key)), branches(jsonSchemaOf(schema)))
        .flatMap((node) => Object.keys(node.properties ?? {})),
    ),
  ];
}

const jsonSchemas = new WeakMap<z.ZodType, YamlSchema>();

function jsonSchemaOf(schema: z.ZodType): YamlSchema {
  const known = jsonSchemas.get(schema);
  if (known) return known;
  const made = z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }) as YamlSchema;
  jsonSchemas.set(schema, made);
  return made;
}

type YamlSchema = {
  properties?: Record<string, YamlSchema>;
  items?: YamlSchema;
  additionalProperties?: YamlSchema | boolean;
  anyOf?: YamlSchema[];
  allOf?: YamlSchema[];
};

function step(node: YamlSchema, key: PropertyKey): YamlSchema[] {
  const next =
    typeof key === "number"
      ? node.items
      : (node.properties?.[String(key)] ??
        (typeof node.additionalProperties === "object" ? node.additionalProperties : undefined));
  return next ? branches(next) : [];
}

function branches(node: YamlSchema): YamlSchema[] {
  return [node, ...(node.anyOf ?? []).flatMap(branches), ...(node.allOf ?? []).flatMap(branches)];
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
