import { inputError, type Problem } from "../../../problem.ts";
import type { Assignment } from "../../../report/assign.ts";
import { type DecidedUnit, readDecided } from "../../decided.ts";
import type { Decision } from "../decide.ts";
import type { Facts } from "../facts.ts";
import type { WrittenCell } from "../written.ts";

/** A decision before a stage, of all units: on what cycle's data, and what was decided of each. */
export type Response = { stage: string; snapshot: string; of: ReadonlyMap<string, DecidedUnit> };

/**
 * The decisions that were taken by the cycle of the pack, in order: those of the frozen lists that the trial's file names, and those that
 * this very pack takes. A decision is taken once, so none is worked out anew. Throws an InputError where a list cannot be read.
 */
export async function responsesOf(
  { trial, cycle }: Pick<Facts, "trial" | "cycle">,
  now: readonly { stage: { stage: string }; of: readonly Decision[] }[],
): Promise<Response[]> {
  const problems: Problem[] = [];
  const found: Response[] = [];
  for (const [i, { stage, after, decided }] of trial.file.stages.entries()) {
    if (!after || after.snapshot > cycle.id) continue;
    const taken = now.find((each) => each.stage.stage === stage)?.of;
    const listed =
      decided === undefined ? undefined : await readDecided(trial, { number: i + 1, file: decided }, problems);
    const of = listed ?? (taken && new Map(taken.map((each) => [each.unit, each])));
    if (of) found.push({ stage, snapshot: after.snapshot, of });
  }
  if (problems.length > 0) throw inputError(problems);
  return found;
}

/** The class of a unit at the last decision that was taken on the data of a cycle or of one before it. */
export function responseCells(
  responses: readonly Response[],
  { unit }: Pick<Assignment, "unit">,
  { cycle, stageNumber }: { cycle: string; stageNumber: (stage: string) => string },
): Record<string, WrittenCell> {
  const last = responses.findLast(({ snapshot }) => snapshot <= cycle);
  const decided = last?.of.get(unit);
  return {
    response_stage: last && decided ? stageNumber(last.stage) : null,
    response_class: decided?.class ?? null,
    response_result: decided?.result ?? null,
    response_missing: decided?.missing ?? null,
    response_unplaced: decided?.unplaced ?? null,
  };
}
