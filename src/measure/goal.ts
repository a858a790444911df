import type { Indicator } from "../input/library/indicator.ts";
import type { CountedOwn } from "./standing.ts";
import { gradedStep } from "./to-change.ts";

const nearlyAll = 0.9;

/**
 * The next goal on the way to a comparator, as a count of the window: a share of what there is to change, so that it can be
 * had before the next report (graded tasks, BCT 8.7); all that is left to the comparator where that is no more, or hardly
 * more: nobody is sent 577 of 579 on the way. Above 0 while anything is left.
 *
 *     nextGoal(172, { room: 352, share: 0.1 }) // 36
 *     nextGoal(20, { room: 352, share: 0.1 }) // 20: the comparator itself
 *     nextGoal(39, { room: 352, share: 0.1 }) // 39: what would be left of it is no goal
 */
export function nextGoal(left: number, { room, share }: { room: number; share: number }): number {
  const step = Math.max(1, gradedStep(room, share));
  return step >= nearlyAll * left ? left : step;
}

/** What there is to change: what is counted; of a share that should rise, what is not counted yet. */
export function roomOf(
  { kind, direction }: Pick<Indicator, "kind" | "direction">,
  { count, base }: CountedOwn,
): number {
  return kind === "share" && direction === "higher" ? base - count : count;
}
