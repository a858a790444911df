/*
 * How the words of meanings begin. Most meanings stand in no word of a sentence; to look which could takes a few look-ups a word, where
 * to look for each takes a reading of the whole sentence.
 */

const longest = 6; // letters of a beginning

/** Which meanings a sentence could hold, by how its words begin; those of which that cannot be told are in every sentence. */
export type Possible = (text: string) => ReadonlySet<string>;

/** Prepares to tell which meanings a sentence could hold. `entries` are patterns of words, by meaning. */
export function possibleOf(entries: ReadonlyMap<string, readonly string[]>): Possible {
  const always: string[] = [];
  const meaningsOf = new Map<string, string[]>();
  for (const [meaning, sources] of entries) {
    const begun = allOf(sources);
    if (!begun) always.push(meaning);
    for (const beginning of new Set(begun)) meaningsOf.set(beginning, [...(meaningsOf.get(beginning) ?? []), meaning]);
  }
  return (text) => {
    const found = new Set(always);
    for (const [word] of text.toLowerCase().matchAll(wordStart))
      for (let length = 1; length <= word.length; length++)
        for (const meaning of meaningsOf.get(word.slice(0, length)) ?? []) found.add(meaning);
    return found;
  };
}

/** The letters and digits that a whole word begins with: no letter, digit or hyphen goes before it. */
const wordStart = new RegExp(`(?<![\\w-])(?:[a-z0-9]{${longest}}|[a-z0-9]+ ?)`, "g");

const digits = [..."0123456789"];

/** How a pattern of words begins, in small letters: "(?:was|were) cut" as "was" and "were"; undefined where it may begin with anything. */
export function beginningsOf(source: string): string[] | undefined {
  const alternatives = alternativesIn(source);
  if (alternatives.length > 1) return allOf(alternatives);
  const [, opens] = /^(\(\?(?:<?[=!]|-i:|:))/.exec(source) ?? [];
  if (opens !== undefined) return beginningsOfGroup(source, opens);
  if (source.startsWith("\\d") && !isOptional(source[2])) return digits;
  const letters = /^[A-Za-z0-9]+(?: (?![?*{…]))?/.exec(source)?.[0] ?? "";
  const sure = isOptional(source[letters.length]) ? letters.slice(0, -1) : letters; // "colou?r"
  return sure === "" ? undefined : [sure.slice(0, longest).toLowerCase()];
}

/** The same of one that begins with a group: what only looks around is passed over, and after what may be missing comes what follows. */
function beginningsOfGroup(source: string, opens: string): string[] | undefined {
  const close = closeOf(source);
  if (close === undefined) return undefined;
  const inner = source.slice(opens.length, close);
  const rest = source.slice(close + 1);
  if (/[=!]$/.test(opens)) return beginningsOf(rest) ?? (opens === "(?=" ? beginningsOf(inner) : undefined);
  return isOptional(rest[0]) ? allOf([inner, rest.replace(/^(?:[?*]|\{[^}]*\})\??/, "")]) : beginningsOf(inner);
}

function allOf(sources: readonly string[]): string[] | undefined {
  const all = sources.map(beginningsOf);
  return all.some((each) => each === undefined) ? undefined : all.flatMap((each) => each ?? []);
}

/** Whether what goes before this character of a pattern may be missing. */
function isOptional(next = ""): boolean {
  return /[?*{]/.test(next);
}

/** The alternatives of a pattern, parted at each "|" that stands in no group and no class. */
function alternativesIn(source: string): string[] {
  const parts = [""];
  let depth = 0;
  for (const piece of piecesOf(source)) {
    if (piece === "(") depth++;
    if (piece === ")") depth--;
    if (piece === "|" && depth === 0) parts.push("");
    else parts[parts.length - 1] += piece;
  }
  return parts;
}

/** Where the group that a pattern begins with closes. */
function closeOf(source: string): number | undefined {
  let [depth, at] = [0, 0];
  for (const piece of piecesOf(source)) {
    if (piece === "(") depth++;
    if (piece === ")" && --depth === 0) return at;
    at += piece.length;
  }
  return undefined;
}

/** The characters of a pattern, with escapes and classes whole. */
function piecesOf(source: string): readonly string[] {
  return source.match(/\\.|\[(?:\\.|[^\]])*\]|./gs) ?? [];
}
