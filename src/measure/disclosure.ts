import type { Campaign } from "../input/campaign/campaign.ts";
import type { Counted } from "../input/library/indicator.ts";
import { rememberedBy } from "../remembered.ts";
import type { Counts } from "./interval.ts";
import { scaleOf } from "./rounding.ts";
import { isShown, type Policy, release } from "./small-numbers.ts";
import type { CountedOwn, Own, Withheld } from "./standing.ts";

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

/** Whether single months of an indicator may decide what is said: not of patients, nor of any count that a policy protects. */
export function restsOnMonths({ disclosure }: Pick<Campaign, "disclosure">, indicator: Counted): boolean {
  return indicator.numerator.counts !== "patients" && controlOf({ disclosure }, indicator).policy === "none";
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

/** The value of sums where `releaseOwn` shows it; else not a number. */
export function valueShown(control: Control, raw: Raw): number {
  if (isFree(control, raw)) return freeValue(control, raw);
  const own = releaseOwn(control, raw);
  return own.state === "shown" ? own.value : Number.NaN;
}

/** The value of what stands for the counts of one organisation in a figure about many (`standIn`); not a number where nothing may. */
export function standInValue(control: Control, raw: Raw): number {
  if (isFree(control, raw)) return freeValue(control, raw);
  const counts = standIn(control, raw);
  return counts ? (counts.numerator / counts.denominator) * control.scale : Number.NaN;
}

/** Whether there is nobody to protect, so that sums are shown as they are. Most sums of months are such, and nothing is made of them but a number. */
function isFree({ policy }: Control, { guard, hasSmallPart }: Raw): boolean {
  return policy === "none" && !guard && !hasSmallPart;
}

/** The value of sums where there is nobody to protect, as `releaseOwn` shows it; not a number where there was nobody to count among. */
export function freeValue({ isShare, scale }: Control, { numerator, denominator }: Raw): number {
  if (denominator <= 0) return Number.NaN;
  const shown = isShare ? Math.min(numerator, denominator) : numerator;
  return (shown / denominator) * scale;
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
