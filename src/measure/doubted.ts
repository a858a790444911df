import type { Indicator } from "../input/library/indicator.ts";
import { doubtText, doubtWithin } from "./plausibility/told.ts";
import type { Standing } from "./standing.ts";

/** A standing before what holds over all indicators is known. */
type Measured = Omit<Standing, "overview">;

/**
 * Adds `doubted` to the standings of one recipient, with what must be checked first: months of the year before that cannot be
 * right, or months in its own window that cannot be right of another indicator. Where no long-acting opioids at all are recorded
 * for a month, none of high doses is no finding either. What is `implausible` itself is told by that alone.
 */
export function withDoubted(standings: readonly Measured[], indicators: ReadonlyMap<string, Indicator>): Measured[] {
  if (standings.every(({ doubt }) => !doubt)) return [...standings];
  return standings.map((standing) => {
    const has = (signal: string) => standing.signals.some((each) => each.signal === signal);
    if (!has("measured") || has("implausible")) return standing;
    const doubted = standings.flatMap((each) => {
      const indicator = indicators.get(each.indicator);
      const doubt = each === standing ? each.doubt : doubtWithin(each.doubt, standing.window);
      return indicator && doubt ? doubtText(indicator, doubt) : [];
    });
    const [first] = doubted;
    if (first === undefined) return standing;
    return {
      ...standing,
      doubted: first,
      signals: [...standing.signals, { signal: "doubted", evidence: doubted.join("; ") }],
    };
  });
}
