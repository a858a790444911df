/**
 * Series in which neighbouring months are alike: stationary, with correlation ρ^k between months k apart (autoregressive of
 * order 1). Everything here is exact for such a series, for any months that are missing and any weights.
 */

/** Months of a series that are known: where each stands (whole months), and its weight. Weights of one sum add to what is meant. */
export type Weighted = { readonly at: readonly number[]; readonly weights: readonly number[] };

/** Variance of Σ wₜxₜ, in variances of a single month: Σₛ Σₜ wₛ wₜ ρ^|s − t|. */
export function varianceOfSum({ at, weights }: Weighted, rho: number): number {
  const power = powersOf(rho);
  let sum = 0;
  for (let i = 0; i < at.length; i++) {
    sum += weights[i]! * weights[i]!;
    for (let j = 0; j < i; j++) sum += 2 * weights[i]! * weights[j]! * power(Math.abs(at[i]! - at[j]!));
  }
  return sum;
}

const powers = { rho: Number.NaN, of: new Float64Array(48) }; // of the last correlation asked for: months come by the dozen

/** Powers of a correlation; most are of few months, and asked for again and again. */
function powersOf(rho: number): (months: number) => number {
  if (powers.rho !== rho) {
    powers.rho = rho;
    for (let k = 0; k < powers.of.length; k++) powers.of[k] = rho ** k;
  }
  return (months) => powers.of[months] ?? rho ** months;
}

/** Equal weights that add to 1. */
export function evenly(at: readonly number[]): Weighted {
  return { at, weights: at.map(() => 1 / at.length) };
}

/**
 * What the correlation of neighbours, measured in `months` months from which their own mean was taken, is on average where the
 * true one is `rho`: E[Σ eₜeₜ₊₁] / E[Σ eₜ²]. It is too low, the more so the shorter the series (Kendall 1954, Biometrika
 * 41:403; Marriott and Pope 1954, ibid. 390); this is the exact ratio of the two means, which the average of many series nears.
 */
export function measuredLag1(rho: number, months: number): number {
  const key = months + rho; // a correlation is less than 1
  const known = measuredBefore.get(key) ?? measureLag1(rho, months);
  measuredBefore.set(key, known);
  return known;
}

const measuredBefore = new Map<number, number>(); // by halving, the same correlations are tried each time

function measureLag1(rho: number, months: number): number {
  const at = Array.from({ length: months }, (_, i) => i);
  const withMean = at.map((t) => at.reduce((sum, s) => sum + rho ** Math.abs(t - s), 0) / months);
  const ofMean = withMean.reduce((sum, each) => sum + each, 0) / months;
  let neighbours = 0;
  let squares = 0;
  for (const t of at) {
    squares += 1 - 2 * withMean[t]! + ofMean;
    if (t > 0) neighbours += rho - withMean[t]! - withMean[t - 1]! + ofMean;
  }
  return neighbours / squares;
}

/**
 * What the squared difference of the means of two halves is on average, in squares of the months round their own mean, where the
 * correlation of neighbours is `rho`: the ratio of the two means, for an even number of `months`. It feels what is slow, which
 * neighbours hardly do.
 */
export function measuredHalves(rho: number, months: number): number {
  const at = Array.from({ length: months }, (_, i) => i);
  const half = months / 2;
  const difference = varianceOfSum({ at, weights: at.map((i) => (i < half ? -1 : 1) / half) }, rho);
  return difference / (months * (1 - varianceOfSum(evenly(at), rho)));
}

/** The correlation from 0 to `highest` at which `measure`, which rises with it, gives what was measured; by halving. */
export function solved(measured: number, measure: (rho: number) => number, highest = 0.95): number {
  let [from, to] = [0, highest];
  if (measured <= measure(from)) return from;
  if (measured >= measure(to)) return to;
  while (to - from > 1e-4) {
    const middle = (from + to) / 2;
    if (measure(middle) < measured) from = middle;
    else to = middle;
  }
  return (from + to) / 2;
}
