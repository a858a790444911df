import type { Indicator } from "../input/library/indicator.ts";
import { doubtText, doubtWithin } from "./plausibility/told.ts";
import type { Standing } from "./standing.ts";

/** A standing before what holds over all indicators is known. */
type DoubtedStanding = Omit<Standing, "overview">;

/**
 * What makes a standing `doubted`, and must be checked first; the one that its report tells comes first: months of the year before that cannot be
 * right, or months in its own window that cannot be right of another indicator. Where no long-acting opioids at all are recorded
 * for a month, none of high doses is no finding either. What is `implausible` itself is told by that alone.
 */
export function findDoubted(
  standing: DoubtedStanding,
  { standings, indicators }: { standings: readonly DoubtedStanding[]; indicators: ReadonlyMap<string, Indicator> },
): string[] {
  if (!standing.signals.includes("measured") || standing.signals.includes("implausible")) return [];
  return standings.flatMap((each) => {
    const indicator = indicators.get(each.indicator);
    const doubt = each.indicator === standing.indicator ? each.doubt : doubtWithin(each.doubt, standing.window);
    return indicator && doubt ? doubtText(indicator, doubt) : [];
  });
}
