import { countsIn, type Observations, placeOfMonth } from "../input/data/observations.ts";
import type { Counted, Indicator } from "../input/library/indicator.ts";
import { type Month, monthName } from "../month.ts";
import { change } from "./change.ts";
import { newcombe, wilson, z95 } from "./interval.ts";
import { standardError } from "./published.ts";
import { printedNumber, roundHalfUp } from "./rounding.ts";
import { type SpcLimits, type SpecialCause, specialCauses, xmr } from "./spc.ts";
import type { Published, Trend, Window } from "./standing.ts";

const fewest = 10; // months of a year that must be known for limits
const surely = 2.2; // standard errors that a mean of twelve differences rarely strays from 0 by chance: t, 11 degrees, 95%
const rangeOfSigma = 1.128; // expected moving range of neighbours, in standard deviations

/**
 * Whether a value has risen or fallen since the same months a year before. A change is named only if it shows in print,
 * is at least `atLeast` of the value before, is more than chance moves from month to month, and the months bear it out:
 * judged by the limits of the year before (XmR, NHS Making Data Count), a month of the window shows special cause on that
 * side. Those limits alone find a change in every fifth series in which nothing but chance is at work; the two tests
 * together in one of twenty-five. Seasonal indicators are judged by each month's difference from the same month a year
 * before. Otherwise the trend is steady.
 */
export function findTrend(
  observations: Observations,
  indicator: Indicator,
  code: string,
  options: { window: Window; now: number; before: number; atLeast: number },
): Trend {
  const { window, now, before, atLeast } = options;
  const { steady, direction, small } = weigh(indicator, before, now, atLeast);
  if (small) return { ...steady, evidence: `${steady.evidence}: ${small}` };
  const values = monthlyValues(observations, indicator.indicator, code, window.to - 23, window.to);
  if (isChance(values, window)) return { ...steady, evidence: `${steady.evidence}: no more than chance` };
  const cause = findCause(values, indicator, window, direction);
  if (!cause) return { ...steady, evidence: `${steady.evidence}, but no run of months bears it out` };
  return { ...steady, direction, evidence: `${steady.evidence}; ${cause}` };
}

/**
 * The same for values of which there is one a year, or which are no sums: by the two counts alone. A change is named only if
 * it shows in print, is at least `atLeast` of the value before, and is more than chance at the 95% level: of a share, the
 * interval of the difference of two independent proportions leaves out 0 (Newcombe 1998, Stat Med 17:873, method 10); of a
 * rate, the share of all events that are this year's leaves out the share of the denominator (the conditional test of two
 * Poisson rates, Przyborowski and Wilenski 1940, Biometrika 31:313, with Wilson's interval). Where the same patients are in
 * both periods the test is the more cautious for it. Of quantities, which are no events, nothing can be told from two.
 */
export function findYearOnYear(indicator: Counted, before: Known, now: Known, atLeast: number): Trend {
  const { steady, direction, small } = weigh(indicator, before.value, now.value, atLeast);
  if (small) return { ...steady, evidence: `${steady.evidence}: ${small}` };
  if (indicator.numerator.counts === "quantity")
    return { ...steady, evidence: `${steady.evidence}: two values of a quantity do not tell a change from chance` };
  const counts = (own: Known) => `${roundHalfUp(own.count, 1)} of ${roundHalfUp(own.base, 1)}`;
  const told = `${steady.evidence} (${counts(before)}, ${counts(now)})`;
  if (!isApart(indicator, before, now)) return { ...steady, evidence: `${told}: no more than chance` };
  return { ...steady, direction, evidence: `${told}: more than chance` };
}

/**
 * The same for two published values, a year apart: by z, their difference over its standard error, from the standard errors of
 * the two (each from its 95% interval). Where one has no interval, nothing can be told from two values. Where the same people
 * are in both the test is the more cautious for it.
 */
export function findPublishedChange(indicator: Indicator, before: Published, now: Published, atLeast: number): Trend {
  const { steady, direction, small } = weigh(indicator, before.value, now.value, atLeast);
  if (small) return { ...steady, evidence: `${steady.evidence}: ${small}` };
  if (!before.interval || !now.interval)
    return {
      ...steady,
      evidence: `${steady.evidence}: without intervals, two values do not tell a change from chance`,
    };
  const z = (now.value - before.value) / Math.hypot(standardError(before.interval), standardError(now.interval));
  const told = `${steady.evidence} (z ${roundHalfUp(z, 1)})`;
  if (!(Math.abs(z) > z95)) return { ...steady, evidence: `${told}: no more than chance` };
  return { ...steady, direction, evidence: `${told}: more than chance` };
}

type Known = { value: number; count: number; base: number };

function isApart({ kind }: Indicator, before: Known, now: Known): boolean {
  const counts = ({ count, base }: Known) => ({ numerator: Math.min(count, base), denominator: base });
  if (kind === "share") {
    const { lower, upper } = newcombe(counts(now), counts(before));
    return lower > 0 || upper < 0;
  }
  const events = before.count + now.count;
  if (events <= 0) return false;
  const expected = now.base / (before.base + now.base);
  const { lower, upper } = wilson(now.count, events);
  return lower > expected || upper < expected;
}

/** A change before it is tested; `small` says why it is not worth a test. */
function weigh(indicator: Indicator, before: number, now: number, atLeast: number) {
  const { absolute, relative } = change(before, now);
  const direction: "rising" | "falling" = absolute > 0 ? "rising" : "falling";
  const steady: Trend = {
    direction: "steady",
    absolute,
    ...(relative === undefined ? {} : { relative }),
    evidence: `${printedNumber(indicator, before)} a year before, ${printedNumber(indicator, now)} now`,
  };
  const isTheSame = printedNumber(indicator, now) === printedNumber(indicator, before);
  const isLess = relative !== undefined && Math.abs(relative) < atLeast;
  const small = isTheSame ? "prints the same" : isLess ? `less than ${Math.round(atLeast * 100)}%` : undefined;
  return { steady, direction, small };
}

type Monthly = { month: Month; value: number };

/**
 * Whether the window's months differ from the same months a year before, on average, by no more than their own
 * restlessness makes likely. Differences of the same months know no season, and neighbours' ranges no slow drift.
 */
function isChance(values: readonly Monthly[], { from }: Window): boolean {
  const differences = values
    .slice(12)
    .map(({ month, value }, i) => ({ month, value: value - (values[i]?.value ?? Number.NaN) }))
    .filter(({ value }) => Number.isFinite(value));
  const all = differences.map(({ value }) => value);
  const inside = differences.filter(({ month }) => month >= from).map(({ value }) => value);
  const ranges = all.slice(1).map((value, i) => Math.abs(value - (all[i] ?? value)));
  return !(Math.abs(mean(inside)) > (surely * (mean(ranges) / rangeOfSigma)) / Math.sqrt(inside.length));
}

/** The first special cause of the window on the side of the change, in words. */
function findCause(
  values: readonly Monthly[],
  indicator: Indicator,
  { from, to }: Window,
  direction: "rising" | "falling",
): string | undefined {
  const year = values.slice(0, 12);
  const last = values.slice(12);
  const judged = indicator.seasonal
    ? last.map(({ month, value }, i) => ({ month, value: value - (year[i]?.value ?? Number.NaN) }))
    : last;
  const base = (
    indicator.seasonal
      ? year.map(({ value }) => value - mean(year.map((each) => each.value)))
      : year.map(({ value }) => value)
  ).filter(Number.isFinite);
  const known = judged.filter(({ value }) => Number.isFinite(value));
  if (base.length < fewest || known.length < fewest) return undefined;
  const limits = widened(indicator.seasonal ? { ...xmr(base), mean: 0 } : xmr(base));
  const side = direction === "rising" ? "high" : "low";
  const causes = specialCauses(
    known.map(({ value }) => value),
    limits,
    "none",
  );
  const i = causes.findIndex((cause, t) => cause?.side === side && (known[t]?.month ?? to) >= from);
  const cause = causes[i];
  return cause && `${names[cause.rule]} ${monthName(known[i]?.month ?? to)}`;
}

/** A year that was the same every month, as where there was nothing, has no limits to be outside of: only runs tell. */
function widened(limits: SpcLimits): SpcLimits {
  if (limits.upper > limits.lower) return limits;
  return { mean: limits.mean, lower: -Infinity, upper: Infinity, nearLower: -Infinity, nearUpper: Infinity };
}

const names: Readonly<Record<SpecialCause["rule"], string>> = {
  "outside-limits": "outside the limits of the year before in",
  shift: "seven months running on one side of the year before's mean, with",
  trend: "seven months running in one direction, with",
  "two-of-three": "two of three months near the limits of the year before, with",
};

function monthlyValues(observations: Observations, indicator: string, code: string, from: Month, to: Month): Monthly[] {
  const series = countsIn(observations.of.get(indicator)?.get(code));
  return Array.from({ length: to - from + 1 }, (_, i) => {
    const place = placeOfMonth(observations, from + i);
    const denominator = series?.denominators[place] ?? Number.NaN;
    return {
      month: from + i,
      value: denominator > 0 ? (series?.numerators[place] ?? Number.NaN) / denominator : Number.NaN,
    };
  });
}

function mean(values: readonly number[]): number {
  const known = values.filter(Number.isFinite);
  return known.reduce((sum, value) => sum + value, 0) / known.length;
}
