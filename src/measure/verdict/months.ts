import { type CountSeries, countsIn, type Observations, placeOfMonth } from "../../input/data/observations.ts";
import type { Month } from "../../month.ts";
import type { Counts } from "../interval.ts";
import type { Window } from "../standing.ts";

/** The months of one organisation that are known, in order of time, each with its counts. */
export type KnownMonth = Counts & { readonly month: Month };

/** Known months of a stretch; one whose denominator is 0 has no value and is left out. */
export function knownMonths(
  observations: Observations,
  indicator: string,
  code: string,
  stretch: Window,
): KnownMonth[] {
  const series = countsIn(observations.of.get(indicator)?.get(code));
  return series ? monthsOf(observations, series, stretch) : [];
}

function monthsOf(
  observations: Observations,
  { numerators, denominators }: CountSeries,
  { from, to }: Window,
): KnownMonth[] {
  const months: KnownMonth[] = [];
  for (let month = from; month <= to; month++) {
    const place = placeOfMonth(observations, month);
    const [numerator, denominator] = [numerators[place] ?? Number.NaN, denominators[place] ?? Number.NaN];
    if (!Number.isNaN(numerator) && denominator > 0) months.push({ month, numerator, denominator });
  }
  return months;
}

/** Numerators over denominators, summed: the value of a stretch in events per one of the denominator. */
export function ratioOf(months: readonly Counts[]): number {
  let [numerator, denominator] = [0, 0];
  for (const each of months) {
    numerator += each.numerator;
    denominator += each.denominator;
  }
  return numerator / denominator;
}
