import type { ArtefactEntry } from "../../../output/store.ts";
import type { Assignment } from "../../../report/assign.ts";
import { type Course, channelsOf, courseOf } from "../course.ts";
import type { Days } from "../dispatch.ts";
import type { Facts } from "../facts.ts";
import { artefactOf } from "../fate.ts";
import type { CycleRun } from "../runs.ts";
import type { WrittenCell } from "../written.ts";

/** Somebody who was allocated, in a cycle. */
export type Exposed<Run = CycleRun> = { run: Run; code: string; assignment: Assignment };

/** A report of a cycle by one channel: how far it came, and its file where it was made. */
export type ChannelReport = Course & { made: ArtefactEntry | undefined };

/** Everybody in every cycle up to this one, in order. */
export function exposedIn<Run extends Pick<CycleRun, "trial">>({ runs }: { runs: readonly Run[] }): Exposed<Run>[] {
  return runs.flatMap((run) =>
    Object.entries(run.trial.assignments).map(([code, assignment]) => ({ run, code, assignment })),
  );
}

/** The reports that somebody's arm has in a cycle, one for each channel; after a ruling on a merger those of the other arm. */
export function reportsOf(facts: Facts, { run, code, assignment }: Exposed): ChannelReport[] {
  const entries = run.entries.get(code) ?? [];
  return channelsOf(facts, assignment).map((channel) => ({
    ...courseOf(facts, { run, code, assignment, channel }),
    made: artefactOf(entries, channel),
  }));
}

/** What happened to a report once it was made, by columns. */
export function dayCells(dayOf: (what: keyof Days) => string | null): Record<string, WrittenCell> {
  return {
    handed_over: dayOf("handedOver"),
    delivered: dayOf("delivered"),
    opened: dayOf("opened"),
    bounced: dayOf("bounced"),
    returned: dayOf("returned"),
  };
}

/** The first of some days, or null where none is known. */
export function firstOf(days: readonly (string | null)[]): string | null {
  return days.filter((day) => day !== null).sort()[0] ?? null;
}
