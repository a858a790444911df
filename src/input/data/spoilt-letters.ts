/** Letters that were spoilt on their way: what they are, and what would mend them. */
export type Spoilt = { is: string; mend: string };

const signs: readonly (Spoilt & { pattern: RegExp })[] = [
  {
    is: "letters that were lost",
    pattern: /\uFFFD/u,
    mend: "the file was once saved with the wrong letters: take it again from its source",
  },
  {
    is: "letters of UTF-8 that were read as others",
    pattern: /[ÃÂ][\u0080-\u00BF€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|â€/u,
    mend: "leave out `encoding` if data.yaml has one for the file; or take the file again from its source",
  },
  {
    is: "a sign of a web page",
    pattern: /&(amp|lt|gt|quot|apos|nbsp|#\d+|#x[\da-f]+);/i,
    mend: "write the letter itself: & for &amp;",
  },
];

/** What is wrong with the letters of a text, if anything is. */
export function spoiltLetters(text: string): Spoilt | undefined {
  return signs.find(({ pattern }) => pattern.test(text));
}
