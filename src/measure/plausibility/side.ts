import { type CountSeries, type Observations, placeOfMonth } from "../../input/data/observations.ts";
import type { Month } from "../../month.ts";
import { patientsOf } from "../lists.ts";
import type { DoubtedMonth } from "./doubt.ts";

/** One side of one organisation's series: the months that are known, in order of time, and its level, Σ counted / Σ over. */
export type SeriesSide = {
  of: DoubtedMonth["of"];
  at: readonly Month[];
  counted: readonly number[];
  over: readonly number[];
  level: number;
};

/** The same for as long as it is looked at: numbers in arrays that the next one writes over. */
export type Room = { at: Int32Array; counted: Float64Array; over: Float64Array; many: number; level: number };

export function roomFor(months: number): Room {
  return {
    at: new Int32Array(months),
    counted: new Float64Array(months),
    over: new Float64Array(months),
    many: 0,
    level: Number.NaN,
  };
}

type SideGround = {
  side: SeriesSide["of"];
  code: string;
  series: CountSeries;
  observations: Observations;
  ends: readonly Month[]; // in order, no more than there is room for
};

/** Mutates the room: one side of a series. Numerators over denominators; denominators over lists of patients, where all are known. */
export function fill(room: Room, { side, code, series, observations, ends }: SideGround): void {
  const { at, counted, over } = room;
  const patients = patientsOf(observations, code);
  let [many, isListed] = [0, true];
  for (const month of ends) {
    const place = placeOfMonth(observations, month);
    const [numerator, denominator] = [series.numerators[place] ?? Number.NaN, series.denominators[place]!];
    if (Number.isNaN(numerator) || (side === "numerator" && !(denominator > 0))) continue;
    at[many] = month;
    counted[many] = side === "numerator" ? numerator : denominator;
    over[many] = side === "numerator" ? denominator : patients(month);
    isListed &&= over[many]! > 0;
    many++;
  }
  if (!isListed) over.fill(1, 0, many);
  room.many = many;
  room.level = sumOf(counted, many) / sumOf(over, many);
}

function sumOf(values: Float64Array, many: number): number {
  let total = 0;
  for (let i = 0; i < many; i++) total += values[i]!;
  return total;
}

export function sideOf(of: SeriesSide["of"], { at, counted, over, many, level }: Room): SeriesSide {
  const [months, counts, overs] = [at, counted, over].map((all) => [...all.subarray(0, many)]) as [
    Month[],
    number[],
    number[],
  ];
  return { of, at: months, counted: counts, over: overs, level };
}

/**
 * Whether a month may be far above or below the middle one: told from the values alone, without putting them in order. None is
 * where half of the months or more are above a quarter of the highest and below nine times the lowest.
 */
export function mayBeOdd({ counted, over, many }: Room): boolean {
  let [lowest, highest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let i = 0; i < many; i++) {
    const value = counted[i]! / over[i]!;
    if (value < lowest) lowest = value;
    if (value > highest) highest = value;
  }
  let [high, low] = [0, 0];
  for (let i = 0; i < many; i++) {
    const value = counted[i]! / over[i]!;
    if (value > highest / 4) high++;
    if (value < 9 * lowest) low++;
  }
  return !(2 * high > many && 2 * low > many);
}

/** How busy a month is for all others than one, beside their own levels: 1 or less. */
export type SeasonAt = (side: SeriesSide, i: number) => number;

/** Gathers sides of series, whose months are among `ends`, and tells the season once it has all. */
export function seasonAmong(ends: readonly Month[]): { add: (side: Room) => void; at: SeasonAt } {
  const first = ends[0] ?? 0;
  const length = (ends.at(-1) ?? first) - first + 1;
  const [allCounted, allExpected] = [new Float64Array(length), new Float64Array(length)];
  return {
    add: ({ at, counted, over, many, level }) => {
      for (let i = 0; i < many; i++) {
        allCounted[at[i]! - first]! += counted[i]!;
        allExpected[at[i]! - first]! += level * over[i]!;
      }
    },
    at: ({ at, counted, over, level }, i) => {
      const place = at[i]! - first;
      const expected = allExpected[place]! - level * over[i]!;
      return expected > 0 ? Math.min(1, (allCounted[place]! - counted[i]!) / expected) : 1;
    },
  };
}
