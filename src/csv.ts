/** A cell of a table; what is not known stands empty. */
export type CsvCell = string | number | boolean | null | undefined;

/**
 * Rows under a head as CSV for people (RFC 4180, but LF): a text that a spreadsheet could take for a formula is guarded by an
 * apostrophe. `unguarded` of each cell gives back what was written.
 */
export function toCsv(columns: readonly string[], rows: Iterable<readonly CsvCell[]>): string {
  return linesOf(columns, rows, guarded);
}

/** The same as others' machines read it, with CRLF at the end of each line (RFC 4180). */
export function toCrlfCsv(columns: readonly string[], rows: Iterable<readonly CsvCell[]>): string {
  return linesOf(columns, rows, guarded, "\r\n");
}

/** The same for a program of ours that takes texts as they are: nothing is guarded. */
export function toBareCsv(columns: readonly string[], rows: Iterable<readonly CsvCell[]>): string {
  return linesOf(columns, rows, (text) => text);
}

/** A text as it was before `toCsv` guarded it. */
export function unguarded(text: string): string {
  return text.startsWith("'") && isFormula(text.slice(1)) ? text.slice(1) : text;
}

/**
 * What a spreadsheet may work out when the file is opened (OWASP, CSV injection): = + - or @, also in full width, at the start or
 * behind what some of them drop there, which is spaces, quotes, apostrophes and signs that are not seen. A number is none.
 */
export function isFormula(text: string): boolean {
  return !isNumber(text) && /^([\s\p{C}"'’‘“”`]*[=+\-@＝＋－＠]|["'’‘“”`]*[\t\r\n])/u.test(text);
}

function isNumber(text: string): boolean {
  return /^[+-]?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(text);
}

function guarded(text: string): string {
  return isFormula(text) ? `'${text}` : text;
}

function linesOf(
  columns: readonly string[],
  rows: Iterable<readonly CsvCell[]>,
  guard: (text: string) => string,
  end = "\n",
): string {
  const line = (cells: readonly CsvCell[]) => cells.map((cell) => field(cell, guard)).join(",");
  return `${[columns, ...rows].map(line).join(end)}${end}`;
}

function field(cell: CsvCell, guard: (text: string) => string): string {
  const text = typeof cell === "string" ? guard(cell) : String(cell ?? "");
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
