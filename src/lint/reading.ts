import { remembered } from "../remembered.ts";

/** What a text asks of its reader. */
export type ReadingLevel = {
  sentences: number;
  longest: string;
  longestWords: number;
  meanWords: number;
  grade: number;
};

/** A sentence as it is counted. */
export type CountedSentence = { sentence: string; words: number; syllables: number };

/**
 * Flesch-Kincaid grade and sentence lengths of prose (Kincaid and others 1975): 0.39 × words a sentence + 11.8 × syllables
 * a word − 15.59. Sentences and words are cut by the runtime's own segmenter; numbers count as words of one syllable.
 */
export const readingOf: (text: string) => ReadingLevel | undefined = remembered(
  (text) => readingOfSentences(countedIn(text)),
  (text) => text,
);

export function readingOfSentences(counted: readonly CountedSentence[]): ReadingLevel | undefined {
  if (counted.length === 0) return undefined;
  let [words, syllables] = [0, 0];
  for (const each of counted) {
    words += each.words;
    syllables += each.syllables;
  }
  const longest = counted.reduce((a, b) => (b.words > a.words ? b : a));
  const meanWords = words / counted.length;
  return {
    sentences: counted.length,
    longest: longest.sentence.trim(),
    longestWords: longest.words,
    meanWords,
    grade: 0.39 * meanWords + 11.8 * (syllables / words) - 15.59,
  };
}

/** The sentences of a text that have words. */
export const countedIn: (text: string) => readonly CountedSentence[] = remembered(
  (text) =>
    sentencesIn(text).flatMap((sentence) => {
      const words = wordsIn(sentence);
      const syllables = words.reduce((sum, word) => sum + (/\d/.test(word) ? 1 : countSyllables(word)), 0);
      return words.length > 0 ? [{ sentence, words: words.length, syllables }] : [];
    }),
  (text) => text,
);

/**
 * The sentences of texts that stand one after another, each with the end of a sentence. Each text is cut by itself, and so once
 * for all reports that have it, where it begins with a capital: elsewhere a sentence may go on in it.
 */
export function countedInAll(texts: readonly string[]): CountedSentence[] {
  const apart: string[] = [];
  for (const text of texts) {
    if (apart.length === 0 || /^\p{Lu}/u.test(text)) apart.push(text);
    else apart.push(`${apart.pop()} ${text}`);
  }
  return apart.flatMap(countedIn);
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
export const countSyllables: (word: string) => number = remembered(
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
