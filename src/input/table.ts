import { extname } from "node:path";
import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import type { Problem } from "../problem.ts";

/** A connection to an in-process DuckDB that reads files and keeps nothing. */
export async function openTables(): Promise<DuckDBConnection> {
  const instance = await DuckDBInstance.create(":memory:", { autoinstall_known_extensions: "false", threads: "2" });
  return instance.connect();
}

export type Row = Readonly<Record<string, string | null>>;

/**
 * Makes a view over one or more files of one kind (CSV, Parquet or JSON), every column as text, with `line`: the line in
 * a CSV file, the row number elsewhere. Returns the names of the columns, or undefined and a problem.
 */
export async function viewFiles(
  tables: DuckDBConnection,
  view: string,
  files: readonly string[],
  problems: Problem[],
): Promise<string[] | undefined> {
  try {
    await tables.run(`create or replace temp view ${view} as ${files.map(selectFile).join(" union all by name ")}`);
    return (
      await rows(tables, `select column_name from (describe ${view}) where column_name not in ('line', 'file')`)
    ).map((row) => row.column_name ?? "");
  } catch (error) {
    problems.push(unreadable(files, error as Error));
    return undefined;
  }
}

/** The rows of a query as objects of text; null where a cell is empty. */
export async function rows(tables: DuckDBConnection, sql: string): Promise<Row[]> {
  const reader = await tables.runAndReadAll(sql);
  return reader.getRowObjectsJS() as Row[];
}

/** A name in SQL. */
export function name(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}

/** A text in SQL. */
export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

function selectFile(file: string): string {
  const first = isCsv(file) ? 1 : 0; // the header is line 1 of a CSV file
  return `select cast(row_number() over () + ${first} as integer) as line, ${literal(file)} as file, cast(columns(*) as varchar) from ${reader(file)}`;
}

function reader(file: string): string {
  const kind = extname(file.replace(/\.gz$/, "")).toLowerCase();
  if (kind === ".parquet") return `read_parquet(${literal(file)})`;
  if (kind === ".json" || kind === ".ndjson" || kind === ".jsonl") return `read_json_auto(${literal(file)})`;
  return `read_csv(${literal(file)}, header = true, all_varchar = true, null_padding = false)`;
}

function isCsv(file: string): boolean {
  return ![".parquet", ".json", ".ndjson", ".jsonl"].includes(extname(file).toLowerCase());
}

/** DuckDB's own message, shortened to what an analyst can act on. */
function unreadable(files: readonly string[], error: Error): Problem {
  const line = Number(/Line: (\d+)/.exec(error.message)?.[1] ?? 1);
  const file = files.find((path) => error.message.includes(path)) ?? files[0] ?? "";
  const place = { file, line, column: 1 };
  if (/No files found|does not exist/i.test(error.message))
    return { code: "missing-file", severity: "error", message: `no such file "${file}"`, place };
  if (/unicode|utf-?8/i.test(error.message)) {
    return {
      code: "encoding",
      severity: "error",
      message: "the file is not in UTF-8",
      place,
      hint: "save it again as CSV UTF-8",
    };
  }
  const message =
    error.message.split("\n").find((text) => /Expected|Error when|Malformed|Invalid/.test(text)) ??
    error.message.split("\n")[0] ??
    "";
  return { code: "unreadable-file", severity: "error", message: `cannot read the file: ${message.trim()}`, place };
}
