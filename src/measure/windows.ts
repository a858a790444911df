import {
  type CountSeries,
  countsIn,
  figuresIn,
  type Observations,
  placeOfMonth,
  type Series,
} from "../input/data/observations.ts";
import { compositeOf } from "../input/library/composite.ts";
import type { Indicator } from "../input/library/indicator.ts";
import { type Period, periodOf } from "../input/library/period.ts";
import { type Month, toMonth } from "../month.ts";
import { rememberedBy } from "../remembered.ts";
import type { Raw } from "./disclosure.ts";
import type { Ground } from "./ground.ts";
import type { Window } from "./standing.ts";

/** An indicator as far as its observations go: which they are, and what each speaks of. */
export type Timed = Pick<Indicator, "indicator"> & Lasting;

/** What decides how observations stand on the axis of months, and whether they are added. */
export type Lasting = Pick<Indicator, "period" | "given">;

/** The months of a cycle, in which everything that is not of one indicator is looked for. */
export const monthly: Lasting = { period: "month", given: "counts" };

/** The months that values, the year before and the points of charts speak of; `lists`: where lists of patients are looked for. */
export type Windows = { window: Window; past: Window; points: readonly Window[]; lists: Window };

/**
 * The windows of one indicator in a cycle. Where observations are added, the window ends with the last whole period of the
 * cycle's data and claims no period at either end that nobody has. Where they are not, or one fills the window, it is the last
 * that anybody has. The past is a year before; of a snapshot the nearest at or up to three months before that day.
 */
export function windowsOf(ground: WindowGround, indicator: Indicator, { data }: { data: { to: string } }): Windows {
  const { points } = ground;
  const period = periodOf(indicator);
  const isKnown = knownOf(ground, indicator);
  const window = windowOf(period, ground.campaign.window, lastEnd(period, toMonth(data.to)), isKnown);
  const lists = period.sums ? window : { from: window.to - year + 1, to: window.to };
  return { window, past: pastOf(indicator, window, isKnown), points: pointsOf(), lists };

  function pointsOf(): Window[] {
    const first = firstOf(ground, indicator);
    if (period.sums)
      return lengthsOf(indicator, points).flatMap((months) => stretches(first - period.covers + 1, window.to, months));
    const months = Array.from({ length: Math.max(0, window.to - first + 1) }, (_, i) => first + i);
    return months.filter(isKnown).map((to) => ({ from: to - period.covers + 1, to }));
  }
}

/** Where charts begin: with the data; where indicators of other periods make these go further back, with those of the same. */
function firstOf({ observations, indicators }: WindowGround, { period, given }: Indicator): Month {
  const alike = [...indicators.values()].filter((each) => each.period === period && each.given === given);
  if (alike.length === indicators.size) return observations.first;
  const starts = alike.map(({ indicator }) => monthsKnown(observations, indicator).indexOf(true)).filter((i) => i >= 0);
  return observations.first + Math.min(...starts, observations.length);
}

/** The window as it ought to be: whole periods up to the end of a cycle's data, whether or not anybody has them. */
export function wantedWindow(lasting: Lasting, months: number, to: Month): Window {
  const last = lastEnd(periodOf(lasting), to);
  return { from: last - lengthOf(lasting, months) + 1, to: last };
}

/** The months of a stretch at which observations may stand, in order: those that follow each other, or any that is known. */
export function endsBetween(observations: Observations, timed: Timed, { from, to }: Window): Month[] {
  const { covers, sums, mayEnd } = periodOf(timed);
  const months = Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => from + i);
  if (covers === 1 && sums) return months;
  const known = monthsKnown(observations, timed.indicator);
  return months.filter((month) => mayEnd(month) && (sums || known[placeOfMonth(observations, month)] === true));
}

/** What windows are found from. */
export type WindowGround = Pick<Ground, "observations" | "indicators" | "points"> & {
  campaign: Pick<Ground["campaign"], "window">;
};

/** Months in a point of a chart that asks for so many: whole periods, and where none are added, one. */
export function lengthOf(lasting: Lasting, months: number): number {
  const { covers, sums } = periodOf(lasting);
  return sums ? Math.max(1, Math.floor(months / covers)) * covers : covers;
}

function lengthsOf(indicator: Timed, points: readonly number[]): number[] {
  return [...new Set(points.map((months) => lengthOf(indicator, months)))].sort((a, b) => b - a);
}

/** The last month up to one at which a period may end. */
function lastEnd({ mayEnd }: Period, to: Month): Month {
  let month = to;
  while (!mayEnd(month)) month--;
  return month;
}

/** Whether anybody has an observation at a month, of the indicator or of one of the same composite: they share their windows. */
function knownOf({ observations, indicators }: WindowGround, { indicator }: Indicator): (month: Month) => boolean {
  const families = [...indicators.values()].flatMap((each) => {
    const composite = compositeOf(each);
    return composite ? [[composite.id, ...composite.of]] : [];
  });
  const kin = new Set([indicator]);
  for (const id of kin)
    for (const family of families) if (family.includes(id)) for (const each of family) kin.add(each);
  return (month) => [...kin].some((id) => monthsKnown(observations, id)[placeOfMonth(observations, month)] === true);
}

function windowOf({ covers, sums }: Period, months: number, last: Month, isKnown: (month: Month) => boolean): Window {
  const whole = sums ? Math.max(1, Math.floor(months / covers)) : 1; // periods of the window
  const step = sums ? covers : 1;
  const looked = whole > 1 ? whole : (covers === 1 ? months : longest * covers) / step;
  const known = Array.from({ length: looked }, (_, i) => last - i * step).filter(isKnown);
  const to = known[0] ?? last;
  const first = whole === 1 ? to : (known.at(-1) ?? last - (whole - 1) * covers);
  return { from: first - covers + 1, to };
}

const longest = 2; // periods in which one must have ended to be the value: the last, or the one before where the last is not there yet
const year = 12;
const nearby = 3; // months before the day a year before, in which a snapshot still stands for it

function pastOf({ period }: Lasting, { from, to }: Window, isKnown: (month: Month) => boolean): Window {
  const before = { from: from - year, to: to - year };
  if (period !== "snapshot") return before;
  const day = Array.from({ length: nearby + 1 }, (_, i) => before.to - i).find(isKnown);
  return day === undefined ? before : { from: day, to: day };
}

/**
 * The first of the months at which the observations of a stretch stand; the next are a period later each, up to its end. There
 * is one for each whole period in it, so that none is counted twice; the last alone where observations are not added.
 */
function firstEnd(lasting: Lasting, { from, to }: Window): Month {
  const { covers, sums } = periodOf(lasting);
  return sums ? to - (Math.floor((to - from + 1) / covers) - 1) * covers : to;
}

/** Numerators and denominators of an organisation over a stretch of months, and how many of them are known. */
export function sumOver(observations: Observations, timed: Timed, code: string, stretch: Window): Raw {
  const series = countsIn(observations.of.get(timed.indicator)?.get(code));
  return sumOfSeries(series, placesOf(observations, timed, stretch));
}

/** The same of each organisation that was joined in one, as far as it was by itself and is known. */
export function partsOver(observations: Observations, timed: Timed, code: string, stretch: Window): Raw[] {
  const parts = observations.parts?.get(timed.indicator)?.get(code) ?? [];
  return parts
    .map((series) => sumOfSeries(series, placesOf(observations, timed, stretch)))
    .filter(({ months }) => months > 0);
}

function sumOfSeries(series: CountSeries | undefined, { first, last, covers }: WindowPlaces): Raw {
  let [numerator, denominator, months] = [0, 0, 0];
  if (series)
    for (let i = first; i <= last; i += covers) {
      const own = series.numerators[i]!;
      if (Number.isNaN(own)) continue;
      numerator += own;
      denominator += series.denominators[i]!;
      months += covers;
    }
  return { numerator, denominator, months };
}

/** Where on the axis the observations of a stretch stand: at `first`, and each `covers` months later up to `last`. */
type WindowPlaces = { first: number; last: number; covers: number };

function placesOf(observations: Observations, timed: Timed, stretch: Window): WindowPlaces {
  const { covers } = periodOf(timed);
  let first = placeOfMonth(observations, firstEnd(timed, stretch));
  while (first < 0) first += covers;
  return { first, last: Math.min(observations.length - 1, placeOfMonth(observations, stretch.to)), covers };
}

/** Gives the sums of each organisation over the same stretches, as `sumOver` does. */
export function summing(
  observations: Observations,
  timed: Timed,
  stretches: readonly Window[],
): (code: string) => Raw[] {
  const places = stretches.map((stretch) => placesOf(observations, timed, stretch));
  const byCode = observations.of.get(timed.indicator);
  return (code) => {
    const series = countsIn(byCode?.get(code));
    return places.map((each) => sumOfSeries(series, each));
  };
}

/** Which months of a stretch have an observation of an organisation, counted from its end. */
export function knownIn(observations: Observations, timed: Timed, code: string, stretch: Window): number[] {
  const series = observations.of.get(timed.indicator)?.get(code);
  const figures = series ? figuresIn(series) : [];
  const known: number[] = [];
  const { covers } = periodOf(timed);
  for (let month = firstEnd(timed, stretch); month <= stretch.to; month += covers)
    if (!Number.isNaN(figures[placeOfMonth(observations, month)] ?? Number.NaN)) known.push(stretch.to - month);
  return known;
}

/** How many months of a stretch have been observed for anybody: a month missing for all is missing from the data, not from a practice. */
export function expectedMonths(observations: Observations, timed: Timed, stretch: Window): number {
  const known = monthsKnown(observations, timed.indicator);
  const { covers } = periodOf(timed);
  const last = placeOfMonth(observations, stretch.to);
  let months = 0;
  for (let i = placeOfMonth(observations, firstEnd(timed, stretch)); i <= last; i += covers)
    if (known[i]) months += covers;
  return months;
}

/** The last month of a window that has been observed for anybody. */
export function lastMonthKnown(observations: Observations, indicator: string, { from, to }: Window): Month | undefined {
  const known = monthsKnown(observations, indicator);
  for (let month = to; month >= from; month--) if (known[placeOfMonth(observations, month)]) return month;
  return undefined;
}

/** The observations from a month on; what lies before it is not to be used. */
export function since(observations: Observations, first: Month): Observations {
  return first <= observations.first
    ? observations
    : remembered([observations], String(first), () => sinceMonth(observations, first));
}

const remembered = rememberedBy<Observations>();

function sinceMonth(observations: Observations, first: Month): Observations {
  const skipped = first - observations.first;
  const rest = <S extends Series>(series: S) =>
    Object.fromEntries(Object.entries(series).map(([key, figures]) => [key, figures.subarray(skipped)])) as S;
  const of = new Map(
    [...observations.of].map(([id, byCode]) => [
      id,
      new Map([...byCode].map(([code, series]) => [code, rest(series)])),
    ]),
  );
  const parts = observations.parts && {
    parts: new Map(
      [...observations.parts].map(([id, byCode]) => [
        id,
        new Map([...byCode].map(([code, all]) => [code, all.map(rest)])),
      ]),
    ),
  };
  return { ...observations, first, length: Math.max(0, observations.length - skipped), of, ...parts };
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
    Array.from({ length: observations.length }, (_, i) => {
      for (const series of observations.of.get(indicator)?.values() ?? [])
        if (!Number.isNaN(figuresIn(series)[i])) return true;
      return false;
    });
  byIndicator.set(indicator, known);
  return known;
}
