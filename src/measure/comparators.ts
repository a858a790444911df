import { type Comparator, comparatorIds } from "../input/library/comparators.ts";
import type { Indicator } from "../input/library/indicator.ts";
import { rememberedBy } from "../remembered.ts";
import { benchmark } from "./comparators/benchmark.ts";
import { median } from "./comparators/median.ts";
import type { ComparatorModule } from "./comparators/module.ts";
import { target } from "./comparators/target.ts";
import { topQuartile } from "./comparators/top-quartile.ts";
import type { PeerGroup, PeerStatistics } from "./standing.ts";

/** Every comparator; its id and what authors read of it are in src/input/library/comparators.ts. */
export const comparatorModules: Readonly<Record<Comparator, ComparatorModule>> = {
  "top-quartile": topQuartile,
  median,
  benchmark,
  target,
};

/** The comparators that are known of an indicator, with their values. */
export function comparatorValues(indicator: Indicator, group: PeerGroup | undefined): readonly ComparatorValue[] {
  if (!group) return valuesOf(indicator, undefined);
  return remembered([group, indicator], "", () => valuesOf(indicator, group.statistics));
}

export type ComparatorValue = readonly [Comparator, number];

const remembered = rememberedBy<readonly ComparatorValue[]>(); // each of the group asks for them more than once

function valuesOf(indicator: Indicator, statistics: PeerStatistics | undefined): ComparatorValue[] {
  return comparatorIds.flatMap((id) => {
    const value = comparatorModules[id].value(indicator, statistics);
    return value === undefined ? [] : [[id, value] as const];
  });
}

/** The comparators that are something to reach, in the order of charts. */
export const aims: readonly Comparator[] = comparatorIds.filter((id) => comparatorModules[id].isAim);
