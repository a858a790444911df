import { extname } from "node:path";
import type { DuckDBConnection } from "@duckdb/node-api";
import type { Problem } from "../../problem.ts";
import { bytesOf, lettersOf } from "./bytes.ts";
import { csvReader, csvRows, readHeader } from "./csv.ts";
import { fileFault } from "./fault.ts";
import { fillTable } from "./fill.ts";
import { plainForm } from "./form.ts";
import { readLines, type Shift } from "./lines.ts";
import { literal, type NamedFile, name, pathOf, rows } from "./table.ts";
import { foreignFile, unreadable } from "./unreadable.ts";

/** A data file that was read: its own columns, in its own order, and how many rows it has. */
export type DataFile = { file: string; columns: readonly string[]; rows: number };

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
 * Reads one or more files (CSV, Parquet or JSON) into a table, every column as text, with `file` and `line`: the line in a
 * CSV file, the row number elsewhere. A cell is null where its file lacks the column. Returns the files, or undefined and
 * a problem for each that can't be read.
 */
export async function readEach(
  tables: DuckDBConnection,
  table: string,
  files: readonly NamedFile[],
  problems: Problem[],
): Promise<DataFile[] | undefined> {
  const read: DataFile[] = [];
  const part = (i: number) => partOf(table, i);
  for (const [i, named] of files.entries()) {
    const foreign = foreignFile(named);
    if (foreign) {
      problems.push(foreign);
      continue;
    }
    try {
      read.push(await readPart(tables, part(i), named));
    } catch (error) {
      problems.push(await unreadable(named, error as Error));
    }
  }
  if (read.length < files.length) return undefined;
  await tables.run(`create or replace temp view ${name(table)} as ${unionOf(table, read.length)}`);
  return read;
}

/** The rows of all files of a table that `readEach` made, in SQL. */
export function unionOf(table: string, files: number): string {
  return Array.from({ length: files }, (_, i) => `select * from ${partOf(table, i)}`).join(" union all by name ");
}

function partOf(table: string, i: number): string {
  return name(`${table}_${i}`);
}

/** Whether a file's rows are lines that a person can look up. */
export function isCsv(file: string): boolean {
  return ![".parquet", ".json", ".ndjson", ".jsonl"].includes(kindOf(file));
}

function kindOf(file: string): string {
  return extname(file.replace(/\.gz$/, "")).toLowerCase();
}

async function readPart(tables: DuckDBConnection, part: string, named: NamedFile): Promise<DataFile> {
  const { file } = named;
  if (isCsv(file)) await readCsv(tables, part, named);
  else await select(tables, part, { file, from: otherReader(file), first: 0 });
  const described = await rows(tables, `select column_name from (describe ${part})`);
  const columns = described.map((row) => row.column_name ?? "").filter((column) => !["line", "file"].includes(column));
  return { file, columns, rows: await countRows(tables, part) };
}

/** DuckDB reads UTF-8 best; other encodings are read by ourselves. */
async function readCsv(tables: DuckDBConnection, part: string, { file, form = plainForm }: NamedFile): Promise<void> {
  const bytes = bytesOf(file);
  const letters = form.encoding === "utf-8" ? "utf-8" : await lettersOf(bytes);
  if (letters === "utf-8" && form.encoding !== "utf-8")
    throw fileFault("encoding", `the file is in UTF-8, not ${form.encoding}`, 1, "leave out `encoding`");
  const isPlain = form.encoding === "utf-8" || (letters === "plain" && form.encoding !== "utf-16");
  const header = await readHeader(bytes, form);
  const first = header.isRecord ? 1 : 0;
  if (isPlain) {
    await select(tables, part, { file, from: csvReader(file, header), first });
    const { shifts, records } = await readLines(file, header);
    if ((await countRows(tables, part)) + first === records) return findLines(tables, part, shifts);
  }
  // Also where DuckDB met fewer or more rows than there are: it takes quotes above the header for those of a cell.
  await fillTable(tables, part, { file, columns: header.names }, csvRows(bytes, form, header));
}

async function countRows(tables: DuckDBConnection, part: string): Promise<number> {
  const [counted] = await rows(tables, `select count(*)::varchar as n from ${part}`);
  return Number(counted?.n);
}

/** A table of what DuckDB reads: every column as text, with `file` and `line`, which begins after `first`. */
async function select(
  tables: DuckDBConnection,
  part: string,
  { file, from, first }: { file: string; from: string; first: number },
): Promise<void> {
  const line = `cast(row_number() over () + ${first} as integer) as line`;
  await tables.run(
    `create or replace temp table ${part} as select ${line}, ${literal(file)} as file, cast(columns(*) as varchar) from ${from}`,
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
