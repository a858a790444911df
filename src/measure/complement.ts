import type { Comparator } from "../input/library/comparators.ts";
import type { Indicator } from "../input/library/indicator.ts";
import type { Signal } from "../input/library/signals.ts";
import { findMultiples } from "./find-signals.ts";
import { type Scaling, scaleOf } from "./rounding.ts";
import {
  baseOf,
  countsOf,
  type Fired,
  type ForYears,
  type GroupPart,
  type Own,
  type PeerGroup,
  type PeerPoint,
  type PeerStatistics,
  type Rank,
  type Since,
  type Standing,
  type SubgroupStanding,
  type Trend,
} from "./standing.ts";
import type { ToldIndicator } from "./told-indicator.ts";
import { findClearlyFew } from "./too-few.ts";

/**
 * A share told the other way round: the same fact of those whom the numerator leaves out. It has the words of its
 * `complement`, and keeps its own there, so that turning twice leads back. Undefined where an indicator has none.
 */
export function complementOf({ complement, turned, said, ...told }: ToldIndicator): ToldIndicator | undefined {
  const { title, name, short, describes, unit, numerator, target, direction } = told;
  if (!complement || !numerator) return undefined;
  const { is, one, many } = numerator;
  return {
    ...told,
    ...complement,
    numerator: { ...complement.numerator, counts: numerator.counts },
    direction: direction === "none" ? "none" : direction === "lower" ? "higher" : "lower",
    ...(target ? { target: { ...target, value: wholeOf(told) - target.value } } : {}),
    complement: { title, name, short, describes, unit, ...(said ? { said } : {}), numerator: { is, one, many } },
    ...(turned ? {} : { turned: true }),
  };
}

/**
 * A standing on a share the other way round. Made from what disclosure control has released, so nothing comes out that
 * was not in: a withheld count stays withheld, as the rest of the other. Better and worse, gaps and counts to change are
 * the same facts; what speaks of the number itself (higher or lower, rising or falling, none) turns with it.
 */
export function complementStanding(indicator: Indicator, standing: Standing, group: PeerGroup | undefined): Standing {
  const whole = wholeOf(indicator);
  const own = complementOwn(whole, standing.own);
  const past = complementOwn(whole, standing.past);
  const atOwnSize = complementSizes(standing.atOwnSize, standing.own);
  const turned = {
    ...standing,
    own,
    past,
    atOwnSize,
    ...(standing.rank ? { rank: complementRank(standing.rank) } : {}),
    ...(standing.usual ? { usual: { lower: whole - standing.usual.upper, upper: whole - standing.usual.lower } } : {}),
    ...(standing.trend ? { trend: complementTrend(standing.trend, past) } : {}),
    ...(standing.forYears ? { forYears: complementForYears(whole, standing.forYears) } : {}),
    ...(standing.since ? { since: complementSince(whole, standing.since) } : {}),
    series: { ...standing.series, values: standing.series.values.map((value) => minus(whole, value)) },
    ...(standing.subgroups ? { subgroups: complementSubgroups(whole, standing.subgroups) } : {}),
  };
  const fired = standing.signals.map((signal) => ({ signal, evidence: "" }));
  return { ...turned, signals: complementEvidence(indicator, turned, group, fired).map(({ signal }) => signal) };
}

/** The peers on a share the other way round. Remembered: a report asks for it many times, and a run for each report. */
export function complementGroup(indicator: Indicator, group: PeerGroup): PeerGroup {
  const known = turnedGroups.get(group);
  if (known) return known;
  const whole = wholeOf(indicator);
  const { statistics } = group;
  const turned: PeerGroup = {
    ...group,
    members: group.members
      .map(({ code, value }) => ({ code, value: whole - value }))
      .sort((a, b) => a.value - b.value || (a.code < b.code ? -1 : 1)),
    withheld: group.withheld
      .map(({ from, to }) => ({ from: whole - to, to: whole - from }))
      .sort((a, b) => a.from - b.from || a.to - b.to),
    ...(statistics ? { statistics: complementStatistics(whole, statistics) } : {}),
    ...(group.adjusted
      ? { adjusted: { expected: whole - group.adjusted.expected, overall: whole - group.adjusted.overall } }
      : {}),
    series: group.series.map(
      (point): PeerPoint => ({
        ...point,
        lower: minus(whole, point.upper),
        median: minus(whole, point.median),
        upper: minus(whole, point.lower),
      }),
    ),
  };
  turnedGroups.set(group, turned);
  return turned;
}

const turnedGroups = new WeakMap<PeerGroup, PeerGroup>();

/** What the two shares come to together: 1, in the unit of the values. */
function wholeOf(indicator: Scaling): number {
  return scaleOf(indicator);
}

function minus(whole: number, value: number | null): number | null {
  return value === null ? null : whole - value;
}

function complementOwn(whole: number, own: Own): Own {
  if (own.state === "none") return own;
  if (own.state === "withheld")
    return { ...own, of: own.of === "count" ? "rest" : "count", from: whole - own.upTo, upTo: whole - own.from };
  const { interval } = own;
  const counts = countsOf(own);
  return {
    ...own,
    value: whole - own.value,
    ...(counts ? { count: counts.base - counts.count } : {}),
    ...(interval ? { interval: { lower: whole - interval.upper, upper: whole - interval.lower } } : {}),
  };
}

function complementSubgroups(whole: number, subgroups: SubgroupStanding): SubgroupStanding {
  const complementPart = (own: GroupPart): GroupPart =>
    own.state === "shown" ? { ...own, value: whole - own.value, count: own.base - own.count } : own;
  const groups = subgroups.groups.map(({ own, peers, ...group }) => ({
    ...group,
    own: complementPart(own),
    ...(peers
      ? { peers: { lower: whole - peers.upper, median: whole - peers.median, upper: whole - peers.lower } }
      : {}),
  }));
  return { ...subgroups, groups };
}

/**
 * A hair less than what is left, so that what rounds up to a whole count one way round rounds down the other way, and the
 * two counts printed add up.
 */
function complementSizes(sizes: Standing["atOwnSize"], own: Own): Partial<Record<Comparator, number>> {
  const base = baseOf(own);
  if (base === undefined) return {};
  return Object.fromEntries(Object.entries(sizes).map(([comparator, count]) => [comparator, base - count - hair]));
}

const hair = 1e-7;

function complementRank({ lower, equal, higher, surely }: Rank): Rank {
  const others = lower + equal + higher;
  return {
    lower: higher,
    equal,
    higher: lower,
    surely: { lower: surely.higher, higher: surely.lower },
    percentRank: others === 0 ? 0 : higher / others,
  };
}

/** The change has the same size and the other sign; as a part of what was there before it is another. */
function complementTrend({ direction, absolute, since, evidence }: Trend, past: Own): Trend {
  const before = past.state === "shown" ? past.value : 0;
  return {
    direction: direction === "steady" ? "steady" : direction === "rising" ? "falling" : "rising",
    absolute: -absolute,
    ...(before === 0 ? {} : { relative: -absolute / before }),
    ...(since === undefined ? {} : { since }),
    evidence,
  };
}

function complementForYears(whole: number, { direction, years, from, evidence }: ForYears): ForYears {
  return { direction: direction === "rising" ? "falling" : "rising", years, from: whole - from, evidence };
}

function complementSince(whole: number, { value, direction, ...since }: Since): Since {
  const turned = direction === "steady" ? direction : direction === "rising" ? "falling" : "rising";
  return { ...since, value: whole - value, direction: turned };
}

function complementStatistics(whole: number, statistics: PeerStatistics): PeerStatistics {
  const { lower, median, upper, deciles, pastMedian, pastLower, pastUpper, benchmark, spread, reliability } =
    statistics;
  return {
    lower: whole - upper,
    median: whole - median,
    upper: whole - lower,
    deciles: deciles.map((value) => whole - value).reverse(),
    ...(pastMedian === undefined ? {} : { pastMedian: whole - pastMedian }),
    ...(pastUpper === undefined ? {} : { pastLower: whole - pastUpper }),
    ...(pastLower === undefined ? {} : { pastUpper: whole - pastLower }),
    ...(benchmark === undefined ? {} : { benchmark: whole - benchmark }),
    ...(spread ? { spread: { ...spread, target: 1 - spread.target } } : {}),
    ...(reliability === undefined ? {} : { reliability }),
  };
}

/** Signals of a value, which turn with it. All others speak of better and worse, or of what is known. */
const opposites: Readonly<Partial<Record<Signal, Signal>>> = {
  "above-median": "below-median",
  "below-median": "above-median",
  "unusual-high": "unusual-low",
  "unusual-low": "unusual-high",
  "in-lowest-quarter": "in-highest-quarter",
  "in-highest-quarter": "in-lowest-quarter",
  rising: "falling",
  falling: "rising",
  "rising-for-years": "falling-for-years",
  "falling-for-years": "rising-for-years",
  "rising-since": "falling-since",
  "falling-since": "rising-since",
};

/** Signals of a count or a ratio, which have no opposite: they are found anew. */
const ofTheCount: readonly Signal[] = ["zero", "past-zero", "past-some", "clearly-few", "twice-median", "half-median"];

/** The signals of a standing the other way round, each with what it rests on, which is as the indicator is defined. */
export function complementEvidence(
  indicator: Indicator,
  turned: Standing,
  group: PeerGroup | undefined,
  defined: readonly Fired[],
): Fired[] {
  const kept = defined
    .filter(({ signal }) => !ofTheCount.includes(signal))
    .map(({ signal, evidence }) => ({ signal: opposites[signal] ?? signal, evidence }));
  const has = (signal: Signal) => kept.some((each) => each.signal === signal);
  const { own, past, atOwnSize } = turned;
  const median = group && complementGroup(indicator, group).statistics?.median;
  const fired: Fired[] = [];
  const [now, before] = [countsOf(own), countsOf(past)];
  if (!now) return kept;
  if (now.count === 0) fired.push({ signal: "zero", evidence: "numerator 0" });
  if (has("has-past") && before)
    fired.push({
      signal: before.count === 0 ? "past-zero" : "past-some",
      evidence: `numerator ${before.count} a year before`,
    });
  if (has("small-numbers")) fired.push(...findClearlyFew(now, atOwnSize.median));
  if (has("compared") && median !== undefined)
    // of a multiple only where less is better: there it is worse, or half of it better
    fired.push(
      ...findMultiples(now.value / median, { worse: has("worse-than-median"), better: has("better-than-median") }),
    );
  return [...kept, ...fired];
}
