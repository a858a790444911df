import { type Alike, alikeWithin } from "../../measure/icc.ts";
import { type Past, rowsOf, valueOver } from "./past.ts";
import type { Components, VarianceRow } from "./variance.ts";

/** How values differ: in printed units and their squares, over the last year of the past. */
export type Variation = {
  readonly mean: number;
  readonly deviation: number; // standard deviation of recipients
  readonly clusters?: Alike; // where they are allocated together
  readonly strata?: Alike;
  readonly months: { readonly correlation: number; readonly series: number }; // of neighbouring months; 0 series: taken to be high
  readonly baseline?: number; // correlation of the last year with the year before; absent where the past is shorter
  readonly components: Components;
};

const year = 12;

/** How values of the past differ. `series`: from how many the correlation of neighbouring months is. */
export function variationOf(past: Past, { components, series }: { components: Components; series: number }): Variation {
  const { units, inputs, indicator, months } = past;
  const last = { from: Math.max(months.from, months.to - year + 1), to: months.to };
  const known = units.flatMap((unit) => {
    const value = valueOver(inputs, indicator, unit.recipient, last);
    return value === undefined ? [] : [{ ...unit, value }];
  });
  const alike = (by: "together" | "within") =>
    alikeWithin([...Map.groupBy(known, (each) => each[by]).values()].map((own) => own.map(({ value }) => value)));
  const isClustered = new Set(known.map(({ together }) => together)).size < known.length;
  const [clusters, strata] = [isClustered ? alike("together") : undefined, alike("within")];
  const mean = known.reduce((sum, { value }) => sum + value, 0) / known.length;
  const squares = known.reduce((sum, { value }) => sum + (value - mean) ** 2, 0);
  const earlier = { from: last.from - year, to: last.to - year };
  const pairs = earlier.from < months.from ? [] : rowsOf(past, [earlier, last]);
  return {
    mean,
    deviation: Math.sqrt(squares / (known.length - 1)),
    ...(clusters ? { clusters } : {}),
    ...(strata ? { strata } : {}),
    months: { correlation: components.rho, series },
    ...(pairs.length > 2 ? { baseline: correlationOf(pairs) } : {}),
    components,
  };
}

/** Of two values of each, whose means are 0. */
function correlationOf(pairs: readonly VarianceRow[]): number {
  const sum = (s: number, t: number) => pairs.reduce((total, { values }) => total + values[s]! * values[t]!, 0);
  return sum(0, 1) / Math.sqrt(sum(0, 0) * sum(1, 1));
}
