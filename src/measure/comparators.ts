import { type Comparator, comparatorIds } from "../input/library/comparators.ts";
import type { Indicator } from "../input/library/indicator.ts";
import { benchmark } from "./comparators/benchmark.ts";
import { median } from "./comparators/median.ts";
import type { ComparatorModule } from "./comparators/module.ts";
import { target } from "./comparators/target.ts";
import { topQuartile } from "./comparators/top-quartile.ts";
import type { PeerGroup } from "./standing.ts";

/** Every comparator; its id and what authors read of it are in src/input/library/comparators.ts. */
export const comparatorModules: Readonly<Record<Comparator, ComparatorModule>> = {
  "top-quartile": topQuartile,
  median,
  benchmark,
  target,
};

/** The comparators that are known of an indicator, with their values. */
export function comparatorValues(indicator: Indicator, group: PeerGroup | undefined): [Comparator, number][] {
  return comparatorIds.flatMap((id) => {
    const value = comparatorModules[id].value(indicator, group?.statistics);
    return value === undefined ? [] : [[id, value] as [Comparator, number]];
  });
}

/** The comparators that are something to reach, in the order of charts. */
export const aims: readonly Comparator[] = comparatorIds.filter((id) => comparatorModules[id].isAim);
