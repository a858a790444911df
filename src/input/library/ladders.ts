import { remembered } from "../../remembered.ts";
import { type Condition, judgePlain } from "./condition.ts";
import { hasOne, isWithin, toTable } from "./pattern-table.ts";
import { type Directed, kindOf, possiblePatterns, type SignalPattern } from "./patterns.ts";
import { closure, type Signal, signals } from "./signals.ts";

/** One block (or action) of a ladder. */
export type LadderStep = {
  id: string;
  when: Condition | undefined;
  timed?: true; // it may be held back though its condition holds, because it was shown before
};

/** A cube of patterns: everybody of whom these signals are true, and those are not. */
export type Hole = { has: readonly Signal[]; not: readonly Signal[] };

const ofMany = { longest: 50_000 }; // characters of a name: that of a long ladder is not of one report

/**
 * For whom a ladder has no words, as few and as simple conditions as tell it. Nobody, where a block without a condition
 * is in it.
 */
export const findHoles = remembered(
  (steps: readonly LadderStep[], about: Directed, section?: Condition): readonly Hole[] => {
    const sure = steps.filter(({ timed }) => !timed);
    if (sure.some(({ when }) => isAlways(when))) return [];
    const of = [...new Set([...states, ...steps.flatMap(({ when }) => signalsIn(when)), ...signalsIn(section)])];
    const patterns = possiblePatterns(of, about).filter((pattern) => holds(section, pattern));
    const [served, open] = partition(patterns, (pattern) => sure.some(({ when }) => surelyHolds(when, pattern)));
    const candidates = open.map((pattern) => simplest(pattern, of, served));
    return fewest(candidates, open).sort((a, b) => rankOf(a) - rankOf(b));
  },
  nameOf,
  ofMany,
);

/**
 * All that is found of a ladder hangs on: arms of a trial, and studies read one after another, have most of them alike. Words do
 * not count, so that a save of words finds all as it was.
 */
function nameOf(steps: readonly LadderStep[], about: Directed, section?: Condition): string {
  return JSON.stringify([steps.map(({ id, when, timed }) => [id, when, timed]), kindOf(about), section]);
}

/** Holes that together hold every open pattern: one after another that which holds most of what is left. */
function fewest(candidates: readonly Hole[], open: readonly SignalPattern[]): Hole[] {
  const gain = (hole: Hole) => open.filter((pattern) => isIn(pattern, hole)).length;
  const best = candidates.reduce<{ hole: Hole; gain: number } | undefined>((found, hole) => {
    const next = { hole, gain: gain(hole) };
    const isBetter =
      !found || next.gain > found.gain || (next.gain === found.gain && sizeOf(hole) < sizeOf(found.hole));
    return isBetter ? next : found;
  }, undefined);
  if (!best || best.gain === 0) return [];
  const left = open.filter((pattern) => !isIn(pattern, best.hole));
  return [best.hole, ...fewest(candidates, left)];
}

function sizeOf({ has, not }: Hole): number {
  return has.length + not.length;
}

function partition<T>(all: readonly T[], isFirst: (each: T) => boolean): [T[], T[]] {
  return [all.filter(isFirst), all.filter((each) => !isFirst(each))];
}

/** In the order of the glossary of signals. */
function rankOf({ has }: Hole): number {
  return has[0] ? signals.indexOf(has[0]) : -1;
}

/** "few-peers and measured, not has-past" */
export function holeText({ has, not }: Hole): string {
  const without = not.length > 0 ? `not ${not.join(", not ")}` : "";
  return [has.join(" and "), without].filter((part) => part !== "").join(", ") || "everybody";
}

/** The blocks of a ladder that nobody can come to, though the condition of each can hold: those before it take everybody. */
export function findUnreached(steps: readonly LadderStep[], about: Directed, section?: Condition): string[] {
  const patterns = patternsOf(steps, about, section);
  const reached = new Set(patterns.flatMap((pattern) => reachedBy(pattern, steps)));
  return steps.filter((step) => !reached.has(step)).map(({ id }) => id);
}

/** The steps a pattern may come to: those it fits, up to the first that it fits whatever is true of other indicators. */
function reachedBy(pattern: SignalPattern, steps: readonly LadderStep[]): LadderStep[] {
  const last = steps.findIndex(({ when, timed }) => !timed && surelyHolds(when, pattern));
  return steps.slice(0, last < 0 ? steps.length : last + 1).filter(({ when }) => holds(when, pattern));
}

/** A block that is never shown: nobody can have its condition here, or one before it has all who can. */
export type Idle = { at: number; before?: { id: string; same: boolean } };

/**
 * The blocks of a ladder that are never shown for a reason that one other block, or none, gives. A block without a
 * condition may stand behind any that has one, though nobody is left for it.
 */
export const findIdle = remembered(
  (steps: readonly LadderStep[], about: Directed, section?: Condition): readonly Idle[] => {
    const table = toTable(patternsOf(steps, about, section));
    if (table.patterns.length === 0) return []; // the section itself is never shown
    const fits = steps.map(({ when }) => table.fitting(when));
    return steps.flatMap((step, at): Idle[] => {
      const own = fits[at]!;
      if (!hasOne(own)) return [{ at }];
      const hidden = (earlier: LadderStep, i: number) =>
        i < at &&
        !earlier.when?.of &&
        !earlier.timed &&
        isWithin(own, fits[i]!) &&
        (isAlways(earlier.when) || !isAlways(step.when));
      const i = steps.findIndex(hidden);
      const before = steps[i];
      return before ? [{ at, before: { id: before.id, same: isWithin(fits[i]!, own) } }] : [];
    });
  },
  nameOf,
  ofMany,
);

/** Whether a condition can hold of anybody on an indicator, any if left out; what it says of others is left aside. */
export function canHold(when: Condition | undefined, about?: Directed): boolean {
  return possiblePatterns(signalsIn(when), about).some((pattern) => holds(when, pattern));
}

/** The patterns that the conditions of some steps tell apart, where the section is shown. */
function patternsOf(steps: readonly LadderStep[], about: Directed, section: Condition | undefined): SignalPattern[] {
  const of = [...steps.flatMap(({ when }) => signalsIn(when)), ...signalsIn(section)];
  return possiblePatterns(of, about).filter((pattern) => holds(section, pattern));
}

/** Fewest signals, those that are not true first to go, that still tell a pattern from everybody who has words. */
function simplest(pattern: SignalPattern, of: readonly Signal[], served: readonly SignalPattern[]): Hole {
  let hole: Hole = {
    has: of.filter((signal) => pattern.has(signal)),
    not: of.filter((signal) => !pattern.has(signal)),
  };
  const keep = (smaller: Hole) => {
    if (!served.some((other) => isIn(other, smaller))) hole = smaller;
  };
  for (const signal of [...hole.not]) keep({ ...hole, not: hole.not.filter((each) => each !== signal) });
  for (const signal of inDetail(hole.has)) keep({ ...hole, has: hole.has.filter((each) => each !== signal) });
  return hole;
}

/** What says least goes first: a signal that another implies, then the rest, the broad states last. */
function inDetail(has: readonly Signal[]): Signal[] {
  const implied = (signal: Signal) => has.some((other) => other !== signal && closure(other).includes(signal));
  const rank = (signal: Signal) => (implied(signal) ? 0 : states.includes(signal) ? 2 : 1);
  return [...has].sort((a, b) => rank(a) - rank(b) || signals.indexOf(a) - signals.indexOf(b));
}

/** In whose terms a hole is told: what is known of a practice, and where it stands. */
const states: readonly Signal[] = [
  "no-data",
  "withheld",
  "measured",
  "implausible",
  "small-numbers",
  "few-peers",
  "compared",
  "worse-than-median",
  "about-level",
  "better-than-median",
];

function isIn(pattern: SignalPattern, { has, not }: Hole): boolean {
  return has.every((signal) => pattern.has(signal)) && !not.some((signal) => pattern.has(signal));
}

function holds(when: Condition | undefined, pattern: SignalPattern): boolean {
  return judgePlain(when, pattern).holds;
}

/** Whether it holds whatever is true of other indicators. */
function surelyHolds(when: Condition | undefined, pattern: SignalPattern): boolean {
  return !when?.of && holds(when, pattern);
}

/** Whether there is no condition at all. */
export function isAlways(when: Condition | undefined): boolean {
  return signalsIn(when).length === 0 && !when?.of;
}

export function signalsIn({ all = [], any = [], none = [] }: Condition = {}): Signal[] {
  return [...all, ...any, ...none];
}
