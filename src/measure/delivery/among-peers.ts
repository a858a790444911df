import { countsIn, placeOfMonth } from "../../input/data/observations.ts";
import { quantile } from "../percentile.ts";
import { type Found, someOf } from "./found.ts";
import type { Expected, Looked } from "./months.ts";
import { round } from "./values.ts";

const twentyfold = 20;
const worthLooking = 100; // counted or to be expected in the window: with fewer, chance and odd services do it
const enough = 10; // organisations that tell what is typical

/**
 * Organisations whose value is a small part of the typical one, in fractions, in all months: theirs are in another unit. What is
 * many times as large is for `findFarValues`.
 */
export function findSmallAmongPeers({ organisations, many }: Expected, looked: Looked): Found[] {
  const { observations, indicator, given, window, accept } = looked;
  if (given !== "counts") return [];
  const [from, to] = [placeOfMonth(observations, window.from), placeOfMonth(observations, window.to)];
  const all = organisations.flatMap(({ code }) => {
    const series = countsIn(observations.of.get(indicator)?.get(code));
    if (!series) return [];
    const { numerators, denominators } = series;
    const places = Array.from({ length: to - from + 1 }, (_, i) => from + i).filter((each) => denominators[each]! > 0);
    if (places.length === 0) return [];
    const sum = (figures: Float64Array) => places.reduce((total, each) => total + figures[each]!, 0);
    const d = sum(denominators);
    // Of the months the middle one: a single odd month is told as such.
    const value = middleOf(places.map((each) => numerators[each]! / denominators[each]!));
    return [{ code, d, value, isWhole: places.every((each) => Number.isInteger(numerators[each])) }];
  });
  if (all.length < enough) return [];
  const typical = middleOf(all.map(({ value }) => value));
  if (!(typical > 0)) return [];
  const found = all.filter(
    ({ d, value, isWhole }) => value > 0 && twentyfold * value <= typical && !isWhole && typical * d >= worthLooking, // whole numbers may just be few
  );
  if (found.length === 0) return [];
  const names = found.map(({ code, value }) => `${code} (${round(typical / value)} times as small)`);
  return [
    {
      check: "odd-values",
      indicator,
      size: found.length / organisations.length,
      limit: accept["odd-values"],
      message: `values of "${indicator}" are a twentieth of the typical one, or less, for ${found.length} of ${organisations.length} ${many}: ${someOf(names)}`,
      hint: "look at the unit of their rows: a numerator or denominator may be in thousands",
    },
  ];
}

function middleOf(values: readonly number[]): number {
  return quantile(
    [...values].sort((a, b) => a - b),
    0.5,
  );
}
