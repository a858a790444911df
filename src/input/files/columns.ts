import { type Place, type Problem, wrong } from "../../problem.ts";
import type { DataFile } from "./data-file.ts";
import { nearest, suggest } from "./suggest.ts";

/** A column that is wanted of a file, and the place that names it. */
export type Wanted = { column: string; place: Place };

/** Wanted columns that a file lacks. Told where they are named if no file of the list has them, else at each file without. */
export function findMissingColumns(wanted: readonly Wanted[], files: readonly DataFile[], problems: Problem[]): void {
  for (const { column, place } of wanted) {
    const without = files.filter(({ columns }) => !columns.includes(column));
    const first = files.find(({ columns }) => columns.includes(column));
    if (!first && without[0]) problems.push(missingEverywhere(column, without, place));
    if (first) problems.push(...without.map((file) => missingHere(column, file, first)));
  }
}

/** Wanted columns that no file has. */
export function findMissingEverywhere(
  wanted: readonly Wanted[],
  files: readonly DataFile[],
  problems: Problem[],
): void {
  for (const { column, place } of wanted)
    if (files.length > 0 && !files.some(({ columns }) => columns.includes(column)))
      problems.push(missingEverywhere(column, files, place));
}

/** Files whose columns are not those of the first, where it is not known which of them are wanted. */
export function findUnlike([first, ...others]: readonly DataFile[], hint: string, problems: Problem[]): void {
  if (!first) return;
  for (const { file, columns } of others) {
    const missing = besides(first.columns, columns);
    const extra = besides(columns, first.columns);
    const told = [
      ...(missing.length > 0 ? [`lacks ${quoted(missing)}`] : []),
      ...(extra.length > 0 ? [`has ${quoted(extra)} besides`] : []),
    ];
    if (told.length > 0)
      problems.push(wrong("unlike-columns", `the file ${told.join(" and ")}, unlike ${first.file}`, top(file), hint));
  }
}

function missingEverywhere(column: string, files: readonly DataFile[], place: Place): Problem {
  const [first, ...rest] = files as [DataFile, ...DataFile[]];
  const others = rest.length === 0 ? "" : ` and ${rest.length === 1 ? "the other file" : `${rest.length} more files`}`;
  return wrong(
    "missing-column",
    `missing column "${column}" in ${first.file}${others}`,
    place,
    suggest(column, first.columns),
  );
}

function missingHere(column: string, { file, columns }: DataFile, other: DataFile): Problem {
  const extra = besides(columns, other.columns);
  const meant = nearest(column, columns) ?? (extra.length === 1 ? extra[0] : undefined);
  const message = `missing column "${column}", which ${other.file} has`;
  if (meant !== undefined)
    return wrong("missing-column", message, top(file), `is it "${meant}" here? name it "${column}" in this file too`);
  const hint =
    extra.length > 0 ? `only here: ${quoted(extra)}; all files of a list must use the same column names` : undefined;
  return wrong("missing-column", message, top(file), hint ?? "all files of a list must use the same column names");
}

/** The columns of one that are not in the other. */
function besides(columns: readonly string[], others: readonly string[]): string[] {
  return columns.filter((column) => !others.includes(column));
}

function quoted(columns: readonly string[]): string {
  return columns.map((column) => `"${column}"`).join(", ");
}

function top(file: string): Place {
  return { file, line: 1, column: 1 };
}
