import { solved } from "./ar1.ts";
import { median, studentT } from "./numbers.ts";

/**
 * Whether a value has been going up or down for years, which a test of one year against the year before may miss. One value a
 * year, so that whatever makes months alike within a year is in the values; what makes years alike is a correlation of its own,
 * pooled over organisations.
 */
export type Slope = { readonly verdict: "slope"; readonly sign: 1 | -1; readonly cause: string } | NotTold;
type NotTold = { readonly verdict: "not-told"; readonly cause: string };

/** How alike neighbouring years of one organisation are round its own straight line: 0 to .95; `series`: of how many. */
export type YearsAlike = { readonly rho: number; readonly series: number };

export const fewestYears = 5;
const fewestSeries = 10;
const level = 0.01; // two-sided
const unknown = 0.5; // taken where too few series tell it

/**
 * A slope is told only if
 * - the straight line through the years rises or falls by more than chance at the 99% level: its standard error and degrees of
 *   freedom (Satterthwaite 1946, Biometrics Bull 2:110) are those of an autoregressive series of order 1 with the correlation of
 *   years, the variance that of the years round the line;
 * - it has not stopped: the last two years together lie further that way than the two before.
 */
export function judgeSlope(years: readonly number[], { rho }: YearsAlike): Slope {
  if (years.length < fewestYears) return { verdict: "not-told", cause: `fewer than ${fewestYears} whole years` };
  const { slope, left } = lineThrough(years);
  const { share, degrees, ofSlope } = shapeOf(years.length, rho);
  const squares = left.reduce((sum, each) => sum + each * each, 0);
  const error = Math.sqrt((squares / share) * ofSlope);
  if (!(Math.abs(slope) > studentT(level, Math.max(1, degrees)) * error))
    return { verdict: "not-told", cause: "no more than chance moves such years" };
  const sign = slope > 0 ? 1 : -1;
  const [last, before] = [meanOf(years.slice(-2)), meanOf(years.slice(-4, -2))];
  if (!((last - before) * sign > 0)) return { verdict: "not-told", cause: "it has stopped" };
  return { verdict: "slope", sign, cause: `more than chance moves such years, over ${years.length} of them` };
}

/** The correlation of neighbouring years, from what is measured round each one's own line with its bias taken out. */
export function yearsAlike(all: Iterable<readonly number[]>): YearsAlike {
  const measured: number[] = [];
  let most = 0;
  for (const years of all) {
    if (years.length < fewestYears) continue;
    most = Math.max(most, years.length);
    const { left } = lineThrough(years);
    measured.push(lag1(left));
  }
  const known = measured.filter(Number.isFinite);
  if (known.length < fewestSeries) return { rho: unknown, series: 0 };
  return { rho: solved(median(known), (rho) => shapeOf(most, rho).lag1), series: known.length };
}

function lineThrough(years: readonly number[]): { slope: number; left: number[] } {
  const [middle, mean] = [(years.length - 1) / 2, meanOf(years)];
  const slope = years.reduce((sum, value, i) => sum + (i - middle) * (value - mean), 0) / squaresOf(years.length);
  return { slope, left: years.map((value, i) => value - mean - slope * (i - middle)) };
}

/** Σ (i − middle)² of so many years. */
function squaresOf(years: number): number {
  return (years * (years * years - 1)) / 12;
}

function lag1(left: readonly number[]): number {
  let [products, squares] = [0, 0];
  left.forEach((each, i) => {
    squares += each * each;
    if (i > 0) products += each * left[i - 1]!;
  });
  return products / squares;
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** What a line leaves of so many years with correlation ρ, in variances of one year. */
type SlopeShape = {
  readonly share: number; // mean sum of squares left: tr(MR), M what takes the line away
  readonly degrees: number; // tr(MR)² / tr(MRMR)
  readonly ofSlope: number; // variance of the slope
  readonly lag1: number; // mean of products of neighbours that are left, over `share`
};

const shapes = new Map<string, SlopeShape>(); // by halving, and for each organisation, the same are asked for again

function shapeOf(years: number, rho: number): SlopeShape {
  const key = `${years} ${rho}`;
  const known = shapes.get(key) ?? makeShape(years, rho);
  shapes.set(key, known);
  return known;
}

function makeShape(years: number, rho: number): SlopeShape {
  const at = Array.from({ length: years }, (_, i) => i);
  const [middle, squares] = [(years - 1) / 2, squaresOf(years)];
  const takes = at.map((i) => at.map((j) => (i === j ? 1 : 0) - 1 / years - ((i - middle) * (j - middle)) / squares));
  const alike = at.map((i) => at.map((j) => rho ** Math.abs(i - j)));
  const both = times(takes, alike); // MR
  const left = times(both, takes); // MRM: the covariances of what is left
  const share = at.reduce((sum, i) => sum + both[i]![i]!, 0);
  const twice = at.reduce((sum, i) => sum + at.reduce((inner, j) => inner + both[i]![j]! * both[j]![i]!, 0), 0);
  const slope = at.reduce(
    (sum, i) => sum + at.reduce((inner, j) => inner + (i - middle) * (j - middle) * alike[i]![j]!, 0),
    0,
  );
  const neighbours = at.slice(1).reduce((sum, i) => sum + left[i]![i - 1]!, 0);
  return { share, degrees: share ** 2 / twice, ofSlope: slope / squares ** 2, lag1: neighbours / share };
}

function times(a: readonly (readonly number[])[], b: readonly (readonly number[])[]): number[][] {
  return a.map((row) => b.map((_, j) => row.reduce((sum, each, k) => sum + each * b[k]![j]!, 0)));
}
