import type { Composite } from "../library/composite.ts";
import { type CountSeries, countsIn, type FetchedObservations } from "./observations.ts";

/**
 * Whether no composite contradicts its components in any organisation of the directory, as `findContradictions` tells by rows; not
 * where that cannot be seen from the series: a row stands for another, or an indicator is of another campaign. Doubt is no.
 */
export function isSound(
  { observations: { of }, isDoubled }: FetchedObservations,
  composites: readonly Composite[],
): boolean {
  if (isDoubled) return false;
  return composites.every((composite) => {
    const parts = composite.of.map((id) => of.get(id));
    if (parts.includes(undefined)) return false;
    return [...(of.get(composite.id) ?? [])].every(([code, series]) => {
      const whole = countsIn(series);
      const known = parts.flatMap((byCode) => countsIn(byCode?.get(code)) ?? []);
      return whole === undefined || whole.numerators.every((_, place) => mayBe(composite, { whole, known, place }));
    });
  });
}

type PartsBeside = { whole: CountSeries; known: readonly CountSeries[]; place: number };

function mayBe({ takes, of }: Composite, { whole, known, place }: PartsBeside): boolean {
  const numerator = whole.numerators[place]!;
  let [most, least, together, count] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY, 0, 0];
  for (const { numerators } of known) {
    const own = numerators[place]!;
    if (Number.isNaN(own)) continue;
    if (own > most) most = own;
    if (own < least) least = own;
    together += own;
    count++;
  }
  if (Number.isNaN(numerator) || count === 0) return true;
  if (takes === "all-of") return numerator <= least;
  const isWithinSum = count < of.length || numerator <= together * (1 - hair);
  return numerator >= most && numerator <= whole.denominators[place]! && (isWithinSum || numerator === together);
}

const hair = 1e-9; // sums in another order may differ by it
