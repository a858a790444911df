import { placeOfMonth } from "../../input/data/observations.ts";
import { type Month, monthName } from "../../month.ts";
import type { SeriesDoubt } from "../plausibility/doubt.ts";
import { roundHalfUp } from "../rounding.ts";
import { median } from "../verdict/numbers.ts";
import { endsBetween } from "../windows.ts";
import { before, expectedAt, ratesOf, seasonAt } from "./expected.ts";
import { type DeliveryFound, someOf } from "./found.ts";
import type { Expected, Looked } from "./months.ts";

const looked = 24; // months up to the end of the window that tell what is usual
const told = 12; // of them, those that reports are made of
const worthTelling = 0.15; // of what was expected; codes and prices move less
const spreads = 5; // beyond which a month is none of the usual ones
const ofBell = 1.4826; // standard deviations in the middle absolute deviation
const most = 2 / 3; // of the organisations go the same way: a single large one is told by itself
const fewestOrganisations = 5;
const fewestEvents = 200; // of all together, as expected

/**
 * A month in which all together are far from what season and the three months before make of it, though no single one need
 * be: a part of every file is missing, or was counted twice. Told beyond 15% and five spreads (1.4826 times the middle absolute
 * deviation) of the logarithms of counted over expected in the months of two years, where two thirds go the same way.
 */
export function findAllAtOnce(
  { organisations, many }: Expected,
  { doubts, ...timed }: Looked & { doubts: ReadonlyMap<string, SeriesDoubt> },
): DeliveryFound[] {
  const { indicator, period, given, observations, window, accept } = timed;
  if (period !== "month" || given !== "counts") return [];
  const known = ratesOf(organisations, timed, doubts);
  const both = { counted: new Float64Array(known.length), expected: new Float64Array(known.length) }; // of a month, one after the other
  const ends = endsBetween(observations, timed, { from: window.to - looked + 1, to: window.to });
  const months = ends.flatMap((month) => {
    const place = placeOfMonth(observations, month);
    let [many, allCounted, allExpected] = [0, 0, 0];
    for (const series of known) {
      const [counted, expected] = [series.numerators[place] ?? Number.NaN, expectedAt(series, place)];
      if (Number.isNaN(counted) || !(expected > 0)) continue;
      [both.counted[many], both.expected[many]] = [counted, expected];
      allCounted += counted;
      allExpected += expected;
      many++;
    }
    const season = seasonAt(known, place);
    const ratio = allCounted / (allExpected * season);
    if (!(many >= fewestOrganisations && allExpected >= fewestEvents && ratio > 0)) return [];
    let alike = 0;
    for (let i = 0; i < many; i++) if (ratio > 1 === both.counted[i]! > both.expected[i]! * season) alike++;
    return [{ month, ratio, alike: alike / many, far: Math.log(ratio) }];
  });
  const middle = median(months.map(({ far }) => far));
  const spread = ofBell * median(months.map(({ far }) => Math.abs(far - middle)));
  const limit = accept["all-at-once"];
  const beyond = months.filter(
    ({ month, ratio, alike, far }) =>
      month > window.to - told &&
      alike > most &&
      Math.abs(ratio - 1) > worthTelling &&
      Math.abs(far - middle) > spreads * spread,
  );
  const isEcho = (month: Month) => beyond.some((each) => each.month < month && each.month >= month - before); // held against it
  const found = beyond.filter(({ month }) => !isEcho(month));
  if (found.length === 0) return [];
  const names = found.map(({ month, ratio }) => `${monthName(month)} (${Math.round(100 * ratio)}%)`);
  return [
    {
      check: "all-at-once",
      indicator,
      size: roundHalfUp(Math.max(...found.map(({ ratio }) => Math.abs(ratio - 1))), 3),
      limit,
      message: `numbers of "${indicator}" of all ${many} together are not what season and the months before make of them: ${someOf(names)}`,
      hint: "look whether these months are whole, and counted by the same rules: what all do at once is seldom their own doing",
    },
  ];
}
