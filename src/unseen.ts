/**
 * Characters that nobody sees: soft hyphens, spaces without width, what turns the direction of the words after it, selectors of
 * forms. Two texts that look alike differ by them, and a line may read otherwise than it is stored (Unicode, UTS #39 and UAX #9).
 */
const unseen = /[\p{Cf}\p{Default_Ignorable_Code_Point}]/u;
const allUnseen = new RegExp(unseen, "gu");
const control = /(?![\t\n\r])\p{Cc}/u;

/** Letters that are drawn as one, as they are copied from a PDF: ﬁ in place of fi. No search finds the words. */
const ligatures = /[\uFB00-\uFB06]/;
const allLigatures = new RegExp(ligatures, "g");

/** A text in composed letters (NFC), without ligatures and characters that nobody sees. */
export function seenOnly(text: string): string {
  return text
    .replace(allUnseen, "")
    .replace(allLigatures, (letters) => letters.normalize("NFKC"))
    .normalize("NFC");
}

/** The first character of a text that nobody sees, that is a sign to a machine, or a ligature; with where it stands. */
export function findUnseen(text: string): { letter: string; at: number } | undefined {
  const found = unseen.exec(text) ?? control.exec(text) ?? ligatures.exec(text);
  return found ? { letter: found[0], at: found.index } : undefined;
}

/** What such a character is: "a soft hyphen (U+00AD)". */
export function unseenName(letter: string): string {
  const point = letter.codePointAt(0)!;
  const [, is = "a character that nobody sees"] = kinds.find(([pattern]) => pattern.test(letter)) ?? [];
  return `${is} (U+${point.toString(16).toUpperCase().padStart(4, "0")})`;
}

const kinds: readonly (readonly [RegExp, string])[] = [
  [/\u00AD/, "a soft hyphen"],
  [/[\u200B\u2060\uFEFF]/, "a space without width"],
  [/[\u200C\u200D]/, "a joiner without width"],
  [/[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/, "a sign that turns the direction of the words after it"],
  [/\p{Cc}/u, "a control character"],
  [ligatures, "several letters drawn as one"],
];
