import type { Comparator } from "../input/library/comparators.ts";
import { type Indicator, isCounted } from "../input/library/indicator.ts";
import { comparatorModules } from "./comparators.ts";
import { standardError } from "./published.ts";
import { scaleOf } from "./rounding.ts";
import { countsOf, type PeerGroup, type Standing } from "./standing.ts";
import { distanceTo, type SpreadRow } from "./verdict/spread.ts";

/**
 * How far one recipient has to go on an indicator, in spreads of its peers (1: as far as peers lie apart for other reasons than chance),
 * so that indicators of different kinds can be held against each other: from its value, drawn in to what is usual as far as
 * chance may have set it apart, to the first of the comparators that is known and something to reach, else to what is typical. 0 where it is reached, and where peers differ by
 * chance alone; undefined where the two cannot be compared.
 */
export function reachOf(
  indicator: Indicator,
  { own, signals }: Pick<Standing, "own" | "signals">,
  { group, comparators }: { group: PeerGroup | undefined; comparators: readonly Comparator[] },
): { spreads: number; to: Comparator } | undefined {
  const counts = countsOf(own);
  const spread = group?.statistics?.spread;
  if (!counts || !spread || !isCounted(indicator) || indicator.direction === "none") return undefined;
  if (!signals.includes("compared") || signals.includes("implausible")) return undefined;
  const scale = scaleOf(indicator);
  const known = [...comparators.filter((id) => comparatorModules[id].isAim), "median" as const];
  const to = known.find((id) => comparatorModules[id].value(indicator, group.statistics) !== undefined)!;
  const aim = comparatorModules[to].value(indicator, group.statistics)! / scale;
  const isQuantity = indicator.numerator.counts === "quantity";
  if (isQuantity && !counts.interval) return undefined;
  const row: SpreadRow = {
    numerator: indicator.kind === "share" ? Math.min(counts.count, counts.base) : counts.count,
    denominator: counts.base,
    ...(isQuantity ? { error: standardError(counts.interval!) / scale } : {}),
  };
  const above = distanceTo(spread, row, aim);
  return { spreads: Math.max(0, indicator.direction === "lower" ? above : -above), to };
}
