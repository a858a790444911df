import type { Indicator } from "../input/indicator.ts";
import { type Observations, placeOfMonth } from "../input/observations.ts";
import { type Month, monthName } from "../month.ts";
import { change } from "./change.ts";
import { printedNumber } from "./rounding.ts";
import { type SpecialCause, specialCauses, xmr } from "./spc.ts";
import type { Trend } from "./standing.ts";

const fewest = 10; // months of the base year that must be known for limits

/**
 * Whether a value has risen or fallen since the same months a year before. A change is named only if it shows in print,
 * is at least `atLeast` of the value before, and the months bear it out: judged by the limits of the year before (XmR,
 * NHS Making Data Count), the last twelve months show special cause on that side. Seasonal indicators are judged by each
 * month's difference from the same month a year before. Otherwise the trend is steady.
 */
export function findTrend(
  observations: Observations,
  indicator: Indicator,
  code: string,
  options: { to: Month; now: number; before: number; atLeast: number },
): Trend {
  const { to, now, before, atLeast } = options;
  const { absolute, relative } = change(before, now);
  const direction = absolute > 0 ? "rising" : "falling";
  const steady: Trend = {
    direction: "steady",
    absolute,
    ...(relative === undefined ? {} : { relative }),
    evidence: `${printedNumber(indicator, before)} a year before, ${printedNumber(indicator, now)} now`,
  };
  if (printedNumber(indicator, now) === printedNumber(indicator, before))
    return { ...steady, evidence: `${steady.evidence}: prints the same` };
  if (relative !== undefined && Math.abs(relative) < atLeast)
    return { ...steady, evidence: `${steady.evidence}: less than ${Math.round(atLeast * 100)}%` };
  const cause = findCause(observations, indicator, code, to, direction);
  if (!cause) return { ...steady, evidence: `${steady.evidence}, but no run of months bears it out` };
  return { ...steady, direction, evidence: `${steady.evidence}; ${cause}` };
}

/** The first special cause of the last twelve months on the side of the change, in words. */
function findCause(
  observations: Observations,
  indicator: Indicator,
  code: string,
  to: Month,
  direction: "rising" | "falling",
): string | undefined {
  const values = monthlyValues(observations, indicator.indicator, code, to - 23, to);
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
  const limits = indicator.seasonal ? { ...xmr(base), mean: 0 } : xmr(base);
  const side = direction === "rising" ? "high" : "low";
  const causes = specialCauses(
    known.map(({ value }) => value),
    limits,
    "none",
  );
  const i = causes.findIndex(
    (cause) => cause?.side === side && (cause.rule === "shift" || limits.upper > limits.lower),
  );
  const cause = causes[i];
  return cause && `${names[cause.rule]} ${monthName(known[i]?.month ?? to)}`;
}

const names: Readonly<Record<SpecialCause["rule"], string>> = {
  "outside-limits": "outside the limits of the year before in",
  shift: "seven months running on one side of the year before's mean, with",
  trend: "seven months running in one direction, with",
  "two-of-three": "two of three months near the limits of the year before, with",
};

function monthlyValues(
  observations: Observations,
  indicator: string,
  code: string,
  from: Month,
  to: Month,
): { month: Month; value: number }[] {
  const series = observations.of.get(indicator)?.get(code);
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
