// @ts-expect-error jstat ships no types; the functions used are typed below
import jStat from "jstat";

/** From `lower` to `upper`, both included, in the unit of what it is an interval of. */
export type Interval = { readonly lower: number; readonly upper: number };

/** A numerator and the denominator it belongs to, e.g. 31 of 412 patients, 5 items for 7,900 patients. */
export type Counts = { readonly numerator: number; readonly denominator: number };

/** Normal deviates of the two-sided 95% and 99.8% levels. */
export const z95 = 1.959963984540054;
export const z998 = 3.090232306167813;

const chiSquare: {
  inv(p: number, degrees: number): number;
} = jStat.chisquare;
const student: { inv(p: number, degrees: number): number } = jStat.studentt;
const normal: { cdf(x: number, mean: number, sd: number): number } = jStat.normal;

/**
 * Wilson score interval of the proportion x/n, as fractions within 0 to 1; 95% unless another deviate `z` is given.
 * Throws unless 0 ≤ x ≤ n and n > 0. Wilson 1927 (J Am Stat Assoc 22:209); the form used by UKHSA Fingertips.
 *
 *     wilson(3, 20) // { lower: 0.0524, upper: 0.3604 }
 */
export function wilson(x: number, n: number, z = z95): Interval {
  if (!(n > 0 && x >= 0 && x <= n)) throw new Error(`no proportion: ${x} of ${n}`);
  const middle = 2 * x + z * z;
  const reach = z * Math.sqrt(z * z + 4 * x * (1 - x / n));
  const scale = 2 * (n + z * z);
  return { lower: Math.max(0, (middle - reach) / scale), upper: Math.min(1, (middle + reach) / scale) };
}

/**
 * Interval of the difference of two independent proportions, a minus b, as fractions; 95% unless another deviate `z` is
 * given. Newcombe's hybrid of two Wilson intervals (Newcombe 1998, Stat Med 17:873, method 10).
 *
 *     newcombe({ numerator: 56, denominator: 70 }, { numerator: 48, denominator: 80 }) // { lower: 0.0524, upper: 0.3339 }
 */
export function newcombe(a: Counts, b: Counts, z = z95): Interval {
  const [p, q] = [a.numerator / a.denominator, b.numerator / b.denominator];
  const [one, other] = [wilson(a.numerator, a.denominator, z), wilson(b.numerator, b.denominator, z)];
  return {
    lower: p - q - Math.hypot(p - one.lower, other.upper - q),
    upper: p - q + Math.hypot(one.upper - p, q - other.lower),
  };
}

/**
 * Interval of a Poisson count `x` of independent events, on the scale of the count: divide by the denominator and times
 * the multiplier for a rate. 95% unless another deviate `z` is given. From 10 up Byar's approximation, below it the
 * exact chi-square limits, as UKHSA Fingertips does (Breslow and Day 1987, vol. II, p. 69). Throws on a negative count.
 *
 * Too narrow for items, OME or DDD: repeat items cluster in patients.
 *
 *     poisson(25) // { lower: 16.1743, upper: 36.9065 }
 */
export function poisson(x: number, z = z95): Interval {
  if (!(x >= 0 && Number.isFinite(x))) throw new Error(`not a count: ${x}`);
  return x < 10 ? exactPoisson(x, z) : byar(x, z);
}

/**
 * 95% interval of a mean of `n` measurements with standard deviation `sd`: mean ± t × sd / √n, with n − 1 degrees of freedom
 * (Student 1908, Biometrika 6:1; Altman and others, Statistics with Confidence, 2000, ch. 4). Throws unless n ≥ 2 and sd ≥ 0.
 *
 *     ofMean(146.4, 18.5, 100) // { lower: 142.7292, upper: 150.0708 }
 */
export function ofMean(mean: number, sd: number, n: number): Interval {
  if (!(n >= 2 && sd >= 0)) throw new Error(`no interval of a mean: sd ${sd}, n ${n}`);
  const reach = (student.inv(0.975, n - 1) * sd) / Math.sqrt(n);
  return { lower: mean - reach, upper: mean + reach };
}

/** The probability beyond `z` on one side of a standard normal distribution: 0.025 at 1.96. */
export function tail(z: number): number {
  return normal.cdf(-z, 0, 1);
}

function exactPoisson(x: number, z: number): Interval {
  const p = tail(z);
  return { lower: x === 0 ? 0 : chiSquare.inv(p, 2 * x) / 2, upper: chiSquare.inv(1 - p, 2 * x + 2) / 2 };
}

function byar(x: number, z: number): Interval {
  const lower = x * (1 - 1 / (9 * x) - z / (3 * Math.sqrt(x))) ** 3;
  const upper = (x + 1) * (1 - 1 / (9 * (x + 1)) + z / (3 * Math.sqrt(x + 1))) ** 3;
  return { lower, upper };
}
