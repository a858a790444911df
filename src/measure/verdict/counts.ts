import type { Counted } from "../../input/library/indicator.ts";
import { type Counts, newcombe, wilson } from "../interval.ts";

/**
 * Whether two counts differ by more than chance at the 95% level, or another deviate `z`: of a share, the interval of the
 * difference of two independent proportions leaves out 0 (Newcombe 1998, Stat Med 17:873, method 10); of a rate, the share of
 * all events that are the later's leaves out its share of the denominator (the conditional test of two Poisson rates,
 * Przyborowski and Wilenski 1940, Biometrika 31:313, with Wilson's interval). A share gives the same answer whichever way it
 * is told. Quantities are no events and always differ.
 */
export function countsDiffer(
  { kind, numerator }: Pick<Counted, "kind" | "numerator">,
  before: Counts,
  now: Counts,
  z?: number,
): boolean {
  if (numerator.counts === "quantity") return true;
  if (kind === "share") {
    const { lower, upper } = newcombe(asShare(now), asShare(before), z);
    return lower > 0 || upper < 0;
  }
  const events = before.numerator + now.numerator;
  if (events <= 0) return false;
  const expected = now.denominator / (before.denominator + now.denominator);
  const { lower, upper } = wilson(now.numerator, events, z);
  return lower > expected || upper < expected;
}

function asShare({ numerator, denominator }: Counts): Counts {
  return { numerator: Math.min(numerator, denominator), denominator };
}
