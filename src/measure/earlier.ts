import type { Cycle } from "../input/campaign/campaign.ts";
import type { ToldBefore } from "../input/history.ts";
import { type Indicator, isCounted } from "../input/library/indicator.ts";
import { type Common, twoYears } from "./common.ts";
import { controlOf, releaseOwn, restsOnMonths } from "./disclosure.ts";
import { findSinceSignals } from "./find-since.ts";
import type { Ground } from "./ground.ts";
import { publishedAt } from "./published.ts";
import { printedNumber } from "./rounding.ts";
import {
  countsOf,
  type Own,
  publishedOf,
  type Since,
  type SinceEarlier,
  type Standing,
  type Window,
} from "./standing.ts";
import { findPublishedChange, findYearOnYear, weigh } from "./trend.ts";
import { judgeSince } from "./verdict/change.ts";
import { knownMonths } from "./verdict/months.ts";
import { sumOver, windowsOf } from "./windows.ts";

/*
 * What has come of a value since an earlier report. It is worked out for each cycle before this one, whoever had a report then, so that
 * figures hang on the data alone; which of them a reader had last is known from history, and is told by `sinceLast`.
 */

/** An earlier cycle of a campaign, and what an indicator spoke of in it. */
export type EarlierWindow = { cycle: string; issued: string; window: Window };

const year = 12;

/** The windows of the cycles before one, as far back as a year: what is longer ago is told by the change in a year. */
export function earlierWindows(ground: Ground, indicator: Indicator, cycle: Cycle, now: Window): EarlierWindow[] {
  if (!ground.looksBack?.includes(indicator.indicator)) return [];
  const { cycles } = ground.campaign;
  const place = cycles.findIndex(({ id }) => id === cycle.id);
  return cycles
    .slice(0, Math.max(0, place))
    .map((each) => ({ cycle: each.id, issued: each.issued, window: windowsOf(ground, indicator, each).window }))
    .filter(({ window }) => window.to >= now.to - year);
}

type JudgedEarlier = {
  ground: Ground;
  indicator: Indicator;
  code: string;
  window: Window; // of this cycle
  common: Common;
  own: Own & { state: "shown" };
};

/** What has come since each of these; by cycle. */
export function findEarlier(judged: JudgedEarlier, windows: readonly EarlierWindow[]): Record<string, SinceEarlier> {
  return Object.fromEntries(
    windows.map(({ cycle, issued, window }) => [cycle, { issued, window, ...sinceThen(judged, window) }]),
  );
}

/**
 * The change from the window of an earlier report to this one. By the months since, where values are of months that may decide it;
 * else by the two values, if they share no month. It is named only if it also shows in print, is at least `trend.at-least`, and goes
 * the way in which the two printed values go.
 */
function sinceThen(judged: JudgedEarlier, then: Window): Omit<SinceEarlier, "issued" | "window"> {
  const { ground, indicator, code, window, own, common } = judged;
  const before = ownAt(judged, then);
  const early = window.to - then.to < year;
  if (before.state !== "shown") return { direction: "steady", early, evidence: "the value of then is not shown" };
  const atLeast = ground.campaign.trend["at-least"];
  const { direction, small } = weigh(indicator, before.value, own.value, atLeast);
  const isSteady = (cause: string): Omit<SinceEarlier, "issued" | "window"> => ({
    value: before.value,
    direction: "steady",
    early,
    evidence: cause, // without the value of then: it is compared, not released
  });
  if (small) return isSteady(small);
  if (!isByMonths(ground, indicator)) {
    if (window.from <= then.to) return isSteady("the two have months in common");
    const judgedOnce = twoValues(judged, before, atLeast);
    return judgedOnce?.direction === direction
      ? { ...isSteady("more than chance"), direction, early: false }
      : isSteady("no more than chance");
  }
  const months = knownMonths(ground.observations, indicator.indicator, code, twoYears(window));
  const verdict = judgeSince({ ...common, indicator, window, months }, then);
  const isSame = verdict.verdict === "changed" && verdict.sign > 0 === (direction === "rising");
  return isSame
    ? { ...isSteady(verdict.cause), direction, early: false }
    : isSteady(verdict.verdict === "changed" ? "the months since went the other way" : verdict.cause);
}

/** Whether months decide: of patients, and of what is protected, they do not. */
function isByMonths(
  { campaign }: Ground,
  indicator: Indicator,
): indicator is Indicator & Parameters<typeof restsOnMonths>[1] {
  return (
    isCounted(indicator) &&
    indicator.period === "month" &&
    indicator.numerator.counts !== "patients" &&
    restsOnMonths(campaign, indicator)
  );
}

function twoValues({ indicator, own, common }: JudgedEarlier, past: Own, atLeast: number) {
  if (!isCounted(indicator)) {
    const [before, now] = [publishedOf(past), publishedOf(own)];
    return before && now && findPublishedChange(indicator, before, now, atLeast);
  }
  const [before, now] = [countsOf(past), countsOf(own)];
  return before && now && findYearOnYear(indicator, { before, now, atLeast }, common.yearly);
}

/** The value of an earlier window as it may be shown by itself. */
function ownAt({ ground, indicator, code, own }: JudgedEarlier, window: Window): Own {
  const { observations, campaign } = ground;
  if (!isCounted(indicator))
    return publishedAt(observations, indicator, code, window) ?? { state: "none", reason: { is: "nothing" } };
  const raw = sumOver(observations, indicator, code, window);
  if (raw.months < own.months) return { state: "none", reason: { is: "fewer-than-now", known: raw.months } };
  return releaseOwn(controlOf(campaign, indicator), raw);
}

/**
 * The standings of a recipient with what has come since the last report that it had, and the signals of that. Nothing where that report
 * told no value of the indicator (but only a count, where numbers were small), is more than a year old, or is of an organisation whose figures are counted with another's since (but not with its own under an earlier code).
 */
export function sinceLast(
  standings: readonly Standing[],
  { told, indicators }: { told: ToldBefore | undefined; indicators: ReadonlyMap<string, Indicator> },
): readonly Standing[] {
  return standings.map((standing) => {
    const { earlier, ...rest } = standing;
    if (!earlier) return standing;
    const indicator = indicators.get(standing.indicator)!;
    const since = told && sinceOf(indicator, standing, told);
    if (!since) return rest;
    const found = { ...rest, since };
    return { ...found, signals: [...rest.signals, ...findSinceSignals(indicator, found).map(({ signal }) => signal)] };
  });
}

function sinceOf(indicator: Indicator, standing: Standing, { cycle, headline }: ToldBefore): Since | undefined {
  const found = standing.earlier?.[cycle];
  const { value, indicator: of } = headline;
  const isTold = value !== null && ["small-numbers", "implausible"].every((each) => !headline.signals.includes(each));
  if (!found || !isTold || of !== standing.indicator) return undefined;
  if (standing.joined?.some((each) => each.as === "merged" && each.since > found.window.from)) return undefined;
  const print = (number: number) => printedNumber(indicator, number);
  const { own, window } = standing;
  const goes = own.state !== "shown" || print(own.value) === print(value) ? 0 : Math.sign(own.value - value);
  const isContrary = found.direction !== "steady" && goes !== (found.direction === "rising" ? 1 : -1);
  const moved = isContrary
    ? {
        direction: "steady" as const,
        early: window.to - found.window.to < year,
        evidence: "the printed values do not go the way of the months since",
      }
    : {};
  return {
    ...found,
    ...moved,
    cycle,
    value,
    corrected: found.value !== undefined && print(found.value) !== print(value),
  };
}
