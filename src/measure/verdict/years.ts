import type { Counted, Indicator } from "../../input/library/indicator.ts";
import { type Counts, z95 } from "../interval.ts";
import { countsDiffer } from "./counts.ts";
import { median } from "./numbers.ts";

/** How much organisations change from one year to the next beyond chance and beyond what all do: φ of their z-scores, 1 or more. */
export type YearlyChange = { readonly phi: number; readonly of: number };

const fewest = 10;
const ofBell = 0.6745; // median distance from the middle of a bell-shaped spread, in standard deviations

/**
 * Values of which there is one a year have no months to tell how restless they are; what all organisations do from one year to
 * the next tells it: each change in its own standard errors (arcsine of a share, square root of a rate, on which both years have
 * a known error), less the change
 * that all have in common; their middle distance from it, so that the few that changed do not hide their own change.
 */
export function yearlyChange(
  { kind }: Pick<Indicator, "kind">,
  pairs: readonly { readonly before: Counts; readonly now: Counts }[],
): YearlyChange {
  const scores = pairs.flatMap(({ before, now }) => {
    if (!(before.denominator > 0 && now.denominator > 0)) return [];
    const change = kind === "share" ? onArcsine(now) - onArcsine(before) : onRoot(now) - onRoot(before);
    return [change / (0.5 * Math.sqrt(1 / now.denominator + 1 / before.denominator))];
  });
  if (scores.length < fewest) return { phi: 1, of: 0 };
  const common = median(scores);
  const distance = median(scores.map((z) => Math.abs(z - common)));
  return { phi: Math.max(1, (distance / ofBell) ** 2), of: scores.length };
}

/** Whether two years differ by more than chance and more than such organisations do anyway, at the 95% level or that of another deviate `z`. */
export function yearsDiffer(
  indicator: Pick<Counted, "kind" | "numerator">,
  { before, now }: { before: Counts; now: Counts },
  { phi }: YearlyChange,
  z = z95,
): boolean {
  if (indicator.numerator.counts === "quantity") return false; // of two values of a quantity nothing can be told
  return countsDiffer(indicator, before, now, z * Math.sqrt(phi));
}

function onArcsine({ numerator, denominator }: Counts): number {
  return Math.asin(Math.sqrt(Math.min(1, numerator / denominator)));
}

function onRoot({ numerator, denominator }: Counts): number {
  return Math.sqrt(numerator / denominator);
}
