import { countsIn, placeOfMonth } from "../../input/data/observations.ts";
import { latestPatients } from "../lists.ts";
import { median } from "../verdict/numbers.ts";
import { type DeliveryFound, someOf } from "./found.ts";
import type { Expected, Looked } from "./months.ts";
import { round } from "./values.ts";

const twentyfold = 20;
const fivefold = 5;
const beyond = 3.5; // spreads of all recipients
const ofBell = 1.4826; // a standard deviation over the median absolute deviation
const worthLooking = 100; // counted or to be expected in the window: with fewer, chance and odd services do it
const enough = 10; // organisations that tell what is typical

/** What one organisation counted in the window: its numbers, and the middle one of its monthly values. */
type CountedPeer = { code: string; n: number; d: number; value: number; isWhole: boolean; list: number | undefined };

/** Organisations whose numbers are in another unit than those of all others, in all months or in most. */
export function findAmongPeers(expected: Expected, looked: Looked): DeliveryFound[] {
  const all = countedBy(expected, looked);
  if (all.length < enough) return [];
  return [...findSmall(all, expected, looked), ...findTenfold(all, expected, looked)];
}

function countedBy({ organisations }: Expected, { observations, indicator, given, window }: Looked): CountedPeer[] {
  if (given !== "counts") return [];
  const [from, to] = [placeOfMonth(observations, window.from), placeOfMonth(observations, window.to)];
  return organisations.flatMap(({ code, patients }) => {
    const series = countsIn(observations.of.get(indicator)?.get(code));
    if (!series) return [];
    const { numerators, denominators } = series;
    const months: number[] = []; // the value of each
    let [n, d, isWhole] = [0, 0, true];
    for (let place = from; place <= to; place++) {
      const [numerator, denominator] = [numerators[place]!, denominators[place]!];
      if (!(denominator > 0)) continue;
      n += numerator;
      d += denominator;
      isWhole &&= Number.isInteger(numerator);
      months.push(numerator / denominator);
    }
    if (months.length === 0) return [];
    const isList = indicator === observations.patients;
    const list = isList ? undefined : (latestPatients(observations, code, window) ?? patients);
    return [{ code, n, d, value: median(months), isWhole, list }]; // of the months the middle one: a single odd month is told as such
  });
}

/** Values that are a small part of the typical one, in fractions. What is twenty times as large is for `findFarValues`. */
function findSmall(all: readonly CountedPeer[], { organisations, many }: Expected, looked: Looked): DeliveryFound[] {
  const { indicator, accept } = looked;
  const typical = median(all.map(({ value }) => value));
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

/**
 * Values, or denominators beside the list of patients, that are five times the typical one or more and 3.5 spreads away: a
 * nought too many. The spread is that of all recipients on the scale of logarithms (1.48 median absolute deviations), with what
 * chance adds to so many events. Of 300 real practices four are as far in one measure of three, and these are no plain practices.
 */
function findTenfold(all: readonly CountedPeer[], { organisations, many }: Expected, looked: Looked): DeliveryFound[] {
  const { indicator, accept } = looked;
  const values = farAbove(
    all.map((each) => ({ ...each, ratio: each.value, events: each.n })),
    (typical) => twentyfold * typical * (1 - 1e-9),
  ).map(({ code, times }) => `${code} (${round(times)} times the typical value)`);
  const lists = farAbove(
    all.flatMap((each) => (each.list ? [{ ...each, ratio: each.d / each.list, events: each.d }] : [])),
    () => Number.POSITIVE_INFINITY,
  ).map(({ code, times }) => `${code} (its denominator is ${round(times)} times the typical one for its list)`);
  const found = [...values, ...lists];
  if (found.length === 0) return [];
  return [
    {
      check: "unlike-peers",
      indicator,
      size: found.length / organisations.length,
      limit: accept["unlike-peers"],
      message: `numbers of "${indicator}" are far beyond what organisations differ by for ${found.length} of ${organisations.length} ${many}: ${someOf(found)}`,
      hint: "look at these rows: they may have a digit too many, or be of another unit",
    },
  ];
}

/** Those far above the typical ratio, and below `most` of it, with how many times it they are. */
function farAbove(
  all: readonly { code: string; ratio: number; events: number }[],
  most: (typical: number) => number,
): { code: string; times: number }[] {
  const known = all.filter(({ ratio, events }) => ratio > 0 && events >= worthLooking);
  if (known.length < enough) return [];
  const logs = known.map(({ ratio }) => Math.log(ratio));
  const centre = median(logs);
  const spread = ofBell * median(logs.map((each) => Math.abs(each - centre)));
  const typical = Math.exp(centre);
  return known.flatMap(({ code, ratio, events }) => {
    const isFar = Math.log(ratio / typical) > beyond * Math.sqrt(spread ** 2 + 1 / events);
    return isFar && ratio >= fivefold * typical && ratio < most(typical) ? [{ code, times: ratio / typical }] : [];
  });
}
