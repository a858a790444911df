import { armsAgain, isWithin, type ResponseClass, responding } from "../../input/trial/stages.ts";
import type { Stage, Tailoring } from "../../input/trial/trial.ts";
import { readManifest } from "../../output/record.ts";
import { type Problem, wrong } from "../../problem.ts";
import type { World } from "../../world.ts";
import type { DecidedUnit } from "../decided.ts";
import type { EarlierRun } from "../earlier-runs.ts";

/*
 * A list of who is randomised again was written by `pack`, once. Whoever edits a class, what follows from it or a figure leaves a row that
 * says two things.
 */

type KnownUnits = ReadonlyMap<string, DecidedUnit>;

const hint = "put back the list as `pack` wrote it: a decision is taken once, by the rule of the stage";

/** Rows whose class does not follow from their figures by the rule of the stage, or what is to be done not from their class. */
export function checkFrozenList(stage: Stage, known: KnownUnits, file: string): Problem[] {
  const { after } = stage;
  if (!after) return [];
  return [...known].flatMap(([unit, decided]) => {
    const says = unlikeRule(after, decided) ?? unlikeClass(stage, decided);
    return says === undefined ? [] : [told(file, unit, decided, says)];
  });
}

/** Rows whose figure is not the one that the unit's report was made from. A unit of several recipients has no report of its own. */
export async function checkFigures(
  world: World,
  {
    stage: { after },
    known,
    file,
    made,
  }: { stage: Stage; known: KnownUnits; file: string; made: readonly EarlierRun[] },
): Promise<Problem[]> {
  if (!after) return [];
  const problems: Problem[] = [];
  for (const { info, record } of made.filter((run) => run.info.plan.cycle.id === after.snapshot)) {
    const figures = new Map(
      (await readManifest(world, info.folder)).flatMap((entry) => {
        const value = "values" in entry ? entry.values[after.indicator]?.value : undefined;
        return typeof value === "number" ? [[entry.code, value] as const] : [];
      }),
    );
    for (const [unit, decided] of known) {
      const [is, was] = [decided.value, figures.get(unit)];
      if (record.assignments[unit]?.unit !== unit || was === undefined || is === null || isSame(is, was)) continue;
      problems.push(told(file, unit, decided, `its value is ${is}, and ${was} in the report of ${after.snapshot}`));
    }
  }
  return problems;
}

/** What a row says of a unit beside its class, where the rule makes another class of it; undefined where it does not, or says too little. */
function unlikeRule(after: Tailoring, decided: DecidedUnit): string | undefined {
  const { class: is, result, value, baseline } = decided;
  if (is === null) return undefined;
  if (after.measure === "relative-change" && result !== null && value !== null && baseline) {
    const change = value / baseline - 1;
    if (!isSame(result, change)) return `its result is ${result}, and its figures give ${change}`;
  }
  const of = classByRule(after, decided);
  return of === undefined || of === is ? undefined : `it is a ${is}, and by the rule of the stage a ${of}`;
}

function classByRule({ responder, missing, unplaced }: Tailoring, decided: DecidedUnit): ResponseClass | undefined {
  if (decided.missing === true) return missing;
  if (decided.unplaced === true) return unplaced;
  if (decided.missing === null || decided.unplaced === null) return undefined;
  const responds =
    typeof responder === "string"
      ? decided.verdict === null
        ? undefined
        : responding.has(decided.verdict)
      : decided.result === null
        ? undefined
        : isWithin(decided.result, responder);
  return responds === undefined ? undefined : responds ? "responder" : "non-responder";
}

function unlikeClass(stage: Stage, { class: of, status, next }: DecidedUnit): string | undefined {
  if ((of !== "responder" && of !== "non-responder") || status === null) return undefined;
  const then = status !== "active" ? "not-eligible" : armsAgain(stage, of) ? "re-randomise" : "continue";
  return next === then ? undefined : `a ${of} that is ${status} is to ${then}, and it says ${next}`;
}

function isSame(a: number, b: number): boolean {
  return Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(a), Math.abs(b));
}

function told(file: string, unit: string, { line = 1 }: DecidedUnit, says: string): Problem {
  return wrong("decided-otherwise", `${unit} in the frozen list: ${says}`, { file, line, column: 1 }, hint);
}
