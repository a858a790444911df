import type { Indicator } from "../input/library/indicator.ts";
import { periods } from "../input/library/period.ts";

/** Rounds half up, as readers do: 0.25 → 0.3. A hair is added first, so that 1.005 in binary is not 1.00. */
export function roundHalfUp(value: number, decimals = 0): number {
  const power = 10 ** decimals;
  return Math.floor(value * power + 0.5 + 1e-9) / power;
}

/** The least number of so many decimals that is not below a value; what is left of binary fractions does not count. */
export function roundUp(value: number, decimals = 0): number {
  const power = 10 ** decimals;
  return Math.ceil(value * power - 1e-9) / power;
}

/** The largest number of so many decimals that is not above a value. */
export function roundDown(value: number, decimals = 0): number {
  const power = 10 ** decimals;
  return Math.floor(value * power + 1e-9) / power;
}

/**
 * The number that will be printed: a share in per cent, anything else in its unit. A share that is told the other way round
 * is what the printed share leaves of 100, so that 12.5% is 13% of one and 87% of the other.
 */
export function printedNumber({ kind, decimals, turned }: Printing, value: number): number {
  if (turned) return roundHalfUp(100 - roundHalfUp((1 - value) * 100, decimals), decimals);
  return roundHalfUp(kind === "share" ? value * 100 : value, decimals);
}

/** How the values of an indicator are printed. */
export type Printing = Pick<Indicator, "kind" | "decimals"> & { readonly turned?: true };

/** What decides the unit of values. */
export type Scaling = Pick<Indicator, "multiplier" | "divisor" | "per" | "period">;

/**
 * The printed number is the value times this over numerator ÷ denominator. Denominators of a rate are summed over periods, so
 * a rate is per period of the data, unless `per` says otherwise.
 */
export function scaleOf({ multiplier, divisor, per, period }: Scaling): number {
  const times = per === undefined ? 1 : (per === "year" ? 12 : 1) / periods[period].covers;
  return (multiplier * times) / divisor;
}
