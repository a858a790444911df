import type { Campaign } from "../input/campaign.ts";
import type { Indicator } from "../input/indicator.ts";
import { poisson, wilson } from "./interval.ts";
import { scaleOf } from "./rounding.ts";
import { type Policy, release } from "./small-numbers.ts";
import type { Own, OwnPoint, Window } from "./standing.ts";

/** Sums over a window, before disclosure control. Stays inside `measure`. */
export type Raw = { numerator: number; denominator: number; months: number };

/** What disclosure control does with one indicator of a campaign. */
export type Control = { policy: Policy; indicator: Indicator };

/** The policy that binds an indicator: none where its kind of count is not protected. */
export function controlOf({ disclosure }: Campaign, indicator: Indicator): Control {
  const binds = disclosure.counts.includes(indicator.numerator.counts) && !disclosure["sole-recipient"];
  return { policy: binds ? disclosure.policy : "none", indicator };
}

/**
 * The own value of a window as it may be known outside `measure`. A rounding policy rounds the count first and the value
 * follows from it. Where the count is withheld only its bound is given. Of a share the complement is protected too:
 * 395 of 400 tells that 5 were not.
 */
export function releaseOwn({ policy, indicator }: Control, { numerator, denominator, months }: Raw): Own {
  if (denominator <= 0) return { state: "none", reason: "no denominator" };
  const scale = scaleOf(indicator);
  const count =
    policy === "none"
      ? { shown: true as const, count: numerator }
      : release(Math.round(policy === "gpps" ? denominator : numerator), policy);
  if (!count.shown)
    return {
      state: "withheld",
      below: count.below,
      upTo: ((count.below - 1) / denominator) * scale,
      base: denominator,
      months,
    };
  if (indicator.kind === "share" && policy !== "none" && policy !== "gpps") {
    const rest = release(Math.max(0, Math.round(denominator - numerator)), policy);
    if (!rest.shown) return { state: "withheld", below: rest.below, upTo: scale, base: denominator, months };
  }
  const shown =
    policy === "none" || policy === "gpps"
      ? numerator
      : Math.min(count.count, indicator.kind === "share" ? denominator : Number.POSITIVE_INFINITY);
  const interval = intervalOf(indicator, shown, denominator);
  return {
    state: "shown",
    value: (shown / denominator) * scale,
    count: shown,
    base: denominator,
    months,
    ...(interval ? { interval } : {}),
  };
}

/** An interval only where counts are of patients: items and quantities are not independent events. */
function intervalOf(indicator: Indicator, count: number, base: number) {
  if (indicator.numerator.counts !== "patients") return undefined;
  if (indicator.kind === "share") return wilson(Math.min(count, base), base);
  const { lower, upper } = poisson(count);
  const scale = scaleOf(indicator);
  return { lower: (lower / base) * scale, upper: (upper / base) * scale };
}

/**
 * The points of the own trend. A point whose count is withheld is null; if it is the only one of a window whose total is
 * shown, the next smallest goes too, or the total less the others would give it away.
 */
export function releasePoints(
  control: Control,
  points: readonly (Window & { raw: Raw })[],
  window: Window,
  totalShown: boolean,
): OwnPoint[] {
  const released = points.map(({ from, to, raw }) => ({
    from,
    to,
    raw,
    own: raw.months > 0 ? releaseOwn(control, raw) : undefined,
  }));
  const inside = released.filter(({ from, to }) => from >= window.from && to <= window.to);
  const hidden = inside.filter(({ own }) => own?.state === "withheld");
  const companion =
    totalShown && hidden.length === 1
      ? inside
          .filter(({ own }) => own?.state === "shown")
          .sort((a, b) => a.raw.numerator - b.raw.numerator || a.from - b.from)[0]
      : undefined;
  return released.map((point) => ({
    from: point.from,
    to: point.to,
    value: point !== companion && point.own?.state === "shown" ? point.own.value : null,
  }));
}
