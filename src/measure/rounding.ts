import type { Indicator } from "../input/library/indicator.ts";

/** Rounds half up, as readers do: 0.25 → 0.3. A hair is added first, so that 1.005 in binary is not 1.00. */
export function roundHalfUp(value: number, decimals = 0): number {
  const power = 10 ** decimals;
  return Math.floor(value * power + 0.5 + 1e-9) / power;
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

/** The printed number is the value times this over numerator ÷ denominator. Denominators of a rate are summed over months. */
export function scaleOf({ multiplier, divisor, per }: Pick<Indicator, "multiplier" | "divisor" | "per">): number {
  return (multiplier * (per === "year" ? 12 : 1)) / divisor;
}
