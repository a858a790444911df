import { remembered } from "../remembered.ts";

/** Directories write names in capitals; a report does not shout. */

const small = new Set(["and", "of", "the", "at", "in", "on", "for", "with", "upon", "by", "to"]);
const between = new Set([...small, "under", "le", "super"]); // Stow-on-the-Wold, Chester-le-Street
const upper = new Set([
  "PCN",
  "NHS",
  "GP",
  "GPS",
  "LLP",
  "PLC",
  "UK",
  "HC",
  "MC",
  "HP",
  "II",
  "III",
  "IV",
  "SAS",
  "LCD",
  "ICB",
]);

/** "DR O'NEILL & PARTNERS" → "Dr O'Neill & Partners". A name that is not all capitals is left as it is. */
export const toSaneCase: (name: string) => string = remembered(
  (name) => {
    if (name !== name.toUpperCase() || !/\p{L}/u.test(name)) return name;
    return name
      .replace(/,(?=\S)/g, ", ")
      .split(/(\s+)/)
      .map((word, i) => (/^\s+$/.test(word) ? word : wordOf(word, i === 0)))
      .join("");
  },
  (name) => name,
);

/** The name of an organisation or a place as it is printed; a code in its place stays as it is. */
export function printedName({ code, name }: { code: string; name: string }): string {
  return name === code ? code : toSaneCase(name);
}

function wordOf(word: string, first: boolean): string {
  const bare = word.replace(/[^\p{L}]/gu, "");
  if (upper.has(bare) || /^[A-Z](\.[A-Z])+\.?$/.test(word)) return word;
  const lower = word.toLowerCase();
  if (/\d/.test(word)) return /^\d+(ST|ND|RD|TH)$/.test(word) ? lower : word;
  if (!first && small.has(lower)) return lower;
  if (isAbbreviation(bare)) return word;
  return lower
    .replace(/(^|[^\p{L}'’])(\p{L})/gu, (_, before: string, letter: string) => before + letter.toUpperCase())
    .replace(/\b([OD]['’])(\p{L})/gu, (_, prefix: string, letter: string) => prefix + letter.toUpperCase())
    .replace(/(?<=-)\p{L}+(?=-)/gu, (part) => (between.has(part.toLowerCase()) ? part.toLowerCase() : part))
    .replace(/\bMc(\p{L})(?=\p{L}{3})/gu, (_, letter: string) => `Mc${letter.toUpperCase()}`);
}

/** Short and without a vowel: LLP, TLC. Titles and clipped words are not. */
function isAbbreviation(bare: string): boolean {
  return bare.length > 1 && bare.length <= 4 && !/[AEIOUYÀ-ÿ]/u.test(bare) && !clipped.has(bare);
}

const clipped = new Set(["DR", "DRS", "ST", "MR", "MRS", "MS", "RD", "CTR", "CNTR", "GRP", "LTD", "SQ", "MT", "PK"]);
