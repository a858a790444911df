import { type Comparator, comparatorIds, comparators } from "../input/library/comparators.ts";
import { isCounted } from "../input/library/indicator.ts";
import { comparatorModules } from "../measure/comparators.ts";
import { baseOf, countsOf, publishedOf } from "../measure/standing.ts";
import { evidenceIn, type Voice } from "./material.ts";
import { groupSuppressions } from "./sections/groups.ts";
import { placeOf } from "./variables.ts";

/** What was true of one indicator, released by disclosure control: for the manifest, the explanation and the studio. */
export type StandingRecord = {
  indicator: string;
  signals: readonly { signal: string; evidence: string }[];
  values: Readonly<Record<string, number | string | null>>;
  suppressions: readonly { what: string; reason: string }[];
  told?: "complement"; // in words, charts and tables the other way round; values and evidence here are as defined
  defined?: readonly string[]; // where it is told the other way round: the signals as it is defined, by which actions are chosen
};

/**
 * What was true of one indicator, for the manifest and the explanation. Its values are as the indicator is defined, however
 * it was told, so that they compare across designs; its signals are those by which words were chosen, `defined` those by which
 * actions were.
 */
export function recordOf(voice: Voice, told: Voice): StandingRecord {
  const { indicator, standing, group } = voice;
  const { own, past, rank, toChange, trend } = standing;
  const { statistics } = group ?? {};
  const values = {
    value: own.state === "shown" ? own.value : null,
    numerator: countsOf(own)?.count ?? null,
    denominator: baseOf(own) ?? null,
    months: own.state === "none" ? 0 : own.months,
    lower: own.state === "shown" ? (own.interval?.lower ?? null) : null,
    upper: own.state === "shown" ? (own.interval?.upper ?? null) : null,
    ...(isCounted(indicator)
      ? {}
      : { n: publishedOf(own)?.n ?? null, publishedPercentile: publishedOf(own)?.percentile ?? null }),
    pastValue: past.state === "shown" ? past.value : null,
    change: trend?.absolute ?? null,
    relativeChange: trend?.relative ?? null,
    percentRank: rank?.percentRank ?? null,
    peers: group?.count ?? 0,
    place: group ? placeOf(voice) : null,
    ...Object.fromEntries(comparatorIds.map((id) => [comparators[id].record, recordedValue(voice, id)])),
    reliability: statistics?.reliability ?? null,
    correlation: voice.material.standings.neighbours[indicator.indicator]?.correlation ?? null,
    lowerQuartile: statistics?.lower ?? null,
    upperQuartile: statistics?.upper ?? null,
    bestTenth: bestTenth(voice),
    ...Object.fromEntries(comparatorIds.map((id) => [gapKey(id), toChange[id] ?? null])),
  };
  return {
    indicator: indicator.indicator,
    signals: evidenceIn(voice, told),
    values,
    suppressions: [...standing.suppressions, ...groupSuppressions(voice)],
    ...(told.indicator.turned ? { told: "complement" as const, defined: [...voice.signals] } : {}),
  };
}

/** "toBestQuarter": what it takes to reach it. */
function gapKey(id: Comparator): string {
  const { record } = comparators[id];
  return `to${record.charAt(0).toUpperCase()}${record.slice(1)}`;
}

/** The value of a comparator; of one to aim at only where there is a better side, or somebody has set it. */
function recordedValue({ indicator, group }: Voice, id: Comparator): number | null {
  const { isAim, isSet, value } = comparatorModules[id];
  if (indicator.direction === "none" && isAim && !isSet) return null;
  return value(indicator, group?.statistics) ?? null;
}

function bestTenth({ indicator: { direction }, group }: Voice): number | null {
  if (direction === "none") return null;
  return group?.statistics?.deciles[direction === "higher" ? 8 : 0] ?? null;
}
