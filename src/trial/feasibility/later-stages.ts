import type { Cycle } from "../../input/campaign/campaign.ts";
import type { Observations } from "../../input/data/observations.ts";
import type { Trial } from "../../input/study.ts";
import { armsAgain, isSame, type ResponseClass } from "../../input/trial/stages.ts";
import type { Stage } from "../../input/trial/trial.ts";
import { studentT } from "../../measure/verdict/numbers.ts";
import type { Month } from "../../month.ts";
import { type Detectable, degreesOf, detectableOf, errorOf } from "./detectable.ts";
import { weightOf } from "./estimate.ts";
import { type Layout, stageLayouts } from "./layout.ts";
import { type Past, rowsOf } from "./past.ts";
import { allocateOnce, meansOf } from "./placed.ts";
import type { Sharing } from "./sizes.ts";
import type { Components } from "./variance.ts";

/** Those who are randomised again before a stage among the same arms, and what comparing them can tell. */
export type LaterStage = {
  readonly stage: string;
  readonly classes: readonly ResponseClass[];
  readonly arms: readonly string[];
  readonly share: number; // of all that is allocated
  readonly allocated: number;
  readonly detectable: readonly Detectable[];
  readonly tried?: TriedStage; // where the rule could be tried on past data
};

/** What the comparison finds by chance in series in which nothing changes, of those whom the rule itself sorts out. */
export type TriedStage = { readonly error: number; readonly seen: number; readonly alarms: number }; // of the first contrast by the end

/** Classes that are randomised among the same arms, and these. */
export type ResponsePool = { readonly classes: readonly ResponseClass[]; readonly arms: readonly string[] };

export function poolsIn(stage: Stage): ResponsePool[] {
  const all = (["responder", "non-responder"] as const).flatMap((of): ResponsePool[] => {
    const arms = armsAgain(stage, of);
    return arms ? [{ classes: [of], arms }] : [];
  });
  const [one, other] = all;
  return one && other && isSame(one.arms, other.arms)
    ? [{ classes: [...one.classes, ...other.classes], arms: one.arms }]
    : all;
}

/** How large a part of all is in these classes, if so many respond. */
export function shareOf({ classes }: Pick<ResponsePool, "classes">, responders: number): number {
  return classes.reduce((sum, each) => sum + (each === "responder" ? responders : 1 - responders), 0);
}

type StageGround = { trial: Trial; cycles: readonly Cycle[]; sharing: Sharing; strata: number; widening: number };

/** What each pool of a later stage can tell, if so many respond. `tried` by the arms of the pool. */
export function laterStage(
  stage: Stage,
  { trial, cycles, sharing, strata, widening }: StageGround,
  { responders, tried }: { responders: number; tried: ReadonlyMap<string, TriedStage> },
): LaterStage[] {
  return poolsIn(stage).map(({ classes, arms }): LaterStage => {
    const share = shareOf({ classes }, responders);
    const layouts = stageLayouts(trial, cycles, { stage, arms });
    const allocatedIn = (layout: Layout) => sharing(layout, share);
    const found = tried.get(keyOf(stage, arms));
    return {
      stage: stage.stage,
      classes,
      arms,
      share,
      allocated: allocatedIn(layouts.at(-1)!).length,
      detectable: layouts.flatMap((layout) => detectableOf(layout, allocatedIn(layout), { strata, widening })),
      ...(found ? { tried: found } : {}),
    };
  });
}

function keyOf({ stage }: Stage, arms: readonly string[]): string {
  return [stage, ...arms].join(" ");
}

/** A draw of series without change, and who would respond by the rule of each stage. */
export type DrawnResponses = { observations: Observations; responders: ReadonlyMap<string, ReadonlySet<string>> };

/** Randomises again, in draws of series without change, those whom each stage's rule sorts out, and compares them as the trial would. */
export function trier(
  past: Past,
  {
    trial,
    cycles,
    components,
    times,
  }: Pick<StageGround, "trial" | "cycles"> & { components: Components; times: number },
): {
  look: (drawn: DrawnResponses, next: () => number) => void;
  found: () => ReadonlyMap<string, TriedStage>;
  until: Month;
} {
  const all = trial.file.stages.slice(1).flatMap((stage) =>
    poolsIn(stage).flatMap((pool) => {
      const layout = stageLayouts(trial, cycles, { stage, arms: pool.arms }).at(-1);
      return layout ? [{ stage, pool, layout, count: 0, squares: 0, error: 0, alarms: 0 }] : [];
    }),
  );
  return {
    until: Math.max(0, ...all.map(({ layout }) => layout.stretches.at(-1)!.to)),
    look: ({ observations, responders }, next) => {
      for (const sum of all) {
        const responds = responders.get(sum.stage.stage);
        if (!responds) continue;
        const { stretches } = sum.layout;
        const units = past.units.filter(({ recipient }) =>
          sum.pool.classes.includes(responds.has(recipient) ? "responder" : "non-responder"),
        );
        const rows = rowsOf({ ...past, inputs: { ...past.inputs, observations }, units }, stretches);
        const groups = meansOf(rows, { components, stretches, weigher: weightOf });
        const critical = studentT(
          0.05,
          degreesOf(sum.layout, groups.length, new Set(groups.map(({ within }) => within)).size),
        );
        for (let i = 0; i < times; i++) addTo(sum, { result: allocateOnce(groups, sum.layout, next), critical });
      }
    },
    found: () =>
      new Map(
        all
          .filter(({ count }) => count > 0)
          .map(({ stage, pool, count, squares, error, alarms }) => [
            keyOf(stage, pool.arms),
            { error: error / count, seen: Math.sqrt(squares / count), alarms: alarms / count },
          ]),
      ),
  };
}

type SimulatedSum = { layout: Layout; count: number; squares: number; error: number; alarms: number };

/** Mutates `sum`: one more trial, by its first contrast. */
function addTo(
  sum: SimulatedSum,
  { result, critical }: { result: ReturnType<typeof allocateOnce>; critical: number },
): void {
  const contrast = sum.layout.contrasts[0];
  if (!result || !contrast) return;
  const error = errorOf(contrast, result.covariance);
  const difference = contrast.weights.reduce((total, weight, i) => total + weight * result.effects[i]!, 0);
  sum.count++;
  sum.squares += difference ** 2;
  sum.error += error;
  if (Math.abs(difference) > critical * error) sum.alarms++;
}

/**
 * Times the variance of an arm's mean that the mean of a regime has which begins with it: whoever is randomised again stands for those
 * who were not put into the arm of the regime. 2 − r where half of those who do not respond go into each of two arms, 2 where all do
 * (Seewald and others 2020, Stat Methods Med Res 29:1891).
 */
export function regimeFactor(stage: Stage, ratio: Readonly<Record<string, number>>, responders: number): number {
  return (["responder", "non-responder"] as const).reduce((sum, of) => {
    const arms = armsAgain(stage, of);
    const parts = arms?.map((arm) => ratio[arm] ?? 1) ?? [1];
    const weight = parts.reduce((all, each) => all + each, 0) / Math.min(...parts);
    return sum + shareOf({ classes: [of] }, responders) * weight;
  }, 0);
}
