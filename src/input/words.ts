import Handlebars from "handlebars";
import type { Place, Problem } from "../problem.ts";
import type { Condition } from "./condition.ts";
import { closure, type Signal, signals } from "./signals.ts";
import { suggest } from "./suggest.ts";
import { vocabulary } from "./vocabulary.ts";

/** A field of words as an author wrote it: where it starts and what vouches for its variables. */
export type Words = { text: string; place: Place; vouched: ReadonlySet<Signal>; cites: number; source: string };

/**
 * The contract of words: only variables of the vocabulary, each vouched for by a condition; only **strong** of Markdown;
 * only notes that have a source. Everything wrong is a problem with its line and column.
 */
export function checkWords(words: Words, problems: Problem[]): void {
  const variables = variablesOf(words, problems);
  for (const { path, place } of variables) {
    const variable = vocabulary[path];
    if (!variable) {
      const hint = suggest(path, Object.keys(vocabulary));
      problems.push({
        code: "unknown-variable",
        severity: "error",
        message: `unknown variable "${path}"`,
        place,
        ...(hint ? { hint } : {}),
      });
      continue;
    }
    for (const need of variable.needs.filter((signal) => !words.vouched.has(signal))) {
      problems.push({
        code: "variable-not-vouched",
        severity: "error",
        message: `"${path}" may be unknown here`,
        place,
        hint: `add "${need}", or a signal that implies it, to \`when\``,
      });
    }
  }
  checkMarks(words, problems);
}

/** The signals that a condition vouches for, those of the section included: what must be true whenever the words are shown. */
export function vouchedBy(...conditions: readonly (Condition | undefined)[]): Set<Signal> {
  const vouched = new Set<Signal>();
  for (const condition of conditions) {
    for (const signal of (condition?.all ?? []).flatMap(closure)) vouched.add(signal);
    const branches = (condition?.any ?? []).map((signal) => new Set(closure(signal)));
    for (const signal of signals)
      if (branches.length > 0 && branches.every((branch) => branch.has(signal))) vouched.add(signal);
  }
  return vouched;
}

function variablesOf({ text, place, source }: Words, problems: Problem[]): { path: string; place: Place }[] {
  const found: { path: string; place: Place }[] = [];
  try {
    for (const statement of Handlebars.parse(text).body) {
      if (statement.type === "ContentStatement") continue;
      const { loc } = statement;
      const at = within(place, source, text, loc.start.line, loc.start.column);
      const path = variableOf(statement);
      if (path) found.push({ path, place: { ...at, length: path.length + 4 } });
      else
        problems.push({
          code: "not-a-variable",
          severity: "error",
          message: "only {{variables}} may stand in words",
          place: at,
          hint: "write a block for each case and choose by `when`",
        });
    }
  } catch (error) {
    problems.push({
      code: "words",
      severity: "error",
      message: `cannot read the words: ${firstLine(error as Error)}`,
      place,
      hint: "variables are written {{own.value}}",
    });
  }
  return found;
}

/** `{{own.value}}` → "own.value"; anything with parameters, raw braces or blocks is not a variable. */
function variableOf(statement: hbs.AST.Statement): string | undefined {
  if (statement.type !== "MustacheStatement") return undefined;
  const { path, params, hash, escaped } = statement as hbs.AST.MustacheStatement;
  const plain = path.type === "PathExpression" && params.length === 0 && !hash?.pairs?.length && escaped !== false;
  return plain ? (path as hbs.AST.PathExpression).original : undefined;
}

const marks: readonly { pattern: RegExp; message: string; hint: string }[] = [
  { pattern: /<[a-zA-Z!/]/, message: "HTML is not allowed in words", hint: "use Markdown: **strong**" },
  {
    pattern: /\[[^\]^]+\]\(/,
    message: "links are not allowed in words",
    hint: "put the address into `cites` or the section's `link`",
  },
  { pattern: /^#{1,6} /m, message: "headings are not allowed in words", hint: "use `title`" },
  {
    pattern: /(?<![*\w])[*_](?![*_\s])[^*_]+[*_](?![*_\w])/,
    message: "italics are not printed",
    hint: "use **strong**, or plain words",
  },
];

function checkMarks({ text, place, cites, source }: Words, problems: Problem[]): void {
  for (const { pattern, message, hint } of marks) {
    const match = pattern.exec(text);
    if (match)
      problems.push({
        code: "markdown",
        severity: "error",
        message,
        hint,
        place: placeAt(place, source, text, match.index),
      });
  }
  for (const match of text.matchAll(/\[\^(\d+)\]/g)) {
    if (Number(match[1]) > cites) {
      problems.push({
        code: "missing-source",
        severity: "error",
        message: `note ${match[0]} has no source`,
        place: placeAt(place, source, text, match.index),
        hint: `\`cites\` has ${cites} ${cites === 1 ? "entry" : "entries"}`,
      });
    }
  }
}

function placeAt(place: Place, source: string, text: string, offset: number): Place {
  const before = text.slice(0, offset).split("\n");
  return within(place, source, text, before.length, before.at(-1)?.length ?? 0);
}

/**
 * A line and column inside a YAML text → a place in the file. The first words of the line are looked for from the place
 * on, since YAML folds and indents; where they are not found, the start of the text stands for it.
 */
function within(place: Place, source: string, text: string, line: number, column: number): Place {
  const wanted = text.split("\n")[line - 1]?.slice(column, column + 12) ?? "";
  const lines = source.split("\n");
  for (let i = place.line - 1; i < Math.min(lines.length, place.line + 40); i++) {
    const found = lines[i]?.indexOf(wanted, i === place.line - 1 ? place.column - 1 : 0) ?? -1;
    if (wanted !== "" && found >= 0) return { file: place.file, line: i + 1, column: found + 1 };
  }
  return place;
}

function firstLine(error: Error): string {
  return error.message.split("\n")[0] ?? "";
}
