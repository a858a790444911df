import type { Channel } from "../input/campaign/campaign.ts";
import { type Study, sureChannels } from "../input/study.ts";
import { needsBrowser } from "../output/needs-browser.ts";
import { inputError, type Problem } from "../problem.ts";
import { type Plan, type StudyPlan, unknownRecipient } from "../report/plan.ts";
import type { Task } from "../report/task.ts";
import type { World } from "../world.ts";

/** What a run is asked to make, where that is not all. */
export type PartAsked = {
  only?: readonly string[] | undefined; // codes; all if left out
  channels?: readonly Channel[] | undefined; // all of the campaign's if left out; of a campaign also html, which it need not name
  shard?: { index: number; of: number } | undefined; // every of-th report from the index-th on
};

/** The jobs asked for: some codes, or every n-th. A code that gets no report is a problem with its reason. */
export function pick({ jobs, without }: Plan, { only, shard }: PartAsked): Plan["jobs"] {
  const problems: Problem[] = (only ?? []).flatMap((code): Problem[] => {
    if (jobs.some(({ organisation }) => organisation.code === code)) return [];
    const reason = without.find((each) => each.code === code)?.reason;
    if (!reason) return [unknownRecipient(code, { jobs, without })];
    const hint = "leave it out of --only; the others are then made";
    return [{ code: "no-report", severity: "error", message: `${code} gets no report: ${reason}`, hint }];
  });
  if (problems.length > 0) throw inputError(problems);
  const wanted = only ? jobs.filter(({ organisation }) => only.includes(organisation.code)) : jobs;
  return shard ? wanted.filter((_, i) => i % shard.of === shard.index - 1) : wanted;
}

/**
 * The jobs with the channels asked for, which must be among those of some design. A page for the screen says what paper says, so
 * any campaign can be had as one; of a trial the arms say what is made.
 */
export function narrow(
  jobs: Plan["jobs"],
  { topics, trial }: Study,
  asked: readonly Channel[] | undefined,
): Plan["jobs"] {
  if (!asked) return jobs;
  const free: readonly Channel[] = trial ? [] : ["html"];
  const known = new Set([
    ...[...jobs, ...[...topics.values()].map(({ campaign }) => campaign)].flatMap((each) => each.channels),
    ...free,
  ]);
  const unknown = asked.find((channel) => !known.has(channel));
  if (unknown)
    throw inputError([
      {
        code: "unknown-channel",
        severity: "error",
        message: `channel "${unknown}" is not among the campaign's`,
        hint: `one of ${[...known].map((channel) => `"${channel}"`).join(", ")}`,
      },
    ]);
  const narrowed = jobs.map((job) => ({
    ...job,
    channels: asked.filter((channel) => job.channels.includes(channel) || free.includes(channel)),
  }));
  return narrowed.filter(({ channels }) => channels.length > 0);
}

/** All channels of the tasks, and print where a page goes with an email: what a press must be open for. */
export function channelsIn(tasks: readonly Pick<Task, "channels" | "design">[]): readonly Channel[] {
  const needed = tasks.flatMap(({ channels, design }): Channel[] =>
    needsBrowser(channels, design.attachment) ? [...channels, "print"] : [...channels],
  );
  return [...new Set(needed)].sort();
}

/** Whether every report of a study is sure to need a browser, before the study is read. */
export async function printsSurely(
  world: World,
  study: string,
  asked: readonly Channel[] | undefined,
): Promise<boolean> {
  const sure = await sureChannels(world, study);
  const narrowed = (channels: readonly Channel[]) => channels.filter((channel) => asked?.includes(channel) ?? true);
  return sure?.every(({ channels, attachment }) => needsBrowser(narrowed(channels), attachment)) ?? false;
}

/** All reports of the cycle, and what the run's options leave of them. */
export function plannedReports({ cycle, jobs, without }: StudyPlan, tasks: readonly Task[], options: PartAsked) {
  const narrowing = { "--only": options.only, "--shard": options.shard, "--channel": options.channels };
  return {
    cycle,
    without,
    all: jobs.map(({ organisation: { code }, channels }) => ({ code, channels })),
    asked: tasks.map(({ organisation: { code }, channels }) => ({ code, channels })),
    narrowedBy: Object.entries(narrowing).flatMap(([option, value]) => (value === undefined ? [] : [option])),
  };
}
