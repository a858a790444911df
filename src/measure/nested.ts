import { type Composite, compositesOf } from "../input/library/composite.ts";
import { type Indicator, isCounted } from "../input/library/indicator.ts";
import { type Control, controlOf, type Guard, type Raw, releaseOwn } from "./disclosure.ts";
import type { Ground } from "./ground.ts";
import { release } from "./small-numbers.ts";
import type { Window } from "./standing.ts";
import { sumOver } from "./windows.ts";

/**
 * A composite and its components are counts in one table. A count that is withheld must not follow from those beside it:
 * 20 in any of two hazards that nobody shares, and 17 in one of them, tells that 3 were in the other. Where it would, the
 * smallest of the others is withheld too, and the next, until it does not; at last the composite.
 *
 * What is decided here rests on what is public alone (counts that are shown, and within which bounds others are), never on
 * the count that is withheld: so the decision cannot give it away.
 */
export function guarded(inputs: Ground, { indicator }: Indicator, code: string, stretch: Window, raw: Raw): Raw {
  const guard = guardsOf(inputs, code, stretch).get(indicator);
  return guard && raw.months > 0 ? { ...raw, guard } : raw;
}

/** A count as the public knows it: within bounds, and which of them are the bounds of a small count. */
type PartBand = {
  from: number;
  to: number;
  base: number;
  least: number; // the smallest count above 0 that is shown
  is: "shown" | "withheld" | "guard";
};

const none: ReadonlyMap<string, Guard> = new Map();

const remembered = new WeakMap<Ground, Map<string, ReadonlyMap<string, Guard>>>();

/** All guards among the indicators of an organisation; remembered, because each indicator asks for them. */
function guardsOf(inputs: Ground, code: string, stretch: Window): ReadonlyMap<string, Guard> {
  const composites = compositesOf(inputs.indicators);
  if (composites.length === 0) return none;
  const memory = remembered.get(inputs) ?? new Map<string, ReadonlyMap<string, Guard>>();
  remembered.set(inputs, memory);
  const key = `${code} ${stretch.from} ${stretch.to}`;
  const guards = memory.get(key) ?? findGuards(composites, inputs, code, stretch);
  memory.set(key, guards);
  return guards;
}

function findGuards(
  composites: readonly Composite[],
  inputs: Ground,
  code: string,
  stretch: Window,
): ReadonlyMap<string, Guard> {
  const known = new Map(
    [...new Set(composites.flatMap(({ id, of }) => [id, ...of]))].flatMap((id) => {
      const indicator = inputs.indicators.get(id);
      if (!indicator || !isCounted(indicator)) return [];
      const raw = sumOver(inputs.observations, indicator, code, stretch);
      const found = knownOf(controlOf(inputs.campaign, indicator), raw);
      return found ? [[id, found] as const] : [];
    }),
  );
  if (![...known.values()].some(({ is }) => is === "withheld")) return none;
  const guards = new Map<string, Guard>();
  for (let hidden = nextToHide(composites, known); hidden; hidden = nextToHide(composites, known)) {
    const { id, guard, bounds } = hidden;
    guards.set(id, guard);
    known.set(id, bounds);
  }
  return guards;
}

function knownOf(control: Control, raw: Raw): PartBand | undefined {
  const own = releaseOwn(control, raw);
  if (own.state === "none") return undefined;
  const of = { base: raw.denominator, least: leastShown(control) };
  const { base } = of;
  if (own.state === "shown") return { ...of, from: raw.numerator, to: raw.numerator, is: "shown" };
  const some = release(0, control.policy).shown ? 1 : 0; // where 0 is shown, what is withheld is none
  return own.of === "count"
    ? { ...of, from: some, to: own.below - 1, is: "withheld" }
    : { ...of, from: base - own.below + 1, to: base - some, is: "withheld" };
}

function leastShown({ policy }: Control): number {
  let count = 1;
  while (!release(count, policy).shown) count++;
  return count;
}

/** The next count to withhold, and within which bounds it is then known; undefined where all are safe or hidden. */
function nextToHide(
  composites: readonly Composite[],
  known: ReadonlyMap<string, PartBand>,
): { id: string; guard: Guard; bounds: PartBand } | undefined {
  for (const composite of composites) {
    const whole = known.get(composite.id);
    if (!whole || !isTold(composite, whole, known)) continue;
    const smallest = composite.of
      .flatMap((id) => (known.get(id)?.is === "shown" ? [{ id, ...(known.get(id) as PartBand) }] : []))
      .filter((part) => distance(composite, part, whole) > 0)
      .sort((a, b) => distance(composite, a, whole) - distance(composite, b, whole) || (a.id < b.id ? -1 : 1))[0];
    if (smallest) return { id: smallest.id, ...hide(composite, smallest, boundsOfPart(composite, smallest, whole)) };
    if (whole.is === "shown") return { id: composite.id, ...hide(composite, whole, boundsOfWhole(composite, known)) };
  }
  return undefined;
}

/** Of an any-of the counts themselves add up at most; of an all-of those who are not in them. */
function distance({ takes }: Composite, { from }: PartBand, whole: PartBand): number {
  return takes === "any-of" ? from : whole.base - from;
}

type Bounds = { from: number; to: number };

/** What is said of it is a bound that anybody could work out; that it is no small count itself may be guessed. */
function hide(
  { takes }: Composite,
  { base, least }: PartBand,
  { from, to }: Bounds,
): { guard: Guard; bounds: PartBand } {
  return takes === "any-of"
    ? { guard: { of: "count", below: to + 1 }, bounds: { from: Math.min(least, to), to, base, least, is: "guard" } }
    : {
        guard: { of: "rest", below: base - from + 1 },
        bounds: { from, to: Math.max(from, base - least), base, least, is: "guard" },
      };
}

function boundsOfPart({ takes }: Composite, { base }: PartBand, whole: PartBand): Bounds {
  return takes === "any-of"
    ? { from: 0, to: Math.min(base, whole.to) }
    : { from: Math.min(base, whole.from), to: base };
}

/** The nearest ten above it within which nothing follows. */
function boundsOfWhole(composite: Composite, known: ReadonlyMap<string, PartBand>): Bounds {
  const whole = known.get(composite.id) as PartBand;
  const own = distance(composite, whole, whole);
  const within = (most: number): Bounds =>
    composite.takes === "any-of" ? { from: 0, to: most } : { from: whole.base - most, to: whole.base };
  for (let most = 10 * Math.ceil((own + 1) / 10) - 1; most < whole.base; most += 10) {
    const { bounds } = hide(composite, whole, within(most));
    if (!isTold(composite, bounds, known)) return within(most);
  }
  return within(whole.base);
}

/**
 * Whether any withheld count of a composite can be narrowed. Two things may be known of it: that the composite is the sum of
 * its components, where nobody is in two (any reader may guess as much); and in every case that it is no more than that.
 */
function isTold(composite: Composite, whole: PartBand, known: ReadonlyMap<string, PartBand>): boolean {
  const sum = sumOf(composite, whole, known);
  const apart = sum.from <= whole.to && sum.to >= whole.from; // nobody in two is possible
  const atMost = composite.takes === "any-of"; // the whole is at most the sum; of all-of, at least
  const narrowed = (bounds: PartBand, least: number, most: number, isWhole: boolean) =>
    bounds.is === "withheld" &&
    ((least > bounds.from && (apart || isWhole !== atMost)) || (most < bounds.to && (apart || isWhole === atMost)));
  if (narrowed(whole, sum.from, sum.to, true)) return true;
  return composite.of.some((id) => {
    const part = known.get(id);
    if (!part) return false;
    return narrowed(part, whole.from - (sum.to - part.to), whole.to - (sum.from - part.from), false);
  });
}

/**
 * The bounds of a composite whose components share nobody: their sum; of an all-of the base less all who are missing from
 * one. A component that is not published may be anything.
 */
function sumOf({ takes, of }: Composite, whole: PartBand, known: ReadonlyMap<string, PartBand>): Bounds {
  const parts = of.map((id) => known.get(id) ?? { from: 0, to: whole.base });
  const less = takes === "any-of" ? 0 : (of.length - 1) * whole.base;
  const total = (pick: (bounds: Bounds) => number) => parts.reduce((sum, part) => sum + pick(part), -less);
  return { from: total(({ from }) => from), to: total(({ to }) => to) };
}
