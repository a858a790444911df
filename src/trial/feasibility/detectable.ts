import { studentT } from "../../measure/verdict/numbers.ts";
import { drawnCovariance, isDrawnLayout } from "./drawn.ts";
import { type Allocated, effectsCovariance } from "./estimate.ts";
import type { Layout, LayoutContrast } from "./layout.ts";
import type { Matrix } from "./matrix.ts";

/** The least difference that a trial tells with a given power at the 5% level, two-sided; in printed units. */
export type Detectable = Pick<LayoutContrast, "factor" | "level" | "against"> & {
  readonly cycles: number;
  readonly months: number; // of outcomes
  readonly error: number; // standard error of the difference
  readonly power80: number;
  readonly power90: number;
};

/** The error of a contrast of effects with these covariances. */
export function errorOf({ weights }: Pick<LayoutContrast, "weights">, covariance: Matrix): number {
  const variance = weights.reduce(
    (sum, each, i) => sum + weights.reduce((inner, other, j) => inner + each * other * covariance[i]![j]!, 0),
    0,
  );
  return Math.sqrt(variance);
}

/**
 * (t(97.5%) + t(power)) standard errors, by Student's t with as many degrees of freedom as there are of what is allocated, less
 * those that effects and strata take.
 */
export function leastTold(error: number, power: number, degrees: number): number {
  return (studentT(0.05, degrees) + studentT(2 * (1 - power), degrees)) * error;
}

export function degreesOf({ effects }: Pick<Layout, "effects">, allocated: number, strata: number): number {
  return Math.max(1, allocated - effects.length - Math.max(1, strata));
}

/** What each contrast of a layout can tell, with errors so many times the formula's. Empty where its effects cannot be told from one another. */
export function detectableOf(
  layout: Layout,
  allocated: readonly Allocated[],
  { strata, widening }: { strata: number; widening: number },
): Detectable[] {
  const covariance = isDrawnLayout(layout)
    ? drawnCovariance(allocated, layout)
    : effectsCovariance(allocated, layout.columns);
  if (!covariance) return [];
  const degrees = degreesOf(layout, allocated.length, strata);
  const before = layout.stretches.findIndex((_, t) =>
    [...layout.columns.values()].some((rows) => rows[t]!.some((each) => each !== 0)),
  );
  const months = layout.stretches.slice(Math.max(0, before)).reduce((sum, { from, to }) => sum + to - from + 1, 0);
  return layout.contrasts.map((contrast) => {
    const { factor, level, against } = contrast;
    const error = widening * errorOf(contrast, covariance);
    return {
      factor,
      level,
      against,
      cycles: layout.cycles,
      months,
      error,
      power80: leastTold(error, 0.8, degrees),
      power90: leastTold(error, 0.9, degrees),
    };
  });
}
