import type { Stage, Tailoring } from "./trial.ts";

/** What a unit is by its response. */
export type ResponseClass = Tailoring["missing"];

/** The arms among which a class is randomised again before a stage; undefined where it goes on as before. */
export function armsAgain(stage: Stage, of: ResponseClass): readonly string[] | undefined {
  const then = of === "responder" ? stage.responders : stage["non-responders"];
  if (then === "continue") return undefined;
  return then === "re-randomise" ? stage.arms : then;
}

/** The arms of a stage in lists: in each those among which the same units were randomised. */
export function poolsOf(stage: Stage): readonly (readonly string[])[] {
  const pools = (["responder", "non-responder"] as const).flatMap((of) => {
    const arms = armsAgain(stage, of);
    return arms ? [arms] : [];
  });
  const apart = pools.filter((pool, i) => pools.findIndex((other) => isSame(pool, other)) === i);
  return apart.length > 1 ? apart : [stage.arms];
}

export function isSame(a: readonly string[], b: readonly string[]): boolean {
  return a.toSorted().join() === b.toSorted().join();
}

/** Verdicts of reports by which a unit is a responder, where a rule in words decides. */
export const responding: ReadonlySet<string> = new Set(["reached", "about-level", "improving"]);

/** Whether a figure is within the limit that decides. */
export function isWithin(result: number, limit: Exclude<Tailoring["responder"], string>): boolean {
  const { "at-most": most = Number.POSITIVE_INFINITY, "at-least": least = Number.NEGATIVE_INFINITY } = limit;
  return result <= most && result >= least;
}
