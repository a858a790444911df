import { extname } from "node:path";

const databases = [".duckdb", ".ddb", ".sqlite", ".sqlite3", ".db"];
const notCsv = [".parquet", ".json", ".ndjson", ".jsonl", ".xlsx", ".xml", ".zip", ...databases];

/** Whether a file is text of separated cells. */
export function isCsv(file: string): boolean {
  return !notCsv.includes(kindOf(file));
}

/** Whether a file's rows stand on lines that a person can look up. */
export function hasLines(file: string): boolean {
  return isCsv(file) || kindOf(file) === ".xml";
}

/** Whether a file is a database, beside which there may be a journal. */
export function isDatabase(file: string): boolean {
  return databases.includes(kindOf(file));
}

/** The end of a name; of a sheet or a table, `book.xlsx!Counts`, that of its file. */
export function kindOf(file: string): string {
  return extname(pathOfPart(file).replace(/\.gz$/i, "")).toLowerCase();
}

/** The file of a sheet or a table. */
export function pathOfPart(file: string): string {
  return file.replace(/(\.(?:xlsx|duckdb|ddb|sqlite|sqlite3|db))![^/\\]*$/i, "$1");
}
