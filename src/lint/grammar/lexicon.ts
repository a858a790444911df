/*
 * Words by what they mean. A lexicon gives each meaning its words; a word may be a pattern, and "…" stands in it for up to four words.
 */

export type Lexicon = Readonly<Record<string, readonly string[]>>;

/** The words of a meaning, as they are written in a pattern, with " | " between them. */
export function words(written: TemplateStringsArray, ...parts: readonly string[]): string[] {
  return String.raw({ raw: written.raw }, ...parts)
    .trim()
    .split(/\s+\|\s+/);
}

/** Where a meaning stands in a sentence, and whether a "not" goes before it; names of things cannot be turned round. */
export type MeaningSpan = { from: number; to: number; negated: boolean | undefined };

/** Entries as one pattern of whole words. */
export function patternOf(entries: readonly string[]): RegExp {
  const sources = entries.map((entry) => entry.replaceAll(" … ", " (?:[\\w'%-]+,? ){0,4}?"));
  return new RegExp(`(?<![\\w-])(?:${sources.join("|")})(?!\\w|-\\w)`, "gi");
}

/** The words of meanings, as alternatives for a place in an entry. */
export function wordsOf(...lists: readonly (readonly string[])[]): string {
  return `(?:${lists.flat().join("|")})`;
}
