import type { Cycle } from "../input/campaign/campaign.ts";
import type { Told } from "../input/history.ts";
import type { Signal } from "../input/library/signals.ts";
import type { Inputs } from "../input/load.ts";
import type { Standings } from "../measure/standing.ts";
import type { Report } from "../report/report.ts";

/** What authors wrote. */
export type CampaignSubject = Pick<
  Inputs,
  "campaign" | "indicators" | "blocks" | "actions" | "techniques" | "headlines"
>;

/** The numbers of one cycle. */
export type DataSubject = CampaignSubject & { cycle: Cycle; standings: Standings["of"] };

/** One report, and what it was composed from. `recipients` are the names of all of the cycle, its own among them. */
export type ReportSubject = CampaignSubject & {
  cycle: Cycle;
  report: Report;
  recipients: readonly NamedRecipient[];
};

export type NamedRecipient = { code: string; name: string };

/** A report, and what its recipient was told in the cycles before, the latest first: each is found out when it is asked for. */
export type SeriesSubject = CampaignSubject & { report: Report; before: Iterable<Told> };

/** The signals of one indicator in a report. */
export function signalsOf({ standings }: Report, indicator: string | undefined): ReadonlySet<Signal> {
  const standing = standings.find((each) => each.indicator === indicator);
  return standing ? signalsIn(standing) : none;
}

const none: ReadonlySet<Signal> = new Set();
const known = new WeakMap<Report["standings"][number], ReadonlySet<Signal>>(); // many rules ask

function signalsIn(standing: Report["standings"][number]): ReadonlySet<Signal> {
  const found = known.get(standing) ?? new Set(standing.signals.map(({ signal }) => signal as Signal));
  known.set(standing, found);
  return found;
}

/** The signals of an indicator as it is defined, by which actions are chosen; the same unless it is told the other way round. */
export function definedSignalsOf(report: Report, indicator: string | undefined): ReadonlySet<Signal> {
  const standing = report.standings.find((each) => each.indicator === indicator);
  return standing?.defined ? new Set(standing.defined as Signal[]) : signalsOf(report, indicator);
}

/** The headline's signals. */
export function headlineSignals({ campaign, report }: ReportSubject): ReadonlySet<Signal> {
  return signalsOf(report, campaign.headline);
}
