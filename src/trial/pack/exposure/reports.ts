import type { Channel } from "../../../input/campaign/channels.ts";
import type { ArtefactEntry } from "../../../output/store.ts";
import type { Assignment } from "../../../report/assign.ts";
import { type Dispatch, dispatchOf } from "../dispatch.ts";
import type { Facts } from "../facts.ts";
import { artefactOf, fateOf } from "../fate.ts";
import type { CycleRun } from "../runs.ts";

/** Somebody who was allocated, in a cycle. */
export type Exposed = { run: CycleRun; code: string; assignment: Assignment };

/** A report of a cycle by one channel, as far as it is on record. */
export type ChannelReport = {
  channel: Channel;
  planned: boolean;
  made: ArtefactEntry | undefined;
  whyNot: string | null; // it was not made
  days: Dispatch;
};

/** Everybody in every cycle up to this one, in order. */
export function exposedIn({ runs }: Pick<Facts, "runs">): Exposed[] {
  return runs.flatMap((run) =>
    Object.entries(run.trial.assignments).map(([code, assignment]) => ({ run, code, assignment })),
  );
}

/** The reports that somebody's arm has in a cycle, one for each channel; after a ruling on a merger those of the other arm. */
export function reportsOf(facts: Facts, { run, code, assignment }: Exposed): ChannelReport[] {
  const entries = run.entries.get(code) ?? [];
  const { fate, why } = fateOf(assignment, entries);
  const channels = facts.designs.get(assignment.sent ?? assignment.arm)?.design.channels ?? [];
  return channels.map((channel) => {
    const made = artefactOf(entries, channel);
    const cutOff = assignment.unreachable?.includes(channel) === true;
    const madeNot = fate === "generated" ? "not rendered in this run" : why;
    return {
      channel,
      planned: !cutOff && ["generated", "failed", "not-rendered"].includes(fate),
      made,
      whyNot: made ? null : cutOff ? "undeliverable by this channel" : madeNot,
      days: dispatchOf(facts.returns, { code, channel, cycle: run.cycle.id }),
    };
  });
}

/** The first of some days, or null where none is known. */
export function firstOf(days: readonly (string | null)[]): string | null {
  return days.filter((day) => day !== null).sort()[0] ?? null;
}
