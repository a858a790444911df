import type { Counted } from "../../input/library/indicator.ts";
import type { Month } from "../../month.ts";
import type { Counts } from "../interval.ts";
import type { Window } from "../standing.ts";
import { varianceOfSum } from "./ar1.ts";
import type { Correlation, Values } from "./correlation.ts";
import { countsDiffer } from "./counts.ts";
import type { KnownMonth } from "./months.ts";
import { studentT } from "./numbers.ts";
import { type SeenMonths, seen, type Valued, weighted } from "./own.ts";
import type { Season } from "./season.ts";
import { type YearlyChange, yearsDiffer } from "./years.ts";

/**
 * What the months of an organisation say of a change since the same months a year before.
 * `cause`: why none is named, or what bears it out. `since`: from when on, where it began at one time.
 */
export type Verdict =
  | { readonly verdict: "changed"; readonly sign: 1 | -1; readonly since: Month | undefined; readonly cause: string }
  | { readonly verdict: "not-told"; readonly cause: string };

/** What a change is judged from: two years of months, the later of which ends the window. */
export type ChangeEvidence = {
  readonly indicator: Pick<Counted, "kind" | "numerator">;
  readonly window: Window;
  readonly months: readonly KnownMonth[]; // of two years, in order of time
  readonly season: Season;
  readonly correlation: Correlation;
  readonly yearly: YearlyChange;
};

const level = 0.01; // two-sided
const z99 = 2.5758293035489; // normal deviate of that level
const quarter = 3;
const year = 12;
const known = 0.75; // share of the months of each year that must be known
const lasting = 0.75; // share of the change that must still be there at the end

/**
 * Whether a value has changed since the same months a year before. A change is told only if
 * - the two means differ by more than chance at the 99% level, where months are restless as this organisation's are and
 *   neighbours alike as those of its kind are: the error of the difference is exact for an autoregressive series of order 1,
 *   with the correlation pooled over organisations, and judged by Student's t with as many degrees of freedom as such months
 *   are worth (Bayley and Hammersley 1946, J R Stat Soc Suppl 8:184);
 * - no single month makes it: without any one of them at least half of it is left;
 * - it has lasted: the later half of the window and its last quarter year have at least three quarters of it;
 * - the counts of the two stretches differ by more than chance at the 95% level (not of quantities, which are no events).
 * A window shorter than a quarter year is judged by the quarter that it ends.
 *
 * Patients are mostly the same from month to month, so that months say little of chance. Of them the two counts of the window
 * decide, at the 99% level and widened by how much all organisations change (`yearsDiffer`); the rest holds likewise.
 */
export function judgeChange(evidence: ChangeEvidence): Verdict {
  const { indicator, window } = evidence;
  const judged = { from: Math.min(window.from, window.to - quarter + 1), to: window.to };
  const sight = seen(evidence);
  const { values } = sight;
  const now = within(values, judged);
  const before = within(values, { from: judged.from - year, to: judged.to - year });
  const least = Math.ceil(known * (judged.to - judged.from + 1));
  if (now.length < least || before.length < least) return notTold("too few of its months are known");
  const why = whyChance(indicator, { now, before }, (change) =>
    isMoreThanChance(evidence, sight, { now, before, change }),
  );
  if (why) return notTold(why);
  const sign = meanOf(now) > meanOf(before) ? 1 : -1;
  return {
    verdict: "changed",
    sign,
    since: began(
      values.filter(({ month }) => month > window.to - 2 * year),
      sign,
    ),
    cause: "more than chance moves such months, and it lasts",
  };
}

/**
 * Whether the months after a window differ from those of the window: what has come since a report told of it. The same conditions
 * hold as of a change in a year (`judgeChange`), without the season; the new months are at least a quarter year. Not of patients,
 * who are mostly the same from month to month.
 */
export function judgeSince(evidence: Omit<ChangeEvidence, "yearly">, told: Window): Verdict {
  const { indicator, window } = evidence;
  const sight = seen(evidence);
  const after = { from: told.to + 1, to: window.to };
  const [now, before] = [within(sight.values, after), within(sight.values, told)];
  const least = (stretch: Window) => Math.ceil(known * (stretch.to - stretch.from + 1));
  if (now.length < Math.max(quarter, least(after))) return notTold("fewer than three newer months are known");
  if (before.length < least(told)) return notTold("too few of the months that it told of are known");
  const why = whyChance(indicator, { now, before }, (change) => {
    const error = errorOf({ now, before }, sight.rho, sight.restless);
    return Math.abs(change) > error.t * error.of;
  });
  if (why) return notTold(why);
  return {
    verdict: "changed",
    sign: meanOf(now) > meanOf(before) ? 1 : -1,
    since: undefined,
    cause: "the months since differ by more than chance moves such months, and it lasts",
  };
}

type Stretches = { now: readonly Valued[]; before: readonly Valued[] };

/** Why the difference of two stretches of months is not told; undefined where it is. */
function whyChance(
  indicator: ChangeEvidence["indicator"],
  { now, before }: Stretches,
  isMore: (change: number) => boolean,
): string | undefined {
  const change = meanOf(now) - meanOf(before);
  if (!isMore(change)) return "no more than chance moves such months";
  if (!isBorneOut(now, change, meanOf(before))) return "one month makes it";
  if (!hasLasted(now, change, meanOf(before))) return "it has not lasted to the end";
  return countsDiffer(indicator, totalOf(before), totalOf(now))
    ? undefined
    : "the counts are too small to tell it from chance";
}

function isMoreThanChance(
  { indicator, window, yearly }: ChangeEvidence,
  { values, rho, restless }: SeenMonths,
  { now, before, change }: Stretches & { change: number },
): boolean {
  if (indicator.numerator.counts === "patients") {
    const past = { from: window.from - year, to: window.to - year };
    const pair = { before: totalOf(within(values, past)), now: totalOf(within(values, window)) };
    return yearsDiffer(indicator, pair, yearly, z99);
  }
  const error = errorOf({ now, before }, rho, restless);
  return Math.abs(change) > error.t * error.of;
}

function within(values: readonly Valued[], { from, to }: Window): Valued[] {
  return values.filter(({ month }) => month >= from && month <= to);
}

/** The mean of months, weighted by their denominators. */
function meanOf(months: readonly Valued[]): number {
  let [sum, weights] = [0, 0];
  for (const { value, denominator } of months) {
    sum += value * denominator;
    weights += denominator;
  }
  return sum / weights;
}

/** The standard error of the difference of two means, and the t that it must be exceeded by. */
function errorOf(
  { now, before }: Stretches,
  rho: number,
  restless: SeenMonths["restless"] = { variance: Number.POSITIVE_INFINITY, degrees: 2 },
): { of: number; t: number } {
  const [plus, minus] = [weighted(now), weighted(before)];
  const difference = varianceOfSum(
    { at: [...minus.at, ...plus.at], weights: [...minus.weights.map((weight) => -weight), ...plus.weights] },
    rho,
  );
  return { of: Math.sqrt(restless.variance * difference), t: studentT(level, restless.degrees) };
}

/** Whether at least half of the change is left without any one of its months. */
function isBorneOut(now: readonly Valued[], change: number, before: number): boolean {
  return now.every((left) => (meanOf(now.filter((each) => each !== left)) - before) / change >= 0.5);
}

/** Whether most of the change is still there in the later half and in the last quarter of a year. */
function hasLasted(now: readonly Valued[], change: number, before: number): boolean {
  const ends = [Math.ceil(now.length / 2), quarter].filter((months) => months < now.length);
  return ends.every((months) => (meanOf(now.slice(-months)) - before) / change >= lasting);
}

function totalOf(months: readonly Counts[]): Counts {
  return {
    numerator: months.reduce((sum, { numerator }) => sum + numerator, 0),
    denominator: months.reduce((sum, { denominator }) => sum + denominator, 0),
  };
}

/**
 * Since when, where a step says more of the series than a slope: with what is left of it, by least squares, under nine tenths of
 * what a straight line leaves. A value that has come down month by month for years began to in none of them.
 */
function began(series: Values, sign: 1 | -1): Month | undefined {
  const at = onset(series, sign);
  const [before, after] = [series.filter(({ month }) => month < at), series.filter(({ month }) => month >= at)];
  if (before.length === 0) return undefined;
  return leftOf(before, 0) + leftOf(after, 0) < clearly * leftOf(series, slopeOf(series)) ? at : undefined;
}

const clearly = 0.9;

/** The sum of squares that a line of a slope through the middle of a series leaves of it. */
function leftOf(series: Values, slope: number): number {
  const middle = middleOf(series);
  return series.reduce(
    (sum, { month, value }) => sum + (value - middle.value - slope * (month - middle.month)) ** 2,
    0,
  );
}

function slopeOf(series: Values): number {
  const middle = middleOf(series);
  const over = series.reduce((sum, { month, value }) => sum + (month - middle.month) * (value - middle.value), 0);
  return over / series.reduce((sum, { month }) => sum + (month - middle.month) ** 2, 0);
}

function middleOf(series: Values): { month: number; value: number } {
  const mean = (of: (each: Values[number]) => number) =>
    series.reduce((sum, each) => sum + of(each), 0) / series.length;
  return { month: mean(({ month }) => month), value: mean(({ value }) => value) };
}

/**
 * The month from which on, split there, the two parts of the series differ most for their size (the largest
 * cumulative sum of departures from the mean; Pettitt 1980, Appl Stat 29:126, for a known level of noise).
 */
function onset(series: Values, sign: 1 | -1): Month {
  const mean = series.reduce((sum, { value }) => sum + value, 0) / series.length;
  let [sum, most, since] = [0, -Infinity, series[0]!.month];
  series.forEach(({ value }, i) => {
    sum -= sign * (value - mean);
    const next = series[i + 1];
    if (next && sum > most) [most, since] = [sum, next.month];
  });
  return since;
}

function notTold(cause: string): Verdict {
  return { verdict: "not-told", cause };
}
