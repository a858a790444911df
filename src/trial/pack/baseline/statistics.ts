import { quantiles } from "../../../measure/percentile.ts";
import { mean } from "../written.ts";

/** A number over a group: how many are known, and how they are spread. Null where too few are known for it. */
export type BaselineSpread = {
  n: number;
  mean: number | null;
  sd: number | null; // of a sample: over n − 1
  median: number | null;
  q1: number | null; // quartiles as `quantile` has them, type 7 of Hyndman and Fan 1996
  q3: number | null;
};

/** So many of so many. */
export type CountShare = { n: number; of: number };

export function spreadOf(values: readonly number[]): BaselineSpread {
  const center = mean(values);
  if (center === null) return { n: 0, mean: null, sd: null, median: null, q1: null, q3: null };
  const [q1, median, q3] = quantiles(
    values.toSorted((a, b) => a - b),
    [0.25, 0.5, 0.75],
  ) as [number, number, number];
  const squares = values.reduce((sum, value) => sum + (value - center) ** 2, 0);
  const sd = values.length > 1 ? Math.sqrt(squares / (values.length - 1)) : null;
  return { n: values.length, mean: center, sd, median, q1, q3 };
}

/**
 * The standardised difference of two groups in a number, first minus second, in pooled standard deviations: (m₁ − m₂) / √((s₁² + s₂²)/2).
 * Austin 2009, Stat Med 28:3083, formula (1); doi:10.1002/sim.3697. Null where a group has fewer than two values; 0 where means are
 * equal and nothing varies, null where means differ and nothing varies.
 */
export function differenceOfMeans(a: BaselineSpread, b: BaselineSpread): number | null {
  if (a.mean === null || b.mean === null || a.sd === null || b.sd === null) return null;
  return inDeviations(a.mean - b.mean, (a.sd ** 2 + b.sd ** 2) / 2);
}

/**
 * The same for a share: (p₁ − p₂) / √((p₁(1 − p₁) + p₂(1 − p₂))/2), formula (2) there. Null where a group has nobody.
 */
export function differenceOfShares(a: CountShare, b: CountShare): number | null {
  if (a.of === 0 || b.of === 0) return null;
  const [p, q] = [a.n / a.of, b.n / b.of];
  return inDeviations(p - q, (p * (1 - p) + q * (1 - q)) / 2);
}

function inDeviations(difference: number, variance: number): number | null {
  if (variance > 0) return difference / Math.sqrt(variance);
  return difference === 0 ? 0 : null;
}
