/** From one value to another, of the same indicator over windows of the same length. */
export type Change = {
  readonly absolute: number; // in the unit of the values; below 0 for a fall
  readonly relative: number | undefined; // as a fraction of the first value: -0.25 for a fall by a quarter
};

/** What may be said of a change in words. */
export type Movement = "rise" | "fall" | "same";

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
 * The word for a change between two values: "same" unless it is larger than what rounding would hide (`unit`, e.g. 0.1
 * for one decimal) and than `noise`, if a noise rule gives one; both in the unit of the values.
 */
export function movement(from: number, to: number, { unit, noise = 0 }: { unit: number; noise?: number }): Movement {
  const { absolute } = change(from, to);
  const least = Math.max(unit, noise) + 1e-9; // 0.8 − 0.7 is 0.10000000000000009, and no more than 0.1
  if (Math.abs(absolute) <= least) return "same";
  return absolute > 0 ? "rise" : "fall";
}

/** The word for each step of a series in order of time; one fewer than the values. */
export function movements(values: readonly number[], threshold: { unit: number; noise?: number }): Movement[] {
  return values.slice(1).map((value, t) => movement(values[t]!, value, threshold));
}
