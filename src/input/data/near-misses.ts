/** Why one key is taken for a slip of another: what became of it, and what would mend it. */
export type Bend = { how: string; mend: string };

const bends: readonly (Bend & { undo: (key: string) => string })[] = [
  {
    how: "in what stands before or behind it",
    mend: "the column of codes must hold the code alone",
    undo: (key) =>
      key.replace(/^\s*[A-Za-z]{2,}:(?=\S)/, "").replace(/(?<=\d[A-Za-z\d]*)(\s+[-–|:(].*|\s*[*†‡]+\s*)$/u, ""),
  },
  {
    how: "in spaces or signs that are not seen",
    mend: "take out spaces, tabs and line breaks round and in it",
    undo: (key) => key.normalize("NFKC").replace(/[\s\p{C}]+/gu, ""),
  },
  {
    how: "in quotes and hyphens",
    mend: "take out quotes, apostrophes, hyphens and signs of equality",
    undo: (key) => key.replace(/^=|["'’‘“”]|(?<=[A-Za-z])-(?=\d)/g, ""),
  },
  {
    how: "in capitals and small letters",
    mend: "write it in capitals or small letters as it is there",
    undo: (key) => key.toUpperCase(),
  },
  {
    how: "in what a spreadsheet makes of numbers",
    mend: "keep the column as text: a spreadsheet has made a number of it",
    undo: (key) => (/^\d+([.,]\d+)?E[+-]?\d{1,3}$/i.test(key) ? written(key) : key.replace(/^(\d+)[.,]0+$/, "$1")),
  },
  {
    how: "in the letter O where a nought is meant",
    mend: "write the digit 0",
    undo: (key) => (/\d/.test(key) ? key.replace(/(?<=\dO*)O|O(?=O*\d)/g, "0") : key),
  },
  {
    how: "in zeros at the beginning",
    mend: "keep the column as text: a spreadsheet drops the zeros at the beginning",
    undo: (key) => (/^\d+$/.test(key) ? key.replace(/^0+(?=\d)/, "") : key),
  },
];

/** "2.00E+05" → "200000", where it is no larger than a key can be. */
function written(key: string): string {
  const number = Number(key.replace(",", "."));
  return Number.isSafeInteger(number) ? String(number) : key;
}

/** A key without anything that is lost or put on between a database, a spreadsheet and a file. */
export function bareKey(key: string): string {
  return bends.reduce((text, { undo }) => undo(text), key);
}

/** A key that none of those known is, but one would be if it were mended; and how it is bent. */
export type NearMiss = { key: string; meant: string } & Bend;

/** Of each key the known one that is meant, where there is one and no other. */
export function findNearMisses(keys: Iterable<string>, known: Iterable<string>): NearMiss[] {
  const byBare = Map.groupBy(known, bareKey);
  return [...keys].flatMap((key): NearMiss[] => {
    const meant = byBare.get(bareKey(key)) ?? [];
    const [one] = meant;
    if (one === undefined || meant.length > 1 || meant.includes(key)) return [];
    return [{ key, meant: one, ...bendOf(key, one) }];
  });
}

/** The first of the ways in which the two are one. */
function bendOf(key: string, meant: string): Bend {
  let [a, b] = [key, meant];
  for (const { how, mend, undo } of bends) {
    [a, b] = [undo(a), undo(b)];
    if (a === b) return { how, mend };
  }
  return { how: "in how they are written", mend: "write it as it is there" };
}

const few = 5; // examples of a cause

/** One cause told once: what is said of all keys that are bent in the same way, and what would mend them, at the first. */
export type ToldMiss<Row> = { first: Row; message: string; mend: string };

/** `what` the keys are ("codes"), and `where` they stand as they should ("in the directory"). */
export function tellNearMisses<Row>(
  misses: readonly (NearMiss & { row: Row; rows: number })[],
  { what, where }: { what: string; where: string },
): ToldMiss<Row>[] {
  return [...Map.groupBy(misses, ({ how }) => how).values()].map((alike) => {
    const [{ how, mend, row: first }] = alike as [(typeof alike)[number]];
    const examples = alike.slice(0, few).map(({ key, meant }) => `"${key}" for "${meant}"`);
    const more = alike.length > few ? `, and ${alike.length - few} more` : "";
    const rows = alike.reduce((sum, each) => sum + each.rows, 0);
    const message = `${what} that differ from those ${where} only ${how}, in ${rows} ${rows === 1 ? "row" : "rows"}: ${examples.join(", ")}${more}`;
    return { first, message, mend };
  });
}

/** A row of sums beneath a table of organisations: "TOTAL", "Grand total", "ICB total:", "All practices", "England". */
export function isTotal(key: string): boolean {
  return sums.test(key.trim().replace(/\s*:$/, ""));
}

const wholes = "england|scotland|wales|northern ireland|united kingdom|uk|cymru|national|regional|overall";
const sums = new RegExp(
  `^(.+ )?(sub-?)?totals?$|^(all|sum|average|mean|summe|gesamt|insgesamt|cyfanswm|totaal|${wholes})$` +
    `|^(all|cyfanswm|total|${wholes}) (practices|surgeries|organisations|providers|places|total|average|mean|${wholes})$`,
  "i",
);
