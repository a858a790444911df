import type { CsvCell } from "../csv.ts";
import type { PrintedLetter } from "./letters.ts";

/** A letter and its place in a file: the page that it begins on, from 1. */
export type PlacedLetter = { letter: PrintedLetter; file: string; sequence: number; page: number; contentId: string };

const lines = [1, 2, 3, 4, 5, 6, 7];

/** What a print house reads of each letter; no arm of a trial among it. */
export const manifestColumns = [
  "run_id",
  "file",
  "sequence",
  "practice_code",
  "practice_name",
  ...lines.map((line) => `addr${line}`),
  "postcode",
  "start_page",
  "end_page",
  "report_pages",
  "sheets",
  "pdf_sha256",
  "content_id",
] as const;

/** The columns of a print run: `enclosures` too where some letter has any. */
export function columnsFor(placed: readonly PlacedLetter[]): readonly string[] {
  const isEnclosed = placed.some(({ letter }) => letter.enclosures.length > 0);
  return isEnclosed ? [...manifestColumns, "enclosures"] : manifestColumns;
}

/** The row of a letter, with a last cell for the column that only some print runs have. Its last page may be empty: `report_pages` are those that are not. */
export function manifestRow(run: string, { letter, file, sequence, page, contentId }: PlacedLetter): CsvCell[] {
  const { code, name, address, postcode, pages, sheets, sha256, enclosures } = letter;
  return [
    run,
    file,
    sequence,
    code,
    name,
    ...lines.map((line) => address[line - 1]),
    postcode,
    page,
    page + 2 * sheets - 1,
    pages,
    sheets,
    sha256,
    contentId,
    enclosures.map(({ item }) => item).join(" + "),
  ];
}
