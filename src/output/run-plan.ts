import { join } from "node:path";
import type { Cycle } from "../input/campaign/campaign.ts";
import type { Without } from "../report/plan.ts";
import type { World } from "../world.ts";
import type { Origin } from "./origin.ts";
import { recordFiles } from "./run-files.ts";
import { sha256 } from "./sha256.ts";

/** What a run is to make and from what. It is written before anything is made, and never changed. */
export type RunPlan = {
  run: string; // its id: "2026-08-3fa9c1d27b04"; a number is added where the same reports are made again
  study: string;
  cycle: Cycle;
  key: string; // of the origin, the recipients and those without a report
  narrowedBy: readonly string[]; // options that leave something out: "--only"
  leftOut: number; // recipients of whom they leave out all or a channel
  recipients: readonly PlannedReport[];
  without: readonly Without[];
  origin: Origin;
};

/** A recipient and the channels of its report. */
export type PlannedReport = { code: string; channels: readonly string[] };

/** What of a cycle is to be made: all that would be, and what is left of it by the options given. */
export type PlannedReports = {
  study: string;
  cycle: Cycle;
  all: readonly PlannedReport[];
  asked: readonly PlannedReport[];
  narrowedBy: readonly string[];
  without: RunPlan["without"];
};

/**
 * The plan of a run. Its id is of the cycle and of the plan's key, not of the clock: the same reports from the same inputs are
 * planned by the same id on any machine.
 */
export function planRun({ study, cycle, all, asked, narrowedBy, without }: PlannedReports, origin: Origin): RunPlan {
  const recipients = asked.map(({ code, channels }) => ({ code, channels: [...channels].sort() }));
  const key = sha256(JSON.stringify([origin.key, recipients, without]));
  const leftOut = countLeftOut(all, asked);
  return {
    run: `${cycle.id}-${key.slice(0, 12)}`,
    study,
    cycle,
    key,
    narrowedBy: leftOut === 0 ? [] : narrowedBy,
    leftOut,
    recipients,
    without,
    origin,
  };
}

/** The plan in a run's folder; undefined where there is none, or none that can be read. */
export async function readPlan(world: World, folder: string): Promise<RunPlan | undefined> {
  const text = await world.readText(join(folder, recordFiles.plan));
  try {
    const plan: unknown = JSON.parse(text ?? "{}");
    return isPlan(plan) ? plan : undefined;
  } catch {
    return undefined; // cut off by a power failure; `verify` tells of it
  }
}

/** Whether it says what every reader of a plan asks for; somebody may have edited it. */
function isPlan(value: unknown): value is RunPlan {
  if (!isObject(value)) return false;
  const { run, study, key, cycle, origin, recipients, without, narrowedBy, leftOut } = value;
  return (
    [run, study, key].every(isText) &&
    typeof leftOut === "number" &&
    isObject(cycle) &&
    isText(cycle.id) &&
    isObject(origin) &&
    isText(origin.key) &&
    [origin.inputs, origin.templates].every(isObject) &&
    Array.isArray(narrowedBy) &&
    Array.isArray(recipients) &&
    recipients.every((each) => isObject(each) && isText(each.code) && Array.isArray(each.channels)) &&
    Array.isArray(without) &&
    without.every((each) => isObject(each) && isText(each.code))
  );
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}

/** Puts a plan on the disk itself: whatever happens afterwards, it says what was to be. */
export async function writePlan(world: World, folder: string, plan: RunPlan): Promise<void> {
  const path = join(folder, recordFiles.plan);
  await world.write(path, `${JSON.stringify(plan, null, 1)}\n`);
  await world.flush(path);
  await world.flush(folder);
}

function countLeftOut(all: readonly PlannedReport[], asked: readonly PlannedReport[]): number {
  const channelsOf = new Map(asked.map(({ code, channels }) => [code, channels]));
  return all.filter(({ code, channels }) => !channels.every((each) => channelsOf.get(code)?.includes(each))).length;
}
