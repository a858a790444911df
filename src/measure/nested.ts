import { type Composite, compositesOf } from "../input/library/composite.ts";
import { type Counted, type Indicator, isCounted } from "../input/library/indicator.ts";
import { type Control, controlOf, type Guard, mayBeTold, type Raw, releaseOwn } from "./disclosure.ts";
import type { Ground } from "./ground.ts";
import { isShown, shownAlike } from "./small-numbers.ts";
import type { Window } from "./standing.ts";
import { partsOver, summing } from "./windows.ts";

/**
 * A composite and its components are counts in one table. A count that is withheld must not follow from those beside it:
 * 20 in any of two hazards that nobody shares, and 17 in one of them, tells that 3 were in the other. Where it would, the
 * smallest of the others is withheld too, and the next, until it does not; at last the composite.
 *
 * What is decided here rests on what is public alone (counts that are shown, and within which bounds others are), never on
 * the count that is withheld: so the decision cannot give it away.
 */
export function guarding(
  inputs: Ground,
  indicator: Counted,
  stretches: readonly Window[],
): (code: string, sums: readonly Raw[]) => readonly Raw[] {
  const family = familyOf(inputs, indicator);
  const find = family ? guardsOver(inputs, family, stretches) : () => nothing;
  const parts = inputs.observations.parts?.get(indicator.indicator);
  return (code, sums) => {
    const isJoined = parts?.has(code) === true;
    if (!family && !isJoined) return sums;
    const guards = find(code);
    if (guards === nothing && !isJoined) return sums;
    return sums.map((raw, i) => {
      const guard = guards[i]?.get(indicator.indicator);
      const whole = isJoined ? withParts(inputs, indicator, code, stretches[i]!, raw) : raw;
      return guard && raw.months > 0 ? { ...whole, guard } : whole;
    });
  };
}

/**
 * Organisations that were joined have been told apart until then, and their own figures may be known from earlier reports: a
 * sum tells of none that is too small to be told by itself.
 */
export function withParts(
  { campaign, observations }: Pick<Ground, "campaign" | "observations">,
  indicator: Counted,
  code: string,
  stretch: Window,
  raw: Raw,
): Raw {
  if (!observations.parts?.get(indicator.indicator)?.has(code)) return raw;
  const parts = partsOver(observations, indicator, code, stretch);
  if (parts.length < 2) return raw;
  const control = controlOf(campaign, indicator);
  return parts.some((part) => !mayBeTold(control, part)) ? { ...raw, hasSmallPart: true } : raw;
}

/** A count as the public knows it: within bounds, and which of them are the bounds of a small count. */
type PartBand = {
  from: number;
  to: number;
  base: number;
  least: number; // the smallest count above 0 that is shown
  is: "shown" | "withheld" | "guard";
};

/** Composites that share components, and everything that is one or in one, each with what disclosure control does with it. */
type IndicatorFamily = {
  composites: readonly Composite[];
  members: readonly FamilyMember[];
  guards: Map<string, Map<string, Guards>>; // by stretches, then by organisation: each indicator asks for them
};

type FamilyMember = { id: string; indicator: Counted; control: Control };

/** For each stretch what is guarded in it; empty where nothing is. */
type Guards = readonly ReadonlyMap<string, Guard>[];

const none: ReadonlyMap<string, Guard> = new Map();
const nothing: Guards = [];

const families = new WeakMap<Ground, IndicatorFamily>();

/** All composites among the indicators with their components, if the indicator is one of these. */
function familyOf(inputs: Ground, { indicator }: Indicator): IndicatorFamily | undefined {
  const found = families.get(inputs) ?? findFamily(inputs);
  families.set(inputs, found);
  return found.composites.some(({ id, of }) => id === indicator || of.includes(indicator)) ? found : undefined;
}

/** Whether an indicator is a composite, or in one, so that its counts may be withheld for the sake of others. */
export function isInFamily(inputs: Ground, indicator: Counted): boolean {
  return familyOf(inputs, indicator) !== undefined;
}

function findFamily({ campaign, indicators }: Ground): IndicatorFamily {
  const composites = compositesOf(indicators);
  const members = [...new Set(composites.flatMap(({ id, of }) => [id, ...of]))].flatMap((id) => {
    const indicator = indicators.get(id);
    return indicator && isCounted(indicator) ? [{ id, indicator, control: controlOf(campaign, indicator) }] : [];
  });
  return { composites, members, guards: new Map() };
}

function guardsOver(inputs: Ground, family: IndicatorFamily, stretches: readonly Window[]): (code: string) => Guards {
  const key = stretches.map(({ from, to }) => `${from} ${to}`).join();
  const known = family.guards.get(key) ?? new Map<string, Guards>();
  family.guards.set(key, known);
  const sums = family.members.map(({ indicator }) => summing(inputs.observations, indicator, stretches));
  const { parts } = inputs.observations;
  const find = (code: string): Guards => {
    const own = sums.map((sumsOf) => sumsOf(code));
    const joined = family.members.map(({ id }) => parts?.get(id)?.has(code) === true);
    if (!joined.includes(true) && family.members.every(({ control }, j) => isAllTold(control, own[j]!))) return nothing;
    return stretches.map((stretch, i) => {
      const raws = family.members.map(({ indicator }, j) => {
        const raw = own[j]![i]!;
        return joined[j] ? withParts(inputs, indicator, code, stretch, raw) : raw;
      });
      return findGuards(family, raws);
    });
  };
  return (code) => {
    const guards = known.get(code) ?? find(code);
    known.set(code, guards);
    return guards;
  };
}

function isAllTold(control: Control, raws: readonly Raw[]): boolean {
  for (const raw of raws) if (!mayBeTold(control, raw)) return false;
  return true;
}

/** Of the members' sums in one stretch. Where all are shown there is nothing to guard. */
function findGuards({ composites, members }: IndicatorFamily, raws: readonly Raw[]): ReadonlyMap<string, Guard> {
  if (members.every(({ control }, i) => mayBeTold(control, raws[i]!))) return none;
  const known = new Map<string, PartBand>();
  for (const [i, { id, control }] of members.entries()) {
    const found = knownOf(control, raws[i]!);
    if (found) known.set(id, found);
  }
  if (![...known.values()].some(({ is }) => is === "withheld")) return none;
  const guards = new Map<string, Guard>();
  for (let hidden = nextToHide(composites, known); hidden; hidden = nextToHide(composites, known)) {
    const { id, guard, bounds } = hidden;
    guards.set(id, guard);
    known.set(id, bounds);
  }
  return guards.size > 0 ? guards : none;
}

function knownOf(control: Control, raw: Raw): PartBand | undefined {
  const own = releaseOwn(control, raw);
  if (own.state === "none") return undefined;
  const base = raw.denominator;
  const least = leastShown(control);
  if (own.state === "shown")
    return { ...shownAlike(Math.max(0, Math.round(raw.numerator)), control.policy), base, least, is: "shown" };
  const some = isShown(0, control.policy) ? 1 : 0; // where 0 is shown, what is withheld is none
  return own.of === "count"
    ? { from: some, to: own.below - 1, base, least, is: "withheld" }
    : { from: base - own.below + 1, to: base - some, base, least, is: "withheld" };
}

function leastShown({ policy }: Control): number {
  let count = 1;
  while (!isShown(count, policy)) count++;
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
