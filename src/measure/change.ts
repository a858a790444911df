import type { Indicator } from "../input/library/indicator.ts";

/** From one value to another, of the same indicator over windows of the same length. */
export type Change = {
  readonly absolute: number; // in the unit of the values; below 0 for a fall
  readonly relative: number | undefined; // as a fraction of the first value: -0.25 for a fall by a quarter
};

/**
 * Change between two values. Relative change is undefined from 0.
 *
 *     change(8, 6) // { absolute: -2, relative: -0.25 }
 */
export function change(from: number, to: number): Change {
  const absolute = to - from;
  return { absolute, relative: from === 0 ? undefined : absolute / from };
}

/**
 * How far apart two values are, as the difference of their logarithms: 0.18 for a fifth more. Of shares it is that of their odds, so
 * that it does not matter which way round a share is told. Infinite from 0 to any other; undefined where values have no
 * logarithm.
 */
export function distance({ kind }: Pick<Indicator, "kind">, one: number, other: number): number | undefined {
  if (one === other) return 0;
  const log = (value: number) => Math.log(kind === "share" ? value / (1 - value) : value);
  const apart = Math.abs(log(one) - log(other));
  return Number.isNaN(apart) ? undefined : apart;
}
