import type { Organisation, Parent } from "../input/data/organisations.ts";
import { type Counted, type Indicator, isCounted } from "../input/library/indicator.ts";
import { firstDay, lastDay } from "../month.ts";
import { achievableBenchmark, bestTenthOfPopulation } from "./benchmark.ts";
import type { Common } from "./common.ts";
import { controlOf, releaseOwn, standIn, standInPoints } from "./disclosure.ts";
import type { Ground } from "./ground.ts";
import type { Counts } from "./interval.ts";
import { findCollapse, latestPatients } from "./lists.ts";
import { guarded } from "./nested.ts";
import { deciles, quantile } from "./percentile.ts";
import { publishedAt, standardError } from "./published.ts";
import { isRecipient } from "./recipients.ts";
import { scaleOf } from "./rounding.ts";
import type { Own, PeerGroup, PeerPoint, PeerStatistics, Window } from "./standing.ts";
import { intervalOf } from "./uncertainty.ts";
import { type Row, reliabilityOf, scaleOfKind, spreadOf } from "./verdict/spread.ts";
import { pointOver, type Windows } from "./windows.ts";

/**
 * An organisation as its peers may know it: its value, and what of it enters quartiles in the window, a year before and in each
 * point, which is not known where it is withheld to guard another.
 */
type Member = {
  code: string;
  own: Exclude<Own, { state: "none" }>;
  counts?: Counts | undefined; // in the window; not of a published value
  value: number | undefined;
  past: number | undefined;
  points: readonly (number | undefined)[];
};

const dominant = 0.8; // a pooled figure that one member makes up by more than this would be that member's figure

/** All groups of peers of one indicator at one level of the directory, by their key. */
export function findPeers(
  inputs: Ground,
  indicator: Indicator,
  level: string,
  known: { windows: Windows; common: Common },
): PeerGroup[] {
  return [...placesOf(inputs, level, known.windows)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([code, { place, members }]) =>
      toGroup(inputs, indicator, { key: groupKey(indicator.indicator, level, code), level, place }, members, known),
    );
}

export type PeerPlace = { place: string; members: readonly Organisation[] };

/** Who are peers of each other, by the code of what they share. */
export function placesOf(inputs: Ground, level: string, windows: Windows): ReadonlyMap<string, PeerPlace> {
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

export function groupKey(indicator: string, level: string, code: string): string {
  return `${indicator} / ${level} ${code}`;
}

/** What an organisation has in common with its peers: its parent at a level; at level "all", being a recipient. */
export function placeOf(campaign: Ground["campaign"], organisation: Organisation, level: string): Parent | undefined {
  if (level !== "all") return organisation.parents[level];
  return isRecipient(campaign, organisation) ? { code: "all", name: `all ${campaign.recipients.many}` } : undefined;
}

/** Open for the whole window, of the recipients' kind and in their places, with a list that is neither tiny nor emptying. */
function isPeer({ campaign, observations }: Ground, organisation: Organisation, { window, lists }: Windows): boolean {
  const { code, opened, closed, patients } = organisation;
  if (!isRecipient(campaign, organisation)) return false;
  if ((opened && opened > firstDay(window.from)) || (closed && closed < lastDay(window.to))) return false;
  const list = latestPatients(observations, code, lists) ?? patients;
  if (list !== undefined && list < campaign.peers["list-at-least"]) return false;
  return !findCollapse(observations, code, window.to);
}

function toGroup(
  inputs: Ground,
  indicator: Indicator,
  head: { key: string; level: string; place: string },
  organisations: readonly Organisation[],
  { windows, common }: { windows: Windows; common: Common },
): PeerGroup {
  const { campaign } = inputs;
  const members = isCounted(indicator)
    ? countedMembers(inputs, indicator, organisations, windows)
    : publishedMembers(inputs, indicator, organisations, windows);
  const used = members.filter(({ value }) => value !== undefined).length; // one that guards another is in no quartile
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
    ...(enough ? { statistics: { ...statisticsOf(campaign, indicator, members), ...spreadAmong() } } : {}),
    series: enough
      ? windows.points.map((stretch, i) => ({
          ...stretch,
          ...quartilesOf(
            campaign,
            members.map(({ points }) => points[i]),
          ),
        }))
      : [],
  };

  /** How much the members differ beyond chance, and so how reliable a comparison of single ones is. */
  function spreadAmong(): Pick<PeerStatistics, "spread" | "reliability"> {
    if (!isCounted(indicator)) return {};
    const rows = members.flatMap(({ code, counts }): Row[] => {
      if (!counts || !(counts.denominator > 0)) return [];
      if (indicator.numerator.counts !== "quantity") return [{ ...counts, numerator: asEvents(indicator, counts) }];
      const known = intervalOf({ ground: inputs, indicator, common, window: windows.window }, code, counts);
      return known && known.upper > known.lower ? [{ ...counts, error: standardError(known) }] : []; // nothing every month has none
    });
    const scale = scaleOfKind(indicator);
    if (rows.length < campaign.peers.minimum || rows.every(({ numerator }) => numerator === 0)) return {};
    const spread = spreadOf(rows, scale);
    return { spread, reliability: reliabilityOf(spread, rows) };
  }
}

function asEvents({ kind }: Indicator, { numerator, denominator }: Counts): number {
  return kind === "share" ? Math.min(numerator, denominator) : numerator;
}

/** Those who have every month of the window, by their counts as disclosure control lets them be used. */
function countedMembers(
  inputs: Ground,
  indicator: Counted,
  organisations: readonly Organisation[],
  windows: Windows,
): Member[] {
  const { campaign, observations } = inputs;
  const control = controlOf(campaign, indicator);
  const scale = scaleOf(indicator);
  const toRate = (counts: Counts | undefined) => counts && (counts.numerator / counts.denominator) * scale;
  return organisations.flatMap(({ code }): Member[] => {
    const pointAt = (stretch: Window) => {
      const point = pointOver(observations, indicator, code, stretch);
      return { ...point, raw: guarded(inputs, indicator, code, stretch, point.raw) };
    };
    const [window, past] = [pointAt(windows.window), pointAt(windows.past)];
    const own = releaseOwn(control, window.raw);
    const counts = standIn(control, window.raw);
    if (!window.whole || own.state === "none" || !(counts || own.state === "withheld")) return [];
    const points = standInPoints(control, windows.points.map(pointAt), [window, past]);
    const before = past.whole ? standIn(control, past.raw) : undefined;
    return [{ code, own, counts, value: toRate(counts), past: toRate(before), points: points.map(toRate) }];
  });
}

/** Those of whom a value was published. */
function publishedMembers(
  { observations }: Ground,
  indicator: Indicator,
  organisations: readonly Organisation[],
  { window, past, points }: Windows,
): Member[] {
  return organisations.flatMap(({ code }): Member[] => {
    const at = (stretch: Window) => publishedAt(observations, indicator, code, stretch);
    const own = at(window);
    if (!own) return [];
    return [{ code, own, value: own.value, past: at(past)?.value, points: points.map((point) => at(point)?.value) }];
  });
}

/** Quartiles and benchmark of all members; those withheld stand in the middle of what they may be. */
function statisticsOf(campaign: Ground["campaign"], indicator: Indicator, members: readonly Member[]): PeerStatistics {
  const sorted = sortedOf(members.map(({ value }) => value));
  const before = quartilesOf(
    campaign,
    members.map(({ past }) => past),
  );
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
  values: readonly (number | undefined)[],
): Omit<PeerPoint, "from" | "to"> {
  const sorted = sortedOf(values);
  if (sorted.length < peers.minimum) return { lower: null, median: null, upper: null };
  return { lower: quantile(sorted, 0.25), median: quantile(sorted, 0.5), upper: quantile(sorted, 0.75) };
}

function sortedOf(values: readonly (number | undefined)[]): number[] {
  return values.filter((value) => value !== undefined).sort((a, b) => a - b);
}
