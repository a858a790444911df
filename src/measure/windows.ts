import { type Observations, placeOfMonth, type Series } from "../input/data/observations.ts";
import type { Month } from "../month.ts";
import type { Point, Raw } from "./disclosure.ts";
import type { Window } from "./standing.ts";

/** Numerators and denominators of an organisation over a stretch of months, and how many of them are known. */
export function sumOver(observations: Observations, indicator: string, code: string, { from, to }: Window): Raw {
  const series = observations.of.get(indicator)?.get(code);
  const sum = { numerator: 0, denominator: 0, months: 0 };
  if (!series) return sum;
  const start = Math.max(0, placeOfMonth(observations, from));
  const end = Math.min(observations.length - 1, placeOfMonth(observations, to));
  for (let i = start; i <= end; i++) {
    const numerator = series.numerators[i]!;
    if (Number.isNaN(numerator)) continue;
    sum.numerator += numerator;
    sum.denominator += series.denominators[i]!;
    sum.months++;
  }
  return sum;
}

/** Which months of a stretch are known of an organisation, counted from its first. */
export function monthsOf(observations: Observations, indicator: string, code: string, { from, to }: Window): number[] {
  const { numerators } = observations.of.get(indicator)?.get(code) ?? { numerators: [] };
  const places = Array.from({ length: to - from + 1 }, (_, i) => i);
  return places.filter((i) => !Number.isNaN(numerators[placeOfMonth(observations, from) + i] ?? Number.NaN));
}

/** A stretch of months of an organisation with its sums; whole where every month that anybody has is known. */
export function pointOver(observations: Observations, indicator: string, code: string, stretch: Window): Point {
  const raw = sumOver(observations, indicator, code, stretch);
  return { ...stretch, raw, whole: raw.months > 0 && raw.months >= expectedMonths(observations, indicator, stretch) };
}

/** How many months of a stretch have been observed for anybody: a month missing for all is missing from the data, not from a practice. */
export function expectedMonths(observations: Observations, indicator: string, stretch: Window): number {
  const known = monthsKnown(observations, indicator);
  const start = Math.max(0, placeOfMonth(observations, stretch.from));
  const end = Math.max(0, placeOfMonth(observations, stretch.to) + 1);
  return known.slice(start, end).filter(Boolean).length;
}

/** The last month of a window that has been observed for anybody. */
export function lastMonthKnown(observations: Observations, indicator: string, { from, to }: Window): Month | undefined {
  const known = monthsKnown(observations, indicator);
  for (let month = to; month >= from; month--) if (known[placeOfMonth(observations, month)]) return month;
  return undefined;
}

/** The observations from a month on; what lies before it is not to be used. */
export function since(observations: Observations, first: Month): Observations {
  const skipped = first - observations.first;
  if (skipped <= 0) return observations;
  const rest = ({ numerators, denominators }: Series) => ({
    numerators: numerators.subarray(skipped),
    denominators: denominators.subarray(skipped),
  });
  const of = new Map(
    [...observations.of].map(([id, byCode]) => [
      id,
      new Map([...byCode].map(([code, series]) => [code, rest(series)])),
    ]),
  );
  return { ...observations, first, length: Math.max(0, observations.length - skipped), of };
}

/** Stretches of `months` that end with the window's end and go back to the first month of the data, oldest first. */
export function stretches(first: number, to: number, months: number): Window[] {
  const count = Math.floor((to - first + 1) / months);
  return Array.from({ length: count }, (_, i) => ({
    from: to - (count - i) * months + 1,
    to: to - (count - i - 1) * months,
  }));
}

/** Of points of several lengths those of so many months, in order of time. */
export function atGrain<T extends Window>(points: readonly T[], months: number): T[] {
  return points.filter(({ from, to }) => to - from + 1 === months);
}

const memory = new WeakMap<Observations, Map<string, boolean[]>>();

function monthsKnown(observations: Observations, indicator: string): boolean[] {
  const byIndicator = memory.get(observations) ?? new Map<string, boolean[]>();
  memory.set(observations, byIndicator);
  const known =
    byIndicator.get(indicator) ??
    Array.from({ length: observations.length }, (_, i) =>
      [...(observations.of.get(indicator)?.values() ?? [])].some(({ numerators }) => !Number.isNaN(numerators[i])),
    );
  byIndicator.set(indicator, known);
  return known;
}
