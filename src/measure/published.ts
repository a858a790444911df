import { type Observations, placeOfMonth, type ValueSeries } from "../input/data/observations.ts";
import { verdicts } from "../input/data/verdicts.ts";
import type { Indicator } from "../input/library/indicator.ts";
import { periodOf } from "../input/library/period.ts";
import { type Interval, ofMean, z95 } from "./interval.ts";
import { known } from "./points.ts";
import type { OwnSeries, Published, Window } from "./standing.ts";
import type { Timed } from "./windows.ts";

/*
 * Values as somebody has published them. They are never added: the value of a stretch is the one that stands at its end.
 */

/** The value at the end of a stretch, with what came with it; undefined where there is none. */
export function publishedAt(
  observations: Observations,
  timed: Timed & Pick<Indicator, "kind">,
  code: string,
  { to }: Window,
): Published | undefined {
  const series = valuesOf(observations, timed, code);
  const place = placeOfMonth(observations, to);
  const value = series?.values[place] ?? Number.NaN;
  if (!series || Number.isNaN(value)) return undefined;
  const at = (figures: Float64Array) => {
    const figure = figures[place] ?? Number.NaN;
    return Number.isNaN(figure) ? undefined : figure;
  };
  const n = at(series.sizes);
  const interval = intervalOf(value, {
    lower: at(series.lowers),
    upper: at(series.uppers),
    sd: at(series.deviations),
    n,
  });
  const verdict = verdicts[at(series.verdicts) ?? -1];
  const percentile = at(series.percentiles);
  return {
    state: "shown",
    value,
    months: periodOf(timed).covers,
    ...(interval ? { interval } : {}),
    ...(n === undefined ? {} : { n }),
    ...(verdict && verdict !== "none" ? { verdict } : {}),
    ...(percentile === undefined ? {} : { percentile }),
  };
}

/** The points of the own trend: the value of each stretch, or nothing. */
export function publishedPoints(
  observations: Observations,
  indicator: Indicator,
  code: string,
  points: readonly Window[],
): OwnSeries {
  const valueAt = (stretch: Window) => publishedAt(observations, indicator, code, stretch)?.value ?? Number.NaN;
  return { points, values: known(points.map(valueAt)) };
}

/** The published interval; else that of a mean, from the standard deviation and how many it is of. */
function intervalOf(
  value: number,
  { lower, upper, sd, n }: { [K in "lower" | "upper" | "sd" | "n"]: number | undefined },
): Interval | undefined {
  if (lower !== undefined && upper !== undefined) return { lower, upper };
  return sd !== undefined && n !== undefined && n >= 2 ? ofMean(value, sd, n) : undefined;
}

/** Standard error of a value, from its 95% interval: width over 2 × 1.96 (Cochrane Handbook 6.3, section 6.5.2.2). */
export function standardError({ lower, upper }: Interval): number {
  return (upper - lower) / (2 * z95);
}

function valuesOf(observations: Observations, { indicator }: Timed, code: string): ValueSeries | undefined {
  const series = observations.of.get(indicator)?.get(code);
  return series && "values" in series ? series : undefined;
}

/** Where a value surely is, held against a number; level where that cannot be told. */
export type Clear = "below" | "above" | "level";

/**
 * On which side of a number a published value surely is: its 95% interval is clear of it (the rule of Fingertips and of
 * Care Compare). Where none was published, by the values as they are printed.
 */
export function sideOfNumber(own: Published, number: number, print: (value: number) => number): Clear {
  if (print(own.value) === print(number)) return "level";
  const { lower, upper } = own.interval ?? { lower: own.value, upper: own.value };
  if (upper < number) return "below";
  return lower > number ? "above" : "level";
}
