import type { Indicator } from "../input/library/indicator.ts";
import type { CountedOwn } from "./standing.ts";
import { gradedStep } from "./to-change.ts";

/**
 * The next goal on the way to a comparator, as a count of the window: a share of what there is to change, so that it can be
 * had before the next report, and never more than is left to the comparator (graded tasks, BCT 8.7). Above 0 while anything
 * is left.
 *
 *     nextGoal(172, { room: 352, share: 0.1 }) // 36
 *     nextGoal(20, { room: 352, share: 0.1 }) // 20: the comparator itself
 */
export function nextGoal(left: number, { room, share }: { room: number; share: number }): number {
  return Math.min(left, Math.max(1, gradedStep(room, share)));
}

/** What there is to change: what is counted; of a share that should rise, what is not counted yet. */
export function roomOf(
  { kind, direction }: Pick<Indicator, "kind" | "direction">,
  { count, base }: CountedOwn,
): number {
  return kind === "share" && direction === "higher" ? base - count : count;
}
