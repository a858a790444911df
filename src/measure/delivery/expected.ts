import type { Month } from "../../month.ts";

/*
 * What a month should hold, by the months before it and the season.
 */

export const before = 3; // months that a month is held against
const year = 12;

export type Rates = Readonly<Record<"numerators" | "denominators", Float64Array>>;

/** The two sides of a series; a month that is doubted by itself is told by itself, and not known here. */
export function ratesOf({ numerators, denominators }: Rates, first: Month, doubted: ReadonlySet<Month>): Rates {
  if (doubted.size === 0) return { numerators, denominators };
  return { numerators: numerators.map((each, i) => (doubted.has(first + i) ? Number.NaN : each)), denominators };
}

/** What the three months before would make of a month. */
export function expectedAt({ numerators, denominators }: Rates, place: number): number | undefined {
  let [counted, over] = [0, 0];
  for (let i = place - before; i < place; i++) {
    if (!((denominators[i] ?? 0) > 0) || Number.isNaN(numerators[i])) return undefined;
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
    if (usual === undefined || Number.isNaN(usual) || Number.isNaN(own)) continue;
    counted += own;
    expected += usual;
  }
  return counted > 0 && expected > 0 ? counted / expected : 1;
}
