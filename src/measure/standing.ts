import type { PublishedVerdict } from "../input/data/verdicts.ts";
import type { Comparator } from "../input/library/comparators.ts";
import type { Signal } from "../input/library/signals.ts";
import type { Month } from "../month.ts";
import type { Interval } from "./interval.ts";
import type { ToldDoubt } from "./plausibility/doubt.ts";
import type { JoinedLives } from "./successors.ts";
import type { Spread } from "./verdict/spread.ts";

/**
 * Every number of a cycle, for all recipients, with disclosure control applied. What is withheld is not in here: a
 * renderer cannot reach a raw count because there is none.
 */
export type Standings = {
  groups: Readonly<Record<string, PeerGroup>>;
  neighbours: Readonly<Record<string, Neighbours>>; // by indicator; of those whose values are of months
  of: Readonly<Record<string, readonly Standing[]>>; // by recipient; one for each indicator, in the campaign's order
};

/** How alike the values of neighbouring months are: the correlation by which changes and intervals are judged. */
export type Neighbours = { correlation: number; series: number }; // 0 to .95; organisations it was found from, 0 where they were too few

export type Window = { from: Month; to: Month }; // both included

/** What is true of one recipient on one indicator in one cycle. Values are in printed units (a share as a fraction). */
export type Standing = {
  indicator: string;
  window: Window; // what its value speaks of
  before: Window; // what its past speaks of: a year before
  day?: string; // on which a snapshot was taken, where the data say it: "2026-08-31"
  group?: string; // key of its peers; absent where it belongs to no level
  own: Own;
  past: Own;
  patients?: number; // registered, in the last month of the window
  list?: number; // registered, the mean of the window, which a merger inside it makes differ from the last month
  atOwnSize: Readonly<Partial<Record<Comparator, number>>>; // count in the window that the comparator's value means for it
  rank?: Rank;
  usual?: Interval; // within which a value of this size is usual among the peers
  toChange: Readonly<Partial<Record<Comparator, number>>>; // least whole count to change in the window to reach it; 0 where reached
  trend?: Trend;
  forYears?: ForYears;
  earlier?: Readonly<Record<string, SinceEarlier>>; // by cycle: what has come since its report; of the indicator that is set beside them
  since?: Since; // the one of these that its reader had last, with what that report told
  listStep?: ListStep;
  doubt?: ToldDoubt; // what cannot be right, in the window or the year before: these months are in no value
  doubted?: string; // what must be checked before it is read, of the year before or of another indicator: "no items are recorded for …"
  joined?: readonly JoinedLives[]; // whose observations stand in what is shown besides its own; the latest first
  overview: { worse: number; counted: number; directed: number }; // indicators: worse than the median; compared; with a direction
  series: OwnSeries;
  subgroups?: SubgroupStanding; // absent where the data have none of this indicator
  signals: readonly Signal[]; // what each rests on is told by `evidenceOf`
  suppressions: readonly FigureSuppression[];
};

/** The own value by groups of patients over the window, and what is typical of peers in the same group. */
export type SubgroupStanding = {
  of: string; // "deprivation"
  is: string; // what the groups are, as printed
  groups: readonly SubgroupValue[]; // in the order of data.yaml
};

/** A part of a total. Why one is withheld is not told: that would tell of its count. */
export type GroupPart =
  | { state: "shown"; value: number; count: number; base: number; months: number }
  | { state: "withheld" }
  | { state: "none" };

export type SubgroupValue = {
  called: string; // "Most deprived fifth"
  own: GroupPart;
  few?: true; // shown, but too few for a value to say anything
  peers?: { lower: number; median: number; upper: number }; // quartiles; absent where too few of them have such patients
};

export type Own = CountedOwn | Published | Withheld | { state: "none"; reason: Absence };

/** A value that is worked out from counts. */
export type CountedOwn = {
  state: "shown";
  value: number;
  count: number;
  base: number;
  months: number;
  interval?: Interval;
};

/** A value that somebody has published, and what came with it. It has no counts. */
export type Published = {
  state: "shown";
  value: number;
  months: number;
  interval?: Interval; // 95%, as published, or worked out of a mean from its standard deviation
  n?: number; // how many it is of
  verdict?: Exclude<PublishedVerdict, "none">; // the publisher's
  percentile?: number; // the publisher's, 0 to 100
};

/** The counts that are known of an own value; of one that was published, or is not shown, none. */
export function countsOf(own: Own): CountedOwn | undefined {
  return own.state === "shown" && "count" in own ? own : undefined;
}

/** What was published, where the own value is that. */
export function publishedOf(own: Own): Published | undefined {
  return own.state === "shown" && !("count" in own) ? own : undefined;
}

/** The denominator, where it is known. */
export function baseOf(own: Own): number | undefined {
  return own.state === "withheld" ? own.base : countsOf(own)?.base;
}

/** Why there is no value, with what is known of it. */
export type Absence =
  | { is: "nothing" } // no observation in its months
  | { is: "few-months"; known: number; of: number } // fewer months than a value needs
  | { is: "left"; month: Month } // nothing for the last month that others have
  | { is: "no-denominator" } // there was nobody, or nothing, to count among
  | { is: "small-denominator"; below: number } // of whom so few are protected
  | { is: "small-part" } // one of those joined in it was small by itself
  | { is: "implausible"; doubt: ToldDoubt } // of the months that are there, too few can be right
  | { is: "list-step" } // of a past: the list jumped since
  | { is: "fewer-than-now"; known: number } // of a past: months, where the present has more
  | { is: "other-months" }; // of a past: other months are known than of the present

/** A count under `below`; or, of a share, all but a count under `below`. The value lies somewhere from `from` to `upTo`. */
export type Withheld = {
  state: "withheld";
  of: "count" | "rest";
  below: number;
  from: number;
  upTo: number;
  base: number;
  months: number;
  guard?: true; // no small count itself: withheld because a small one of the same composite would follow from it
};

/**
 * How many of the others lie below and above the own value, and the rest: at it, or withheld and not known to lie on one side.
 * `surely`: how many do wherever the own value is, for all that chance leaves open. PERCENT_RANK with the own included.
 */
export type Rank = {
  lower: number;
  equal: number;
  higher: number;
  surely: { lower: number; higher: number };
  percentRank: number;
};

export type Trend = {
  direction: "rising" | "falling" | "steady";
  absolute: number;
  relative?: number;
  since?: Month; // of a change that months tell: from which on, about
  evidence: string;
};

/** What has come of a value since an earlier cycle, by the data as they are now. */
export type SinceEarlier = {
  issued: string; // the day of issue of that cycle
  window: Window; // what its value spoke of
  value?: number; // of that window; absent where it may not be shown
  direction: Trend["direction"];
  early: boolean; // steady, but less than a year after: it may be too early to tell
  evidence: string;
};

/** What has come since the last report that a recipient had; its value is what that report told. */
export type Since = SinceEarlier & { cycle: string; value: number; corrected: boolean }; // corrected: those months print another value now

/** The list changed at once and for good: a merger, or a transfer. */
export type ListStep = { month: Month; ratio: number };

/** A value that has gone one way for years: since how many, and what it was in the first of them, in printed units. */
export type ForYears = {
  direction: "rising" | "falling";
  years: number; // from the first year to the last: 7 of eight yearly values
  from: number;
  evidence: string;
};

/** The own values at the points of charts, of every length that one asks for, the longest first. Recipients share the points. */
export type OwnSeries = {
  points: readonly Window[];
  values: readonly (number | null)[]; // in the order of the points; null: no data, or withheld
  withheld?: readonly number[]; // places of those that are withheld
};

export type OwnPoint = Window & { value: number | null; withheld?: true };

/** A series point by point. */
export function pointsOf({ points, values, withheld = [] }: OwnSeries): OwnPoint[] {
  return points.map(({ from, to }, i) => ({
    from,
    to,
    value: values[i]!,
    ...(withheld.includes(i) ? { withheld: true } : {}),
  }));
}

/** A signal with what it rests on, as text. */
export type Fired = { signal: Signal; evidence: string };

export type FigureSuppression = { what: string; reason: string };

/** The organisations a recipient is compared with on one indicator. */
export type PeerGroup = {
  key: string;
  indicator: string;
  level: string;
  place: string; // what they share, e.g. "West Marlshire"
  count: number; // members; those withheld are counted but not listed
  members: readonly { code: string; value: number }[]; // ascending, ties by code
  withheld: readonly { from: number; to: number }[]; // where the values of those not listed lie
  statistics?: PeerStatistics; // absent where there are too few members
  series: readonly PeerPoint[];
  adjusted?: Adjusted; // figures of members are those with the recipient's case mix; absent where they are as they are
};

/** What is expected by the case mix of those who share it, and of all together, in printed units. */
export type Adjusted = { expected: number; overall: number };

export type PeerStatistics = {
  lower: number; // first quartile, type 7
  median: number;
  upper: number; // third quartile
  deciles: readonly number[]; // 10th to 90th percentile
  pastMedian?: number;
  pastLower?: number;
  pastUpper?: number;
  spread?: Spread; // how much they differ beyond chance; of counts alone
  reliability?: number; // share of their differences that is not chance, 0 to 1
  benchmark?: number; // achievable benchmark of care (share), or the best tenth of the population (rate)
};

export type PeerPoint = Window & { lower: number | null; median: number | null; upper: number | null };
