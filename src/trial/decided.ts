import { resolve } from "node:path";
import { readFiles } from "../input/files/data-file.ts";
import { openTables, type Row, rows } from "../input/files/table.ts";
import { shorten } from "../input/library/library.ts";
import type { Trial } from "../input/study.ts";
import { type Problem, wrong } from "../problem.ts";

/** What was decided of a unit before a stage: what it does next, and the class and the figure that it rests on. */
export type DecidedUnit = {
  next: string;
  class: string | null; // null in a list without the column
  result: number | null;
  missing: boolean | null; // whether the class is the one declared for those without a figure
  unplaced: boolean | null; // whether it is the one declared for those whose report concludes nothing
  value: number | null; // of the snapshot, as reports were made from it
  baseline: number | null;
  verdict: string | null; // what the report said, where that decided
  status: string | null; // of the unit then
  line?: number; // of the list, where it was read from one
};

/**
 * The frozen list of a stage, by unit: what `pack` wrote and the trial's file names as `decided`. `number` is the stage's, from 1.
 * Undefined, with problems, where it cannot be read or is of another stage.
 */
export async function readDecided(
  trial: Trial,
  { number, file: named }: { number: number; file: string },
  problems: Problem[],
): Promise<ReadonlyMap<string, DecidedUnit> | undefined> {
  const file = shorten(resolve(trial.folder, named));
  const tables = await openTables([file]);
  const before = problems.length;
  try {
    const place = trial.placeOf(["stages", number - 1, "decided"]);
    const columns = await readFiles(tables, "decided", [{ file, place }], problems);
    if (!columns) return undefined;
    const top = { file, line: 1, column: 1 };
    for (const column of ["unit_code", "stage", "next"].filter((each) => !columns.includes(each)))
      problems.push(wrong("missing-column", `missing column "${column}"`, top, "give the list as `pack` wrote it"));
    if (problems.length > before) return undefined;
    const found = await rows(tables, "select * from decided order by line");
    for (const row of found) checkDecidedRow(row, { file, number }, problems);
    return problems.length > before ? undefined : new Map(found.map((row) => [row.unit_code ?? "", toDecided(row)]));
  } finally {
    tables.closeSync();
  }
}

function toDecided(row: Row): DecidedUnit {
  const { next, class: of, result, missing, unplaced, value, baseline_value: baseline, verdict, status, line } = row;
  const figure = (text: string | null | undefined) => (text == null || text === "" ? null : Number(text));
  return {
    next: next ?? "",
    class: of ?? null,
    result: figure(result),
    missing: missing == null ? null : missing === "true",
    unplaced: unplaced == null ? null : unplaced === "true",
    value: figure(value),
    baseline: figure(baseline),
    verdict: verdict || null,
    status: status || null,
    line: Number(line),
  };
}

function checkDecidedRow(row: Row, { file, number }: { file: string; number: number }, problems: Problem[]): void {
  const place = { file, line: Number(row.line), column: 1 };
  if (row.stage !== String(number))
    problems.push(wrong("other-stage", `the frozen list is of stage ${row.stage}, not ${number}`, place));
  if (!["re-randomise", "continue", "not-eligible"].includes(row.next ?? ""))
    problems.push(
      wrong("bad-row", `invalid next "${row.next ?? ""}"`, place, "re-randomise, continue or not-eligible"),
    );
}
