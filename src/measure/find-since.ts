import type { Indicator } from "../input/library/indicator.ts";
import type { Fired, Standing } from "./standing.ts";

/** What has come since the last report, as signals; nothing where no report is set beside this one, or the two do not compare. */
export function findSinceSignals(
  indicator: Indicator,
  { since, own, listStep, signals }: Pick<Standing, "since" | "own" | "listStep" | "signals">,
): Fired[] {
  if (!since || own.state !== "shown" || listStep || signals.includes("implausible")) return [];
  const { cycle, direction, early, evidence } = since;
  const fired: Fired[] = [{ signal: "told-before", evidence: `in the report of ${cycle}` }];
  if (signals.includes("small-numbers")) return fired;
  if (direction === "steady") return [...fired, { signal: early ? "early-since" : "steady-since", evidence }];
  fired.push({ signal: `${direction}-since`, evidence });
  if (indicator.direction === "none") return fired;
  const isBetter = (direction === "falling") === (indicator.direction === "lower");
  return [...fired, { signal: isBetter ? "better-since" : "worse-since", evidence }];
}
