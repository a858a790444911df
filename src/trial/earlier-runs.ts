import { join, resolve } from "node:path";
import type { Study, Trial } from "../input/study.ts";
import { inputAt } from "../output/origin.ts";
import { recordFiles } from "../output/run-files.ts";
import { cyclesIn, isWholeRun, type RunInfo, speakingFor } from "../output/runs.ts";
import { listOf } from "../report/assign.ts";
import type { World } from "../world.ts";
import type { TrialRecord } from "./record.ts";

/** A run of the trial that was made before, with what it put down of it. */
export type EarlierRun = {
  info: RunInfo;
  record: TrialRecord;
  hashes: ReadonlyMap<string, string>; // SHA-256 of what it was made from, by the path of the file
  isWhole: boolean; // sealed, and of everybody
};

/**
 * The runs of a trial that are in a folder: of each cycle the one that was promoted, or all that came to their end. Rehearsals only
 * beside a rehearsal: they bind nobody.
 */
export async function earlierRuns(world: World, { trial }: Study, runs: string): Promise<EarlierRun[]> {
  if (!trial) return [];
  const found: EarlierRun[] = [];
  for (const cycleFolder of await cyclesIn(world, runs))
    for (const info of await speakingFor(world, cycleFolder)) {
      const { trial: record } = await recordIn(world, info);
      if (record?.id !== trial.file.trial || record.rehearsal !== listOf(trial).rehearsal) continue;
      found.push({ info, record, hashes: hashesIn(trial, info), isWhole: isWholeRun(info) });
    }
  return found;
}

async function recordIn(world: World, { folder }: RunInfo): Promise<{ trial?: TrialRecord }> {
  return JSON.parse((await world.readText(join(folder, recordFiles.run))) ?? "{}") as { trial?: TrialRecord };
}

/** Names in records are relative to the study: they hold wherever it has been moved with its files. */
function hashesIn({ path }: Trial, { plan }: RunInfo): ReadonlyMap<string, string> {
  return new Map(Object.entries(plan.origin.inputs).map(([name, hash]) => [resolve(inputAt(path, name)), hash]));
}
