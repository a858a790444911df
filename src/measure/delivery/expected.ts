import { type CountSeries, countsIn, placeOfMonth } from "../../input/data/observations.ts";
import type { Organisation } from "../../input/data/organisation.ts";
import type { SeriesDoubt } from "../plausibility/doubt.ts";
import type { Looked } from "./months.ts";

/*
 * What a month should hold, by the months before it and the season.
 */

export const before = 3; // months that a month is held against
const year = 12;

export type Rates = Readonly<{ code: string } & CountSeries>;

/** The two sides of each organisation's series; a month that is doubted by itself is told by itself, and not known here. */
export function ratesOf(
  organisations: readonly Organisation[],
  { observations, indicator }: Pick<Looked, "observations" | "indicator">,
  doubts: ReadonlyMap<string, SeriesDoubt>,
): Rates[] {
  const byCode = observations.of.get(indicator);
  return organisations.flatMap(({ code }) => {
    const series = countsIn(byCode?.get(code));
    if (!series) return [];
    const { denominators } = series;
    const doubted = doubts.get(code)?.months ?? [];
    const numerators = doubted.length > 0 ? series.numerators.slice() : series.numerators;
    for (const { month } of doubted) numerators[placeOfMonth(observations, month)] = Number.NaN;
    return [{ code, numerators, denominators }];
  });
}

/** What the three months before would make of a month; not a number where one of them is not known. */
export function expectedAt({ numerators, denominators }: Rates, place: number): number {
  if (place < before) return Number.NaN;
  let [counted, over] = [0, 0];
  for (let i = place - before; i < place; i++) {
    if (!(denominators[i]! > 0) || Number.isNaN(numerators[i])) return Number.NaN;
    counted += numerators[i]!;
    over += denominators[i]!;
  }
  return (counted / over) * (denominators[place] ?? Number.NaN);
}

/** The same month of the year before against the three before it, all together; 1 where that is not known. */
export function seasonAt(known: readonly Rates[], place: number): number {
  let [counted, expected] = [0, 0];
  for (const each of known) {
    const usual = expectedAt(each, place - year);
    const own = each.numerators[place - year] ?? Number.NaN;
    if (Number.isNaN(usual) || Number.isNaN(own)) continue;
    counted += own;
    expected += usual;
  }
  return counted > 0 && expected > 0 ? counted / expected : 1;
}
