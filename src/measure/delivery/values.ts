import { countsIn, figuresIn, placeOfMonth, type Series } from "../../input/data/observations.ts";
import { monthName } from "../../month.ts";
import { quantile } from "../percentile.ts";
import { farAbove, twentyfold, worthLooking } from "../plausibility/limits.ts";
import { median } from "../verdict/numbers.ts";
import { endsBetween } from "../windows.ts";
import { type DeliveryFound, someOf } from "./found.ts";
import type { Expected, Looked } from "./months.ts";

type ValueSide = "numerators" | "denominators" | "values";

const called: Readonly<Record<ValueSide, string>> = {
  numerators: "numerator",
  denominators: "denominator",
  values: "value",
};
const leastOf: Readonly<Record<ValueSide, number>> = {
  numerators: worthLooking,
  denominators: worthLooking,
  values: 0,
};
const enough = 6; // months that tell what is usual
const fivefold = 5; // of a list
const step = 0.6; // a list over the middle of the three months before

/** Months that are far above what is usual for an organisation (`farAbove`): a digit or a decimal sign too many. Told even where they are few. */
export function findOddValues({ organisations, many }: Expected, looked: Looked): DeliveryFound[] {
  const { observations, indicator, window, accept } = looked;
  const byCode = observations.of.get(indicator);
  const places = placesBefore(looked);
  const find = oddIn(looked, isFarAbove);
  const odd = (series: Series, side: ValueSide) =>
    isLevel(figuresOf(series, side), places) ? undefined : find(series, side);
  const found = organisations.flatMap(({ code }) => {
    const series = byCode?.get(code);
    const one = series && (odd(series, "numerators") ?? odd(series, "denominators") ?? odd(series, "values"));
    return one ? [`${code} ${one}`] : [];
  });
  if (found.length === 0) return [];
  return [
    {
      check: "odd-values",
      indicator,
      size: found.length / organisations.length,
      limit: accept["odd-values"],
      message: `numbers of "${indicator}" are many times what is usual, beyond how they move, for ${found.length} of ${organisations.length} ${many} up to ${monthName(window.to)}: ${someOf(found)}`,
      hint: "look at these rows: a unit, a decimal sign or a digit may be wrong",
    },
  ];
}

/** The same of lists of patients, which grow and shrink slowly. */
export function findOddLists({ organisations, many }: Expected, looked: Looked): DeliveryFound[] {
  const { observations, window, accept } = looked;
  const byCode = observations.patients ? observations.of.get(observations.patients) : undefined;
  const odd = oddIn(looked, (_, usual) => (size) => size >= fivefold * usual || (size > 0 && size <= usual / fivefold));
  const found = organisations.flatMap(({ code }) => {
    const series = byCode?.get(code);
    const one = series && odd(series, "denominators");
    return one ? [`${code} ${one}`] : [];
  });
  if (found.length === 0) return [];
  return [
    {
      check: "odd-lists",
      size: found.length / organisations.length,
      limit: accept["odd-lists"],
      message: `the list of patients is five times as large or as small as usual in a month for ${found.length} of ${organisations.length} ${many} up to ${monthName(window.to)}: ${someOf(found)}`,
      hint: "look at these rows: they may be in thousands, or a digit may be wrong",
    },
  ];
}

/** Says of a series' months, and its middle one, which figure is odd. */
type Odd = (months: readonly number[], usual: number) => (figure: number) => boolean;

const isFarAbove: Odd = (months, usual) => {
  const isFar = farAbove(months);
  return (figure) => figure >= twentyfold * usual || isFar(figure);
};

/** Whether half of the months or more are above a quarter of the highest, so that this is not five times the middle one. */
function isLevel(figures: Float64Array | undefined, places: readonly number[]): boolean {
  if (!figures) return true;
  let [highest, known, high] = [0, 0, 0];
  for (const place of places) {
    const figure = figures[place]!;
    if (Number.isNaN(figure)) continue;
    known++;
    if (figure > highest) highest = figure;
  }
  for (const place of places) if (figures[place]! > highest / 4) high++;
  return 2 * high > known;
}

/** The first month of a series that is odd against its middle one, in words. */
function oddIn(looked: Looked, isOdd: Odd): (series: Series, side: ValueSide) => string | undefined {
  const places = placesBefore(looked);
  return (series, side) => {
    const figures = figuresOf(series, side);
    if (!figures) return undefined;
    const all = figuresIn(series);
    const known = places.filter((place) => !Number.isNaN(all[place]));
    if (known.length < enough) return undefined;
    const months = known.map((place) => figures[place]!);
    const usual = median(months);
    if (usual <= 0 || usual < leastOf[side]) return undefined;
    const isFar = isOdd(months, usual);
    const place = known.find((each) => isFar(figures[each]!));
    if (place === undefined) return undefined;
    const month = monthName(looked.observations.first + place);
    return `in ${month} (${called[side]} ${round(figures[place]!)}, usually about ${round(usual)})`;
  };
}

function figuresOf(series: Series, side: ValueSide): Float64Array | undefined {
  return (series as Partial<Readonly<Record<ValueSide, Float64Array>>>)[side];
}

/** A change for most from one month to the next: the same numbers in thousands, or per cent in place of shares. */
export function findUnits({ organisations, many }: Expected, looked: Looked): DeliveryFound[] {
  const { observations, indicator, accept } = looked;
  const byCode = observations.of.get(indicator);
  if (!byCode) return [];
  const all = organisations.flatMap(({ code }) => byCode.get(code) ?? []);
  const limit = accept.units;
  const places = placesBefore(looked);
  const pairs = places.map((place) => ({ before: placeBefore(looked, place), now: place }));
  for (const side of ["denominators", "numerators", "values"] as const) {
    const figures = all.flatMap((series) => figuresOf(series, side) ?? []);
    if (figures.length === 0) continue;
    const least = leastOf[side];
    for (const pair of pairsThatChange(figures, pairs, { least, limit }).toReversed()) {
      const ratios = figures.flatMap((each) => ratioIn(each, pair, least) ?? []);
      if (ratios.length < 3) continue;
      const middle = median(ratios);
      const size = Math.max(middle, 1 / middle);
      if (size <= limit) continue;
      const month = monthName(observations.first + pair.now);
      return [
        {
          check: "units",
          indicator,
          size,
          limit,
          message: `${called[side]}s of "${indicator}" are ${told(middle)} from ${month} on for the middle one of ${ratios.length} ${many}`,
          hint: `if the data are in another unit since then, ${side === "values" ? "" : "say so with `numerator-times` or `denominator-times`, or "}have them made alike`,
        },
      ];
    }
  }
  return [];
}

/** Where an observation stands, and the one before it. */
type MonthPair = { before: number; now: number };

function ratioIn(figures: Float64Array, { before, now }: MonthPair, least: number): number | undefined {
  const [was, is] = [figures[before]!, figures[now]!];
  return was > 0 && is > 0 && (was >= least || is >= least) ? is / was : undefined;
}

/** Those at which half of the series or more change by more than the limit, the same way: the middle one may. One series is gone through after another. */
function pairsThatChange(
  figures: readonly Float64Array[],
  pairs: readonly MonthPair[],
  { least, limit }: { least: number; limit: number },
): MonthPair[] {
  const [known, up, down] = [0, 1, 2].map(() => new Int32Array(pairs.length)) as [Int32Array, Int32Array, Int32Array];
  for (const each of figures)
    for (let i = 0; i < pairs.length; i++) {
      const ratio = ratioIn(each, pairs[i]!, least);
      if (ratio === undefined) continue;
      known[i]!++;
      if (ratio > limit) up[i]!++;
      else if (1 / ratio > limit) down[i]!++;
    }
  return pairs.filter((_, i) => 2 * Math.max(up[i]!, down[i]!) >= known[i]!);
}

function told(ratio: number): string {
  return ratio > 1 ? `${round(ratio)} times as large` : `${round(1 / ratio)} times as small`;
}

export function round(value: number): string {
  return value.toLocaleString("en-GB", { maximumFractionDigits: value < 10 ? 1 : 0 });
}

/** Lists of patients that change in the last month by more than people move. */
export function findListSteps({ organisations, many }: Expected, looked: Looked): DeliveryFound[] {
  const { observations, window, accept } = looked;
  const byCode = observations.patients ? observations.of.get(observations.patients) : undefined;
  if (!byCode) return [];
  const last = placeOfMonth(observations, window.to);
  const found = organisations.flatMap(({ code }) => {
    const sizes = countsIn(byCode.get(code))?.denominators;
    const now = sizes?.[last] ?? Number.NaN;
    const before = [1, 2, 3].map((ago) => sizes?.[last - ago] ?? Number.NaN).filter(Number.isFinite);
    if (before.length === 0 || !Number.isFinite(now)) return [];
    const usual = quantile(
      before.sort((a, b) => a - b),
      0.5,
    );
    return now < step * usual || now > usual / step
      ? [`${code} (${Math.round(now)}, before it ${Math.round(usual)})`]
      : [];
  });
  const size = found.length / Math.max(1, organisations.length);
  const limit = accept["list-steps"];
  if (found.length === 0 || size <= limit) return [];
  return [
    {
      check: "list-steps",
      size,
      limit,
      message: `the list of patients changes by two fifths or more in ${monthName(window.to)} for ${found.length} of ${organisations.length} ${many}: ${someOf(found)}`,
      hint: "look whether they merged or closed; if not, the list of that month is wrong",
    },
  ];
}

/** The months of two years up to the end of the window that are on the axis. */
export function placesBefore({ observations, window }: Looked): number[] {
  const to = placeOfMonth(observations, window.to);
  return Array.from({ length: 24 }, (_, i) => to - 23 + i).filter((place) => place >= 0 && place < observations.length);
}

/** Where the observation before one stands: the month before; of other periods, the last that was there. */
function placeBefore(looked: Looked, place: number): number {
  const { observations } = looked;
  if (looked.period === "month") return place - 1;
  const to = observations.first + place - 1;
  const before = endsBetween(observations, looked, { from: Math.max(observations.first, to - 23), to });
  return placeOfMonth(observations, before.at(-1) ?? observations.first - 1);
}
