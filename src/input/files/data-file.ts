import { stat } from "node:fs/promises";
import type { DuckDBConnection } from "@duckdb/node-api";
import type { Problem } from "../../problem.ts";
import { type Bytes, bytesOf, isGzip, lettersOf } from "./bytes.ts";
import { noteCells } from "./cells.ts";
import { csvReader, csvRows, readHeader } from "./csv.ts";
import { databaseKind, readDuckDb, readSqlite } from "./database.ts";
import { fileFault } from "./fault.ts";
import { fillTable } from "./fill.ts";
import { type Form, plainForm } from "./form.ts";
import { isKeptName, keptName } from "./kept-names.ts";
import { isCsv, isDatabase, kindOf, pathOfPart } from "./kind.ts";
import { readLines, type Shift } from "./lines.ts";
import { foreignBytes } from "./sniff.ts";
import { areShort, literal, type NamedFile, name, pathOf, rows } from "./table.ts";
import { foreignFile, unreadable } from "./unreadable.ts";

/** A data file that was read: its own columns, in its own order, and how many rows it has. */
export type DataFile = {
  file: string; // what its rows are told by: a path, a file in a zip, a sheet or a table
  path: string;
  columns: readonly string[];
  rows: number;
};

/** Reads as `readEach` does, and returns the names of all columns. */
export async function readFiles(
  tables: DuckDBConnection,
  table: string,
  files: readonly NamedFile[],
  problems: Problem[],
): Promise<string[] | undefined> {
  const read = await readEach(tables, table, files, problems);
  return read && [...new Set(read.flatMap(({ columns }) => columns))];
}

/**
 * Reads one or more files (CSV, also gzipped or in a zip, Parquet, JSON, ODM-XML, a sheet of a workbook, a table of a database) into a
 * table, every column as text, with `file` and `line`: the line in a CSV file, the row of a sheet, the row number elsewhere. A
 * cell is null where its file lacks the column. Returns the files, or undefined and a problem for each that can't be read.
 */
export async function readEach(
  tables: DuckDBConnection,
  table: string,
  files: readonly NamedFile[],
  problems: Problem[],
): Promise<DataFile[] | undefined> {
  const read: DataFile[] = [];
  const before = problems.length;
  for (const named of files) {
    const foreign = foreignFile(named);
    if (foreign) {
      problems.push(foreign);
      continue;
    }
    try {
      await refuseSpecial(named.file);
      for (const part of await partsOf(named))
        read.push(await readPart(tables, partOf(table, read.length), { ...named, ...part }));
    } catch (error) {
      problems.push(await unreadable(named, error as Error));
    }
  }
  if (problems.length > before) return undefined;
  await tables.run(`create or replace temp view ${name(table)} as ${unionOf(table, read.length)}`);
  return read;
}

/** A pipe would be waited for without end, and a device has none. */
async function refuseSpecial(file: string): Promise<void> {
  const there = await stat(file);
  if (!there.isFile())
    throw fileFault("not-a-file", "this is not a file", 1, "a folder, a pipe or a device is not read: name a file");
}

/** A file that is read, or a part of it: `label` is what its rows are told by. */
type FilePart = { label: string; bytes: Bytes; isPacked: boolean };

async function partsOf({ file, form = plainForm }: NamedFile): Promise<FilePart[]> {
  if (kindOf(file) !== ".zip") {
    if (isGzip(file)) await readThrough(bytesOf(file));
    return [{ label: file, bytes: bytesOf(file), isPacked: false }];
  }
  const { readZip } = await import("./zip.ts"); // only where there is one: it takes time to load
  const found = await readZip(file, form.inside);
  return found.map(({ inside, bytes }) => ({ label: `${file}/${inside}`, bytes, isPacked: true }));
}

/** Throws where a file is no sound gzip, or unpacks to far more than a table: DuckDB would go on until the memory is full. */
async function readThrough(bytes: Bytes): Promise<void> {
  for await (const piece of bytes()) piece.byteLength;
}

/** The rows of all files of a table that `readEach` made, in SQL; `columns` are those that are taken of each file. */
export function unionOf(table: string, files: number, columns: (file: number) => string = () => "*"): string {
  return Array.from({ length: files }, (_, i) => `select ${columns(i)} from ${partOf(table, i)}`).join(
    " union all by name ",
  );
}

function partOf(table: string, i: number): string {
  return name(`${table} part ${i}`);
}

async function readPart(tables: DuckDBConnection, part: string, from: NamedFile & FilePart): Promise<DataFile> {
  const label = await readRows(tables, part, from);
  const described = await rows(tables, `select column_name from (describe ${part})`);
  const columns = described.map((row) => row.column_name ?? "").filter((column) => !["line", "file"].includes(column));
  const kept = columns.find(isKeptName);
  if (kept !== undefined) throw fileFault(keptName.code, keptName.message(kept, "a column"), 1, keptName.hint);
  return { file: label, path: from.file, columns, rows: await countRows(tables, part) };
}

/** Makes the table of a file's rows. Returns what they are told by. */
async function readRows(tables: DuckDBConnection, part: string, from: NamedFile & FilePart): Promise<string> {
  const { file, label, form = plainForm } = from;
  checkFits(from);
  if (isCsv(label)) await readCsv(tables, part, from);
  else if (kindOf(file) === ".xlsx") return readWorkbook(tables, part, { file, form });
  else if (isDatabase(file)) return readDatabase(tables, part, { file, form });
  else if (kindOf(file) === ".xml") await readXml(tables, part, file);
  else await select(tables, part, { file, from: otherReader(file), first: 0 });
  return label;
}

/** A setting that says nothing of a file of this kind would be passed over without a word. */
function checkFits({ file, label, form = plainForm }: NamedFile & FilePart): void {
  const isBook = kindOf(file) === ".xlsx";
  const isText = isCsv(label);
  const said: [keyof Form, boolean, string][] = [
    ["inside", kindOf(file) === ".zip", "a .zip"],
    ["sheet", isBook, "an .xlsx workbook"],
    ["range", isBook, "an .xlsx workbook"],
    ["table", isDatabase(file), "a database"],
    ["delimiter", isText, "a CSV file"],
    ["encoding", isText, "a CSV file"],
    ["header", isText || isBook, "a CSV file or a workbook"],
  ];
  for (const [key, fits, kind] of said)
    if (!fits && form[key] !== plainForm[key])
      throw fileFault("form", `\`${key}\` is for ${kind}, which this is not`, 1, `take \`${key}\` away`);
}

async function readWorkbook(
  tables: DuckDBConnection,
  part: string,
  { file, form }: { file: string; form: Form },
): Promise<string> {
  const { readSheet } = await import("./workbook.ts");
  const { sheet, columns, first, rows: found } = await readSheet(file, form);
  const label = `${file}!${sheet}`;
  await fillTable(tables, part, { file: label, columns }, [found]);
  await noteCells(tables, { file: label, columns, first });
  return label;
}

async function readXml(tables: DuckDBConnection, part: string, file: string): Promise<void> {
  const { odmColumns: columns, readOdm } = await import("./odm.ts");
  await fillTable(tables, part, { file, columns }, [await readOdm(file)]);
}

async function readDatabase(
  tables: DuckDBConnection,
  part: string,
  { file, form }: { file: string; form: Form },
): Promise<string> {
  if ((await databaseKind(file)) === "duckdb") return `${file}!${await readDuckDb(tables, part, { file, form })}`;
  const { table, columns, rows: found } = await readSqlite(file, form);
  await fillTable(tables, part, { file: `${file}!${table}`, columns }, found);
  return `${file}!${table}`;
}

/** DuckDB reads long files in UTF-8 best; short ones, other encodings, and what is packed, are read by ourselves. */
async function readCsv(tables: DuckDBConnection, part: string, from: NamedFile & FilePart): Promise<void> {
  const { file, label, bytes, isPacked, form = plainForm } = from;
  const foreign = await foreignBytes(bytes, form);
  if (foreign) throw foreign;
  const letters = form.encoding === "utf-8" ? "utf-8" : await lettersOf(bytes);
  if (letters === "utf-8" && form.encoding !== "utf-8")
    throw fileFault("encoding", `the file is in UTF-8, not ${form.encoding}`, 1, "leave out `encoding`");
  const isUtf8 = form.encoding === "utf-8" || (letters === "plain" && form.encoding !== "utf-16");
  const isPlain = !isPacked && isUtf8 && !(await areShort([file]));
  const header = await readHeader(bytes, form);
  const first = header.isRecord ? 1 : 0;
  if (isPlain) {
    await select(tables, part, { file, from: csvReader(file, header), first });
    const { shifts, records } = await readLines(file, header);
    if ((await countRows(tables, part)) + first === records) return findLines(tables, part, shifts);
  }
  // Also where DuckDB met fewer or more rows than there are: it takes quotes above the header for those of a cell.
  await fillTable(tables, part, { file: label, columns: header.names }, csvRows(bytes, form, header));
}

async function countRows(tables: DuckDBConnection, part: string): Promise<number> {
  const [counted] = await rows(tables, `select count(*)::varchar as n from ${part}`);
  return Number(counted?.n);
}

/** How many rows every file has that was read so far, by its path. */
export async function countFiles(tables: DuckDBConnection): Promise<ReadonlyMap<string, number>> {
  const parts = await rows(tables, "select table_name as part from duckdb_tables() where table_name like '% part %'");
  const counted = new Map<string, number>();
  for (const { part } of parts) {
    const [found] = await rows(
      tables,
      `select any_value(file) as file, count(*)::varchar as n from ${name(part ?? "")}`,
    );
    if (found?.file == null) continue;
    const path = pathOfPart(found.file).replace(/(\.zip)\/.*$/i, "$1");
    counted.set(path, (counted.get(path) ?? 0) + Number(found.n));
  }
  return counted;
}

/** A table of what DuckDB reads: every column as text, with `file` and `line`, which begins after `first`. */
async function select(
  tables: DuckDBConnection,
  part: string,
  { file, from, first }: { file: string; from: string; first: number },
): Promise<void> {
  const line = `cast(row_number() over () + ${first} as integer) as line`;
  const one = `cast(${literal(file)} as enum(${literal(file)}))`; // a byte in every row, and not the whole path
  await tables.run(
    `create or replace temp table ${part} as select ${line}, ${one} as file, cast(columns(*) as varchar) from ${from}`,
  );
}

function otherReader(file: string): string {
  return kindOf(file) === ".parquet" ? `read_parquet(${pathOf(file)})` : `read_json_auto(${pathOf(file)})`;
}

/** Mutates the table: where its rows are not one a line, since lines are empty or stand within a cell. */
async function findLines(tables: DuckDBConnection, part: string, shifts: readonly Shift[]): Promise<void> {
  if (shifts.length === 0) return;
  const listed = `select unnest(from_json(${literal(JSON.stringify(shifts))}, '[{"record": "integer", "more": "integer"}]'), recursive := true)`;
  const moved = `select line, more from ${part} asof join (${listed}) as shifts on line >= record`;
  await tables.run(
    `update ${part} set line = ${part}.line + moved.more from (${moved}) as moved where moved.line = ${part}.line`,
  );
}
