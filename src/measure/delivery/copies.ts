import { type CountSeries, countsIn } from "../../input/data/observations.ts";
import { monthName } from "../../month.ts";
import { median } from "../verdict/numbers.ts";
import { type DeliveryFound, someOf } from "./found.ts";
import type { Expected, Looked } from "./months.ts";
import { placesBefore } from "./values.ts";

const enough = 6; // organisations or gaps that tell
const nearlyAll = 0.9; // of them; patients on a register may be as many in half of all
const worthLooking = 10; // smaller counts are equal by chance

type CodedSeries = CountSeries & { code: string };

function countsOf({ organisations }: Expected, { observations, indicator, given }: Looked): CodedSeries[] {
  if (given !== "counts") return [];
  return organisations.flatMap(({ code }) => {
    const series = countsIn(observations.of.get(indicator)?.get(code));
    return series ? [{ code, ...series }] : [];
  });
}

/**
 * A month with the numbers of an earlier one, the month before or that of the year before, for many, or with the counts of nearly
 * all: it was filled with a copy. A copy for fewer is told where both numbers are the same for far more than in the usual month.
 */
export function findRepeatedMonths(expected: Expected, looked: Looked): DeliveryFound[] {
  if (looked.period !== "month") return [];
  const all = countsOf(expected, looked);
  return earlier.flatMap((lag) => findRepeatsOf(all, lag, { ...looked, many: expected.many }));
}

const earlier = [
  { by: 1, called: "the month before" },
  { by: 12, called: "the same month a year before" },
] as const;
const farMore = 3; // times as many, and one more, as in the middle month

function findRepeatsOf(
  all: readonly CodedSeries[],
  { by, called }: (typeof earlier)[number],
  looked: Looked & { many: string },
): DeliveryFound[] {
  const { observations, indicator, accept, many } = looked;
  const limit = accept["repeated-months"];
  const months = placesBefore(looked).flatMap((place) => {
    if (place < by) return [];
    let [of, counted, whole] = [0, 0, 0];
    for (const { numerators: n, denominators: d } of all) {
      if (!(n[place]! >= worthLooking)) continue;
      of++;
      if (n[place] !== n[place - by]) continue;
      counted++;
      if (d[place] === d[place - by]) whole++;
    }
    return [{ place, whole, counted, of }];
  });
  const usual = median(months.map(({ whole }) => whole));
  const repeated = months.flatMap(({ place, whole, counted, of }) => {
    const same = counted > nearlyAll * of ? counted : whole;
    const isMuch = same > limit * of || (limit < 1 && whole >= enough && whole > farMore * (usual + 1));
    return of >= enough && isMuch ? [{ place, same, of }] : [];
  });
  if (repeated.length === 0) return [];
  const names = repeated.map(
    ({ place, same, of }) => `${monthName(observations.first + place)} (${same} of ${of} ${many})`,
  );
  return [
    {
      check: "repeated-months",
      indicator,
      size: Math.max(...repeated.map(({ same, of }) => same / of)),
      limit,
      message: `months of "${indicator}" have the numbers of ${called}: ${someOf(names)}`,
      hint: "take these months again: a copy stands in their place",
    },
  ];
}

/** One denominator for everybody in all months: values per 100 or per 1,000 that are given as if they were counts. */
export function findSameDenominators(expected: Expected, looked: Looked): DeliveryFound[] {
  const { indicator, accept } = looked;
  if (expected.organisations.length < enough) return [];
  const often = new Map<number, number>();
  let all = 0;
  for (const { denominators } of countsOf(expected, looked))
    for (const each of denominators) {
      if (!(each > 0)) continue;
      all++;
      often.set(each, (often.get(each) ?? 0) + 1);
    }
  let [usual, same] = [0, 0];
  for (const [denominator, times] of often) if (times > same) [usual, same] = [denominator, times];
  const limit = accept["same-denominators"];
  if (same <= limit * all) return [];
  return [
    {
      check: "same-denominators",
      indicator,
      size: same / all,
      limit,
      message: `denominators of "${indicator}" are ${usual.toLocaleString("en-GB")} in ${same} of ${all} rows: values are given as if they were counts`,
      hint: "give the counts; if only values are published, say `given: value` in the indicator",
    },
  ];
}

/** Months that organisations lack among others, where small counts are common and nobody has a zero: rows of none were left out. */
export function findZerosLeftOut(expected: Expected, looked: Looked): DeliveryFound[] {
  const { indicator, period, accept } = looked;
  if (period !== "month") return [];
  const all = countsOf(expected, looked);
  const places = placesBefore(looked);
  let small = 0;
  for (const { numerators } of all)
    for (const place of places) {
      const count = numerators[place]!;
      if (count === 0) return [];
      if (count === 1 || count === 2) small++;
    }
  if (small < worthLooking) return [];
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
