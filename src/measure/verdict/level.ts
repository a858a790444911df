import type { Interval } from "../interval.ts";

/**
 * What the own uncertainty can carry of a comparison with one value: surely above or below it, about level with it, or too few
 * events to tell anything. On the side that is better `above` is good news; that is for who asks.
 */
export type Level = "above" | "level" | "below" | "too-few";

/**
 * The own 95% interval against a value in the same unit. Where the value lies inside, the two cannot be told apart: about level,
 * or too few to tell if fewer than `least` events would be expected at that value. What is surely different is told however few
 * were expected: 84 against 18 is not chance.
 */
export function levelWith(
  value: number,
  own: Interval,
  { expected, least }: { expected: number; least: number },
): Level {
  if (own.lower > value) return "above";
  if (own.upper < value) return "below";
  return expected < least ? "too-few" : "level";
}
