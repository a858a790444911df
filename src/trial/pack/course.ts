import { type Channel, channels } from "../../input/campaign/channels.ts";
import type { Assignment } from "../../report/assign.ts";
import { byDesign, isSilent } from "../../report/plan.ts";
import { type Days, daysOf } from "./dispatch.ts";
import { isMade, isPlanned, type TrialEnd } from "./ends.ts";
import type { Facts } from "./facts.ts";
import { artefactOf, fateOf } from "./fate.ts";
import { emailOf, letterOf } from "./mailings.ts";
import type { CycleRun } from "./runs.ts";

/*
 * The one count of a pack: how far each report came, by unit, channel and cycle. Flow, fidelity and exposure are sums of it, and no
 * word of them is stronger than what is on record here.
 */

/** What became of a report by one channel. */
export type Course = {
  code: string; // its recipient
  unit: string; // as allocated
  arm: string; // as allocated
  cycle: string;
  channel: Channel;
  end: TrialEnd;
  why: string | null; // it came no further
  days: Days;
};

/** The course of every report of a cycle: of each recipient that was allocated, by each channel of the arm whose report is its. */
export function coursesOf(facts: Facts, run: CycleRun): Course[] {
  return Object.entries(run.trial.assignments).flatMap(([code, assignment]) =>
    channelsOf(facts, assignment).map((channel) => courseOf(facts, { run, code, assignment, channel })),
  );
}

/** The channels of the arm whose report a recipient gets; none of an arm that sends nothing in any cycle. */
export function channelsOf({ designs }: Pick<Facts, "designs">, { sent, arm }: Assignment): readonly Channel[] {
  const design = designs.get(sent ?? arm)?.design;
  return design && !isSilent(design) ? design.channels : [];
}

/** Whether anything is on record of what became of the reports of a cycle by a channel, once they were made. */
export function isRecorded({ returns, mailings, letters }: Facts, cycle: string, channel: Channel): boolean {
  if (channel === "email" && mailings.has(cycle)) return true;
  if (channel === "print" && letters.has(cycle)) return true;
  return [...(returns?.values() ?? [])].some(([first]) => first?.cycle === cycle && first.channel === channel);
}

type CourseReport = { run: CycleRun; code: string; assignment: Assignment; channel: Channel };

export function courseOf(facts: Facts, report: CourseReport): Course {
  const { run, code, assignment, channel } = report;
  const key = { cycle: run.cycle.id, code, channel };
  const before = endBefore(facts, report);
  const shared = { ...key, unit: assignment.unit, arm: assignment.arm };
  if (before) return { ...shared, ...before, days: noDays };
  const ledger =
    channel === "email" ? emailOf(facts.mailings, key) : channel === "print" ? letterOf(facts.letters, key) : null;
  const days = daysOf(facts.returns, key);
  const end = endOf(days, ledger?.end);
  return { ...shared, end, why: ledger && ledger.end === end ? ledger.why : null, days };
}

const noDays: Days = { handedOver: null, delivered: null, opened: null, bounced: null, returned: null };

/** How a report ended before it was made; undefined where it was made. */
function endBefore(
  { designs }: Facts,
  { run, code, assignment, channel }: CourseReport,
): Pick<Course, "end" | "why"> | undefined {
  const entries = run.entries.get(code) ?? [];
  if (artefactOf(entries, channel)) return undefined;
  if (assignment.unreachable?.includes(channel)) return { end: "not-planned", why: "undeliverable by this channel" };
  const { fate, why } = fateOf(assignment, entries);
  const failure = entries.find((entry) => "failed" in entry);
  if (failure && "failed" in failure) return { end: "failed", why: failure.failed };
  if (fate !== "planned") return { end: "not-planned", why };
  const { cycles } = designs.get(assignment.sent ?? assignment.arm)!.design;
  if (!cycles.some(({ id }) => id === run.cycle.id)) return { end: "not-planned", why: byDesign };
  return { end: "not-made", why: "not rendered in this run" };
}

/** The furthest that is on record; what came back stays so, whatever else is. */
function endOf({ handedOver, delivered, opened, bounced, returned }: Days, ledger: TrialEnd = "made"): TrialEnd {
  if (returned !== null) return "returned";
  if (bounced !== null) return "bounced";
  if (opened !== null) return "opened";
  if (delivered !== null) return "delivered";
  return handedOver === null ? ledger : "handed-over";
}

/** Channels in the order in which they are told, of those that anybody's report goes by. */
export function channelsIn(courses: readonly Course[]): Channel[] {
  return channels.filter((channel) => courses.some((course) => course.channel === channel));
}

/** What was made of all that was planned for a recipient; undefined where nothing was. */
export function makingOf(courses: readonly Course[]): TrialMaking | undefined {
  const planned = courses.filter(isPlanned);
  if (planned.length === 0) return undefined;
  if (planned.every(isMade)) return "made";
  if (planned.some(isMade)) return "made-in-part";
  return planned.some(({ end }) => end === "failed") ? "failed" : "not-made";
}

export const makings = ["made", "made-in-part", "failed", "not-made"] as const;

export type TrialMaking = (typeof makings)[number];
