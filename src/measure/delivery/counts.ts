import { countsIn } from "../../input/data/observations.ts";
import { type Indicator, isCounted } from "../../input/library/indicator.ts";
import { monthName } from "../../month.ts";
import { printedNumber, scaleOf } from "../rounding.ts";
import { sumOver } from "../windows.ts";
import { type DeliveryFound, someOf } from "./found.ts";
import type { Expected, Looked } from "./months.ts";
import { placesBefore } from "./values.ts";

/*
 * What counts of patients and items look like: whole, small ones among them, and enough for a value that can be printed.
 */

type LookedIndicator = Looked & { about: Indicator };

const enough = 20; // series, or rows, that tell
const events = 10; // of a value that prints as none, where one event more would not change that

/** Counts of patients or items that are no whole numbers: rates, or values of a month, that are given as if they were counts. */
export function findFractions(expected: Expected, looked: LookedIndicator): DeliveryFound[] {
  let [all, parts] = [0, 0];
  for (const { counts } of wholesOf(expected, looked))
    for (const count of counts) {
      if (!(count > 0)) continue;
      all++;
      if (!Number.isInteger(count)) parts++;
    }
  const { indicator, accept } = looked;
  const limit = accept["fractional-counts"];
  if (all < enough || parts <= limit * all) return [];
  return [
    {
      check: "fractional-counts",
      indicator,
      size: parts / all,
      limit,
      message: `numerators of "${indicator}" are no whole numbers in ${parts} of ${all} rows, and are counted as ${named(looked.about)}: rates may be given as if they were counts`,
      hint: "give the counts; if only values are published, say `given: value` in the indicator, and of weighted amounts `counts: quantity`",
    },
  ];
}

const various = 5; // different counts, since the same few are no chance
const year = 12; // months
const most = 11; // below which counts are withheld or rounded: 5, 6, 7, 8, 10 or 11 in use

/**
 * Small counts that nobody has, though they would be common: they were withheld as 0 or as a number, left out or rounded. The least
 * count of all is m, and by the months of those whose counts lie from m to 2m, as Poisson's, twenty of them or more would have had
 * one from 1 to m − 1.
 */
export function findSmallCountsGone(expected: Expected, looked: LookedIndicator): DeliveryFound[] {
  const places = placesBefore(looked);
  const lately = looked.period === "month" && places.length > year ? [places.slice(-year)] : []; // rules may be new
  const first = (some: readonly number[]) => monthName(looked.observations.first + some[0]!);
  for (const [i, some] of [places, ...lately].entries()) {
    const found = smallCountsGoneIn(wholesOf(expected, looked, some), i === 0 ? "" : ` from ${first(some)} on`, {
      expected,
      looked,
    });
    if (found.length > 0) return found;
  }
  return [];
}

function smallCountsGoneIn(
  all: readonly Wholes[],
  when: string,
  { expected: { organisations, many }, looked: { indicator, accept } }: { expected: Expected; looked: LookedIndicator },
): DeliveryFound[] {
  const least = leastOf(all);
  if (least < 3 || least > most || !Number.isInteger(least)) return [];
  if (new Set(all.flatMap(({ counts }) => [...counts])).size < various) return [];
  const near = all.filter(({ counts }) => counts.some((count) => count >= least && count < 2 * least));
  const awaited = near.map(({ counts }) => {
    const some = counts.filter((count) => count > 0);
    const mean = some.reduce((a, b) => a + b, 0) / some.length;
    return Math.min(1, some.length * chanceBelow(least, mean));
  });
  const limit = accept["small-counts-gone"];
  const size = near.length / Math.max(1, organisations.length);
  if (awaited.reduce((a, b) => a + b, 0) < enough) return [];
  return [
    {
      check: "small-counts-gone",
      indicator,
      size,
      limit,
      message: `no number of "${indicator}"${when} is 1 to ${least - 1}, and ${near.length} of ${organisations.length} ${many} have some of ${least} to ${2 * least - 1}: ${someOf(near.map(({ code }) => code))}`,
      hint: "small counts may have been withheld, rounded, or written as 0: ask for them as they are; where they were withheld, leave the cell empty, since a 0 counts as none",
    },
  ];
}

/** The smallest count above 0. */
function leastOf(all: readonly Wholes[]): number {
  let least = Number.POSITIVE_INFINITY;
  for (const { counts } of all) for (const count of counts) if (count > 0 && count < least) least = count;
  return least;
}

/** The chance of a count from 1 to one below a limit, of Poisson's distribution. */
function chanceBelow(limit: number, mean: number): number {
  let [term, sum] = [Math.exp(-mean), 0];
  for (let count = 1; count < limit; count++) {
    term *= mean / count;
    sum += term;
  }
  return sum;
}

/** Values that print as none, of organisations that count ten or more: denominators of another unit, or rates in place of counts. */
export function findPrintedAsNone({ organisations, many }: Expected, looked: LookedIndicator): DeliveryFound[] {
  const { about, observations, window, indicator, accept } = looked;
  if (!isCounted(about)) return [];
  const sums = organisations.flatMap(({ code }) => {
    const { numerator, denominator } = sumOver(observations, about, code, window);
    return numerator >= events && denominator > 0 ? [{ code, numerator, denominator }] : [];
  });
  const found = sums.filter(
    ({ numerator, denominator }) => printedNumber(about, (numerator / denominator) * scaleOf(about)) === 0,
  );
  if (found.length === 0) return [];
  const names = found.map(
    ({ code, numerator, denominator }) => `${code} (${told(numerator)} over ${told(denominator)})`,
  );
  return [
    {
      check: "printed-as-none",
      indicator,
      size: found.length / sums.length,
      limit: accept["printed-as-none"],
      message: `values of "${indicator}" are so small that they print as 0 for ${found.length} of ${sums.length} ${many} that have ${events} or more: ${someOf(names)}`,
      hint: "look at the unit of denominators (`denominator-times`) and whether numerators are counts; if both are right, give the indicator a larger `multiplier` or more `decimals`",
    },
  ];
}

function told(value: number): string {
  return value.toLocaleString("en-GB", { maximumFractionDigits: 1 });
}

type Wholes = { code: string; counts: Float64Array };

/** The known counts of each, of the last two years or of some months, where an indicator counts patients or items. */
function wholesOf({ organisations }: Expected, looked: LookedIndicator, places = placesBefore(looked)): Wholes[] {
  const { about, observations, indicator, period } = looked;
  if (!isCounted(about) || about.numerator.counts === "quantity") return [];
  const byCode = observations.of.get(indicator);
  const isApart = period === "month" || period === "quarter"; // others hold the same people again
  const room = new Float64Array(places.length);
  const all: Wholes[] = [];
  for (const { code } of organisations) {
    const series = countsIn(byCode?.get(code));
    if (!series) continue;
    let many = 0;
    for (const place of places) {
      const count = series.numerators[place]!;
      if (!Number.isNaN(count)) room[many++] = count;
    }
    if (many > 0) all.push({ code, counts: room.slice(isApart ? 0 : many - 1, many) });
  }
  return all;
}

function named(about: Indicator): string {
  return isCounted(about) ? about.numerator.counts : "";
}
