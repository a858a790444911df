import { extname } from "node:path";
import type { DuckDBConnection } from "@duckdb/node-api";
import type { Problem } from "../../problem.ts";
import { csvReader, readHeader } from "./csv.ts";
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
  const part = (i: number) => name(`${table}_${i}`);
  for (const [i, named] of files.entries()) {
    const foreign = foreignFile(named);
    if (foreign) {
      problems.push(foreign);
      continue;
    }
    try {
      read.push(await readPart(tables, part(i), named.file));
    } catch (error) {
      problems.push(await unreadable(named, error as Error));
    }
  }
  if (read.length < files.length) return undefined;
  const all = read.map((_, i) => `select * from ${part(i)}`).join(" union all by name ");
  await tables.run(`create or replace temp view ${name(table)} as ${all}`);
  return read;
}

/** Whether a file's rows are lines that a person can look up. */
export function isCsv(file: string): boolean {
  return ![".parquet", ".json", ".ndjson", ".jsonl"].includes(kindOf(file));
}

function kindOf(file: string): string {
  return extname(file.replace(/\.gz$/, "")).toLowerCase();
}

async function readPart(tables: DuckDBConnection, part: string, file: string): Promise<DataFile> {
  const header = isCsv(file) ? await readHeader(file) : undefined;
  const first = header ? 1 : 0; // the header is record 1 of a CSV file
  const from = header ? csvReader(file, header) : otherReader(file);
  await tables.run(
    `create or replace temp table ${part} as select cast(row_number() over () + ${first} as integer) as line, ${literal(file)} as file, cast(columns(*) as varchar) from ${from}`,
  );
  if (header) await findLines(tables, part, (await readLines(file, header.delimiter)).shifts);
  const [counted] = await rows(tables, `select count(*)::varchar as n from ${part}`);
  const described = await rows(tables, `select column_name from (describe ${part})`);
  const columns = described.map((row) => row.column_name ?? "").filter((column) => !["line", "file"].includes(column));
  return { file, columns, rows: Number(counted?.n) };
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
