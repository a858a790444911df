import type { Indicator } from "../input/library/indicator.ts";
import type { Fired, Standing } from "./standing.ts";

/** What holds over all indicators of one recipient that have a direction and can be compared, and the signal that tells it. */
export function findOverview(
  standings: readonly Pick<Standing, "indicator" | "signals">[],
  indicators: ReadonlyMap<string, Indicator>,
): { overview: Standing["overview"]; fired?: Fired } {
  const directed = standings.filter(({ indicator }) => indicators.get(indicator)?.direction !== "none");
  const judged = directed.filter(({ signals }) => signals.includes("compared"));
  const worse = judged.filter(({ signals }) => signals.includes("worse-than-median")).length;
  const overview = { worse, counted: judged.length, directed: directed.length };
  if (judged.length < 2) return { overview };
  const beside = judged.length < directed.length ? ` that can be compared, of ${directed.length} with a direction` : "";
  const evidence = `surely worse than the median on ${worse} of ${judged.length}${beside}`;
  return {
    overview,
    fired: { signal: worse === judged.length ? "all-worse" : worse === 0 ? "all-better" : "mixed", evidence },
  };
}
