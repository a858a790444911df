/** Directories write names in capitals; a report does not shout. */

const small = new Set(["and", "of", "the", "at", "in", "on", "for", "with", "upon", "by", "to"]);
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
export function toSaneCase(name: string): string {
  if (name !== name.toUpperCase() || !/\p{L}/u.test(name)) return name;
  return name
    .split(/(\s+)/)
    .map((word, i) => (/^\s+$/.test(word) ? word : wordOf(word, i === 0)))
    .join("");
}

function wordOf(word: string, first: boolean): string {
  const bare = word.replace(/[^\p{L}]/gu, "");
  if (upper.has(bare) || /^[A-Z](\.[A-Z])+\.?$/.test(word)) return word;
  if (/\d/.test(word) && !/^\d+(ST|ND|RD|TH)$/.test(word)) return word;
  const lower = word.toLowerCase();
  if (!first && small.has(lower)) return lower;
  if (
    bare.length > 1 &&
    bare.length <= 4 &&
    !/[AEIOUYÀ-ÿ]/u.test(bare) &&
    !["DR", "ST", "MR", "MRS", "MS"].includes(bare)
  )
    return word;
  return lower.replace(
    /(^|[^\p{L}'’]|\b[od]['’]|\bmc(?=\p{L}{4}))(\p{L})/gu,
    (_, before: string, letter: string) => capitalPrefix(before) + letter.toUpperCase(),
  );
}

function capitalPrefix(before: string): string {
  return before.charAt(0).toUpperCase() + before.slice(1);
}
