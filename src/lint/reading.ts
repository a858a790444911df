import { remembered } from "../remembered.ts";

/** What a text asks of its reader. */
export type Reading = { sentences: number; longest: string; longestWords: number; meanWords: number; grade: number };

/** How many syllables a word has; a library may take its place. */
export type CountSyllables = (word: string) => number;

/**
 * Flesch-Kincaid grade and sentence lengths of prose (Kincaid and others 1975): 0.39 × words a sentence + 11.8 × syllables
 * a word − 15.59. Sentences and words are cut by the runtime's own segmenter; numbers count as words of one syllable.
 */
export function readingOf(text: string, syllables: CountSyllables = countSyllables): Reading | undefined {
  const counted = sentencesIn(text).flatMap((sentence) => {
    const words = wordsIn(sentence);
    return words.length > 0 ? [{ sentence, words }] : [];
  });
  if (counted.length === 0) return undefined;
  const words = counted.flatMap(({ words }) => words);
  const longest = counted.reduce((a, b) => (b.words.length > a.words.length ? b : a));
  const meanWords = words.length / counted.length;
  const meanSyllables = words.reduce((sum, word) => sum + (/\d/.test(word) ? 1 : syllables(word)), 0) / words.length;
  return {
    sentences: counted.length,
    longest: longest.sentence.trim(),
    longestWords: longest.words.length,
    meanWords,
    grade: 0.39 * meanWords + 11.8 * meanSyllables - 15.59,
  };
}

const segmenters = {
  sentence: new Intl.Segmenter("en-GB", { granularity: "sentence" }),
  word: new Intl.Segmenter("en-GB", { granularity: "word" }),
};

export const sentencesIn: (text: string) => readonly string[] = remembered(
  (text) => [...segmenters.sentence.segment(text)].map(({ segment }) => segment),
  (text) => text,
);

/** The words of a text, without what stands between them. */
export const wordsIn: (text: string) => readonly string[] = remembered(
  (text) => [...segmenters.word.segment(text)].flatMap(({ isWordLike, segment }) => (isWordLike ? [segment] : [])),
  (text) => text,
);

/** Groups of vowels, less a silent e; at least one. */
export const countSyllables: CountSyllables = remembered(
  (word) => {
    const bare = word
      .toLowerCase()
      .replace(/[^a-z]/g, "")
      .replace(/(?:[^laeiouy]es|ed|[^laeiouy]e)$/, "")
      .replace(/^y/, "");
    return Math.max(1, (bare.match(/[aeiouy]{1,2}/g) ?? []).length);
  },
  (word) => word,
);
