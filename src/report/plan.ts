import type { Campaign, Cycle } from "../input/campaign.ts";
import type { Inputs } from "../input/load.ts";
import type { Organisation } from "../input/organisations.ts";
import { findCollapse } from "../measure/lists.ts";
import { isRecipient } from "../measure/peers.ts";
import { dayName, lastDay, toMonth } from "../month.ts";
import { grouped } from "./format.ts";

/** The part of a campaign that an arm of a trial may change. Worked in here; nothing after knows of arms. */
export type Design = Pick<Campaign, "channels" | "comparators" | "sections">;

/** One recipient and the design of its report. */
export type Job = { organisation: Organisation; design: Design };

/** Who gets a report, and who does not and why. */
export type Plan = { jobs: readonly Job[]; without: readonly { code: string; name: string; reason: string }[] };

/** Every organisation of the recipients' kind is planned or has a recorded reason. Sorted by code. */
export function plan({ campaign, directory, observations }: Inputs, cycle: Cycle): Plan {
  const { channels, comparators, sections } = campaign;
  const design: Design = { channels, comparators, sections };
  const candidates = [...directory.values()]
    .filter((organisation) => isRecipient(campaign, organisation))
    .sort((a, b) => (a.code < b.code ? -1 : 1));
  const judged = candidates.map((organisation) => ({
    organisation,
    reason: reasonAgainst(organisation, cycle, findCollapse(observations, organisation.code, toMonth(cycle.data.to))),
  }));
  return {
    jobs: judged.filter(({ reason }) => reason === undefined).map(({ organisation }) => ({ organisation, design })),
    without: judged.flatMap(({ organisation: { code, name }, reason }) =>
      reason === undefined ? [] : [{ code, name, reason }],
    ),
  };
}

function reasonAgainst(
  { opened, closed, successor }: Organisation,
  { issued, data }: Cycle,
  collapse: { now: number; was: number } | undefined,
): string | undefined {
  if (closed && closed < issued)
    return `closed on ${dayName(closed)}${successor ? `; its patients went to ${successor}` : ""}`;
  if (opened && opened > lastDay(toMonth(data.to))) return `opened on ${dayName(opened)}, after the data end`;
  if (collapse)
    return `list collapsed: ${grouped(Math.round(collapse.now), 0)} patients of ${grouped(Math.round(collapse.was), 0)} are left`;
  return undefined;
}
