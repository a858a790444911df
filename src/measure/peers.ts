import type { Campaign } from "../input/campaign.ts";
import type { Indicator } from "../input/indicator.ts";
import type { Inputs } from "../input/load.ts";
import type { Organisation } from "../input/organisations.ts";
import { firstDay, lastDay } from "../month.ts";
import { achievableBenchmark, bestTenthOfPopulation } from "./benchmark.ts";
import { type Control, controlOf, type Raw, releaseOwn } from "./disclosure.ts";
import { findCollapse, patientsIn } from "./lists.ts";
import { deciles, quantile } from "./percentile.ts";
import { scaleOf } from "./rounding.ts";
import type { PeerGroup, PeerPoint, PeerStatistics, Window } from "./standing.ts";
import { expectedMonths, sumOver } from "./windows.ts";

export type Windows = { window: Window; past: Window; points: readonly Window[] };

type Member = { code: string; raw: Raw };

const dominant = 0.8; // a pooled figure that one member makes up by more than this would be that member's figure

/** All groups of peers of one indicator at one level of the directory, by their key. */
export function findPeers(inputs: Inputs, indicator: Indicator, level: string, windows: Windows): PeerGroup[] {
  const { campaign, directory } = inputs;
  const candidates = [...directory.values()].filter((organisation) => isPeer(inputs, organisation, windows.window));
  const places = new Map<string, { place: string; members: Organisation[] }>();
  for (const organisation of candidates) {
    const parent = level === "all" ? everybody(campaign) : organisation.parents[level];
    if (!parent) continue;
    const group = places.get(parent.code) ?? { place: parent.name, members: [] };
    group.members.push(organisation);
    places.set(parent.code, group);
  }
  return [...places]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([code, { place, members }]) =>
      toGroup(inputs, indicator, { key: groupKey(indicator.indicator, level, code), level, place }, members, windows),
    );
}

export function groupKey(indicator: string, level: string, code: string): string {
  return `${indicator} / ${level} ${code}`;
}

/** The place of all recipients together. */
export function everybody({ recipients }: Campaign): { code: string; name: string } {
  return { code: "all", name: `all ${recipients.many}` };
}

/** Open for the whole window, of the recipients' kind, with a list that is neither tiny nor emptying. */
function isPeer(
  { campaign, observations }: Inputs,
  { code, type, opened, closed }: Organisation,
  { from, to }: Window,
): boolean {
  if (type !== campaign.recipients.type) return false;
  if ((opened && opened > firstDay(from)) || (closed && closed < lastDay(to))) return false;
  const patients = patientsIn(observations, code, to);
  if (Number.isFinite(patients) && patients < campaign.peers["list-at-least"]) return false;
  return !findCollapse(observations, code, to);
}

function toGroup(
  inputs: Inputs,
  indicator: Indicator,
  head: { key: string; level: string; place: string },
  organisations: readonly Organisation[],
  windows: Windows,
): PeerGroup {
  const { campaign, observations } = inputs;
  const control = controlOf(campaign, indicator);
  const months = expectedMonths(observations, indicator.indicator, windows.window);
  const members = organisations
    .map(({ code }): Member => ({ code, raw: sumOver(observations, indicator.indicator, code, windows.window) }))
    .filter(({ raw }) => raw.months >= months && raw.denominator > 0);
  const enough = members.length >= campaign.peers.minimum;
  const listed = members
    .flatMap(({ code, raw }) => {
      const own = releaseOwn(control, raw);
      return own.state === "shown" ? [{ code, value: own.value }] : [];
    })
    .sort((a, b) => a.value - b.value || (a.code < b.code ? -1 : 1));
  return {
    ...head,
    indicator: indicator.indicator,
    count: members.length,
    members: enough ? listed : [],
    ...(enough ? { statistics: statisticsOf(inputs, control, members, windows) } : {}),
    series: enough ? windows.points.map((point) => pointOf(inputs, indicator, members, point)) : [],
  };
}

/** Quartiles and benchmark of all members, the withheld included: an aggregate of enough practices tells of none. */
function statisticsOf(
  inputs: Inputs,
  { indicator }: Control,
  members: readonly Member[],
  { past }: Windows,
): PeerStatistics {
  const scale = scaleOf(indicator);
  const sorted = members.map(({ raw }) => (raw.numerator / raw.denominator) * scale).sort((a, b) => a - b);
  const before = pointOf(inputs, indicator, members, past);
  const benchmark = benchmarkOf(indicator, members, scale);
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

function benchmarkOf({ kind, direction }: Indicator, members: readonly Member[], scale: number): number | undefined {
  if (direction === "none") return undefined;
  const rows = members.map(({ code, raw }) => ({ code, numerator: raw.numerator, denominator: raw.denominator }));
  const benchmark = kind === "share" ? achievableBenchmark(rows, direction) : bestTenthOfPopulation(rows, direction);
  const largest = Math.max(
    0,
    ...rows.filter(({ code }) => benchmark?.codes.includes(code)).map(({ denominator }) => denominator),
  );
  if (!benchmark || largest > dominant * benchmark.denominator) return undefined;
  return benchmark.value * scale;
}

/** Quartiles of the members in another stretch of months; null where too few of them are known throughout. */
function pointOf(
  { campaign, observations }: Inputs,
  indicator: Indicator,
  members: readonly Member[],
  stretch: Window,
): PeerPoint {
  const months = expectedMonths(observations, indicator.indicator, stretch);
  const scale = scaleOf(indicator);
  const sorted = members
    .map(({ code }) => sumOver(observations, indicator.indicator, code, stretch))
    .filter((raw) => months > 0 && raw.months >= months && raw.denominator > 0)
    .map(({ numerator, denominator }) => (numerator / denominator) * scale)
    .sort((a, b) => a - b);
  if (sorted.length < campaign.peers.minimum) return { ...stretch, lower: null, median: null, upper: null };
  return { ...stretch, lower: quantile(sorted, 0.25), median: quantile(sorted, 0.5), upper: quantile(sorted, 0.75) };
}
