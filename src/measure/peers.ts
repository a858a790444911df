import { type Indicator, isCounted } from "../input/library/indicator.ts";
import { adjusting, withCell } from "./adjusted.ts";
import { achievableBenchmark, bestTenthOfPopulation } from "./benchmark.ts";
import type { Common } from "./common.ts";
import type { FiguresOf } from "./figures.ts";
import type { Ground } from "./ground.ts";
import { type Member, publishedMember, toMember } from "./member.ts";
import { deciles, quantile } from "./percentile.ts";
import { placesOf } from "./places.ts";
import { scaleOf } from "./rounding.ts";
import type { PeerGroup, PeerPoint, PeerStatistics } from "./standing.ts";
import { reliabilityOf, scaleOfKind, spreadOf } from "./verdict/spread.ts";
import type { Windows } from "./windows.ts";

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
  const mixes = adjusting(inputs, indicator, { windows, memberOf });
  for (const level of levels)
    yield new Map(
      [...placesOf(inputs, level, windows)]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .flatMap(([code, { place, members }]): [string, PeerGroup][] => {
          const key = groupKey(indicator.indicator, level, code);
          const known = members.flatMap((each) => memberOf(each.code) ?? []);
          if (!mixes) return [[code, toGroup(inputs.campaign, indicator, { key, level, place }, known, windows)]];
          return mixes.at(level, code).map(({ cell, adjusted, members: own }) => {
            const head = { key: `${key} / ${cell}`, level, place };
            return [
              withCell(code, cell),
              { ...toGroup(inputs.campaign, indicator, head, own(known), windows), adjusted },
            ];
          });
        }),
    );
}

function groupKey(indicator: string, level: string, code: string): string {
  return `${indicator} / ${level} ${code}`;
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
    count: listed.length + withheld.length,
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
