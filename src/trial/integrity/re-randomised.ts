import { resolve } from "node:path";
import { readFiles } from "../../input/files/data-file.ts";
import { pathOfPart } from "../../input/files/kind.ts";
import { openTables, type Row, rows } from "../../input/files/table.ts";
import { shorten } from "../../input/library/library.ts";
import type { Study, Trial } from "../../input/study.ts";
import { placeOfRow } from "../../input/trial/list-row.ts";
import type { Stage } from "../../input/trial/trial.ts";
import { inputError, type Problem, wrong } from "../../problem.ts";
import { listOf } from "../../report/assign.ts";

/**
 * Holds the rows of later stages against the frozen lists of who was to be randomised again. Returns warnings; throws an
 * InputError with every row of a unit that was not.
 */
export async function checkReRandomised({ trial }: Study): Promise<Problem[]> {
  if (!trial) return [];
  const problems: Problem[] = [];
  for (const [i, stage] of trial.file.stages.entries()) {
    if (stage.decided !== undefined) await checkStage(trial, { stage, number: i + 1, file: stage.decided }, problems);
  }
  if (problems.some(({ severity }) => severity === "error")) throw inputError(problems);
  return problems;
}

type Decided = { stage: Stage; number: number; file: string };

async function checkStage(trial: Trial, { stage, number, file: named }: Decided, problems: Problem[]): Promise<void> {
  const file = shorten(resolve(trial.folder, named));
  const known = await readDecided(file, { trial, number }, problems);
  if (!known) return;
  const placed = listOf(trial).units.filter((row) => row.stage === stage.stage);
  for (const row of placed) {
    const { unit } = row;
    const next = known.get(unit);
    if (next === "re-randomise") continue;
    problems.push(
      wrong(
        "not-eligible",
        `${unit} was not to be randomised again before stage "${stage.stage}": ${next === undefined ? "it is not in the frozen list" : `the frozen list says ${next}`}`,
        placeOfRow(row),
        `take the row out, or ask the trials unit; the frozen list is ${named}`,
      ),
    );
  }
  if (placed.length === 0) return; // the stage has not been allocated yet
  for (const [unit, next] of known) {
    if (next !== "re-randomise" || placed.some((row) => row.unit === unit)) continue;
    problems.push({
      ...wrong(
        "not-re-randomised",
        `${unit} was to be randomised again before stage "${stage.stage}", and has no row for it`,
        { file: pathOfPart(placed[0]!.file), line: 1, column: 1 },
        "it keeps the arm it had; ask the trials unit",
      ),
      severity: "warning",
    });
  }
}

/** What the frozen list says of each unit, or undefined where it cannot be read. */
async function readDecided(
  file: string,
  { trial, number }: { trial: Trial; number: number },
  problems: Problem[],
): Promise<ReadonlyMap<string, string> | undefined> {
  const tables = await openTables([file]);
  const before = problems.length;
  try {
    const columns = await readFiles(
      tables,
      "decided",
      [{ file, place: trial.placeOf(["stages", number - 1, "decided"]) }],
      problems,
    );
    if (!columns) return undefined;
    const top = { file, line: 1, column: 1 };
    for (const column of ["unit_code", "stage", "next"].filter((each) => !columns.includes(each)))
      problems.push(wrong("missing-column", `missing column "${column}"`, top, "give the list as `pack` wrote it"));
    if (problems.length > before) return undefined;
    const found = await rows(tables, "select * from decided order by line");
    for (const row of found) checkDecidedRow(row, { file, number }, problems);
    return problems.length > before ? undefined : new Map(found.map((row) => [row.unit_code ?? "", row.next ?? ""]));
  } finally {
    tables.closeSync();
  }
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
