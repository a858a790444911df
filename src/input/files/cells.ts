import type { DuckDBConnection } from "@duckdb/node-api";
import type { Place, Problem } from "../../problem.ts";
import { hasLines, pathOfPart } from "./kind.ts";
import { literal, rows } from "./table.ts";

/*
 * Where a row stands for a person: on a line of a CSV file, in a cell of a workbook. Elsewhere nobody can look up a line,
 * so the row is told in words.
 */

const layout = `"columns of sheets"`;

/** Keeps where the columns of a sheet stand, until problems are told. */
export async function noteCells(
  tables: DuckDBConnection,
  { file, columns, first }: { file: string; columns: readonly string[]; first: number },
): Promise<void> {
  await tables.run(`create temp table if not exists ${layout} (file varchar, called varchar, letters varchar)`);
  const values = columns.map((column, i) => `(${[file, column, columnLetters(first + i)].map(literal).join(", ")})`);
  await tables.run(`insert into ${layout} values ${values.join(", ")}`);
}

/** The place of a row, and what is said before the message where the place says nothing; `column` is what is wrong. */
export function spotOf(file: string, line: number, column?: string): { place: Place; told: string } {
  const path = pathOfPart(file);
  if (isSheet(file)) return { place: { file, line, column: 1, ...(column ? { of: column } : {}) }, told: "" };
  if (path !== file)
    return { place: { file: path, line: 1, column: 1 }, told: `row ${line} of ${file.slice(path.length + 1)}: ` };
  if (hasLines(file)) return { place: { file, line, column: 1 }, told: "" };
  return { place: { file, line: 1, column: 1 }, told: `row ${line}: ` };
}

/** Mutates the problems: those in a sheet get the cell in which they are. */
export async function settleCells(tables: DuckDBConnection, problems: Problem[]): Promise<void> {
  if (!problems.some(({ place }) => place && isSheet(place.file))) return;
  const known = await rows(tables, `select * from ${layout}`);
  for (const [i, problem] of problems.entries()) {
    const { place } = problem;
    if (!place || !isSheet(place.file)) continue;
    const [, file, sheet] = /^(.*)!([^!]*)$/.exec(place.file) ?? [];
    const own = known.filter((row) => row.file === place.file);
    const letters = (own.find(({ called }) => called === place.of) ?? own[0])?.letters ?? "A";
    problems[i] = {
      ...problem,
      place: { file: file ?? "", line: place.line, column: 1, cell: `${sheet}!${letters}${place.line}` },
    };
  }
}

function isSheet(file: string): boolean {
  return /\.xlsx![^/\\]*$/i.test(file);
}

/** 1 → A, 27 → AA */
function columnLetters(column: number): string {
  const rest = Math.floor((column - 1) / 26);
  return `${rest > 0 ? columnLetters(rest) : ""}${String.fromCharCode(65 + ((column - 1) % 26))}`;
}
