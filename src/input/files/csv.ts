import { seenOnly } from "../../unseen.ts";
import { type Bytes, firstText, isSoundIn, textOf, unknown } from "./bytes.ts";
import { type CsvRecord, csvRecords } from "./csv-records.ts";
import { encodingFault, fileFault, raggedFault } from "./fault.ts";
import type { TextRow } from "./fill.ts";
import type { Form } from "./form.ts";
import { literal, pathOf } from "./table.ts";

/*
 * How CSV files are read. DuckDB would rather guess: one row with a cell too many and it takes that row for the header, and
 * leaves out all before it. So the line of the header says what the columns are, and what separates them.
 */

/** What is known of a CSV file before its rows are read. */
export type Header = {
  names: readonly string[];
  delimiter: string;
  above: number; // lines above the first record that is read
  isRecord: boolean; // whether that record names the columns, and is no row
};

/** What reads a CSV file in UTF-8 in SQL, every column as text. */
export function csvReader(file: string, { names, delimiter, above, isRecord }: Header): string {
  const columns = names.map((column) => `${literal(column)}: 'varchar'`).join(", ");
  return `read_csv(${pathOf(file)}, auto_detect = false, header = ${isRecord}, skip = ${above}, columns = {${columns}}, delim = ${literal(delimiter)}, quote = '"', escape = '"')`;
}

/** The rows of a CSV file that DuckDB does not read: packed with others, or in another encoding. */
export async function* csvRows(bytes: Bytes, form: Form, header: Header): AsyncGenerator<TextRow[]> {
  const take = csvRecords(header.delimiter, header.above);
  let isNext = header.isRecord; // the record that names the columns
  let isWritten: boolean | undefined; // whether the letter that stands for a lost one is in the file itself: who wrote it had lost it
  for await (const piece of textOf(bytes, form.encoding)) {
    const records = take(piece, piece === "");
    const own = isNext ? records.slice(1) : records;
    isNext &&= records.length === 0;
    if (piece.includes(unknown)) {
      isWritten ??= await isSoundIn(bytes, form.encoding);
      if (!isWritten) checkLetters(own, form);
    }
    yield own.map((record) => whole(record, header.names.length));
  }
}

function checkLetters(records: readonly CsvRecord[], form: Form): void {
  const bad = records.find(({ cells }) => cells.some((cell) => cell.includes(unknown)));
  if (bad) throw encodingFault(form, bad.line);
}

function whole({ line, cells }: CsvRecord, wanted: number): TextRow {
  if (cells.length !== wanted) throw raggedFault(line, wanted, cells.length);
  return { line, cells };
}

const delimiters = [",", ";", "\t", "|"];

/** The header of a CSV file. Throws where its line does not name the columns. */
export async function readHeader(bytes: Bytes, { header, encoding, delimiter }: Form): Promise<Header> {
  const start = await firstText(bytes, encoding);
  const above = typeof header === "number" ? header - 1 : 0;
  const isRecord = typeof header === "number";
  const bare = bareLine(start.split("\n").slice(above).join("\n"));
  const likeliest = [...delimiters].sort((a, b) => bare.split(b).length - bare.split(a).length)[0]!;
  const between = delimiter ?? (isRecord ? likeliest : ",");
  const [first, second] = firstRecords(between, above, start);
  const cells = first?.line === above + 1 || !isRecord ? (first?.cells ?? []) : [];
  if (cells.length === 1 && bare.split(likeliest).length > 1) throw otherDelimiter(between, likeliest, above + 1);
  if (isRecord && cells.includes("") && isHeader(second?.cells, cells.length))
    throw fileFault(
      "header",
      `a column without a name in line ${above + 1}, and the next line names them all`,
      above + 1,
      `say which line names the columns: header: ${second?.line}`,
    );
  return { names: namesOf(cells, header), delimiter: between, above, isRecord };
}

/** The records at the top; the last of the text may be cut in two. */
function firstRecords(delimiter: string, above: number, start: string): CsvRecord[] {
  const whole = csvRecords(delimiter, above)(start, false);
  return whole.length > 0 ? whole : csvRecords(delimiter, above)(start, true);
}

/** Whether cells could name so many columns: each has a text, no two the same, and none is a number. */
function isHeader(cells: readonly string[] = [], wanted: number): boolean {
  return (
    cells.length === wanted && new Set(cells).size === wanted && cells.every((cell) => /\p{L}/u.test(cell.slice(0, 1)))
  );
}

/** The first record without what stands in quotes. */
function bareLine(text: string): string {
  return (/^(?:[^"\n]|"[^"]*")*/.exec(text)?.[0] ?? "").replace(/"[^"]*"/g, "");
}

function otherDelimiter(given: string, likeliest: string, line: number): Error {
  const [told, mend] = [given, likeliest].map((each) => (each === "\t" ? "tab" : `"${each}"`));
  return fileFault("delimiter", `the line has one cell if ${told} separates them`, line, `say delimiter: ${mend}`);
}

/** What the columns are called: as the first record says, by their numbers, or as data.yaml says. */
function namesOf(cells: readonly string[], header: Form["header"]): readonly string[] {
  if (header === "none") return cells.map((_, i) => String(i + 1));
  if (typeof header === "number") return soundNames(cells, header);
  if (cells.length === header.length || cells.length === 0) return header;
  throw fileFault(
    "header",
    `the first line has ${cells.length} cells, and \`header\` names ${header.length} columns`,
    1,
    "name every column in order; or say header: none, and call columns by their numbers",
  );
}

const mostColumns = 2000;

/** Names of columns as a header gives them, in letters that are seen: none appears twice. One without a name is called by its place: column 6. */
export function soundNames(cells: readonly string[], line: number): readonly string[] {
  const where = line === 1 ? "the first line" : `line ${line}`;
  const given = cells.map((cell) => seenOnly(cell).replace(/\s+/g, " ").trim());
  if (cells.length > mostColumns)
    throw fileFault(
      "too-large",
      `${where} names ${cells.length.toLocaleString("en-GB")} columns; at most ${mostColumns.toLocaleString("en-GB")} are read`,
      line,
      "leave out columns that are not wanted; a column for each organisation or month is better turned into rows",
    );
  const names = given.map((cell, i) => cell || `column ${i + 1}`);
  const lower = names.map((column) => column.toLowerCase()); // as DuckDB tells columns apart
  const twice = names.find((_, i) => lower.indexOf(lower[i]!) !== i);
  if (given.join("") === "") throw new Error(`${where} is empty: it must name the columns`);
  if (twice !== undefined) throw new Error(`column "${twice}" appears twice`);
  return names;
}
