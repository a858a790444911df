import { type Comparator, namedComparator } from "../../input/library/comparators.ts";
import type { Indicator } from "../../input/library/indicator.ts";
import { aims, comparatorModules } from "../comparators.ts";
import { printedNumber } from "../rounding.ts";
import type { PeerStatistics, Standing } from "../standing.ts";

/** What a report says of its recipient beside a comparator; `about-level` where the two print alike, or cannot be told apart from typical. */
export type Against = "reached" | "about-level" | "not-reached";

type AgainstKnown = {
  indicator: Indicator;
  standing: Pick<Standing, "own" | "signals">;
  statistics: PeerStatistics | undefined;
};

/**
 * The verdict of the report beside a comparator, by the signals that its words and tables are chosen by. Undefined where it says
 * nothing of the kind: the value is too small or cannot be right, peers are too few, or it is too close to an aim to tell.
 */
export function verdictAgainst(
  comparator: Comparator,
  { indicator, standing, statistics }: AgainstKnown,
): Against | undefined {
  const { signals } = namedComparator(comparator);
  const { own } = standing;
  if (!signals || own.state !== "shown") return undefined;
  const has = (signal: Standing["signals"][number]) => standing.signals.includes(signal);
  if (has(signals.ahead)) return "not-reached";
  if (!has(signals.level)) return has(signals.reached) ? "reached" : undefined;
  if (!aims.includes(comparator)) return "about-level";
  const value = comparatorModules[comparator].value(indicator, statistics);
  const isAlike = value !== undefined && printedNumber(indicator, own.value) === printedNumber(indicator, value);
  return isAlike ? "about-level" : undefined;
}

/** Whether the report concludes anything from the value: not where it is too small, or cannot be right. */
export function isConcluded({ signals }: Pick<Standing, "signals">): boolean {
  return signals.includes("measured") && !signals.includes("implausible") && !signals.includes("small-numbers");
}
