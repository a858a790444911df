import type { Indicator } from "../input/library/indicator.ts";
import type { Signal } from "../input/library/signals.ts";
import { printedNumber } from "./rounding.ts";
import type { Fired, PeerGroup, Standing } from "./standing.ts";

/** A standing with its signals, before what follows from all indicators together. */
type BalanceStanding = Omit<Standing, "overview">;

/** What is known of a balancing measure: it goes the wrong way, it does not, or nobody can tell. */
type BalanceState = { is: "wrong" | "fine" | "unknown"; evidence: string };

/** What may be praised, if it is balanced. */
export const praise: readonly Signal[] = ["better-than-median", "improving", "meets-target", "meets-benchmark"];

/**
 * `balanced` or `unbalanced`, of a standing on an indicator that names balancing measures. One that does well here is unbalanced
 * where a balancing measure
 * - has surely changed for the worse (`worsening`; of one without a direction `rising`, for what is given up here may be taken up
 *   there), or
 * - is in the worst quarter of the peers and surely worse than typical. A quarter, because that is what praise is measured by
 *   too: beyond the usual spread of peers (99.8%) there is hardly anybody, and praise would pass nearly all; and surely,
 *   because a place by chance is no reason to withhold thanks.
 * It is balanced where each of them is measured and compared or followed over time, and none is so. Where one cannot be
 * told (no data, small numbers, figures that cannot be right, no peers and no past), neither is set.
 */
export function findBalance(standing: BalanceStanding, known: AllOf): Fired | undefined {
  const indicator = known.indicators.get(standing.indicator);
  const measures = indicator?.["balanced-by"];
  if (!indicator || indicator.direction === "none" || !measures || !has(standing, "measured")) return undefined;
  return balanceOf(
    standing,
    measures.map((id) => stateOf(id, known)),
  );
}

function balanceOf(standing: BalanceStanding, states: readonly BalanceState[]): Fired | undefined {
  const wrong = states.filter(({ is }) => is === "wrong");
  const evidence = (of: readonly BalanceState[]) => of.map((each) => each.evidence).join("; ");
  if (wrong.length > 0 && praise.some((signal) => has(standing, signal)))
    return { signal: "unbalanced", evidence: evidence(wrong) };
  return states.every(({ is }) => is === "fine") ? { signal: "balanced", evidence: evidence(states) } : undefined;
}

/** All standings of one recipient, with what they are on and beside. */
export type AllOf = {
  standings: readonly BalanceStanding[];
  indicators: ReadonlyMap<string, Indicator>;
  groups: Readonly<Record<string, PeerGroup>>;
};

function stateOf(id: string, { standings, indicators, groups }: AllOf): BalanceState {
  const indicator = indicators.get(id);
  const standing = standings.find((each) => each.indicator === id);
  if (!indicator || !standing) throw new Error(`no standing on the balancing measure ${id}`);
  const change = indicator.direction === "none" ? "rising" : "worsening";
  if (has(standing, change)) return { is: "wrong", evidence: `${id} ${change}: ${standing.trend?.evidence}` };
  const worst = worstQuarter(indicator, standing, standing.group === undefined ? undefined : groups[standing.group]);
  if (worst) return { is: "wrong", evidence: `${id} in the worst quarter: ${worst}` };
  const isKnown =
    (indicator.direction !== "none" && has(standing, "compared")) || has(standing, "steady", "falling", "rising");
  if (isKnown) return { is: "fine", evidence: `${id} is not worse` };
  return { is: "unknown", evidence: `${id} cannot be told` };
}

/** Surely worse than typical, and at or beyond the worst quartile. */
function worstQuarter(
  indicator: Indicator,
  standing: BalanceStanding,
  group: PeerGroup | undefined,
): string | undefined {
  const { own } = standing;
  const statistics = group?.statistics;
  if (!statistics || own.state !== "shown" || !has(standing, "worse-than-median")) return undefined;
  const [limit, isWorst] =
    indicator.direction === "lower"
      ? [statistics.upper, own.value >= statistics.upper]
      : [statistics.lower, own.value <= statistics.lower];
  const print = (value: number) => printedNumber(indicator, value);
  return isWorst ? `${print(own.value)}; it begins at ${print(limit)}` : undefined;
}

function has({ signals }: Pick<BalanceStanding, "signals">, ...any: readonly Signal[]): boolean {
  return signals.some((signal) => any.includes(signal));
}
