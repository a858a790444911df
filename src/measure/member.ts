import type { Indicator } from "../input/library/indicator.ts";
import { controlOf, releaseOwn, standIn, standInValue } from "./disclosure.ts";
import type { FiguresOf } from "./figures.ts";
import type { Ground } from "./ground.ts";
import type { Counts } from "./interval.ts";
import { publishedAt, standardError } from "./published.ts";
import type { Own, Window } from "./standing.ts";
import { intervalOf, type Uncertain } from "./uncertainty.ts";
import type { SpreadRow } from "./verdict/spread.ts";
import type { Windows } from "./windows.ts";

/**
 * An organisation as its peers may know it: its value, and what of it enters quartiles in the window, a year before and in each
 * point, which is not known where it is withheld to guard another.
 */
export type Member = {
  code: string;
  own: Exclude<Own, { state: "none" }>;
  counts?: Counts | undefined; // in the window; not of a published value
  row?: SpreadRow | undefined; // what it says of the spread
  value: number; // not a number where it is not known; the same of the others
  past: number;
  points: Float64Array;
};

/** One with counts; undefined where it has no value of the whole window. */
export function toMember(known: Uncertain, code: string, figures: FiguresOf): Member | undefined {
  const { window, past } = figures.of(code);
  const control = controlOf(known.ground.campaign, known.indicator);
  const own = releaseOwn(control, window.raw);
  const counts = standIn(control, window.raw);
  if (!window.whole || own.state === "none" || !(counts || own.state === "withheld")) return undefined;
  return {
    code,
    own,
    counts,
    row: counts && rowOf(known, code, counts),
    value: standInValue(control, window.raw),
    past: past.whole ? standInValue(control, past.raw) : Number.NaN,
    points: figures.standIns(code, [window, past]),
  };
}

/** What it says of the spread of all: its counts; of a quantity also its error, which nothing every month has not. */
function rowOf(known: Uncertain, code: string, counts: Counts): SpreadRow | undefined {
  const { indicator } = known;
  if (!(counts.denominator > 0)) return undefined;
  if (indicator.numerator.counts !== "quantity") return { ...counts, numerator: asEvents(indicator, counts) };
  const interval = intervalOf(known, code, counts);
  return interval && interval.upper > interval.lower ? { ...counts, error: standardError(interval) } : undefined;
}

function asEvents({ kind }: Indicator, { numerator, denominator }: Counts): number {
  return kind === "share" ? Math.min(numerator, denominator) : numerator;
}

/** One of whom a value was published. */
export function publishedMember(
  { observations }: Ground,
  indicator: Indicator,
  code: string,
  { window, past, points }: Windows,
): Member | undefined {
  const at = (stretch: Window) => publishedAt(observations, indicator, code, stretch);
  const valueAt = (stretch: Window) => at(stretch)?.value ?? Number.NaN;
  const own = at(window);
  if (!own) return undefined;
  return { code, own, value: own.value, past: valueAt(past), points: toNumbers(points, valueAt) };
}

function toNumbers<T>(values: readonly T[], of: (value: T) => number): Float64Array {
  const numbers = new Float64Array(values.length);
  for (let i = 0; i < numbers.length; i++) numbers[i] = of(values[i]!);
  return numbers;
}
