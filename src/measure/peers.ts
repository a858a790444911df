import type { Organisation, Parent } from "../input/data/organisation.ts";
import { isRecipient } from "../input/data/recipients.ts";
import { type Indicator, isCounted } from "../input/library/indicator.ts";
import { firstDay, lastDay } from "../month.ts";
import { achievableBenchmark, bestTenthOfPopulation } from "./benchmark.ts";
import type { Common } from "./common.ts";
import { controlOf, releaseOwn, standIn, standInValue } from "./disclosure.ts";
import type { FiguresOf } from "./figures.ts";
import type { Ground } from "./ground.ts";
import type { Counts } from "./interval.ts";
import { findCollapse, latestPatients } from "./lists.ts";
import { deciles, quantile } from "./percentile.ts";
import { publishedAt, standardError } from "./published.ts";
import { scaleOf } from "./rounding.ts";
import type { Own, PeerGroup, PeerPoint, PeerStatistics, Window } from "./standing.ts";
import { intervalOf, type Uncertain } from "./uncertainty.ts";
import { type Row, reliabilityOf, scaleOfKind, spreadOf } from "./verdict/spread.ts";
import type { Windows } from "./windows.ts";

/**
 * An organisation as its peers may know it: its value, and what of it enters quartiles in the window, a year before and in each
 * point, which is not known where it is withheld to guard another.
 */
type Member = {
  code: string;
  own: Exclude<Own, { state: "none" }>;
  counts?: Counts | undefined; // in the window; not of a published value
  row?: Row | undefined; // what it says of the spread
  value: number; // not a number where it is not known; the same of the others
  past: number;
  points: Float64Array;
};

const nobody: ReadonlySet<string> = new Set();

const dominant = 0.8; // a pooled figure that one member makes up by more than this would be that member's figure

/** The groups of peers at one level of the directory, by the code of the place that they share, in its order. */
export type GroupsByPlace = ReadonlyMap<string, PeerGroup>;

/** The groups of peers of one indicator, level by level of the directory; a level that nobody asks for is not worked out. */
export function* findPeers(
  inputs: Ground,
  indicator: Indicator,
  {
    levels,
    windows,
    common,
    figures,
    farOff = nobody,
  }: {
    levels: readonly string[];
    windows: Windows;
    common: Common;
    figures?: FiguresOf;
    farOff?: ReadonlySet<string>; // whose values cannot be right
  },
): Generator<GroupsByPlace> {
  const known = new Map<string, Member | undefined>();
  const memberOf = (code: string) => {
    if (!known.has(code)) known.set(code, memberFor(code));
    return known.get(code);
  };
  const memberFor = (code: string) =>
    farOff.has(code)
      ? undefined
      : figures && isCounted(indicator)
        ? toMember({ ground: inputs, indicator, common, window: windows.window }, code, figures)
        : publishedMember(inputs, indicator, code, windows);
  for (const level of levels)
    yield new Map(
      [...placesOf(inputs, level, windows)]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([code, { place, members }]) => {
          const head = { key: groupKey(indicator.indicator, level, code), level, place };
          const known = members.flatMap((each) => memberOf(each.code) ?? []);
          return [code, toGroup(inputs.campaign, indicator, head, known, windows)];
        }),
    );
}

function toMember(known: Uncertain, code: string, figures: FiguresOf): Member | undefined {
  const { window, past } = figures.of(code);
  const control = controlOf(known.ground.campaign, known.indicator);
  const own = releaseOwn(control, window.raw);
  const counts = standIn(control, window.raw);
  if (!window.whole || own.state === "none" || !(counts || own.state === "withheld")) return undefined;
  return {
    code,
    own,
    counts,
    row: counts && rowOf(known, code, counts),
    value: standInValue(control, window.raw),
    past: past.whole ? standInValue(control, past.raw) : Number.NaN,
    points: figures.standIns(code, [window, past]),
  };
}

/** What it says of the spread of all: its counts; of a quantity also its error, which nothing every month has not. */
function rowOf(known: Uncertain, code: string, counts: Counts): Row | undefined {
  const { indicator } = known;
  if (!(counts.denominator > 0)) return undefined;
  if (indicator.numerator.counts !== "quantity") return { ...counts, numerator: asEvents(indicator, counts) };
  const interval = intervalOf(known, code, counts);
  return interval && interval.upper > interval.lower ? { ...counts, error: standardError(interval) } : undefined;
}

function asEvents({ kind }: Indicator, { numerator, denominator }: Counts): number {
  return kind === "share" ? Math.min(numerator, denominator) : numerator;
}

/** One of whom a value was published. */
function publishedMember(
  { observations }: Ground,
  indicator: Indicator,
  code: string,
  { window, past, points }: Windows,
): Member | undefined {
  const at = (stretch: Window) => publishedAt(observations, indicator, code, stretch);
  const valueAt = (stretch: Window) => at(stretch)?.value ?? Number.NaN;
  const own = at(window);
  if (!own) return undefined;
  return { code, own, value: own.value, past: valueAt(past), points: toNumbers(points, valueAt) };
}

function toNumbers<T>(values: readonly T[], of: (value: T) => number): Float64Array {
  const numbers = new Float64Array(values.length);
  for (let i = 0; i < numbers.length; i++) numbers[i] = of(values[i]!);
  return numbers;
}

export type PeerPlace = { place: string; members: readonly Organisation[] };

/** Who are peers of each other, by the code of what they share. */
export function placesOf(inputs: Ground, level: string, windows: Windows): ReadonlyMap<string, PeerPlace> {
  const memory = remembered.get(inputs) ?? new Map<string, ReadonlyMap<string, PeerPlace>>();
  remembered.set(inputs, memory);
  const { window, lists } = windows;
  const key = [level, window.from, window.to, lists.from, lists.to].join(" ");
  const places = memory.get(key) ?? findPlaces(inputs, level, windows);
  memory.set(key, places);
  return places;
}

const remembered = new WeakMap<Ground, Map<string, ReadonlyMap<string, PeerPlace>>>(); // many indicators have one window

function findPlaces(inputs: Ground, level: string, windows: Windows): ReadonlyMap<string, PeerPlace> {
  const { campaign, directory } = inputs;
  const candidates = [...directory.values()].filter((organisation) => isPeer(inputs, organisation, windows));
  const places = new Map<string, { place: string; members: Organisation[] }>();
  for (const organisation of candidates) {
    const parent = placeOf(campaign, organisation, level);
    if (!parent) continue;
    const group = places.get(parent.code) ?? { place: parent.name, members: [] };
    group.members.push(organisation);
    places.set(parent.code, group);
  }
  return places;
}

function groupKey(indicator: string, level: string, code: string): string {
  return `${indicator} / ${level} ${code}`;
}

/** What an organisation has in common with its peers: its parent at a level; at level "all", being a recipient. */
export function placeOf(campaign: Ground["campaign"], organisation: Organisation, level: string): Parent | undefined {
  if (level !== "all") return organisation.parents[level];
  return isRecipient(campaign, organisation) ? { code: "all", name: `all ${campaign.recipients.many}` } : undefined;
}

/** Open for the whole window, of the recipients' kind and in their places, with a list that is neither tiny nor emptying. */
function isPeer(
  { campaign, observations, followed }: Ground,
  organisation: Organisation,
  { window, lists }: Windows,
): boolean {
  const { code, opened, closed, patients } = organisation;
  if (!isRecipient(campaign, organisation) || followed?.into.has(code)) return false; // counted as who goes on for it
  if ((opened && opened > firstDay(window.from)) || (closed && closed < lastDay(window.to))) return false;
  const list = latestPatients(observations, code, lists) ?? patients;
  if (list !== undefined && list < campaign.peers["list-at-least"]) return false;
  return !findCollapse(observations, code, window.to);
}

function toGroup(
  campaign: Ground["campaign"],
  indicator: Indicator,
  head: { key: string; level: string; place: string },
  members: readonly Member[],
  windows: Windows,
): PeerGroup {
  const used = members.filter(({ value }) => !Number.isNaN(value)).length; // one that guards another is in no quartile
  const enough = used >= campaign.peers.minimum;
  const listed = members
    .flatMap(({ code, own }) => (own.state === "shown" ? [{ code, value: own.value }] : []))
    .sort((a, b) => a.value - b.value || (a.code < b.code ? -1 : 1));
  const withheld = members
    .flatMap(({ own }) => (own.state === "withheld" ? [{ from: own.from, to: own.upTo }] : []))
    .sort((a, b) => a.from - b.from || a.to - b.to);
  return {
    ...head,
    indicator: indicator.indicator,
    count: used,
    members: enough ? listed : [],
    withheld: enough ? withheld : [],
    ...(enough
      ? { statistics: { ...statisticsOf(campaign, indicator, members), ...spreadAmong(campaign, indicator, members) } }
      : {}),
    series: enough
      ? windows.points.map(({ from, to }, i) => ({
          from,
          to,
          ...quartilesOf(campaign, members, (each) => each.points[i]!),
        }))
      : [],
  };
}

/** How much the members differ beyond chance, and so how reliable a comparison of single ones is. */
function spreadAmong(
  campaign: Ground["campaign"],
  indicator: Indicator,
  members: readonly Member[],
): Pick<PeerStatistics, "spread" | "reliability"> {
  const rows = members.flatMap(({ row }) => row ?? []);
  if (rows.length < campaign.peers.minimum || rows.every(({ numerator }) => numerator === 0)) return {};
  const spread = spreadOf(rows, scaleOfKind(indicator));
  return { spread, reliability: reliabilityOf(spread, rows) };
}

/** Quartiles and benchmark of all members; those withheld stand in the middle of what they may be. */
function statisticsOf(campaign: Ground["campaign"], indicator: Indicator, members: readonly Member[]): PeerStatistics {
  const sorted = sortedOf(members, ({ value }) => value);
  const before = quartilesOf(campaign, members, ({ past }) => past);
  const benchmark = benchmarkOf(indicator, members);
  return {
    lower: quantile(sorted, 0.25),
    median: quantile(sorted, 0.5),
    upper: quantile(sorted, 0.75),
    deciles: deciles(sorted),
    ...(before.median === null ? {} : { pastMedian: before.median }),
    ...(before.lower === null ? {} : { pastLower: before.lower }),
    ...(before.upper === null ? {} : { pastUpper: before.upper }),
    ...(benchmark === undefined ? {} : { benchmark }),
  };
}

/** Of published values there is none: they are no counts that could be pooled. */
function benchmarkOf(indicator: Indicator, members: readonly Member[]): number | undefined {
  const { kind, direction } = indicator;
  if (direction === "none") return undefined;
  const rows = members.flatMap(({ code, counts }) => (counts ? [{ code, ...counts }] : []));
  const benchmark = kind === "share" ? achievableBenchmark(rows, direction) : bestTenthOfPopulation(rows, direction);
  const largest = Math.max(
    0,
    ...rows.filter(({ code }) => benchmark?.codes.includes(code)).map(({ denominator }) => denominator),
  );
  if (!benchmark || largest > dominant * benchmark.denominator) return undefined;
  return benchmark.value * scaleOf(indicator);
}

/** Quartiles of those known in another stretch of months; null where they are too few. */
function quartilesOf(
  { peers }: Ground["campaign"],
  members: readonly Member[],
  pick: (member: Member) => number,
): Omit<PeerPoint, "from" | "to"> {
  const sorted = sortedOf(members, pick);
  if (sorted.length < peers.minimum) return { lower: null, median: null, upper: null };
  return { lower: quantile(sorted, 0.25), median: quantile(sorted, 0.5), upper: quantile(sorted, 0.75) };
}

/** Those that are known, ascending: as numbers in memory, sorted without a call for each pair. */
function sortedOf(members: readonly Member[], pick: (member: Member) => number): Float64Array {
  const all = new Float64Array(members.length);
  let count = 0;
  for (const member of members) {
    const value = pick(member);
    if (!Number.isNaN(value)) all[count++] = value;
  }
  return all.subarray(0, count).sort();
}
