import { resolve } from "node:path";
import { pathOfPart } from "../../input/files/kind.ts";
import { shorten } from "../../input/library/library.ts";
import type { Study, Trial } from "../../input/study.ts";
import { placeOfRow } from "../../input/trial/list-row.ts";
import { armsAgain } from "../../input/trial/stages.ts";
import type { Stage } from "../../input/trial/trial.ts";
import { inputError, type Problem, wrong } from "../../problem.ts";
import { listOf } from "../../report/assign.ts";
import type { World } from "../../world.ts";
import { type DecidedUnit, readDecided } from "../decided.ts";
import type { EarlierRun } from "../earlier-runs.ts";
import { checkFigures, checkFrozenList } from "./frozen-list.ts";

/**
 * Holds the rows of later stages against the frozen lists of who was to be randomised again, and those against their rule and the
 * runs whose figures they were decided on, as far as these are here. Returns warnings; throws an InputError with every row of a unit that
 * was not, and of one that was decided otherwise.
 */
export async function checkReRandomised(
  world: World,
  { trial }: Study,
  made: readonly EarlierRun[],
): Promise<Problem[]> {
  if (!trial) return [];
  const problems: Problem[] = [];
  for (const [i, stage] of trial.file.stages.entries()) {
    if (stage.decided === undefined) continue;
    const known = await readDecided(trial, { number: i + 1, file: stage.decided }, problems);
    if (!known) continue;
    const file = shorten(resolve(trial.folder, stage.decided));
    problems.push(...checkFrozenList(stage, known, file), ...(await checkFigures(world, { stage, known, file, made })));
    checkStage(trial, { stage, known, file: stage.decided }, problems);
  }
  if (problems.some(({ severity }) => severity === "error")) throw inputError(problems);
  return problems;
}

type Decided = { stage: Stage; known: ReadonlyMap<string, DecidedUnit>; file: string };

function checkStage(trial: Trial, { stage, known, file: named }: Decided, problems: Problem[]): void {
  const placed = listOf(trial).units.filter((row) => row.stage === stage.stage);
  for (const row of placed) {
    const { unit } = row;
    const { next, class: of } = known.get(unit) ?? {};
    if (next === "re-randomise") {
      const offered = of === "responder" || of === "non-responder" ? armsAgain(stage, of) : undefined;
      if (offered && !offered.includes(row.arm))
        problems.push(
          wrong(
            "arm-of-other-class",
            `${unit} is a ${of}, and arm ${row.arm} is not among those of its class before stage "${stage.stage}"`,
            placeOfRow(row),
            `one of ${offered.join(", ")}; ask the trials unit`,
          ),
        );
      continue;
    }
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
  for (const [unit, { next }] of known) {
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
