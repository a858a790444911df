import type { Counted } from "../input/library/indicator.ts";
import type { Ground } from "./ground.ts";
import { guarding } from "./nested.ts";
import type { Point } from "./points.ts";
import { expectedMonths, summing, type Windows } from "./windows.ts";

/** The sums of one organisation on one indicator: of its window, of the past and of each point of charts. Stays inside `measure`. */
export type Figures = { window: Point; past: Point; points: readonly Point[]; expected: Expected };

/** How many months of the window and of the past anybody has. */
type Expected = { window: number; past: number };

/** Gives the sums of each organisation: anew each time, which costs less than to keep those of all. */
export type FiguresOf = (code: string) => Figures;

export function figuresOf(inputs: Ground, indicator: Counted, { window, past, points }: Windows): FiguresOf {
  const stretches = [window, past, ...points];
  const expected = stretches.map((stretch) => expectedMonths(inputs.observations, indicator, stretch));
  const sumsOf = summing(inputs.observations, indicator, stretches);
  const guarded = guarding(inputs, indicator, stretches);
  return (code) => {
    const [now, before, ...others] = guarded(code, sumsOf(code)).map((raw, i): Point => {
      const { from, to } = stretches[i]!;
      return { from, to, raw, whole: raw.months > 0 && raw.months >= expected[i]! };
    }) as [Point, Point, ...Point[]];
    return { window: now, past: before, points: others, expected: { window: expected[0]!, past: expected[1]! } };
  };
}
