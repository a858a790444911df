import { type CountSeries, countsIn } from "../../input/data/observations.ts";
import { type Month, monthName } from "../../month.ts";
import { median } from "../verdict/numbers.ts";
import { type DeliveryFound, someOf } from "./found.ts";
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
export function findLowMonths({ organisations, many }: Expected, looked: Looked): DeliveryFound[] {
  const { observations, indicator, period, given, accept } = looked;
  if (period !== "month" || given !== "counts") return [];
  const all = organisations.flatMap(({ code }) => countsIn(observations.of.get(indicator)?.get(code)) ?? []);
  const limit = accept["low-months"];
  const places = placesBefore(looked);
  const near = places.map((place) => places.filter((other) => other !== place && Math.abs(other - place) <= around));
  const [known, fell] = [new Int32Array(places.length), new Int32Array(places.length)];
  for (const series of all)
    for (let i = 0; i < places.length; i++) {
      const ratio = ratioAt(series, places[i]!, near[i]!);
      if (ratio === undefined) continue;
      known[i]!++;
      if (ratio <= fallen) fell[i]!++;
    }
  const low = places.flatMap((place, i) => {
    const [of, few] = [known[i]!, fell[i]!];
    if (of < enough || few <= limit * of) return [];
    const middle = median(all.flatMap((series) => ratioAt(series, place, near[i]!) ?? []));
    if (middle > 0 && middle < 1 / accept.units) return []; // in another unit, and told as such
    const month: Month = observations.first + place;
    return [{ month, few, of }];
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

/** What an organisation has in a month over the lowest of some others; nothing where too little of it is known. */
function ratioAt({ numerators }: CountSeries, place: number, others: readonly number[]): number | undefined {
  const now = numerators[place]!;
  if (Number.isNaN(now)) return undefined;
  let [lowest, known] = [Number.POSITIVE_INFINITY, 0];
  for (const other of others) {
    const count = numerators[other]!;
    if (Number.isNaN(count)) continue;
    known++;
    if (count < lowest) lowest = count;
  }
  return known >= enough && lowest >= worthLooking ? now / lowest : undefined;
}
