import { type AllOf, findBalance } from "./balance.ts";
import { findDoubted } from "./doubted.ts";
import { findSignals, type JudgedSignals } from "./find-signals.ts";
import { findSinceSignals } from "./find-since.ts";
import { findOverview } from "./overview.ts";
import type { Fired, Standing } from "./standing.ts";

/** All that the signals of one recipient are found from. */
export type EvidenceFound = Omit<AllOf, "standings"> & {
  standings: readonly Standing[]; // on all indicators
  campaign: JudgedSignals["campaign"];
};

/**
 * The signals of a standing, each with what it rests on as text. They are found once more, from the numbers that they were found
 * from: to make and keep the texts of all recipients costs more than to make those that somebody reads. Throws where the standings
 * are none of these indicators.
 */
export function evidenceOf(standing: Standing, { campaign, ...all }: EvidenceFound): Fired[] {
  const indicator = all.indicators.get(standing.indicator);
  if (!indicator) throw new Error(`no indicator ${standing.indicator}`);
  const group = standing.group === undefined ? undefined : all.groups[standing.group];
  const firstReport = standing.signals.includes("first-report");
  const balance = findBalance(standing, all);
  const doubted = findDoubted(standing, all);
  const { fired } = findOverview(all.standings, all.indicators);
  return [
    ...findSignals({ campaign, indicator, standing, group, firstReport }),
    ...(balance ? [balance] : []),
    ...(doubted.length > 0 ? [{ signal: "doubted" as const, evidence: doubted.join("; ") }] : []),
    ...(fired ? [fired] : []),
    ...findSinceSignals(indicator, standing),
  ];
}
