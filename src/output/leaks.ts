import type { Visible } from "./visible.ts";

export type Leak = { word: string; where: string };

/** The first of the hidden words that stands anywhere as a word of its own, or a code as a part of a link, whatever its case. */
export function findLeak(visible: readonly Visible[], hidden: readonly string[]): Leak | undefined {
  const patterns = hidden.map((word) => ({ word, isCode: isCode(word), pattern: asWord(word) }));
  const inLinks = hidden.filter(isCode).map((word) => ({ word, pattern: asPart(word) }));
  for (const { where, text, codesOnly } of visible) {
    const links = linksIn(text);
    const found =
      patterns.find((each) => (each.isCode || !codesOnly) && each.pattern.test(text)) ??
      inLinks.find(({ pattern }) => pattern.test(links));
    if (found) return { word: found.word, where };
  }
  return undefined;
}

/** Not within a longer word: K1 is not in K10, nor in a longer name with hyphens. Lines may end within a phrase. */
function asWord(word: string): RegExp {
  return new RegExp(
    `(?<![A-Za-z0-9-])${word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replace(/\s+/g, "\\s+")}(?![A-Za-z0-9-])`,
    "i",
  );
}

/** A part between hyphens too, as links are made: K1 in "inhalers-K1". */
function asPart(code: string): RegExp {
  return new RegExp(`(?<![A-Za-z0-9])${code}(?![A-Za-z0-9])`, "i");
}

/** A code of an arm, as trial.yaml demands it; names of factors and levels are words, and may be parts of honest links. */
function isCode(word: string): boolean {
  return /^(?=.*\d)[A-Z][A-Z0-9]+$/.test(word);
}

/** Web and email addresses. Looked for in one word after the other: the outline of a drawing is a word of thousands of letters. */
function linksIn(text: string): string {
  return text
    .split(/[\s"'<>]+/)
    .filter((word) => word.includes("@") || word.includes("://"))
    .flatMap((word) => word.match(/https?:\/\/.+|[^@:]+@[^@]+/g) ?? [])
    .join("\n");
}

/** The words that a PNG carries besides its picture: names and remarks in its text chunks. */
export function wordsInPng(bytes: Uint8Array): string {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const words: string[] = [];
  for (let at = 8; at + 8 <= view.length; ) {
    const length = view.readUInt32BE(at);
    const type = view.toString("latin1", at + 4, at + 8);
    if (["tEXt", "iTXt", "zTXt", "eXIf"].includes(type)) words.push(view.toString("latin1", at + 8, at + 8 + length));
    at += 12 + length;
  }
  return words.join("\n");
}
