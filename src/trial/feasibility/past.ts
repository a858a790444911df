import { type Counted, type Indicator, isCounted } from "../../input/library/indicator.ts";
import type { Inputs } from "../../input/load.ts";
import { scaleOf } from "../../measure/rounding.ts";
import type { Window } from "../../measure/standing.ts";
import { knownMonths } from "../../measure/verdict/months.ts";
import type { Month } from "../../month.ts";
import type { UnitOf } from "../units.ts";
import type { VarianceRow } from "./variance.ts";

/** The months of the past, before anybody is sent a report of the trial. */
export type Past = {
  readonly inputs: Inputs;
  readonly indicator: Counted;
  readonly months: Window;
  readonly begins: string; // day of the first report
  readonly units: readonly UnitOf[];
};

/** Whether the past tells what a trial needs of an indicator: counts of months. */
export function isMonthly(indicator: Indicator): indicator is Counted {
  return isCounted(indicator) && indicator.period === "month";
}

/**
 * Values of recipients in stretches of the past, in printed units (a share in per cent), less the mean of their stratum: what is
 * known over half of each stretch. Others are left out.
 */
export function rowsOf({ inputs, indicator, units }: Past, stretches: readonly Window[]): VarianceRow[] {
  const rows = units.flatMap(({ recipient, together, within }): VarianceRow[] => {
    const values = stretches.map((stretch) => valueOver(inputs, indicator, recipient, stretch));
    return values.includes(undefined) ? [] : [{ together, within, values: values as number[] }];
  });
  return [...Map.groupBy(rows, ({ within }) => within).values()].flatMap((own) => {
    const means = stretches.map((_, t) => own.reduce((sum, { values }) => sum + values[t]!, 0) / own.length);
    return own.map((row) => ({ ...row, values: row.values.map((value, t) => value - means[t]!) }));
  });
}

/** The value of a recipient over a stretch, in printed units; undefined where half of its months or more are not known. */
export function valueOver(
  { observations }: Pick<Inputs, "observations">,
  indicator: Counted,
  code: string,
  stretch: Window,
): number | undefined {
  const months = knownMonths(observations, indicator.indicator, code, stretch);
  if (2 * months.length <= stretch.to - stretch.from + 1) return undefined;
  const numerator = months.reduce((sum, each) => sum + each.numerator, 0);
  const denominator = months.reduce((sum, each) => sum + each.denominator, 0);
  return (numerator / denominator) * scaleOf(indicator) * (indicator.kind === "share" ? 100 : 1);
}

/** Stretches of so many months each that end with the past, oldest first: as many as lie in the last `within` months. */
export function piecesOf({ months }: Pick<Past, "months">, length: number, within: number): Window[] {
  const there = Math.min(months.to - months.from + 1, within);
  const count = Math.floor(there / length);
  return Array.from({ length: count }, (_, i): Window => {
    const to: Month = months.to - (count - 1 - i) * length;
    return { from: to - length + 1, to };
  });
}
