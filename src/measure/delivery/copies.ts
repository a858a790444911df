import { type CountSeries, countsIn } from "../../input/data/observations.ts";
import { monthName } from "../../month.ts";
import { type Found, someOf } from "./found.ts";
import type { Expected, Looked } from "./months.ts";
import { placesBefore } from "./values.ts";

const enough = 6; // organisations or gaps that tell
const worthLooking = 10; // smaller counts are equal by chance

type Named = CountSeries & { code: string };

function countsOf({ organisations }: Expected, { observations, indicator, given }: Looked): Named[] {
  if (given !== "counts") return [];
  return organisations.flatMap(({ code }) => {
    const series = countsIn(observations.of.get(indicator)?.get(code));
    return series ? [{ code, ...series }] : [];
  });
}

/** A month with the numbers of the month before, numerator and denominator alike, for many: it was filled with a copy. */
export function findRepeatedMonths(expected: Expected, looked: Looked): Found[] {
  const { observations, indicator, period, accept } = looked;
  if (period !== "month") return [];
  const all = countsOf(expected, looked);
  const limit = accept["repeated-months"];
  const repeated = placesBefore(looked).flatMap((place) => {
    const known = all.filter(({ numerators }) => (numerators[place] ?? 0) >= worthLooking && place > 0);
    const same = known.filter(
      ({ numerators: n, denominators: d }) => n[place] === n[place - 1] && d[place] === d[place - 1],
    ).length;
    return known.length >= enough && same > limit * known.length ? [{ place, same, of: known.length }] : [];
  });
  if (repeated.length === 0) return [];
  const names = repeated.map(
    ({ place, same, of }) => `${monthName(observations.first + place)} (${same} of ${of} ${expected.many})`,
  );
  return [
    {
      check: "repeated-months",
      indicator,
      size: Math.max(...repeated.map(({ same, of }) => same / of)),
      limit,
      message: `months of "${indicator}" have the numbers of the month before: ${someOf(names)}`,
      hint: "take these months again: a copy stands in their place",
    },
  ];
}

/** One denominator for everybody in all months: values per 100 or per 1,000 that are given as if they were counts. */
export function findSameDenominators(expected: Expected, looked: Looked): Found[] {
  const { indicator, accept } = looked;
  const all = countsOf(expected, looked).flatMap(({ denominators }) =>
    [...denominators].filter((each) => !Number.isNaN(each) && each > 0),
  );
  const often = Map.groupBy(all, (each) => each);
  const [usual] = [...often].sort(([, a], [, b]) => b.length - a.length);
  const limit = accept["same-denominators"];
  if (!usual || expected.organisations.length < enough || usual[1].length <= limit * all.length) return [];
  return [
    {
      check: "same-denominators",
      indicator,
      size: usual[1].length / all.length,
      limit,
      message: `denominators of "${indicator}" are ${usual[0].toLocaleString("en-GB")} in ${usual[1].length} of ${all.length} rows: values are given as if they were counts`,
      hint: "give the counts; if only values are published, say `given: value` in the indicator",
    },
  ];
}

/** Months that organisations lack among others, where small counts are common and nobody has a zero: rows of none were left out. */
export function findZerosLeftOut(expected: Expected, looked: Looked): Found[] {
  const { indicator, period, accept } = looked;
  if (period !== "month") return [];
  const all = countsOf(expected, looked);
  const places = placesBefore(looked);
  const known = all.flatMap(({ numerators }) => places.map((place) => numerators[place] ?? Number.NaN));
  const small = known.filter((count) => count === 1 || count === 2).length;
  if (known.some((count) => count === 0) || small < worthLooking) return [];
  const lacking = all.filter(({ numerators }) => {
    const own = places.map((place) => numerators[place] ?? Number.NaN);
    const there = own.flatMap((count, i) => (Number.isNaN(count) ? [] : [i]));
    const isSmall = own.some((count) => count === 1 || count === 2);
    return isSmall && there.length > 0 && there.at(-1)! - there[0]! + 1 > there.length;
  });
  const limit = accept["zeros-left-out"];
  const size = lacking.length / Math.max(1, expected.organisations.length);
  if (lacking.length < enough || size <= limit) return [];
  return [
    {
      check: "zeros-left-out",
      indicator,
      size,
      limit,
      message: `no number of "${indicator}" is 0, ${small} are 1 or 2, and ${lacking.length} of ${expected.organisations.length} ${expected.many} with such numbers lack months between others: ${someOf(lacking.map(({ code }) => code))}`,
      hint: "months in which nothing was counted may have been left out: they need a row with 0, or values are too high",
    },
  ];
}
