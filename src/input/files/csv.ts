import type { DuckDBConnection } from "@duckdb/node-api";
import { literal, pathOf, rows } from "./table.ts";

/*
 * How CSV files are read. DuckDB would rather guess: one row with a cell too many and it takes that row for the header, and
 * leaves out all before it. So the first line says what the columns are, and what separates them.
 */

/** What reads a CSV file in SQL, every column as text. Throws where its first line does not name the columns. */
export async function csvReader(tables: DuckDBConnection, file: string): Promise<string> {
  const { names, separator } = await headerOf(tables, file);
  const columns = names.map((column) => `${literal(column)}: 'varchar'`).join(", ");
  return `read_csv(${pathOf(file)}, auto_detect = false, header = true, columns = {${columns}}, delim = ${literal(separator)}, quote = '"', escape = '"')`;
}

/** How many lines a CSV file has; empty ones are counted. */
export async function countLines(tables: DuckDBConnection, file: string): Promise<number> {
  const [counted] = await rows(tables, `select count(*)::varchar as n from ${linesReader(file)}`);
  return Number(counted?.n);
}

/**
 * A query for the lines at which the records of a CSV file begin, in order: a record is a line, an empty line, or several
 * lines where a quoted cell holds some.
 */
export function recordStarts(file: string): string {
  const lines = `select row_number() over () as line, coalesce(text, '') as text from ${linesReader(file, "latin-1")}`;
  const quotes = "length(text) - length(replace(text, '\"', ''))";
  const before = `sum(${quotes}) over (order by line rows between unbounded preceding and 1 preceding)`;
  return `select line, text = '' as is_empty from (select *, ${before} as quotes_before from (${lines})) where coalesce(quotes_before, 0) % 2 = 0`;
}

function linesReader(file: string, encoding = "utf-8"): string {
  return `read_csv(${pathOf(file)}, auto_detect = false, header = false, columns = {'text': 'varchar'}, delim = '\x01', quote = '', escape = '', encoding = '${encoding}')`;
}

const longestHeader = 40; // lines; a name of a column may hold line breaks

/** The names in the first record of a CSV file, and what separates them. */
async function headerOf(tables: DuckDBConnection, file: string): Promise<{ names: string[]; separator: string }> {
  const first = await rows(tables, `select text from ${linesReader(file)} limit ${longestHeader}`);
  const header = firstRecord(first.map(({ text }) => text ?? "")).replace(/^\uFEFF/, "");
  const bare = header.replace(/"[^"]*"/g, "");
  const [separator = ","] = [",", ";", "\t", "|"].sort((a, b) => bare.split(b).length - bare.split(a).length);
  const names = cellsOf(header, separator);
  const lower = names.map((column) => column.toLowerCase()); // as DuckDB tells columns apart
  const twice = names.find((_, i) => lower.indexOf(lower[i]!) !== i);
  if (header.trim() === "") throw new Error("the first line is empty: it must name the columns");
  if (names.includes("")) throw new Error("a column without a name in the first line");
  if (twice !== undefined) throw new Error(`column "${twice}" appears twice`);
  return { names, separator };
}

/** The first lines up to where every quote is closed. */
function firstRecord(lines: readonly string[]): string {
  const ends = lines.findIndex(
    (_, i) =>
      (lines
        .slice(0, i + 1)
        .join("")
        .split('"').length -
        1) %
        2 ===
      0,
  );
  return lines.slice(0, Math.max(ends, 0) + 1).join("\n");
}

/** `code,"name, short"` → ["code", "name, short"] */
function cellsOf(line: string, separator: string): string[] {
  const between = separator === "|" ? "\\|" : separator;
  return [...`${line}${separator}`.matchAll(new RegExp(`("(?:[^"]|"")*"|[^${between}]*)${between}`, "g"))].map(
    ([, cell = ""]) =>
      (cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell).replace(/\s+/g, " ").trim(),
  );
}
