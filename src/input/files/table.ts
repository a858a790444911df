import { extname } from "node:path";
import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import type { Place, Problem } from "../../problem.ts";

/** A connection to an in-process DuckDB that reads files and keeps nothing. */
export async function openTables(): Promise<DuckDBConnection> {
  const instance = await DuckDBInstance.create(":memory:", { autoinstall_known_extensions: "false", threads: "2" });
  return instance.connect();
}

export type Row = Readonly<Record<string, string | null>>;

/** A data file, and the place in data.yaml that names it. */
export type NamedFile = { file: string; place: Place };

/**
 * Reads one or more files (CSV, Parquet or JSON) into a table, every column as text, with `line`: the line in a CSV file,
 * the row number elsewhere. Returns the names of the columns, or undefined and a problem for each file that can't be read.
 */
export async function readFiles(
  tables: DuckDBConnection,
  table: string,
  files: readonly NamedFile[],
  problems: Problem[],
): Promise<string[] | undefined> {
  const parts: string[] = [];
  for (const [i, named] of files.entries()) {
    const part = `${table}_${i}`;
    try {
      await tables.run(`create or replace temp table ${part} as ${await selectFile(tables, named.file)}`);
      parts.push(part);
    } catch (error) {
      problems.push(unreadable(named, error as Error));
    }
  }
  if (parts.length < files.length) return undefined;
  const all = parts.map((part) => `select * from ${part}`).join(" union all by name ");
  await tables.run(`create or replace temp view ${table} as ${all}`);
  const columns = await rows(tables, `select column_name from (describe ${table})`);
  return columns.map((row) => row.column_name ?? "").filter((column) => column !== "line" && column !== "file");
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

/** Whether a file's rows are lines that a person can look up. */
export function isCsv(file: string): boolean {
  return ![".parquet", ".json", ".ndjson", ".jsonl"].includes(kindOf(file));
}

function kindOf(file: string): string {
  return extname(file.replace(/\.gz$/, "")).toLowerCase();
}

async function selectFile(tables: DuckDBConnection, file: string): Promise<string> {
  const first = isCsv(file) ? 1 : 0; // the header is line 1 of a CSV file
  return `select cast(row_number() over () + ${first} as integer) as line, ${literal(file)} as file, cast(columns(*) as varchar) from ${await reader(tables, file)}`;
}

async function reader(tables: DuckDBConnection, file: string): Promise<string> {
  if (kindOf(file) === ".parquet") return `read_parquet(${pathOf(file)})`;
  if (!isCsv(file)) return `read_json_auto(${pathOf(file)})`;
  const header = await headerOf(tables, file);
  const columns = header.names.map((column) => `${literal(column)}: 'varchar'`).join(", ");
  return `read_csv(${pathOf(file)}, auto_detect = false, header = true, columns = {${columns}}, delim = ${literal(header.parted)}, quote = '"', escape = '"')`;
}

/** A path in SQL: DuckDB would take * ? [ for a pattern of names. */
function pathOf(file: string): string {
  return literal(file.replace(/[*?[]/g, "[$&]"));
}

/**
 * The names in the first line of a CSV file, and what parts them. DuckDB would rather guess: one row with a cell too many
 * and it takes that row for the header, and leaves out all before it.
 */
async function headerOf(tables: DuckDBConnection, file: string): Promise<{ names: string[]; parted: string }> {
  const [first] = await rows(
    tables,
    `select line from read_csv(${pathOf(file)}, auto_detect = false, header = false, columns = {'line': 'varchar'}, delim = '\x01', quote = '', escape = '') limit 1`,
  );
  const line = (first?.line ?? "").replace(/^\uFEFF/, "");
  const bare = line.replace(/"[^"]*"/g, "");
  const [parted = ","] = [",", ";", "\t", "|"].sort((a, b) => bare.split(b).length - bare.split(a).length);
  const names = cellsOf(line, parted);
  const twice = names.find((column, i) => names.indexOf(column) !== i);
  if (line.trim() === "") throw new Error("the first line is empty: it must name the columns");
  if (names.includes("")) throw new Error("a column without a name in the first line");
  if (twice !== undefined) throw new Error(`column "${twice}" appears twice`);
  return { names, parted };
}

/** `code,"name, short"` → ["code", "name, short"] */
function cellsOf(line: string, parted: string): string[] {
  const between = parted === "|" ? "\\|" : parted;
  return [...`${line}${parted}`.matchAll(new RegExp(`("(?:[^"]|"")*"|[^${between}]*)${between}`, "g"))].map(
    ([, cell = ""]) => (cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell).trim(),
  );
}

/** DuckDB's own message, shortened to what an analyst can act on. */
function unreadable({ file, place: named }: NamedFile, error: Error): Problem {
  const problem = (code: string, message: string, place: Place, hint?: string): Problem => ({
    code,
    severity: "error",
    message,
    place,
    ...(hint ? { hint } : {}),
  });
  const { message } = error;
  const place = { file, line: Number(/Line: (\d+)/.exec(message)?.[1] ?? 1), column: 1 };
  if (/No files found|does not exist/i.test(message))
    return problem(
      "missing-file",
      `no such file "${file}"`,
      named,
      "paths start from the folder of the file that names them",
    );
  if (/unicode|utf-?8/i.test(message))
    return problem("encoding", "the file is not in UTF-8", place, "save it again as CSV UTF-8");
  const [, expected, found] = /Expected Number of Columns: (\d+) Found: (\d+)/.exec(message) ?? [];
  if (expected && found)
    return problem(
      "ragged-row",
      `${Number(found) > Number(expected) ? "too many" : "too few"} cells: the first line has ${expected}`,
      place,
      Number(found) > Number(expected) ? "put quotes round a cell that has a comma in it" : undefined,
    );
  if (/unterminated quote/i.test(message)) return problem("unclosed-quote", "a quote is opened but not closed", place);
  return problem("unreadable-file", `cannot read the file: ${message.split("\n")[0]?.trim() ?? ""}`, place);
}
