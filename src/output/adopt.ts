import { dirname, join } from "node:path";
import type { World } from "../world.ts";
import { isSameOrigin } from "./origin.ts";
import { isArtefact, type RecordedRun, readRecord, sinceThen } from "./record.ts";
import type { RunPlan } from "./run-plan.ts";
import type { ArtefactEntry } from "./store.ts";

/** What a run takes over from others, and what became of their work where it takes over nothing of any. */
export type Adopted = { entries: readonly ArtefactEntry[]; notKept?: string };

/**
 * Puts into a run's folder what other runs of its cycle have made of its plan from the same inputs. Their folders stay as they
 * are. Whether a file still has its bytes is asked by whoever wants to keep it: the ledger, of its own as of these.
 */
export async function adopt(
  world: World,
  { folder, plan }: { folder: string; plan: RunPlan },
  from: readonly string[] = [],
): Promise<Adopted> {
  const others = await othersOf(world, folder, from);
  const same = others.filter((run) => run.plan && isSameOrigin(run.plan.origin, plan.origin));
  const entries: ArtefactEntry[] = [];
  for (const { code, channels } of plan.recipients) {
    for (const run of same) {
      const files = (run.entries.get(code) ?? []).filter(isArtefact).filter(({ channel }) => isOf(channels, channel));
      if (!channels.every((channel) => files.some((file) => file.channel === channel))) continue;
      if (!(await areLinked(world, { from: run.folder, to: folder, files }))) continue;
      entries.push(...files);
      break;
    }
  }
  const last = others.at(-1);
  return { entries, ...(last && same.length === 0 ? { notKept: sinceThen(last.plan, plan.origin) } : {}) };
}

/** Puts a report's files into a run's folder, all or none: false where one has gone from the other run since. */
async function areLinked(
  world: World,
  { from, to, files }: { from: string; to: string; files: readonly ArtefactEntry[] },
): Promise<boolean> {
  for (const { path } of files) {
    await world.remove(join(to, path));
    if (await world.link(join(from, path), join(to, path))) continue;
    for (const { path } of files) await world.remove(join(to, path));
    return false;
  }
  return true;
}

/** The data of a report belong to all its channels. */
function isOf(channels: readonly string[], channel: string): boolean {
  return channel === "report" || channels.includes(channel);
}

/** The other runs of a cycle, and those of other places that are named. */
async function othersOf(world: World, folder: string, named: readonly string[]): Promise<RecordedRun[]> {
  const cycleFolder = dirname(folder);
  const beside = (await world.foldersIn(cycleFolder)).map((name) => join(cycleFolder, name));
  const others = [...beside.filter((each) => each !== folder), ...named];
  return (await Promise.all(others.map((each) => readRecord(world, each)))).filter((run) => run !== undefined);
}
