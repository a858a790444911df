import { csvRecords } from "./csv-records.ts";
import { firstText } from "./lines.ts";
import { literal, pathOf } from "./table.ts";

/*
 * How CSV files are read. DuckDB would rather guess: one row with a cell too many and it takes that row for the header, and
 * leaves out all before it. So the first line says what the columns are, and what separates them.
 */

/** What the first line of a CSV file says. */
export type Header = { names: readonly string[]; delimiter: string };

/** What reads a CSV file in SQL, every column as text. */
export function csvReader(file: string, { names, delimiter }: Header): string {
  const columns = names.map((column) => `${literal(column)}: 'varchar'`).join(", ");
  return `read_csv(${pathOf(file)}, auto_detect = false, header = true, columns = {${columns}}, delim = ${literal(delimiter)}, quote = '"', escape = '"')`;
}

/** The first line of a CSV file. Throws where it does not name the columns. */
export async function readHeader(file: string): Promise<Header> {
  const start = await firstText(file);
  const bare = (/^(?:[^"\n]|"[^"]*")*/.exec(start)?.[0] ?? "").replace(/"[^"]*"/g, "");
  const [delimiter = ","] = [",", ";", "\t", "|"].sort((a, b) => bare.split(b).length - bare.split(a).length);
  const [first] = csvRecords(delimiter)(start, true);
  const names = first?.line === 1 ? first.cells.map((cell) => cell.replace(/\s+/g, " ").trim()) : [];
  const lower = names.map((column) => column.toLowerCase()); // as DuckDB tells columns apart
  const twice = names.find((_, i) => lower.indexOf(lower[i]!) !== i);
  if (names.join("") === "") throw new Error("the first line is empty: it must name the columns");
  if (names.includes("")) throw new Error("a column without a name in the first line");
  if (twice !== undefined) throw new Error(`column "${twice}" appears twice`);
  return { names, delimiter };
}
