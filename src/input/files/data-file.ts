import { extname } from "node:path";
import type { DuckDBConnection } from "@duckdb/node-api";
import type { Problem } from "../../problem.ts";
import { countLines, csvReader, recordStarts } from "./csv.ts";
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
      problems.push(await unreadable(tables, named, error as Error));
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
  const first = isCsv(file) ? 1 : 0; // the header is line 1 of a CSV file
  await tables.run(
    `create or replace temp table ${part} as select cast(row_number() over () + ${first} as integer) as line, ${literal(file)} as file, cast(columns(*) as varchar) from ${await reader(tables, file)}`,
  );
  const [counted] = await rows(tables, `select count(*)::varchar as n from ${part}`);
  const count = Number(counted?.n);
  if (isCsv(file) && (await countLines(tables, file)) !== count + 1) await findLines(tables, part, file);
  const described = await rows(tables, `select column_name from (describe ${part})`);
  const columns = described.map((row) => row.column_name ?? "").filter((column) => !["line", "file"].includes(column));
  return { file, columns, rows: count };
}

async function reader(tables: DuckDBConnection, file: string): Promise<string> {
  if (kindOf(file) === ".parquet") return `read_parquet(${pathOf(file)})`;
  if (!isCsv(file)) return `read_json_auto(${pathOf(file)})`;
  return csvReader(tables, file);
}

/** Mutates the table: its rows are not one a line, since lines are empty or stand within a cell. */
async function findLines(tables: DuckDBConnection, part: string, file: string): Promise<void> {
  const records = `select line, row_number() over (order by line) as record from (${recordStarts(file)}) where not is_empty`;
  await tables.run(`update ${part} set line = starts.line from (${records}) as starts where record = ${part}.line`);
}
