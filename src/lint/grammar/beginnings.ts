/*
 * With which letters the words of a meaning can begin. Most meanings are in few sentences: a look at the beginnings of a sentence's
 * words spares it the search for all others.
 */

/** Letters that are looked at: more are rarer, and cost more to list. */
const most = 5;

/** Any digit is as good as another. */
const digit = "0";

/** How an entry can begin; `isWhole` where that is all of it so far, and what follows goes on from there. */
type Beginning = { text: string; isWhole: boolean };

const anything: Beginning[] = [{ text: "", isWhole: false }];
const nothing: Beginning[] = [{ text: "", isWhole: true }];

/** Tells which of some patterns can be in a text at all; a pattern that may begin with anything always can. */
export function indexOf(patterns: readonly string[]): (text: string) => Uint8Array {
  let index: { by: Map<string, number[]>; always: number[] } | undefined; // made for the first text: it takes a moment
  return (text) => {
    index ??= toIndex(patterns);
    const found = new Uint8Array(patterns.length);
    for (const i of index.always) found[i] = 1;
    const read = text.toLowerCase().replace(/\d/g, digit);
    for (const at of startsIn(read))
      for (let end = at + 1; end <= Math.min(at + most, read.length); end++)
        for (const i of index.by.get(read.slice(at, end)) ?? []) found[i] = 1;
    return found;
  };
}

function toIndex(patterns: readonly string[]): { by: Map<string, number[]>; always: number[] } {
  const by = new Map<string, number[]>();
  const always: number[] = [];
  for (const [i, pattern] of patterns.entries())
    for (const text of beginningsOf(pattern)) {
      const list = text === "" ? always : by.get(text);
      if (list) list.push(i);
      else by.set(text, [i]);
    }
  return { by, always };
}

/** Where a word, or a sign, can begin. */
function* startsIn(text: string): Generator<number> {
  for (const { index } of text.matchAll(/(?<![\w-])(?=.)/gs)) yield index;
}

/** The first letters of every match of a pattern; "" where they cannot be told. */
export function beginningsOf(pattern: string): Set<string> {
  return new Set(alternatives(pattern.toLowerCase()).map(({ text }) => text));
}

function alternatives(source: string): Beginning[] {
  return distinct(splitIn(source).flatMap(sequence));
}

function sequence(source: string): Beginning[] {
  let found = nothing;
  for (let rest = source; rest !== "" && found.some(isOpen); ) {
    const { atom, length } = firstAtom(rest);
    found = distinct(
      found.flatMap((before) =>
        isOpen(before)
          ? atom.map(({ text, isWhole }) => ({ text: (before.text + text).slice(0, most), isWhole }))
          : [before],
      ),
    );
    rest = rest.slice(length);
  }
  return found;
}

const isOpen = ({ text, isWhole }: Beginning) => isWhole && text.length < most;

/** The first atom of a sequence with its quantifier, and how long both are. */
function firstAtom(source: string): { atom: Beginning[]; length: number } {
  const { atom, length } = bareAtom(source);
  const quantifier = /^(?:[?*+]|\{[\d,]*\})\??/.exec(source.slice(length))?.[0] ?? "";
  const isLoose = /^(?:[*+]|\{)/.test(quantifier);
  const isOptional = /^(?:[?*]|\{0)/.test(quantifier);
  const repeated = isLoose ? atom.flatMap((each) => [each, { ...each, isWhole: false }]) : atom;
  return { atom: isOptional ? [...repeated, ...nothing] : repeated, length: length + quantifier.length };
}

function bareAtom(source: string): { atom: Beginning[]; length: number } {
  const assertion = /^\(\?<?[=!]/.test(source);
  if (source.startsWith("(")) {
    const length = endOfGroup(source);
    const opening = /^\((?:\?(?:-i)?:|\?<\w+>)?/.exec(source)?.[0].length ?? 1;
    return { atom: assertion ? nothing : alternatives(source.slice(opening, length - 1)), length };
  }
  const [sign = ""] = /^(?:\\k<\w+>|\\.|\[(?:\\.|[^\]\\])*\]|.)/s.exec(source) ?? [];
  if (/^(?:\\b|[\^$])$/.test(sign)) return { atom: nothing, length: sign.length };
  if (/^(?:\\d|\d|\[[\d-]+\])$/.test(sign)) return { atom: [{ text: digit, isWhole: true }], length: sign.length };
  if (/^\[[\w ]+\]$/.test(sign)) {
    return { atom: [...sign.slice(1, -1)].map((text) => ({ text, isWhole: true })), length: sign.length };
  }
  const literal = /^(?:[^\\[.]|\\[^\w])$/.test(sign);
  return { atom: literal ? [{ text: sign.at(-1) ?? "", isWhole: true }] : anything, length: sign.length };
}

function distinct(found: readonly Beginning[]): Beginning[] {
  return [...new Map(found.map((each) => [`${each.text}${each.isWhole}`, each])).values()];
}

function splitIn(source: string): string[] {
  const cuts = [...signs(source)].filter(({ sign, depth }) => sign === "|" && depth === 0).map(({ at }) => at);
  return [...cuts, source.length].map((cut, i) => source.slice(i === 0 ? 0 : (cuts[i - 1] ?? 0) + 1, cut));
}

function endOfGroup(source: string): number {
  for (const { sign, depth, at } of signs(source)) if (sign === ")" && depth === 0) return at + 1;
  throw new Error(`unclosed group in "${source}"`);
}

/** The signs of a pattern that are not escaped and in no class, with how deep in groups they stand. */
function* signs(source: string): Generator<{ sign: string; depth: number; at: number }> {
  let depth = 0;
  let isClass = false;
  for (let at = 0; at < source.length; at++) {
    const sign = source[at] ?? "";
    if (sign === "\\") at++;
    else if (isClass) isClass = sign !== "]";
    else if (sign === "[") isClass = true;
    else if (sign === "(") depth++;
    else if (sign === ")") yield { sign, depth: --depth, at };
    else if (sign === "|") yield { sign, depth, at };
  }
}
