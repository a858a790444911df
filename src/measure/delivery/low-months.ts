import { type CountSeries, countsIn } from "../../input/data/observations.ts";
import { type Month, monthName } from "../../month.ts";
import { quantile } from "../percentile.ts";
import { type Found, someOf } from "./found.ts";
import type { Expected, Looked } from "./months.ts";
import { placesBefore } from "./values.ts";

const fallen = 0.6; // of the lowest of the other months
const worthLooking = 10; // a count below it moves by chance
const around = 12; // months on either side that tell what is usual, with their season
const enough = 6; // of these, and organisations

/**
 * Months far below every other within a year, for many at once: an extract that was taken before the month was whole, or zeros in place of what
 * nobody counted. Seasons do no harm, since the same season of another year is among the others.
 */
export function findLowMonths({ organisations, many }: Expected, looked: Looked): Found[] {
  const { observations, indicator, period, given, accept } = looked;
  if (period !== "month" || given !== "counts") return [];
  const all = organisations.flatMap(({ code }) => countsIn(observations.of.get(indicator)?.get(code)) ?? []);
  const limit = accept["low-months"];
  const places = placesBefore(looked);
  const low = places.flatMap((place) => {
    const others = places.filter((each) => each !== place && Math.abs(each - place) <= around);
    const ratios = ratiosAt(all, place, others);
    if (ratios.length < enough) return [];
    const middle = quantile(ratios.toSorted(), 0.5);
    if (middle > 0 && middle < 1 / accept.units) return []; // in another unit, and told as such
    const few = ratios.filter((ratio) => ratio <= fallen).length;
    const month: Month = observations.first + place;
    return few > limit * ratios.length ? [{ month, few, of: ratios.length }] : [];
  });
  const [worst] = [...low].sort((a, b) => b.few / b.of - a.few / a.of);
  if (!worst) return [];
  const names = low.map(({ month, few, of }) => `${monthName(month)} (${few} of ${of} ${many})`);
  return [
    {
      check: "low-months",
      indicator,
      size: worst.few / worst.of,
      limit,
      message: `counts of "${indicator}" are far below those of every other month of a year: ${someOf(names)}`,
      hint: "the month may not have been whole when the data were taken, or a part of it is missing: take it again, or end the cycle's data before it",
    },
  ];
}

/** What each organisation has in a month over the lowest of some others; without those of whom too little is known. */
function ratiosAt(all: readonly CountSeries[], place: number, others: readonly number[]): Float64Array {
  const ratios = new Float64Array(all.length);
  let many = 0;
  for (const { numerators } of all) {
    let [lowest, known] = [Number.POSITIVE_INFINITY, 0];
    for (const other of others) {
      const count = numerators[other]!;
      if (Number.isNaN(count)) continue;
      known++;
      if (count < lowest) lowest = count;
    }
    const now = numerators[place]!;
    if (!Number.isNaN(now) && known >= enough && lowest >= worthLooking) ratios[many++] = now / lowest;
  }
  return ratios.subarray(0, many);
}
