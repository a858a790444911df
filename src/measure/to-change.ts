import type { Counts } from "./interval.ts";

/** What to reach, e.g. `{ benchmark: 10, direction: "lower", per: 100 }` for at most 10%. */
export type Goal = {
  readonly benchmark: number; // in the unit of the indicator: events or patients per `per`
  readonly direction: "lower" | "higher";
  readonly per?: number; // the multiplier, e.g. 100 or 1000; 1 (a fraction) if absent
};

/**
 * The fewest patients (or items) to change so that the benchmark is just reached, where who changes stays in the
 * denominator: another drug, a review done, an item fewer for the same list. 0 when it is reached already.
 *
 *     toSwitch({ numerator: 45, denominator: 300 }, { benchmark: 0.1, direction: "lower" }) // 15
 */
export function toSwitch({ numerator, denominator }: Counts, { benchmark, direction, per = 1 }: Goal): number {
  const goal = (benchmark * denominator) / per;
  return whole(direction === "lower" ? numerator - goal : goal - numerator);
}

/**
 * The fewest patients to change where who changes leaves the denominator too: the drug is stopped, and the indicator
 * counts only those on it. Where lower is better they leave from the numerator, smallest k with (x − k)/(n − k) ≤ B;
 * where higher is better from those not in it, smallest k with x/(n − k) ≥ B (all n when x is 0). Throws unless both
 * counts and benchmark are proportions: it has no meaning for items per list size.
 *
 *     toStop({ numerator: 45, denominator: 300 }, { benchmark: 0.1, direction: "lower" }) // 17: 28 of 283
 */
export function toStop({ numerator, denominator }: Counts, { benchmark, direction, per = 1 }: Goal): number {
  const goal = benchmark / per;
  if (!(numerator >= 0 && numerator <= denominator)) throw new Error(`no proportion: ${numerator} of ${denominator}`);
  if (!(goal >= 0 && goal <= 1)) throw new Error(`no benchmark of a proportion: ${goal}`);
  if (direction === "lower") return goal === 1 ? 0 : whole((numerator - goal * denominator) / (1 - goal));
  return goal === 0 ? 0 : whole(denominator - numerator / goal);
}

/**
 * A first step towards a change of `k`: the share `fraction` (above 0, up to 1) of it, rounded up, so that a step is
 * never nothing while there is a gap. BCT 8.7, graded tasks.
 *
 *     gradedStep(15, 0.1) // 2
 */
export function gradedStep(k: number, fraction: number): number {
  if (!(fraction > 0 && fraction <= 1)) throw new Error(`a step is a share above 0 and up to 1, not ${fraction}`);
  return whole(k * fraction);
}

// 0.1 × 3 of 10 is 0.30000000000000004: rounding error must not cost a practice one more patient.
function whole(gap: number): number {
  return Math.max(0, Math.ceil(gap - 1e-9));
}
