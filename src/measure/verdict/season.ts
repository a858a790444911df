import type { Indicator } from "../../input/library/indicator.ts";
import type { Month } from "../../month.ts";
import { type KnownMonth, ratioOf } from "./months.ts";

/**
 * What all organisations have in common in one month, against their own year: short months, winters, an outbreak. Of a rate a
 * factor, so that large and small move alike; of a share a difference in fractions, which is the same with the sign turned
 * where the share is told as its complement.
 */
export type Season = ReadonlyMap<Month, number>;

const fewest = 10; // organisations from which a season is told

/** One month's value without the season: events per one of the denominator. */
export function withoutSeason(
  { kind }: Pick<Indicator, "kind">,
  season: Season,
  { month, numerator, denominator }: KnownMonth,
): number {
  const own = numerator / denominator;
  const common = season.get(month);
  if (common === undefined) return own;
  return kind === "share" ? own - common : own / common;
}

/**
 * The season of the months of `years`, each a list of organisations with the months that each has of that year: what was
 * observed in a month, all together, against what each one's mean of that year would have given. Nothing where fewer than
 * ten are known.
 */
export function seasonOf({ kind }: Pick<Indicator, "kind">, years: readonly Iterable<readonly KnownMonth[]>[]): Season {
  const sums = new Map<Month, { observed: number; expected: number; base: number; of: number }>();
  for (const organisations of years) {
    for (const months of organisations) {
      const mean = ratioOf(months);
      if (!(mean > 0)) continue;
      for (const { month, numerator, denominator } of months) {
        const sum = sums.get(month) ?? { observed: 0, expected: 0, base: 0, of: 0 };
        sum.observed += numerator;
        sum.expected += mean * denominator;
        sum.base += denominator;
        sum.of += 1;
        sums.set(month, sum);
      }
    }
  }
  return new Map(
    [...sums].flatMap(([month, { observed, expected, base, of }]): [Month, number][] => {
      if (of < fewest || observed <= 0) return [];
      return [[month, kind === "share" ? (observed - expected) / base : observed / expected]];
    }),
  );
}
