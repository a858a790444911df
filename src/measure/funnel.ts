import { type Counts, type Interval, poissonAtLeast, tail, z95 } from "./interval.ts";
import { quantile } from "./percentile.ts";

/** How much more organisations differ than chance would have them. */
export type Overdispersion = {
  readonly target: number; // pooled proportion, 0 to 1
  readonly phi: number; // mean squared z-score; 1 where chance is all there is
  readonly tau2: number; // variance between organisations on the arcsine scale, in squared radians; 0 where phi is low
};

/**
 * Within which a proportion of `n` should lie if its true value is `target` (both fractions): target ± z·√(target·(1 −
 * target)/n), cut at 0 and 1. The same numbers as Wilson's interval inverted, as UKHSA draws them. 95% unless another
 * deviate `z` is given. Throws on a target outside 0 to 1 or n ≤ 0.
 */
export function proportionLimits(target: number, n: number, z = z95): Interval {
  checkProportion(target, n);
  const reach = z * Math.sqrt((target * (1 - target)) / n);
  return { lower: Math.max(0, target - reach), upper: Math.min(1, target + reach) };
}

/**
 * Within which an observed count should lie where `expected` events are (list size × target rate): exact Poisson
 * limits. A count is outside exactly when its own exact interval leaves out `expected`; between counts the
 * distribution is continued through the chi-square. Below about 3.7 expected (at 95%) no count is too low, and lower
 * is 0. Divide by `expected` for a ratio. Throws on a negative expectation.
 */
export function countLimits(expected: number, z = z95): Interval {
  if (!(expected >= 0 && Number.isFinite(expected))) throw new Error(`not an expectation: ${expected}`);
  const p = tail(z);
  const atMost = (x: number) => 1 - poissonAtLeast(x + 1, expected);
  const most = 2 * (expected + z * z + 1);
  return {
    lower: atMost(0) >= p ? 0 : whereTrue((x) => atMost(x) >= p, 0, expected),
    upper: expected === 0 ? 0 : whereTrue((x) => poissonAtLeast(x, expected) <= p, 0, most),
  };
}

/** `countLimits` as a rate: `target` is events per one of the denominator, and so are the limits. */
export function rateLimits(target: number, n: number, z = z95): Interval {
  if (!(n > 0)) throw new Error(`no rate over ${n}`);
  const { lower, upper } = countLimits(target * n, z);
  return { lower: lower / n, upper: upper / n };
}

/**
 * Over-dispersion of proportions round their pooled value, on the arcsine scale (Spiegelhalter 2005, Stat Med 24:1185).
 * Z-scores beyond the quantiles `winsorise` and 1 − `winsorise` are drawn in to them, so that a few outliers don't widen
 * the limits for all; 0 for none. Throws on fewer than two organisations or a row that is not a proportion.
 */
export function overdispersion(rows: readonly Counts[], { winsorise = 0.1 } = {}): Overdispersion {
  if (rows.length < 2) throw new Error("no dispersion of fewer than two organisations");
  const target = sum(rows.map((row) => row.numerator)) / sum(rows.map((row) => row.denominator));
  const scores = winsorised(
    rows.map((row) => score(row, target)),
    winsorise,
  );
  const phi = sum(scores.map((z) => z * z)) / rows.length;
  const weights = rows.map((row) => 4 * row.denominator); // 1/s², s = 1/(2√n)
  const total = sum(weights);
  const excess = rows.length * phi - (rows.length - 1);
  const tau2 = Math.max(0, excess) / (total - sum(weights.map((w) => w * w)) / total);
  return { target, phi, tau2 };
}

/**
 * `proportionLimits` widened by the spread between organisations: sin(asin(√target) ± z·√(s² + tau2))², a fraction
 * within 0 to 1. Errors as there.
 */
export function overdispersedLimits(
  { target, tau2 }: Pick<Overdispersion, "target" | "tau2">,
  n: number,
  z = z95,
): Interval {
  checkProportion(target, n);
  const reach = z * Math.sqrt(1 / (4 * n) + tau2);
  return { lower: fromArcsine(arcsine(target) - reach), upper: fromArcsine(arcsine(target) + reach) };
}

function score({ numerator, denominator }: Counts, target: number): number {
  checkProportion(numerator / denominator, denominator);
  return (arcsine(numerator / denominator) - arcsine(target)) * 2 * Math.sqrt(denominator);
}

function winsorised(scores: readonly number[], share: number): number[] {
  const sorted = scores.toSorted((a, b) => a - b);
  const least = quantile(sorted, share);
  const most = quantile(sorted, 1 - share);
  return scores.map((z) => Math.min(most, Math.max(least, z)));
}

function arcsine(proportion: number): number {
  return Math.asin(Math.sqrt(proportion));
}

// Beyond a quarter turn the sine comes back down, and an upper limit would fall as the spread grows.
function fromArcsine(angle: number): number {
  return Math.sin(Math.min(Math.PI / 2, Math.max(0, angle))) ** 2;
}

/** The smallest x from `low` to `high` at which `isTrue`, which stays true once it is; by halving. */
function whereTrue(isTrue: (x: number) => boolean, low: number, high: number): number {
  let from = low;
  let to = high;
  while (to - from > 1e-9 * Math.max(1, to)) {
    const middle = (from + to) / 2;
    if (isTrue(middle)) to = middle;
    else from = middle;
  }
  return (from + to) / 2;
}

function checkProportion(value: number, n: number): void {
  if (!(n > 0 && value >= 0 && value <= 1)) throw new Error(`no proportion: ${value} of ${n}`);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
