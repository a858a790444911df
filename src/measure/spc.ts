import type { Direction } from "./direction.ts";
import type { Counts } from "./interval.ts";
import { quantile } from "./percentile.ts";

/** Process limits at one point of a control chart, in the unit of its values. */
export type SpcLimits = {
  readonly mean: number; // the centre line
  readonly lower: number;
  readonly upper: number;
  readonly nearLower: number; // two thirds of the way from the mean to the limit
  readonly nearUpper: number;
};

/** A control chart of counts: the limits narrow where the denominator is large, so there is one set for each point. */
export type SpcChart = {
  readonly mean: number; // pooled: sum of numerators / sum of denominators
  readonly sigmaZ: number; // Laney's widening; 1 on a plain p- or u-chart
  readonly limits: readonly SpcLimits[];
};

/** Why a point is special; a, b, c, d of NHS England's Making Data Count. */
export type SpcRule =
  | "outside-limits" // a: beyond a process limit
  | "shift" // b: one of 7 or more running on one side of the mean
  | "trend" // c: one of 7 or more running, each above (or below) the one before
  | "two-of-three"; // d: beyond a near limit, as another of 3 running that are all on that side of the mean

/** The special cause a point shows; a falling trend counts as "low", wherever it runs. */
export type SpecialCause = {
  readonly rule: SpcRule;
  readonly side: "high" | "low";
  readonly meaning: "improvement" | "concern" | "neutral";
};

export type Assurance = "pass" | "fail" | "inconsistent";

/** What a run chart shows; limits from Anhøj and Olesen 2014 (PLoS One 9:e113825). */
export type RunChart = {
  readonly median: number;
  readonly useful: number; // points not on the median
  readonly longestRun: number; // of useful points on one side
  readonly longestRunLimit: number; // a longer run is a shift
  readonly crossings: number; // of the median
  readonly crossingsLimit: number; // fewer crossings are a shift
  readonly shift: boolean;
};

/** -1 below, 0 on, 1 above. */
type Side = -1 | 0 | 1;

/**
 * Limits of an XmR chart (individual values and moving ranges): mean ± 2.66 × the average moving range. `values` are in
 * order of time, evenly spaced, at least two. With `screen`, moving ranges above 3.267 × their average are left out of
 * it, as the R package NHSRplotthedots does and the NHS Excel tool does not. Limits are not cut at 0. For limits fixed
 * on a baseline, give the baseline's values only.
 */
export function xmr(values: readonly number[], { screen = false } = {}): SpcLimits {
  if (values.length < 2) throw new Error("no moving range of fewer than two values");
  const ranges = differences(values).map(Math.abs);
  const typical = screen ? ranges.filter((range) => range <= 3.267 * average(ranges)) : ranges;
  return limitsAround(average(values), 2.66 * average(typical));
}

/**
 * p-chart: each row is a month's numerator of its denominator. Limits: p ± 3·√(p(1 − p)/n), cut at 0 and 1, as
 * fractions. Throws on no rows, an empty denominator or a numerator above its denominator. Montgomery, Introduction to
 * Statistical Quality Control, ch. 7.
 */
export function pChart(rows: readonly Counts[]): SpcChart {
  return attributeChart(rows, proportion, 1);
}

/**
 * u-chart: each row is a month's events and its list size. Limits: u ± 3·√(u/n), cut at 0, events per one of the
 * denominator. Throws on no rows or an empty denominator. Montgomery, as above.
 */
export function uChart(rows: readonly Counts[]): SpcChart {
  return attributeChart(rows, rate, 1);
}

/**
 * Laney's p′-chart, for denominators so large that a p-chart flags every month: limits × sigma_z, the average moving
 * range of the z-scores / 1.128. Laney 2002 (Qual Eng 14:531). Throws as `pChart`, and on fewer than two rows.
 */
export function pPrimeChart(rows: readonly Counts[]): SpcChart {
  return attributeChart(rows, proportion, laneySigma(rows, proportion));
}

/** Laney's u′-chart: a u-chart with limits × sigma_z. Throws as `uChart`, and on fewer than two rows. */
export function uPrimeChart(rows: readonly Counts[]): SpcChart {
  return attributeChart(rows, rate, laneySigma(rows, rate));
}

/**
 * The special cause at each point, undefined where there is only common cause. `limits` are one for all points (XmR) or
 * one each (p, u); points are in order of time, without a rebase among them: call once for each stretch. Where several
 * rules apply the first of a, c, d, b is told. Every point of a run is flagged, not only the seventh; of a near pair,
 * the points beyond the near limit. A point outside the limits is beyond the near limit too. Rules of NHS England's
 * Making Data Count, as in NHSRplotthedots.
 */
export function specialCauses(
  values: readonly number[],
  limits: SpcLimits | readonly SpcLimits[],
  direction: Direction,
): (SpecialCause | undefined)[] {
  const each = limitsEach(values, limits);
  const sides = values.map((value, t) => sideOf(value, each[t]!.mean));
  const near = values.map((value, t) => beyond(value, each[t]!.nearLower, each[t]!.nearUpper));
  const outside = values.map((value, t) => beyond(value, each[t]!.lower, each[t]!.upper));
  const found: [SpcRule, Side[]][] = [
    ["outside-limits", outside],
    ["trend", trends(values)],
    ["two-of-three", pairs(near, sides)],
    ["shift", partOfRun(sides, 7, 7, values.length)],
  ];
  return values.map((_, t) => firstCause(found, t, direction));
}

/**
 * Whether the process, left as it is, will meet `target`: "pass" or "fail" when the target lies outside the limits on
 * the good or the bad side, else "inconsistent": it will be met in some months by chance. Same unit as the limits.
 */
export function assurance(
  { lower, upper }: Pick<SpcLimits, "lower" | "upper">,
  target: number,
  direction: "lower" | "higher",
): Assurance {
  const side = beyond(target, lower, upper);
  if (side === 0) return "inconsistent";
  return side === (direction === "lower" ? 1 : -1) ? "pass" : "fail";
}

/**
 * Run chart round the median, the plainest test that something changed. `values` are in order of time, evenly spaced;
 * points on the median are not counted. Fewer than about 10 useful points can hardly show a shift. Throws on no values.
 */
export function runChart(values: readonly number[]): RunChart {
  const median = quantile(
    values.toSorted((a, b) => a - b),
    0.5,
  );
  const sides = values.map((value) => sideOf(value, median)).filter((side) => side !== 0);
  const useful = sides.length;
  const crossings = sides.filter((side, t) => t > 0 && side !== sides[t - 1]).length;
  const longestRun = longest(sides);
  const longestRunLimit = Math.round(Math.log2(Math.max(1, useful))) + 3;
  const crossingsLimit = fairCoinQuantile(0.05, Math.max(0, useful - 1));
  const shift = longestRun > longestRunLimit || crossings < crossingsLimit;
  return { median, useful, longestRun, longestRunLimit, crossings, crossingsLimit, shift };
}

/** What the points of a chart are: their largest possible value, and the variance of one person or event about it. */
type Family = { readonly ceiling: number; readonly variance: (mean: number) => number };
const proportion: Family = { ceiling: 1, variance: (mean) => mean * (1 - mean) };
const rate: Family = { ceiling: Infinity, variance: (mean) => mean };

function attributeChart(rows: readonly Counts[], family: Family, sigmaZ: number): SpcChart {
  const mean = centre(rows, family);
  const limits = rows.map((row) => cut(limitsAround(mean, 3 * sigmaZ * sigma(row, mean, family)), family.ceiling));
  return { mean, sigmaZ, limits };
}

function laneySigma(rows: readonly Counts[], family: Family): number {
  if (rows.length < 2) throw new Error("no moving range of fewer than two values");
  const mean = centre(rows, family);
  const scores = rows.map((row) => {
    const one = sigma(row, mean, family);
    return one === 0 ? 0 : (row.numerator / row.denominator - mean) / one; // all or none in every month: nothing varies
  });
  return average(differences(scores).map(Math.abs)) / 1.128;
}

function sigma({ denominator }: Counts, mean: number, { variance }: Family): number {
  return Math.sqrt(variance(mean) / denominator);
}

function centre(rows: readonly Counts[], { ceiling }: Family): number {
  if (rows.length === 0) throw new Error("no chart of no rows");
  for (const { numerator, denominator } of rows) {
    const possible = denominator > 0 && numerator >= 0 && numerator <= ceiling * denominator;
    if (!possible) throw new Error(`no point of a chart: ${numerator} of ${denominator}`);
  }
  return sum(rows.map((row) => row.numerator)) / sum(rows.map((row) => row.denominator));
}

function limitsAround(mean: number, reach: number): SpcLimits {
  const near = (2 * reach) / 3;
  return { mean, lower: mean - reach, upper: mean + reach, nearLower: mean - near, nearUpper: mean + near };
}

function cut({ mean, lower, upper, nearLower, nearUpper }: SpcLimits, most: number): SpcLimits {
  return {
    mean,
    lower: Math.max(0, lower),
    upper: Math.min(most, upper),
    nearLower: Math.max(0, nearLower),
    nearUpper: Math.min(most, nearUpper),
  };
}

function limitsEach(values: readonly number[], limits: SpcLimits | readonly SpcLimits[]): readonly SpcLimits[] {
  if ("mean" in limits) return values.map(() => limits);
  if (limits.length !== values.length) throw new Error(`${limits.length} limits for ${values.length} values`);
  return limits;
}

function firstCause(
  found: readonly [SpcRule, readonly Side[]][],
  t: number,
  direction: Direction,
): SpecialCause | undefined {
  const first = found.find(([, sides]) => sides[t] !== 0);
  if (first === undefined) return undefined;
  const side = first[1][t] === 1 ? "high" : "low";
  return { rule: first[0], side, meaning: meaningOf(side, direction) };
}

function meaningOf(side: "high" | "low", direction: Direction): SpecialCause["meaning"] {
  if (direction === "none") return "neutral";
  return (side === "high") === (direction === "higher") ? "improvement" : "concern";
}

function trends(values: readonly number[]): Side[] {
  const steps = values.slice(1).map((value, t) => sideOf(value, values[t]!));
  return partOfRun(steps, 6, 7, values.length);
}

/** For each of `count` points the side of the first run of `length` equal sides that the point, of its `span`, is in. */
function partOfRun(sides: readonly Side[], length: number, span: number, count: number): Side[] {
  return Array.from({ length: count }, (_, t) => {
    for (let start = Math.max(0, t - span + 1); start <= Math.min(t, sides.length - length); start++) {
      const side = sides[start]!;
      if (side !== 0 && sides.slice(start, start + length).every((other) => other === side)) return side;
    }
    return 0;
  });
}

function pairs(near: readonly Side[], sides: readonly Side[]): Side[] {
  return near.map((side, t) => {
    if (side === 0) return 0;
    const starts = [t - 2, t - 1, t].filter((start) => start >= 0 && start + 3 <= near.length);
    return starts.some((start) => isPair(near.slice(start, start + 3), sides.slice(start, start + 3), side)) ? side : 0;
  });
}

function isPair(near: readonly Side[], sides: readonly Side[], side: Side): boolean {
  return near.filter((other) => other === side).length >= 2 && sides.every((other) => other === side);
}

function beyond(value: number, lower: number, upper: number): Side {
  if (sideOf(value, upper) === 1) return 1;
  return sideOf(value, lower) === -1 ? -1 : 0;
}

// The mean of eighteen times 0.1 is not quite 0.1; a flat line must not look like eighteen points below its mean.
function sideOf(value: number, line: number): Side {
  const difference = value - line;
  if (Math.abs(difference) <= 1e-9 * Math.max(Math.abs(value), Math.abs(line))) return 0;
  return difference > 0 ? 1 : -1;
}

function longest(sides: readonly Side[]): number {
  let run = 0;
  let best = 0;
  for (const [t, side] of sides.entries()) {
    run = side === sides[t - 1] ? run + 1 : 1;
    best = Math.max(best, run);
  }
  return best;
}

/** Smallest k for which k heads or fewer in `n` throws has probability `p` or more. */
function fairCoinQuantile(p: number, n: number): number {
  if (n > 1000) throw new Error(`a run chart of ${n} points is beyond the arithmetic`); // 0.5 ** 1075 is 0
  let heads = 0;
  let probability = 0.5 ** n;
  let total = probability;
  while (total < p) {
    probability *= (n - heads) / (heads + 1);
    heads++;
    total += probability;
  }
  return heads;
}

function differences(values: readonly number[]): number[] {
  return values.slice(1).map((value, t) => value - values[t]!);
}

function average(values: readonly number[]): number {
  return sum(values) / values.length;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
