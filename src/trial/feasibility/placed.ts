import { studentT } from "../../measure/verdict/numbers.ts";
import { drawCodes, generator } from "../draw.ts";
import { degreesOf, errorOf } from "./detectable.ts";
import { drawOnce, historyWeight, isDrawnLayout } from "./drawn.ts";
import { type Allocated, estimate, type Weighed, weigh, weightOf } from "./estimate.ts";
import type { Layout, LayoutContrast } from "./layout.ts";
import type { Matrix } from "./matrix.ts";
import { type Past, rowsOf } from "./past.ts";
import { type Components, covariances, type VarianceRow } from "./variance.ts";

/** A trial as it would have come out in the past, in which nobody was sent anything: what its analysis finds by chance. */
export type PlacedRecipient = {
  readonly cycles: number; // of the longest trial for which the past is long enough
  readonly allocated: number;
  readonly draws: number; // made-up allocations
  readonly swings: number; // what is seen, times what the formula has; over all contrasts
  readonly contrasts: readonly PlacedContrast[];
};

export type PlacedContrast = Pick<LayoutContrast, "factor" | "level" | "against"> & {
  readonly error: number; // by the formula, for those whose past is known
  readonly seen: number; // standard deviation of the differences over the draws
  readonly alarms: number; // share of draws in which a difference is told at the 5% level
};

/** Draws allocations of the past, with the trial's ratio and strata, and analyses each. Undefined where the past is too short. */
export function placeInPast(
  past: Past,
  layouts: readonly Layout[],
  { components, draws, seed }: { components: Components; draws: number; seed: number },
): PlacedRecipient | undefined {
  const layout = layouts.findLast(({ stretches }) => spanOf(stretches) <= past.months.to - past.months.from + 1);
  if (!layout) return undefined;
  const later = past.months.to - layout.stretches.at(-1)!.to;
  const stretches = layout.stretches.map(({ from, to }) => ({ from: from + later, to: to + later }));
  const groups = meansOf(rowsOf(past, stretches), { components, stretches, weigher: weigherOf(layout) });
  const strata = new Set(groups.map(({ within }) => within)).size;
  const critical = studentT(0.05, degreesOf(layout, groups.length, strata));
  const next = generator(seed);
  const found = layout.contrasts.map((): { differences: number[]; alarms: number; error: number } => ({
    differences: [],
    alarms: 0,
    error: 0,
  }));
  for (let i = 0; i < draws; i++) {
    const result = isDrawnLayout(layout) ? drawOnce(groups, layout, next) : allocateOnce(groups, layout, next);
    if (!result) return undefined;
    for (const [k, contrast] of layout.contrasts.entries()) {
      const error = errorOf(contrast, result.covariance);
      const difference = contrast.weights.reduce((sum, weight, j) => sum + weight * result.effects[j]!, 0);
      found[k]!.differences.push(difference);
      found[k]!.error += error / draws;
      if (Math.abs(difference) > critical * error) found[k]!.alarms++;
    }
  }
  const contrasts = layout.contrasts.map(({ factor, level, against }, k): PlacedContrast => {
    const { differences, alarms, error } = found[k]!;
    const squares = differences.reduce((sum, each) => sum + each * each, 0);
    return { factor, level, against, error, seen: Math.sqrt(squares / draws), alarms: alarms / draws };
  });
  const squares = contrasts.reduce((sum, { seen, error }) => sum + (seen / error) ** 2, 0);
  const swings = Math.sqrt(squares / contrasts.length);
  return { cycles: layout.cycles, allocated: groups.length, draws, swings, contrasts };
}

/** Allocates once, and estimates the effects. Undefined where they cannot be told from one another. */
export function allocateOnce(
  groups: readonly PlacedGroup[],
  { ratio, columns }: Layout,
  next: () => number,
): ReturnType<typeof estimate> {
  const codeOf = drawCodes(groups, ratio, next);
  return estimate(
    groups.map((each) => ({ ...each, code: codeOf.get(each.together)! })),
    columns,
  );
}

/** How the covariances of means weigh: against what came before alone where arms are drawn anew. */
export function weigherOf(layout: Layout): (covariance: Matrix) => Matrix {
  return isDrawnLayout(layout) ? historyWeight : weightOf;
}

export function spanOf(stretches: Layout["stretches"]): number {
  return stretches.at(-1)!.to - stretches[0]!.from + 1;
}

export type PlacedGroup = Omit<Weighed, "code"> & { together: string; within: string };

/** Means of what is allocated together. Clusters of one size share their weights. */
export function meansOf(
  rows: readonly VarianceRow[],
  {
    components,
    stretches,
    weigher,
  }: Pick<Layout, "stretches"> & {
    components: Components;
    weigher: (covariance: Matrix) => Matrix;
  },
): PlacedGroup[] {
  const weights = new Map<number, Allocated["weight"]>();
  return [...Map.groupBy(rows, ({ together }) => together)].map(([together, own]) => {
    const weight = weights.get(own.length) ?? weigher(covariances(components, stretches, own.length));
    weights.set(own.length, weight);
    const means = stretches.map((_, t) => own.reduce((sum, { values }) => sum + values[t]!, 0) / own.length);
    return { together, within: own[0]!.within, weight, weighed: weigh(weight, means) };
  });
}
