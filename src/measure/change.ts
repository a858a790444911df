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
