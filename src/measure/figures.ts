import type { Counted } from "../input/library/indicator.ts";
import type { Point } from "./disclosure.ts";
import type { Ground } from "./ground.ts";
import { guarded } from "./nested.ts";
import type { Window } from "./standing.ts";
import { expectedMonths, sumOver, type Windows } from "./windows.ts";

/** The sums of one organisation on one indicator: of its window, of the past and of each point of charts. Stays inside `measure`. */
export type Figures = { window: Point; past: Point; points: readonly Point[] };

/** Gives the sums of each organisation; worked out once, since it is a peer of many and perhaps a recipient too. */
export type FiguresOf = (code: string) => Figures;

export function figuresOf(inputs: Ground, indicator: Counted, { window, past, points }: Windows): FiguresOf {
  const known = new Map<string, Figures>();
  const expected = [window, past, ...points].map((stretch) => expectedMonths(inputs.observations, indicator, stretch));
  const pointOf = (code: string, stretch: Window, i: number): Point => {
    const raw = guarded(inputs, indicator, code, stretch, sumOver(inputs.observations, indicator, code, stretch));
    return { from: stretch.from, to: stretch.to, raw, whole: raw.months > 0 && raw.months >= expected[i]! };
  };
  return (code) => {
    const found = known.get(code) ?? {
      window: pointOf(code, window, 0),
      past: pointOf(code, past, 1),
      points: points.map((stretch, i) => pointOf(code, stretch, i + 2)),
    };
    known.set(code, found);
    return found;
  };
}
