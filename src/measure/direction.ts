/** Which way is better for an indicator; "none" for one that is shown without judgement. */
export type Direction = "lower" | "higher" | "none";

/** True when value `a` is better than value `b`. Equal values, and any under "none", are not better. */
export function better(direction: Direction, a: number, b: number): boolean {
  if (direction === "none") return false;
  return direction === "lower" ? a < b : a > b;
}
