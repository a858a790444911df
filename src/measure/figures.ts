import type { Counted } from "../input/library/indicator.ts";
import { type Control, controlOf, freeValue, type Raw } from "./disclosure.ts";
import type { Ground } from "./ground.ts";
import { guarding, isInFamily } from "./nested.ts";
import { known, type Point, releasePoints, standInValues } from "./points.ts";
import type { OwnSeries, Window } from "./standing.ts";
import { expectedMonths, summing, type Windows } from "./windows.ts";

/** The sums of one organisation on one indicator: of its window and of the past. Stays inside `measure`. */
export type OwnFigures = { window: Point; past: Point; expected: ExpectedMonths };

/** How many months of the window and of the past anybody has. */
type ExpectedMonths = { window: number; past: number };

/**
 * The figures of one organisation after another, by their codes: `of` its window and its past, made anew each time, which costs
 * less than to keep those of all; the points of charts, as they may enter quartiles beside totals that may be shown (`standIns`), and
 * as they are shown beside those of them that are (`series`).
 */
export type FiguresOf = {
  of: (code: string) => OwnFigures;
  series: (code: string, totals: readonly Point[]) => OwnSeries;
  standIns: (code: string, totals: readonly Point[]) => Float64Array;
};

export function figuresOf(inputs: Ground, indicator: Counted, windows: Windows): FiguresOf {
  const { points } = windows;
  const control = controlOf(inputs.campaign, indicator);
  const ends = pointsOver(inputs, indicator, [windows.window, windows.past]);
  const expected = { window: ends.expected[0]!, past: ends.expected[1]! };
  const of = (code: string): OwnFigures => {
    const [window, past] = ends.of(code) as [Point, Point];
    return { window, past, expected };
  };
  if (control.policy === "none" && !isInFamily(inputs, indicator)) {
    const values = freeValues(inputs, control, points);
    return { of, series: (code) => ({ points, values: known(values(code)) }), standIns: values };
  }
  const all = pointsOver(inputs, indicator, points);
  const kept = new Map<string, Float64Array>(); // of those of whom nothing is withheld
  return {
    of,
    series: (code, totals) => {
      const values = kept.get(code);
      return values ? { points, values: known(values) } : { points, ...releasePoints(control, all.of(code), totals) };
    },
    standIns: (code, totals) => {
      const { values, asShown } = standInValues(control, all.of(code), totals);
      if (asShown) kept.set(code, values);
      return values;
    },
  };
}

/** The same stretches of each organisation, with the sums that may be told apart from each other. */
function pointsOver(inputs: Ground, indicator: Counted, stretches: readonly Window[]) {
  const expected = stretches.map((stretch) => expectedMonths(inputs.observations, indicator, stretch));
  const sumsOf = summing(inputs.observations, indicator, stretches);
  const guarded = guarding(inputs, indicator, stretches);
  const of = (code: string): Point[] =>
    guarded(code, sumsOf(code)).map((raw, i): Point => {
      const { from, to } = stretches[i]!;
      return { from, to, raw, whole: isWhole(raw, expected[i]!) };
    });
  return { expected, of };
}

function isWhole({ months }: Raw, expected: number): boolean {
  return months > 0 && months >= expected;
}

/**
 * Where there is nobody to protect, the values of stretches as numbers alone, not a number where months are missing: what is
 * shown is what enters quartiles. Those of an organisation are kept, since it asks for them as a peer and as a recipient.
 */
function freeValues(
  { observations }: Ground,
  control: Control,
  stretches: readonly Window[],
): (code: string) => Float64Array {
  const expected = stretches.map((stretch) => expectedMonths(observations, control.indicator, stretch));
  const sumsOf = summing(observations, control.indicator, stretches);
  const kept = new Map<string, Float64Array>();
  return (code) => {
    const before = kept.get(code);
    if (before) return before;
    const values = new Float64Array(stretches.length);
    for (const [i, raw] of sumsOf(code).entries())
      values[i] = isWhole(raw, expected[i]!) ? freeValue(control, raw) : Number.NaN;
    kept.set(code, values);
    return values;
  };
}
