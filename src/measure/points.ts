import { type Control, mayBeTold, minus, plus, type Raw, standInValue, valueShown } from "./disclosure.ts";
import { isVagueBeside } from "./parts.ts";
import { withholds } from "./small-numbers.ts";
import type { OwnSeries, Window } from "./standing.ts";

/** A stretch of months with its sums; `whole` where none of its months is missing. */
export type Point = Window & { raw: Raw; whole: boolean };

/**
 * The points of the own trend. A point with a missing month is null. A point whose count is withheld is null, and so are as
 * many others as it takes that no total shown beside them, less the points shown, gives it away.
 */
export function releasePoints(
  control: Control,
  points: readonly Point[],
  totals: readonly Point[],
): Omit<OwnSeries, "points"> {
  const withheld = findWithheld(control, points, totals);
  const values = new Float64Array(points.length);
  const hidden: number[] = [];
  for (const [i, point] of points.entries()) {
    const isHidden = withheld.size > 0 && withheld.has(point);
    if (isHidden) hidden.push(i);
    values[i] = point.whole && !isHidden ? valueShown(control, point.raw) : Number.NaN;
  }
  return { values: known(values), ...(hidden.length > 0 ? { withheld: hidden } : {}) };
}

/** Values as a series has them: null where one is not a number. */
export function known(values: ArrayLike<number>): (number | null)[] {
  const all = new Array<number | null>(values.length);
  for (let i = 0; i < values.length; i++) all[i] = Number.isNaN(values[i]) ? null : values[i]!;
  return all;
}

/**
 * The values of the same points as they may enter quartiles; not a number where none may. One that is withheld to guard another may
 * not: it has no bound. `asShown` where no point is withheld: beside these totals, or some of them, all are shown as they stand here.
 */
export function standInValues(
  control: Control,
  points: readonly Point[],
  totals: readonly Point[],
): { values: Float64Array; asShown: boolean } {
  const withheld = findWithheld(control, points, totals);
  const values = new Float64Array(points.length);
  for (let i = 0; i < points.length; i++) {
    const point = points[i]!;
    const guard = withheld.size > 0 && withheld.has(point) && mayBeTold(control, point.raw);
    values[i] = point.whole && !guard ? standInValue(control, point.raw) : Number.NaN;
  }
  return { values, asShown: withheld.size === 0 };
}

const nothing: ReadonlySet<Point> = new Set();

function findWithheld(control: Control, points: readonly Point[], totals: readonly Point[]): ReadonlySet<Point> {
  if (control.policy === "none") return nothing;
  if (!withholds(control.policy)) return findTold(control, points, totals);
  if (isAllTold(control, points, totals)) return nothing;
  const withheld = new Set<Point>();
  const known = totals.filter(({ raw }) => raw.denominator > 0 && mayBeTold(control, raw));
  for (const alike of byLength(points)) {
    const longer = [...withheld];
    const inHidden = (point: Point) => longer.some((each) => isWithin(point, each));
    for (const point of alike) if (inHidden(point) || !mayBeTold(control, point.raw)) withheld.add(point);
    for (const total of known) guardTotal(control, alike, total, withheld);
    known.push(...alike.filter((point) => !withheld.has(point)));
  }
  return withheld;
}

/**
 * Of a policy that shows every count, blurred: the points inside a total, or inside a longer point, from which a small count among
 * them can be told from others that are shown alike. 3, 3, 3 and 3 beside 21 are none of them 1.
 */
function findTold(control: Control, points: readonly Point[], totals: readonly Point[]): ReadonlySet<Point> {
  const told = new Set<Point>();
  const known = totals.filter(({ raw }) => raw.denominator > 0);
  for (const alike of byLength(points)) {
    for (const total of known) {
      const inside = alike.filter((point) => isWithin(point, total) && point.raw.denominator > 0);
      const isOne = inside.length === 1 && isWithin(total, inside[0]!); // shown as the total is, and tells no more
      if (
        inside.length > 0 &&
        !isOne &&
        !isVagueBeside(
          control,
          total.raw,
          inside.map(({ raw }) => raw),
        )
      )
        for (const point of inside) told.add(point);
      for (const point of alike) {
        const isLonger = isWithin(total, point) && !isWithin(point, total);
        if (isLonger && !isVagueBeside(control, point.raw, [total.raw])) told.add(point);
      }
    }
    known.push(...alike.filter((point) => !told.has(point)));
  }
  return told;
}

/** Whether each point may be told, and what one holds beside a total inside it: as of most organisations. */
function isAllTold(control: Control, points: readonly Point[], totals: readonly Point[]): boolean {
  for (const point of points) {
    if (!mayBeTold(control, point.raw)) return false;
    for (const total of totals) {
      const isLonger = isWithin(total, point) && !isWithin(point, total) && total.raw.denominator > 0;
      if (isLonger && mayBeTold(control, total.raw) && !mayBeTold(control, minus(point.raw, total.raw))) return false;
    }
  }
  return true;
}

/** Points of one length after another, the longest first: one that is shown is a total of the shorter ones inside it. */
function byLength(points: readonly Point[]): Point[][] {
  const groups = Map.groupBy(points, ({ from, to }) => to - from);
  return [...groups].sort(([a], [b]) => b - a).map(([, alike]) => alike);
}

/** Mutates `withheld`: as many points more as it takes that the total, less those shown, gives none of them away. */
function guardTotal(control: Control, points: readonly Point[], total: Point, withheld: Set<Point>): void {
  const inside = points.filter((point) => isWithin(point, total) && point.raw.denominator > 0);
  for (const companion of companionsOf(control, inside, withheld)) withheld.add(companion);
  for (const point of points) {
    const longer = isWithin(total, point) && !isWithin(point, total);
    if (longer && !mayBeTold(control, minus(point.raw, total.raw))) withheld.add(point);
  }
}

/** The smallest of the other points of a total, until those hidden are two or more and their sum may be told. */
function companionsOf(control: Control, inside: readonly Point[], withheld: ReadonlySet<Point>): Point[] {
  const hidden = inside.filter((point) => withheld.has(point));
  if (hidden.length === 0) return [];
  const others = inside
    .filter((point) => !withheld.has(point))
    .sort((a, b) => smallestOf(control, a.raw) - smallestOf(control, b.raw) || a.from - b.from);
  let sum = hidden.map(({ raw }) => raw).reduce(plus);
  for (const [i, { raw }] of others.entries()) {
    if (hidden.length + i > 1 && mayBeTold(control, sum)) return others.slice(0, i);
    sum = plus(sum, raw);
  }
  return others;
}

/** The count that is nearest to being withheld. */
function smallestOf({ isShare }: Control, { numerator, denominator }: Raw): number {
  return isShare ? Math.min(numerator, denominator - numerator) : numerator;
}

function isWithin(inner: Window, outer: Window): boolean {
  return inner.from >= outer.from && inner.to <= outer.to;
}
