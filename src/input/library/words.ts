import Handlebars from "handlebars";
import { lettersLacking, named } from "../../font.ts";
import type { Place, Problem } from "../../problem.ts";
import { remembered } from "../../remembered.ts";
import { suggest } from "../files/suggest.ts";
import type { Condition } from "./condition.ts";
import { certainOf, type Directed, kindOf } from "./patterns.ts";
import { type Signal, signals } from "./signals.ts";
import { vocabulary } from "./vocabulary.ts";

/** A field of words as an author wrote it: where it starts and what vouches for its variables. */
export type Words = {
  text: string;
  place: () => Place; // asked for where something is wrong
  vouched: ReadonlySet<Signal>;
  cites: number;
  source: string;
  scales?: boolean; // they are an action's that says how many: they may have an amount
  published?: string | undefined; // the indicator they speak of, where its data are published values and not counts
};

/**
 * The contract of words: only variables of the vocabulary, each vouched for by a condition; only **strong** of Markdown;
 * only notes that have a source. Everything wrong is a problem with its line and column.
 */
export function checkWords(words: Words, problems: Problem[]): void {
  const variables = variablesOf(words, problems);
  for (const { path, place } of variables) {
    if (path === "amount" && words.scales) continue;
    const variable = Object.hasOwn(vocabulary, path) ? vocabulary[path] : undefined;
    if (!variable) {
      const hint =
        path === "amount"
          ? "only an action with `how-many` has an amount"
          : (suggest(path, Object.keys(vocabulary)) ?? endingIn(path));
      problems.push({
        code: "unknown-variable",
        severity: "error",
        message: `unknown variable "${path}"`,
        place: place(),
        hint,
      });
      continue;
    }
    if (variable.counts && words.published !== undefined) {
      problems.push({ ...needsCounts(`"${path}"`, words.published, useInstead(path)), place: place() });
      continue;
    }
    for (const need of variable.needs.filter((signal) => !words.vouched.has(signal))) {
      problems.push({
        code: "variable-not-vouched",
        severity: "error",
        message: `"${path}" may be unknown here`,
        place: place(),
        hint: `add "${need}", or a signal that implies it, to \`when\``,
      });
    }
  }
  checkMarks(words, problems);
}

/** What cannot be had of published values, in the words of every such refusal. */
export function needsCounts(what: string, indicator: string, hint: string): Omit<Problem, "place"> {
  return {
    code: "needs-counts",
    severity: "error",
    message: `${what} needs counts, and data bring a value of "${indicator}" (\`given: value\`)`,
    hint,
  };
}

/** `own.count` → `use "own.value" or "own.interval"` */
function useInstead(path: string): string {
  const [first = ""] = path.replace(/^(gap|under|apart)\./, "").split(".");
  const instead: Readonly<Record<string, readonly string[]>> = {
    own: ["own.value", "own.interval"],
    past: ["past.value"],
    change: ["change.percent", "change.moved"],
    indicator: ["indicator.name", "indicator.short"],
    benchmark: ["best.value", "target.value"],
  };
  const names = instead[first] ?? [`${first}.value`];
  return `use ${names.map((name) => `"${name}"`).join(" or ")}, or another block for it`;
}

/** `value` → `did you mean "own.value" or "median.value"?`; else where they are listed. */
function endingIn(path: string): string {
  const ending = Object.keys(vocabulary).filter((name) => name.endsWith(`.${path}`));
  const few = ending.slice(0, 4).map((name) => `"${name}"`);
  return few.length > 0 ? `did you mean ${few.join(" or ")}?` : "docs/reference.md lists every variable";
}

/**
 * The signals that conditions on one indicator vouch for: what must be true whenever the words are shown. With the
 * indicator, what its direction and target add: where lower is better, `improving` is `falling`.
 */
export const vouchedBy = remembered(
  (conditions: readonly (Condition | undefined)[], about?: Directed): ReadonlySet<Signal> => {
    const all = conditions.flatMap((condition) => condition?.all ?? []);
    const none = conditions.flatMap((condition) => condition?.none ?? []);
    const branches = conditions.reduce<Signal[][]>(
      (found, condition) =>
        condition?.any ? found.flatMap((has) => condition.any!.map((one) => [...has, one])) : found,
      [all],
    );
    const certain = branches.flatMap((has) => certainOf({ has, not: none }, about) ?? []);
    return certain.reduce((common, branch) => common.intersection(branch), new Set(signals)); // of nobody, whatever one likes
  },
  (conditions: readonly (Condition | undefined)[], about?: Directed) =>
    `${kindOf(about)} ${JSON.stringify(conditions)}`,
);

/** What stands in the braces of a text: a variable, or something that is none; "broken" where they cannot be read. */
const bracesIn = remembered(
  (text: string): readonly Brace[] | { broken: number } => {
    const program = parse(text);
    if (!program) return { broken: Math.max(0, /\{\{(?![^{}]*\}\})/.exec(text)?.index ?? text.indexOf("{{")) };
    return program.body.flatMap((statement): Brace[] => {
      if (statement.type === "ContentStatement") return [];
      const from = offsetOf(text, statement.loc.start);
      const written = text.slice(from, offsetOf(text, statement.loc.end));
      const path = /^\{\{\s*([\w.-]+)\s*\}\}$/.exec(written)?.[1];
      return [{ path, from, length: written.split("\n")[0]?.length ?? 1 }];
    });
  },
  (text) => text,
);

type Brace = { path: string | undefined; from: number; length: number };

function variablesOf(words: Words, problems: Problem[]): { path: string; place: () => Place }[] {
  const braces = bracesIn(words.text);
  if ("broken" in braces) {
    problems.push({
      code: "words",
      severity: "error",
      message: "cannot read the braces",
      place: placeAt(words, braces.broken),
      hint: "variables are written {{own.value}}",
    });
    return [];
  }
  return braces.flatMap(({ path, from, length }) => {
    const place = () => ({ ...placeAt(words, from), length });
    if (path) return [{ path, place }];
    problems.push({
      code: "not-a-variable",
      severity: "error",
      message: "words may contain only {{variables}}",
      place: place(),
      hint: "write a block for each case and choose by `when`",
    });
    return [];
  });
}

function parse(text: string): hbs.AST.Program | undefined {
  try {
    return Handlebars.parse(text);
  } catch {
    return undefined;
  }
}

const marks: readonly { pattern: RegExp; message: string; hint: string }[] = [
  {
    pattern: /(?<!\{)\{\s*(?:[a-z][\w-]*(?:\.[\w-]+)+|amount)\s*\}(?!\})/,
    message: "a variable in single braces would be printed as it is",
    hint: "variables are written {{own.value}}",
  },
  { pattern: /<[a-zA-Z!/]/, message: "HTML is not allowed in words", hint: "use Markdown: **strong**" },
  {
    pattern: /\[[^\]^]+\]\(/,
    message: "links are not allowed in words",
    hint: "put the address into `cites` or the section's `link`",
  },
  { pattern: /^#{1,6} /m, message: "headings are not allowed in words", hint: "use `title`" },
  { pattern: /`|~~/, message: "code and strike-through are not printed", hint: "use **strong**, or plain words" },
  {
    pattern: /^(?:[-+*]|\d+[.)]) /m,
    message: "lists are not allowed in words",
    hint: "write a sentence, or a block for each point",
  },
  {
    pattern: /(?<![*\w])[*_](?![*_\s])[^*_]+[*_](?![*_\w])/,
    message: "italics are not printed",
    hint: "use **strong**, or plain words",
  },
];

function checkMarks(words: Words, problems: Problem[]): void {
  const { text, cites } = words;
  checkLetters(words, problems);
  for (const { pattern, message, hint } of marks) {
    const match = pattern.exec(text);
    if (match)
      problems.push({
        code: "markdown",
        severity: "error",
        message,
        hint,
        place: { ...placeAt(words, match.index), length: match[0].length },
      });
  }
  for (const match of text.matchAll(/\[\^(\d+)\]/g)) {
    if (Number(match[1]) > cites || Number(match[1]) === 0) {
      problems.push({
        code: "missing-source",
        severity: "error",
        message: `note ${match[0]} has no source`,
        place: { ...placeAt(words, match.index), length: match[0].length },
        hint: `\`cites\` has ${cites} ${cites === 1 ? "entry" : "entries"}`,
      });
    }
  }
}

/** A field that is printed as it stands: a variable, Markdown or a note in it would be printed with its braces and stars. */
export function checkPlain(words: Pick<Words, "text" | "place" | "source">, problems: Problem[]): void {
  checkLetters(words, problems);
  const match = /\{\{[^{}]*\}*|\*\*|\[\^\d+\]/.exec(words.text);
  if (!match) return;
  problems.push({
    code: "plain-text",
    severity: "error",
    message: `"${match[0]}" would be printed as it is`,
    place: { ...placeAt(words, match.index), length: match[0].length },
    hint: "use variables, **strong** and notes only in `lead` and `text` of a block, and in `what` and the step's `text` of an action",
  });
}

/** A letter that the font of the printed report lacks would fail every report that holds it. */
export function checkLetters(words: Pick<Words, "text" | "place" | "source">, problems: Problem[]): void {
  const lacking = lettersLacking(words.text);
  const [letter] = lacking;
  if (letter === undefined) return;
  problems.push({
    code: "letters-lacking",
    severity: "error",
    message: `the font has no letter ${named(lacking)}`,
    place: { ...placeAt(words, words.text.normalize("NFC").indexOf(letter)), length: letter.length },
    hint: "write it with other letters, or in words",
  });
}

/** A line and column of Handlebars → the offset in the text. */
function offsetOf(text: string, { line, column }: { line: number; column: number }): number {
  const before = text.split("\n").slice(0, line - 1);
  return before.reduce((sum, each) => sum + each.length + 1, 0) + column;
}

/**
 * An offset in a text → its place in the file. YAML folds and indents, so that only what is not blank is the same in
 * both: it is counted up to the offset, and counted off again in the source.
 */
function placeAt({ text, place, source }: Pick<Words, "text" | "place" | "source">, offset: number): Place {
  const inks = [...text.slice(0, offset).matchAll(/\S/gu)].length;
  const starts = [0, ...[...source.matchAll(/\n/g)].map(({ index }) => index + 1)];
  const { file, line: first, column } = place();
  const start = (starts[first - 1] ?? 0) + column - 1;
  const at = nthInk(source, start, inks);
  const line = starts.findLastIndex((each) => each <= at);
  return { file, line: line + 1, column: at - (starts[line] ?? 0) + 1 };
}

/** Where the n-th (from 0) character that is not blank stands in a YAML scalar that starts at an offset. */
function nthInk(source: string, start: number, n: number): number {
  const style = source[start] ?? "";
  const from = start + (/^(["']|[>|][^\n]*\n)/.exec(source.slice(start))?.[0].length ?? 0);
  let left = n;
  for (const { 0: piece, index } of source.slice(from).matchAll(pieces[style] ?? /./gsu)) {
    if (!/^(\s|\\[nrtv ]|\\\r?\n)$/u.test(piece) && left-- === 0) return from + index;
  }
  return start;
}

/** What is one character in quoted text: an escape, or two single quotes. */
const pieces: Readonly<Record<string, RegExp>> = {
  '"': /\\(?:x..|u.{4}|U.{8}|\r?\n|.)|./gsu,
  "'": /''|./gsu,
};
