import { join } from "node:path";
import type { Cycle } from "../input/campaign/campaign.ts";
import type { Study } from "../input/study.ts";
import { inOrder, inputError, type Problem } from "../problem.ts";
import { type FollowedRecord, reconcileRuns, type Summaries, summariesOf } from "../report/delivery.ts";
import type { Plan, StudyPlan } from "../report/plan.ts";
import type { Task } from "../report/task.ts";
import type { World } from "../world.ts";
import { recordFiles } from "./run-files.ts";
import { speakingFor } from "./runs.ts";

/** What a delivery lacks, where all of it is let through; else an InputError. */
export function accepted(delivery: readonly Problem[]): readonly Problem[] {
  if (delivery.some(({ severity }) => severity === "error")) throw inputError(inOrder(delivery));
  return delivery;
}

/** The numbers of a run, and what is to be said of them beside those of the run before. */
export type RunBefore = { summaries?: Summaries; since: readonly Problem[] };

/** The delivery in a few numbers, and what is to be said of them beside those of the run before; of a run of all reports only. */
export async function besideBefore(
  world: World,
  study: Study,
  { planned, jobs, tasks, runs }: { planned: StudyPlan; jobs: Plan["jobs"]; tasks: readonly Task[]; runs: string },
): Promise<RunBefore> {
  if (jobs.length < planned.jobs.length) return { since: [] };
  const { cycle } = planned;
  const [first] = study.topics.values();
  const summaries = summariesOf(study, planned, tasks);
  const before = await summariesBefore(world, runs, { cycles: first?.campaign.cycles ?? [], cycle });
  return { summaries, since: before ? accepted(reconcileRuns(study, cycle, summaries, before)) : [] };
}

/** What run.json holds of a delivery. */
export type DeliveryRecord = {
  summaries?: Summaries;
  followed?: FollowedRecord;
  letThrough?: readonly string[];
};

const onRecord: ReadonlySet<string> = new Set(["delivery", "rows-left-out", "successor"]);

/** Of the delivery: its numbers, whose figures are counted with others', and what it lacked and was let through all the same. */
export function deliveryRecord(
  { summaries, since }: RunBefore,
  { warnings, followed }: { warnings: readonly Problem[]; followed: FollowedRecord },
): { delivery: DeliveryRecord } {
  const told = [...warnings, ...since].filter(({ code }) => onRecord.has(code));
  return {
    delivery: {
      ...(summaries ? { summaries } : {}),
      ...(Object.keys(followed).length > 0 ? { followed } : {}),
      ...(told.length > 0 ? { letThrough: told.map(({ message }) => message) } : {}),
    },
  };
}

/**
 * The numbers of the delivery before, as its run keeps them: of the same cycle where it was made already, else of the last one
 * that was. `runs` is the folder of the study's runs. Undefined where there is none, or where it kept none.
 */
async function summariesBefore(
  world: World,
  runs: string,
  { cycles, cycle }: { cycles: readonly Cycle[]; cycle: Cycle },
): Promise<{ cycle: string; summaries: Summaries } | undefined> {
  const upTo = cycles.slice(0, cycles.findIndex(({ id }) => id === cycle.id) + 1);
  for (const { id } of upTo.toReversed()) {
    for (const { folder } of (await speakingFor(world, join(runs, id))).toReversed()) {
      const text = await world.readText(join(folder, recordFiles.run));
      const summaries = text === undefined ? undefined : summariesIn(text);
      if (summaries) return { cycle: id, summaries };
    }
  }
  return undefined;
}

function summariesIn(text: string): Summaries | undefined {
  try {
    return (JSON.parse(text) as { delivery?: { summaries?: Summaries } }).delivery?.summaries;
  } catch {
    return undefined; // a torn record; `verify` tells of it
  }
}
