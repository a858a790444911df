import type { Counted, Indicator } from "../../input/library/indicator.ts";
import type { Month } from "../../month.ts";
import { type Counts, type Interval, poisson, wilson } from "../interval.ts";
import type { Window } from "../standing.ts";
import { varianceOfSum } from "./ar1.ts";
import { type Correlation, correlationFor } from "./correlation.ts";
import type { KnownMonth } from "./months.ts";
import { studentT } from "./numbers.ts";
import { type Season, withoutSeason } from "./season.ts";

/** What an own value is known by: its counts, and the months it is of where there are months. */
export type OwnEvidence = {
  readonly indicator: Pick<Counted, "kind" | "numerator">;
  readonly counts: Counts; // of the window
  readonly window: Window;
  readonly months: readonly KnownMonth[]; // of two years up to the window's end; none where values are not of months
  readonly season: Season;
  readonly correlation: Correlation;
};

const level = 0.05;
const fewest = 6; // months from which a standard error is taken
const fewEvents = 10; // under which months are too coarse and the counts themselves decide
const steadiest = 0.6; // standard deviations of months, over those of independent events: lowest tenth or so of real practices
const year = 12;

/**
 * The 95% interval of the own value, in events per one of the denominator, by its own uncertainty alone:
 * - by its months, where it has them: value ± t standard errors of a mean of months that are as restless as these are and as like
 *   their neighbours as those of such organisations are (autoregressive of order 1, as `judgeChange`). Items of one practice vary
 *   less from month to month than independent events would, and a quantity is no count of events;
 * - by its counts: Wilson's interval of a share, Poisson limits of a rate (Byar's, exact under 10 events).
 * A rate of items goes by its months, though never by much less than its counts, unless they are too few or too coarse (under 10
 * events); one of patients by its counts; a share by the wider of the two, for shares swing from month to month too. Nothing for
 * a quantity without months.
 */
export function ownInterval(evidence: OwnEvidence): Interval | undefined {
  const { indicator, counts } = evidence;
  if (!(counts.denominator > 0)) return undefined;
  const of = indicator.numerator.counts;
  const byCounts = of === "quantity" && indicator.kind !== "share" ? undefined : intervalOfCounts(indicator, counts);
  const coarse = of !== "quantity" && counts.numerator < fewEvents;
  if (coarse || (of === "patients" && indicator.kind !== "share")) return byCounts;
  const byMonths = intervalOfMonths(evidence);
  if (!byMonths || !byCounts) return byMonths ?? byCounts;
  const least = indicator.kind === "share" ? byCounts : drawnIn(byCounts, counts.numerator / counts.denominator);
  return { lower: Math.min(byMonths.lower, least.lower), upper: Math.max(byMonths.upper, least.upper) };
}

/** As narrow as months of one practice may make it: they vary less than independent events, but never much less. */
function drawnIn({ lower, upper }: Interval, value: number): Interval {
  return { lower: value - steadiest * (value - lower), upper: value + steadiest * (upper - value) };
}

function intervalOfCounts({ kind }: Pick<Indicator, "kind">, { numerator, denominator }: Counts): Interval {
  if (kind === "share") return wilson(Math.min(numerator, denominator), denominator);
  const { lower, upper } = poisson(numerator);
  return { lower: lower / denominator, upper: upper / denominator };
}

function intervalOfMonths(evidence: OwnEvidence): Interval | undefined {
  const { indicator, counts, window } = evidence;
  const { values, rho, restless } = seen(evidence);
  const inside = values.filter(({ month }) => month >= window.from && month <= window.to);
  if (!restless || inside.length === 0) return undefined;
  const error = Math.sqrt(restless.variance * varianceOfSum(weighted(inside), rho));
  const reach = studentT(level, restless.degrees) * error;
  const value = counts.numerator / counts.denominator;
  const most = indicator.kind === "share" ? 1 : Number.POSITIVE_INFINITY;
  return { lower: Math.max(0, value - reach), upper: Math.min(most, value + reach) };
}

export type Valued = KnownMonth & { readonly value: number };

/** What the months of one organisation are without the season, how alike its neighbours are, and how restless it is. */
export type SeenMonths = {
  readonly values: readonly Valued[];
  readonly rho: number;
  readonly restless: Restless | undefined;
};

type OwnSight = Pick<OwnEvidence, "window" | "months" | "season" | "correlation"> & {
  readonly indicator: Pick<Indicator, "kind">;
};

/** What was seen last: an interval and a change rest on the same months. */
let last: { of: OwnSight; seen: SeenMonths } | undefined;

export function seen(of: OwnSight): SeenMonths {
  if (!last || !isSame(last.of, of)) last = { of, seen: see(of) };
  return last.seen;
}

function isSame(one: OwnSight, other: OwnSight): boolean {
  return (
    one.months === other.months &&
    one.season === other.season &&
    one.correlation === other.correlation &&
    one.window.to === other.window.to &&
    one.indicator.kind === other.indicator.kind
  );
}

function see({ indicator, window, months, season, correlation }: OwnSight): SeenMonths {
  const values = months.map((each) => valued(indicator, season, each));
  const rho = correlationFor(correlation, values);
  return { values, rho, restless: restlessnessOf(values, window.to, rho) };
}

/** A month with its value without the season. */
function valued(indicator: Pick<Indicator, "kind">, season: Season, each: KnownMonth): Valued {
  const { month, numerator, denominator } = each;
  return { month, numerator, denominator, value: withoutSeason(indicator, season, each) };
}

type Restless = { readonly variance: number; readonly degrees: number };

/**
 * The variance of a single month round the mean of its year, and what it is worth in degrees of freedom. Months are weighted by
 * their denominators; what the mean takes of the variance where neighbours are alike is put back exactly.
 */
function restlessnessOf(values: readonly Valued[], end: Month, rho: number): Restless | undefined {
  const years = [2, 1]
    .map((before) => values.filter(({ month }) => month > end - before * year && month <= end - (before - 1) * year))
    .filter((months) => months.length >= 2);
  const known = years.reduce((sum, months) => sum + months.length, 0);
  if (known < fewest) return undefined;
  let [squares, share] = [0, 0];
  for (const months of years) {
    const { at, weights } = weighted(months);
    const mean = months.reduce((sum, { value }, i) => sum + weights[i]! * value, 0);
    months.forEach(({ value }, i) => {
      squares += weights[i]! * (value - mean) ** 2;
    });
    share += 1 - varianceOfSum({ at, weights }, rho);
  }
  const free = known - years.length;
  return { variance: squares / share, degrees: Math.max(2, (free * (1 - rho * rho)) / (1 + rho * rho)) };
}

/** Months by their denominators, as weights that add to 1. */
export function weighted(months: readonly KnownMonth[]): { at: number[]; weights: number[] } {
  const sum = months.reduce((all, { denominator }) => all + denominator, 0);
  return { at: months.map(({ month }) => month), weights: months.map(({ denominator }) => denominator / sum) };
}
