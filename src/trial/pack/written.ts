import { toBareCsv, toCsv } from "../../csv.ts";

/** A cell of a table; what is not known is null and stands empty. */
export type WrittenCell = string | number | boolean | null;

/** A table with its columns in order. Every row has every column. */
export type Table = { columns: readonly string[]; rows: readonly Readonly<Record<string, WrittenCell>>[] };

/** A table as CSV for people, who open it in a spreadsheet. */
export function csvText(table: Table): string {
  return toCsv(table.columns, cellsOf(table));
}

/** A table as CSV for a reader that takes every text as it is. */
export function bareCsvText(table: Table): string {
  return toBareCsv(table.columns, cellsOf(table));
}

function cellsOf({ columns, rows }: Table): WrittenCell[][] {
  return rows.map((row) => columns.map((column) => row[column] ?? null));
}

/** Rows of cells under a head, as Markdown. */
export function markdownTable(head: readonly string[], rows: readonly (readonly WrittenCell[])[]): string {
  const line = (cells: readonly WrittenCell[]) => `| ${cells.map(markdownCell).join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

/** Paragraphs, lists and tables with an empty line between them. */
export function markdown(...parts: readonly (string | undefined)[]): string {
  return `${parts.filter((part) => part !== undefined && part !== "").join("\n\n")}\n`;
}

export function bullets(lines: readonly string[]): string {
  return lines.map((line) => `- ${line}`).join("\n");
}

export function jsonText(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

/** The same as UTF-8, each entry of a long list by itself: a text of thousands would be put together, hashed and written as a whole. */
export function jsonBytes(value: Readonly<Record<string, unknown>>): Uint8Array {
  const known = Object.entries(value).filter(([, each]) => each !== undefined);
  const parts = known.flatMap(([key, each], i) => {
    const [before, name] = [i === 0 ? "{\n" : ",\n", JSON.stringify(key)];
    if (!Array.isArray(each) || each.length === 0) return [`${before}  ${name}: ${indented(each, 2)}`];
    const entries = each.map((entry, k) => `${k === 0 ? "" : ",\n"}    ${indented(entry ?? null, 4)}`);
    return [`${before}  ${name}: [\n`, ...entries, "\n  ]"];
  });
  return Buffer.concat([...parts, known.length > 0 ? "\n}\n" : "{}\n"].map((part) => Buffer.from(part)));
}

/** As JSON that begins so many spaces from the left. */
function indented(value: unknown, spaces: number): string {
  return JSON.stringify(value, null, 2).replaceAll("\n", `\n${" ".repeat(spaces)}`);
}

/** With a full stop, unless it ends a sentence already. */
export function ended(text: string): string {
  return /[.?!]$/.test(text.trim()) ? text.trim() : `${text.trim()}.`;
}

/** A number as printed in a table: at most so many decimals, no trailing noughts. */
export function rounded(value: number, decimals = 2): number {
  return Number(value.toFixed(decimals));
}

/** 0.1234 → "12.3%" */
export function percent(share: number): string {
  return `${(share * 100).toFixed(1)}%`;
}

/** The mean, or null of none. */
export function mean(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** The mean as printed, or null of none. */
export function roundedMean(values: readonly number[], decimals = 1): number | null {
  const value = mean(values);
  return value === null ? null : rounded(value, decimals);
}

function markdownCell(cell: WrittenCell): string {
  return cell === null ? "–" : String(cell).replaceAll("|", "\\|").replaceAll("\n", " ");
}
