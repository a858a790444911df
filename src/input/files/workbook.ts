import { readFile } from "node:fs/promises";
import { strFromU8, strToU8, unzipSync, zipSync } from "fflate";
import readWorkbookFile from "read-excel-file/node";
import { soundNames } from "./csv.ts";
import { fileFault } from "./fault.ts";
import type { TextRow } from "./fill.ts";
import type { Form } from "./form.ts";
import { refuseBomb } from "./packed.ts";
import { suggest } from "./suggest.ts";

/** The rows of a sheet as text, each with its row in the sheet; and the column in which the first cell stands, from 1. */
export type Sheet = { sheet: string; columns: readonly string[]; first: number; rows: TextRow[] };

const largest = 256 * 2 ** 20; // bytes of a workbook, unpacked
const mostRows = 65_000; // of one sheet; the reader of workbooks slows down and gives up beyond 70,000

/** Reads one sheet of an .xlsx file, or a range of it. Throws a FileFault where it is not clear which, or not there. */
export async function readSheet(file: string, { sheet, range, header }: Form): Promise<Sheet> {
  const sheets = await readWorkbookFile(errorsAsText(await readFile(file)), { trim: false });
  const names = sheets.map((each) => each.sheet);
  const wanted = sheet ?? (names.length === 1 ? names[0] : undefined);
  if (wanted === undefined)
    throw fileFault(
      "several-sheets",
      `the workbook has ${names.length} sheets`,
      1,
      `say which with \`sheet\`: ${names.map((name) => `"${name}"`).join(", ")}`,
    );
  const found = sheets.find((each) => each.sheet === wanted);
  if (!found) throw fileFault("missing-sheet", `no sheet "${wanted}" in the workbook`, 1, suggest(wanted, names));
  const cells = rangeOf(range);
  const all = found.data
    .map((row, i) => ({ line: i + 1, cells: row.slice(cells.left - 1, cells.right).map(toText) }))
    .slice(cells.top - 1, cells.bottom);
  const rows = all.filter((row) => row.cells.some((cell) => cell !== null));
  if (rows.length === 0) throw fileFault("no-rows", `nothing in sheet "${wanted}"${range ? `, ${range}` : ""}`);
  return { sheet: wanted, first: cells.left, ...withNames(rows, { header, top: cells.top }) };
}

/** The names of all sheets of an .xlsx file. */
export async function sheetsOf(file: string): Promise<string[]> {
  return (await readWorkbookFile(errorsAsText(await readFile(file)), { trim: false })).map(({ sheet }) => sheet);
}

type SheetLayout = { header: Form["header"]; top: number };

function withNames(rows: readonly TextRow[], { header, top }: SheetLayout): Pick<Sheet, "columns" | "rows"> {
  const wide = Math.max(...rows.map(({ cells }) => cells.findLastIndex((cell) => cell !== null) + 1));
  const whole = rows.map(({ line, cells }) => ({
    line,
    cells: Array.from({ length: wide }, (_, i) => cells[i] ?? null),
  }));
  if (header === "none") return { columns: whole[0]!.cells.map((_, i) => String(i + 1)), rows: whole };
  if (typeof header === "object") {
    if (header.length === wide) return { columns: header, rows: whole };
    throw fileFault("header", `the sheet has ${wide} columns, and \`header\` names ${header.length}`, whole[0]!.line);
  }
  const at = header === 1 ? whole[0]!.line : top + header - 1;
  const own = whole.find(({ line }) => line === at);
  if (header === 1) refuseTitle(whole);
  const below = whole.filter(({ line }) => line > at);
  const isUsed = (i: number) => own?.cells[i] != null || below.some(({ cells }) => cells[i] !== null);
  const used = [...Array(wide).keys()].filter(isUsed);
  const names = soundNames(
    used.map((i) => own?.cells[i] ?? ""),
    at,
  );
  const columns = Array.from({ length: wide }, (_, i) => (isUsed(i) ? names[used.indexOf(i)]! : `(${i + 1})`)); // empty ones
  return { columns, rows: below };
}

/** Where a title stands above the names of the columns: read as these, it would leave most of them without a name. */
function refuseTitle([first, ...below]: readonly TextRow[]): void {
  const filled = ({ cells }: TextRow) => cells.filter((cell) => cell !== null).length;
  const widest = Math.max(0, ...below.map(filled));
  if (!first || filled(first) > 2 || widest < 4) return;
  const { line } = below.find((row) => filled(row) >= widest - 1)!;
  throw fileFault(
    "title",
    `row ${first.line} of the sheet has ${filled(first)} of ${widest} cells, as a title has`,
    first.line,
    `say which row names the columns: header: ${line}`,
  );
}

type CellRange = { left: number; right: number; top: number; bottom: number };

/** `B3:F200`, or `B:F`, or `B3:F` down to the last row. */
function rangeOf(range: string | undefined): CellRange {
  const [, left = "A", top = "1", right, bottom] = /^([A-Z]+)(\d+)?:([A-Z]+)(\d+)?$/.exec(range ?? "") ?? [];
  return {
    left: columnOf(left),
    top: Number(top),
    right: right === undefined ? Number.POSITIVE_INFINITY : columnOf(right),
    bottom: bottom === undefined ? Number.POSITIVE_INFINITY : Number(bottom),
  };
}

/** A → 1, Z → 26, AA → 27 */
function columnOf(letters: string): number {
  return [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0);
}

/** Numbers as they are, not as they are shown; days as 2026-08-01. */
function toText(cell: unknown): string | null {
  if (cell === null || cell === undefined || cell === "") return null;
  if (cell instanceof Date)
    return cell
      .toISOString()
      .replace(/T00:00:00\.000Z$/, "")
      .replace("T", " ")
      .replace(".000Z", "");
  if (typeof cell === "boolean") return cell ? "TRUE" : "FALSE";
  return String(cell);
}

/**
 * A workbook whose cells with errors (#N/A, #REF!) are texts: the reader would take them for empty, and a broken formula
 * must not pass for a number that is not known.
 */
function errorsAsText(bytes: Buffer): Buffer {
  let size = 0;
  const files = unzipSync(bytes, {
    filter: ({ originalSize }) => {
      size += originalSize;
      refuseBomb(bytes.byteLength, size);
      if (size > largest) throw tooLarge(`${largest / 2 ** 20} MiB unpacked`);
      return true;
    },
  });
  let isChanged = false;
  for (const [name, content] of Object.entries(files)) {
    if (!/^xl\/worksheets\/[^/]*\.xml$/.test(name)) continue;
    const text = strFromU8(content);
    if (countRows(text) > mostRows) throw tooLarge(`${mostRows.toLocaleString("en-GB")} rows of a sheet`);
    const mended = text.replace(/(<c\b[^>]*\bt=")e"/g, '$1str"');
    if (mended === text) continue;
    files[name] = strToU8(mended);
    isChanged = true;
  }
  return isChanged ? Buffer.from(zipSync(files, { level: 0 })) : bytes;
}

function countRows(sheet: string): number {
  let count = 0;
  for (let at = sheet.indexOf("<row"); at !== -1; at = sheet.indexOf("<row", at + 4)) count++;
  return count;
}

function tooLarge(limit: string): Error {
  return fileFault(
    "too-large",
    `the workbook is larger than ${limit}`,
    1,
    "save the sheet as CSV UTF-8, and name that file",
  );
}
