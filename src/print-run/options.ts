/** How the letters of a run are put together for a print house. */
export type PrintRunOptions = {
  out?: string | undefined; // the folder that print-run goes into; the run's own if left out
  partial?: boolean | undefined; // though the run leaves out recipients or channels
  without?: readonly string[] | undefined; // codes of recipients whose letters are left out on purpose
  untagged?: boolean | undefined; // without tags and links, which paper does not need
  bySheets?: boolean | undefined; // letters of as many sheets together, each number in files of its own
  fileSheets?: number | undefined; // of a file, at most
  fileMegabytes?: number | undefined; // of the letters in a file, at most
  sheetMarks?: boolean | undefined;
  sheetCodes?: boolean | undefined; // QR codes that an inserting machine reads
  foldMarks?: boolean | undefined;
  paper?: number | undefined; // g/m²
  postage?: Postage | undefined;
};

export const usual = { fileSheets: 1000, fileMegabytes: 100, paper: 80, postage: "letter" } as const;

/** Heaviest letters of Royal Mail's formats, grams with the envelope. */
export const postages = { letter: 100, "large-letter": 750 } as const;

export type Postage = keyof typeof postages;

export const envelopeGrams = 7; // an envelope of either size, about
const area = 0.21 * 0.297; // m², of A4

/** What a letter weighs, in grams with its envelope and all that is in it. */
export function gramsOf(
  { sheets, enclosures }: { sheets: number; enclosures: readonly { grams: number }[] },
  paper: number,
): number {
  const besides = enclosures.reduce((sum, { grams }) => sum + grams, 0);
  return Math.round((sheets * area * paper + envelopeGrams + besides) * 10) / 10;
}

/** Layers of paper that fold well: six sheets folded twice. */
export const mostLayers = 18;
