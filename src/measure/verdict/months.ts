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
): readonly KnownMonth[] {
  const series = countsIn(observations.of.get(indicator)?.get(code));
  if (!series) return [];
  const { first } = observations;
  const isLast = last.series === series && last.first === first && last.from === stretch.from && last.to === stretch.to;
  if (!isLast) last = { series, first, ...stretch, months: monthsOf(observations, series, stretch) };
  return last.months;
}

/** Of whom months were asked last: an interval and a change ask for the same. */
let last: { series?: CountSeries; first: Month; months: readonly KnownMonth[] } & Window = {
  first: 0,
  from: 0,
  to: 0,
  months: [],
};

function monthsOf(
  observations: Observations,
  { numerators, denominators }: CountSeries,
  { from, to }: Window,
): KnownMonth[] {
  const months: KnownMonth[] = [];
  for (let month = from, place = placeOfMonth(observations, from); month <= to; month++, place++) {
    const [numerator, denominator] = [numerators[place]!, denominators[place]!];
    if (denominator > 0 && !Number.isNaN(numerator)) months.push({ month, numerator, denominator });
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
