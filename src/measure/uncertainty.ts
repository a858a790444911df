import { type Counted, type Indicator, isCounted } from "../input/library/indicator.ts";
import { type Common, twoYears } from "./common.ts";
import { restsOnMonths } from "./disclosure.ts";
import type { Ground } from "./ground.ts";
import type { Counts, Interval } from "./interval.ts";
import { standardError } from "./published.ts";
import { scaleOf } from "./rounding.ts";
import { countsOf, type Own, type PeerGroup, type Window } from "./standing.ts";
import { knownMonths } from "./verdict/months.ts";
import { ownInterval } from "./verdict/own.ts";
import { usualRange } from "./verdict/spread.ts";

/** What the uncertainty of one organisation's value rests on. */
export type Uncertain = {
  ground: Ground;
  indicator: Counted;
  common: Common;
  window: Window;
};

/**
 * The 95% interval of a value of one organisation, in events per one of the denominator, by `ownInterval`. That of patients, and
 * of what a policy protects, rests on the counts that are shown alone, for months would tell more than those.
 */
export function intervalOf(
  { ground, indicator, common, window }: Uncertain,
  code: string,
  counts: Counts,
): Interval | undefined {
  const isOfMonths = indicator.period === "month" && restsOnMonths(ground.campaign, indicator);
  const months = isOfMonths ? knownMonths(ground.observations, indicator.indicator, code, twoYears(window)) : [];
  return ownInterval({ ...common, indicator, counts, window, months });
}

/** Within which the own value would be usual among the peers, in printed units. */
export function usualFor(indicator: Indicator, own: Own, group: PeerGroup | undefined): Interval | undefined {
  const counts = countsOf(own);
  const spread = group?.statistics?.spread;
  if (!counts || !spread || !isCounted(indicator)) return undefined;
  const scale = scaleOf(indicator);
  const row = { numerator: asEvents(indicator, counts), denominator: counts.base };
  const isOfEvents = indicator.numerator.counts !== "quantity";
  if (!isOfEvents && !counts.interval) return undefined;
  const error = isOfEvents || !counts.interval ? {} : { error: standardError(counts.interval) / scale };
  const { lower, upper } = usualRange(spread, { ...row, ...error });
  return { lower: lower * scale, upper: upper * scale };
}

function asEvents({ kind }: Indicator, { count, base }: { count: number; base: number }): number {
  return kind === "share" ? Math.min(count, base) : count;
}
