import { remembered } from "../remembered.ts";

/** A word of a text: in capitals, without apostrophes, and where it stands. */
export type Word = { text: string; from: number; to: number };

/** The words of a text, in its order, and where each of them stands. */
export type FoundWords = { texts: readonly string[]; placeOf: (at: number) => Word };

/** A line of a text, plain, and its words. */
export type WordLine = { plain: string; words: readonly Word[] };

/** The words of the lines of a text. */
export function wordsOfLines(lines: readonly WordLine[]): FoundWords {
  const placeOf = (at: number) => {
    let [before, from] = [0, 0];
    for (const { plain: line, words } of lines) {
      const word = words[at - before];
      if (word) return { text: word.text, from: from + word.from, to: from + word.to };
      before += words.length;
      from += line.length + 1;
    }
    throw new RangeError(`no word ${at}`);
  };
  return { texts: lines.flatMap(({ words }) => words.map(({ text }) => text)), placeOf };
}

/**
 * The words of a line of a plain text. In capitals, since a heading of the plain text is; without apostrophes, since there are
 * two kinds; parted at hyphens, since a line may end there.
 */
export function wordsOfLine(line: string): Word[] {
  return [...line.matchAll(/[\p{L}\p{N}](?:[\p{L}\p{N}\p{M}]|['’](?=\p{L}))*/gu)].map(({ 0: word, index }) => ({
    text: bare(word.toUpperCase()),
    from: index,
    to: index + word.length,
  }));
}

function bare(word: string): string {
  return word.includes("'") || word.includes("’") ? word.replace(/['’]/g, "") : word;
}

/** The words of a text, without their places. */
export const wordsIn: (text: string) => readonly string[] = remembered(
  (text) =>
    plain(text)
      .split("\n")
      .flatMap((line) => wordsOfLine(line).map((word) => word.text)),
  (text) => text,
);

/**
 * A text as people read it, whatever characters it is written with: wide and narrow letters alike, letters without their
 * accents, one kind of hyphen, "and" for "&", and nothing that is not seen, such as a place where a word may be broken.
 */
export function plain(text: string): string {
  if (isPlain.test(text)) return text;
  return text
    .normalize("NFKD")
    .replace(/[\p{M}\u00AD\u200B-\u200F\u2060-\u2064\uFEFF]/gu, "")
    .replace(/[\u2010-\u2012\u2212]/g, "-")
    .replace(/&/g, " and ");
}

const isPlain = /^[ -%'-~]*$/; // of ASCII all but "&"

/** Whether a phrase stands at a word; its last may be in the possessive, "Park Surgery's", which is read as one word. */
export function standsAt(words: readonly string[], phrase: readonly string[], at: number): boolean {
  const last = phrase.length - 1;
  for (let i = 0; i < last; i++) if (words[at + i] !== phrase[i]) return false;
  return last >= 0 && (words[at + last] === phrase[last] || words[at + last] === `${phrase[last]}S`);
}

/** Whether a phrase stands in a text, whatever its case; a long word may be broken over two lines. */
export function holds(text: string, phrase: string): boolean {
  const letters = [...phrase.normalize("NFC").replace(/\s+/g, "")].map((letter) =>
    letter.replace(/[\\^$.*+?()[\]{}|/]/, "\\$&"),
  );
  const whole = new RegExp(`(?<![\\p{L}\\p{N}])${letters.join("\\s*")}(?![\\p{L}\\p{N}])`, "iu");
  return whole.test(text.normalize("NFC"));
}

/** Every text in a value. */
export function textsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(textsIn);
}
