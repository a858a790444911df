import type { Campaign } from "../input/campaign/campaign.ts";
import type { Counted } from "../input/library/indicator.ts";
import { rememberedBy } from "../remembered.ts";
import type { Counts } from "./interval.ts";
import { scaleOf } from "./rounding.ts";
import { isShown, type Policy, release } from "./small-numbers.ts";
import type { CountedOwn, Own, OwnPoint, Window, Withheld } from "./standing.ts";

/** Sums over a window, before disclosure control. Stays inside `measure`. */
export type Raw = {
  numerator: number;
  denominator: number;
  months: number;
  guard?: Guard;
  hasSmallPart?: true; // of organisations that were joined: one by itself may not be told, and would follow from the sum
};

/** Why a count that might be shown is not: another beside it would follow from it. What may be said of it is a bound. */
export type Guard = { of: "count" | "rest"; below: number };

/** What disclosure control does with one indicator of a campaign. */
export type Control = {
  policy: Policy;
  indicator: Counted;
  isShare: boolean;
  scale: number; // of its values: see `scaleOf`
};

/** The policy that binds an indicator: none where its kind of count is not protected. */
export function controlOf({ disclosure }: Pick<Campaign, "disclosure">, indicator: Counted): Control {
  return remembered([disclosure, indicator], "", () => {
    const binds = disclosure.counts.includes(indicator.numerator.counts) && !disclosure["sole-recipient"];
    return controlBy(binds ? disclosure.policy : "none", indicator);
  });
}

const remembered = rememberedBy<Control>(); // each recipient asks for it more than once

export function controlBy(policy: Policy, indicator: Counted): Control {
  return { policy, indicator, isShare: indicator.kind === "share", scale: scaleOf(indicator) };
}

/** What disclosure control lets through: never a value without its counts. */
export type Released = CountedOwn | Withheld | Extract<Own, { state: "none" }>;

/**
 * The own value of a window as it may be known outside `measure`. A rounding policy rounds the counts first and the value
 * follows from them. Where the count is withheld only its bound is given. Of a share the complement is protected too,
 * because 395 of 400 tells that 5 were not; and where its denominator is itself too small, nothing is said.
 */
export function releaseOwn(control: Control, { numerator, denominator, months, guard, hasSmallPart }: Raw): Released {
  if (denominator <= 0) return { state: "none", reason: { is: "no-denominator" } };
  if (hasSmallPart) return { state: "none", reason: { is: "small-part" } };
  const { isShare, scale } = control;
  const base = releaseBase(control, denominator);
  if (!base.shown) return { state: "none", reason: { is: "small-denominator", below: base.below } };
  const of = { base: base.count, months, scale };
  const count = releaseCount(control, numerator);
  if (!count.shown) return bound("count", count.below, of);
  const rest = isShare ? releaseCount(control, denominator - numerator) : count;
  if (!rest.shown) return bound("rest", rest.below, of);
  if (guard) return { ...bound(guard.of, guard.below, of), guard: true };
  const shown = isShare ? Math.min(count.count, base.count) : count.count;
  return { state: "shown", value: (shown / base.count) * scale, count: shown, base: base.count, months };
}

function bound(
  of: "count" | "rest",
  below: number,
  { base, months, scale }: { base: number; months: number; scale: number },
): Withheld {
  const share = (below - 1) / base;
  return of === "count"
    ? { state: "withheld", of, below, from: 0, upTo: share * scale, base, months }
    : { state: "withheld", of, below, from: Math.max(0, 1 - share) * scale, upTo: scale, base, months };
}

/** A numerator, or what is left of the denominator. A survey's policy protects how many answered, not what they said. */
function releaseCount({ policy }: Control, count: number) {
  if (!bindsCounts(policy)) return { shown: true as const, count };
  return release(toCount(count), policy);
}

function bindsCounts(policy: Policy): boolean {
  return policy !== "none" && policy !== "gpps";
}

function toCount(sum: number): number {
  return Math.max(0, Math.round(sum));
}

/** The denominator: of a share it counts the same people as the numerator; a list size is public. */
function releaseBase(control: Control, count: number) {
  return bindsBase(control) ? release(toBase(count), control.policy) : { shown: true as const, count };
}

function bindsBase({ policy, isShare }: Control): boolean {
  return policy === "gpps" || (policy !== "none" && isShare);
}

function toBase(sum: number): number {
  return Math.max(1, Math.round(sum));
}

/**
 * The counts of one organisation as they may enter a figure about many: what may be shown of it, and where that is
 * nothing the middle of what it may be, or nothing where it guards another. A quartile can be one organisation's own value, and a benchmark is a sum that a
 * member may subtract itself from: made from these, neither gives away what is withheld.
 */
export function standIn(control: Control, raw: Raw): Counts | undefined {
  const own = releaseOwn(control, raw);
  if (own.state === "none") return undefined;
  if (own.state === "shown") return { numerator: own.count, denominator: own.base };
  if (own.guard) return undefined;
  const middle = own.below / 2;
  return { numerator: own.of === "count" ? middle : Math.max(0, own.base - middle), denominator: own.base };
}

/** A stretch of months with its sums; `whole` where none of its months is missing. */
export type Point = Window & { raw: Raw; whole: boolean };

/**
 * The points of the own trend. A point with a missing month is null. A point whose count is withheld is null, and so are as
 * many others as it takes that no total shown beside them, less the points shown, gives it away.
 */
export function releasePoints(control: Control, points: readonly Point[], totals: readonly Point[]): OwnPoint[] {
  const withheld = findWithheld(control, points, totals);
  return points.map((point) => {
    const { from, to, whole, raw } = point;
    if (withheld.has(point)) return { from, to, value: null, withheld: true };
    const value = whole ? valueShown(control, raw) : Number.NaN;
    return { from, to, value: Number.isNaN(value) ? null : value };
  });
}

/** The value of sums where `releaseOwn` shows it; else not a number. */
function valueShown(control: Control, raw: Raw): number {
  if (isFree(control, raw)) return freeValue(control, raw);
  const own = releaseOwn(control, raw);
  return own.state === "shown" ? own.value : Number.NaN;
}

/** Whether there is nobody to protect, so that sums are shown as they are. Most sums of months are such, and nothing is made of them but a number. */
function isFree({ policy }: Control, { guard, hasSmallPart }: Raw): boolean {
  return policy === "none" && !guard && !hasSmallPart;
}

/** As `releaseOwn` shows it. */
function freeValue({ isShare, scale }: Control, { numerator, denominator }: Raw): number {
  if (denominator <= 0) return Number.NaN;
  const shown = isShare ? Math.min(numerator, denominator) : numerator;
  return (shown / denominator) * scale;
}

/**
 * The values of the same points as they may enter quartiles; not a number where none may. One that is withheld to guard another may
 * not: it has no bound.
 */
export function standInValues(control: Control, points: readonly Point[], totals: readonly Point[]): Float64Array {
  const withheld = findWithheld(control, points, totals);
  const values = new Float64Array(points.length);
  for (let i = 0; i < points.length; i++) {
    const point = points[i]!;
    const guard = withheld.size > 0 && withheld.has(point) && mayBeTold(control, point.raw);
    values[i] = point.whole && !guard ? standInValue(control, point.raw) : Number.NaN;
  }
  return values;
}

/** The value of what stands for the counts of one organisation in a figure about many (`standIn`). */
export function standInValue(control: Control, raw: Raw): number {
  if (isFree(control, raw)) return freeValue(control, raw);
  const counts = standIn(control, raw);
  return counts ? (counts.numerator / counts.denominator) * control.scale : Number.NaN;
}

const nothing: ReadonlySet<Point> = new Set();

function findWithheld(control: Control, points: readonly Point[], totals: readonly Point[]): ReadonlySet<Point> {
  if (control.policy === "none" || isAllTold(control, points, totals)) return nothing;
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

/** Whether there is nobody to protect, or `releaseOwn` shows the value. */
export function mayBeTold(control: Control, { numerator, denominator, guard, hasSmallPart }: Raw): boolean {
  if (denominator <= 0) return true;
  if (guard || hasSmallPart) return false;
  const { policy, isShare } = control;
  if (bindsBase(control) && !isShown(toBase(denominator), policy)) return false;
  if (!bindsCounts(policy)) return true;
  return isShown(toCount(numerator), policy) && (!isShare || isShown(toCount(denominator - numerator), policy));
}

/** The count that is nearest to being withheld. */
function smallestOf({ isShare }: Control, { numerator, denominator }: Raw): number {
  return isShare ? Math.min(numerator, denominator - numerator) : numerator;
}

function isWithin(inner: Window, outer: Window): boolean {
  return inner.from >= outer.from && inner.to <= outer.to;
}

export function plus(a: Raw, b: Raw): Raw {
  return {
    numerator: a.numerator + b.numerator,
    denominator: a.denominator + b.denominator,
    months: a.months + b.months,
  };
}

export function minus(a: Raw, b: Raw): Raw {
  return {
    numerator: a.numerator - b.numerator,
    denominator: a.denominator - b.denominator,
    months: a.months - b.months,
  };
}
