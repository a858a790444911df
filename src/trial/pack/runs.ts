import { dirname, join, resolve } from "node:path";
import type { Cycle } from "../../input/campaign/campaign.ts";
import type { ToldCycle } from "../../input/history.ts";
import type { Study } from "../../input/study.ts";
import type { DeliveryRecord } from "../../output/before.ts";
import { inputAt } from "../../output/origin.ts";
import { type RunFault, reconcile, reconcileRecords } from "../../output/reconcile.ts";
import { type RunState, readManifest } from "../../output/record.ts";
import { recordFiles } from "../../output/run-files.ts";
import type { RunPlan } from "../../output/run-plan.ts";
import { cyclesIn, findRun, type RunInfo, speakingFor } from "../../output/runs.ts";
import { sha256 } from "../../output/sha256.ts";
import type { ArtefactEntry, Entry } from "../../output/store.ts";
import { inputError, type Problem } from "../../problem.ts";
import type { Templates } from "../../render/templates.ts";
import type { Report } from "../../report/report.ts";
import type { World } from "../../world.ts";
import type { TrialRecord } from "../record.ts";
import { type ShownReport, toShown } from "../shown.ts";

/** The record of a run's end, as `render` wrote it. */
type PackedRunRecord = {
  state: RunState;
  source: { study: string; data?: string; allocation?: string };
  delivery?: DeliveryRecord; // absent in runs of before it was kept
  trial?: TrialRecord;
  history?: readonly ToldCycle[]; // absent where nothing that was told before counts
};

/** A run of a trial: what it was made from, and how it ended. */
export type RunFile = Omit<RunPlan["origin"], "history"> &
  PackedRunRecord & { id: string; folder: string; seal?: string; leftOut: number; trial: TrialRecord };

/** One cycle of the trial as it was rendered. */
export type CycleRun = {
  cycle: Cycle;
  run: string; // its id
  seal?: string; // where it is whole
  folder: string;
  trial: TrialRecord;
  entries: ReadonlyMap<string, Entry[]>; // by recipient
  made: Pick<RunFile, "engine" | "inputs" | "templates">;
};

/** A finished run of a trial, whole unless `partial` is asked for by name. Throws an InputError for any other. */
export async function readRun(world: World, path: string, { partial = false } = {}): Promise<RunFile> {
  const info = await findRun(world, path);
  const { folder, plan, state } = info;
  const { trial, ...record } = await recordOf(world, info);
  if (state !== "finished")
    throw inputError([problem("unfinished-run", `the run in "${folder}" is ${state}`, "render --resume ends it")]);
  if (!trial)
    throw inputError([problem("no-trial", `"${folder}" is a run of a campaign; only a run of a trial has a pack`)]);
  if (!partial) refusePartial(info);
  refuseFaults(folder, (await reconcile(world, info)).faults);
  const { history: _, ...origin } = plan.origin; // a hash; the record says which runs it is of
  return { ...origin, ...record, id: plan.run, folder, trial, leftOut: plan.leftOut, ...sealOf(info) };
}

/** What is packed is what was sealed. */
function refuseFaults(folder: string, faults: readonly RunFault[]): void {
  if (faults.length === 0) return;
  const hint = "put back what was there; feedback verify reads every file again";
  throw inputError(faults.map(({ what, says }) => problem("run-at-fault", `"${join(folder, what)}": ${says}`, hint)));
}

/** A run must be sealed and of all recipients and channels. */
function refusePartial({ folder, plan, seal }: RunInfo): void {
  const hint = "make the rest, or say --partial where this is what you want";
  const { length } = plan.recipients;
  const options = plan.narrowedBy.join(" and ");
  if (plan.leftOut > 0)
    throw inputError([
      problem(
        "partial-run",
        `the run in "${folder}" is of some reports only: ${options} left out something of ${plan.leftOut} beside its ${length}`,
        hint,
      ),
    ]);
  if (seal === undefined)
    throw inputError([
      problem("unsealed-run", `the run in "${folder}" is not sealed: not all of its ${length} reports were made`, hint),
    ]);
}

async function recordOf(world: World, { folder }: RunInfo): Promise<PackedRunRecord> {
  return JSON.parse((await world.readText(join(folder, recordFiles.run))) ?? "{}") as PackedRunRecord;
}

/** Every input must still have the bytes the run was made from, but those that may have grown since, which must be there. */
export async function refuseChanged(
  world: World,
  { inputs, source }: RunFile,
  grown: ReadonlySet<string>,
): Promise<void> {
  const problems: Problem[] = [];
  for (const [name, before] of Object.entries(inputs)) {
    const file = inputAt(source.study, name);
    const now = await world.hash(file).catch(() => undefined);
    if (now === before || (now !== undefined && grown.has(resolve(file)))) continue;
    problems.push(
      now === undefined
        ? problem(
            "missing-file",
            `"${file}", from which the run was made, is not there`,
            "pack from the same folder as render, or name the data with --data",
          )
        : problem("inputs-changed", `"${file}" has changed since the run was made`, "put it back, or render again"),
    );
  }
  if (problems.length > 0) throw inputError(problems);
}

/** Every file that is read, from wherever, has bytes that the run was made from, but those that may have grown since. */
export async function refuseOther(
  world: World,
  { files }: Study,
  { inputs }: RunFile,
  grown: ReadonlySet<string>,
): Promise<void> {
  const known = new Set(Object.values(inputs));
  const held = files.filter((file) => !grown.has(resolve(file)));
  const others = (await Promise.all(held.map(async (file) => ({ file, hash: await world.hash(file) })))).filter(
    ({ hash }) => !known.has(hash),
  );
  if (others.length > 0)
    throw inputError(
      others.map(({ file }) => problem("inputs-changed", `"${file}" is not what the run was made from`)),
    );
}

export function refuseTemplates({ templates }: RunFile, now: Templates): void {
  const changed = Object.entries(templates).filter(([path, before]) => sha256(now[path] ?? "") !== before);
  if (changed.length > 0)
    throw inputError(
      changed.map(([path]) => problem("inputs-changed", `template "${path}" has changed since the run was made`)),
    );
}

/**
 * The runs of the trial up to this one's cycle, itself last: of each earlier cycle the one that was promoted, or the only one
 * that was finished. Rehearsals only with rehearsals. Throws an InputError where nobody can tell which of several was sent.
 */
export async function readRuns(world: World, run: RunFile): Promise<CycleRun[]> {
  const cycleFolder = dirname(run.folder);
  const problems: Problem[] = [];
  const earlier: CycleRun[] = [];
  for (const folder of await cyclesIn(world, dirname(cycleFolder))) {
    if (folder === cycleFolder) continue;
    const runs: CycleRun[] = [];
    for (const info of await speakingFor(world, folder)) {
      const { trial } = await recordOf(world, info);
      if (!trial || info.plan.cycle.id > run.cycle.id) continue;
      if (trial.id !== run.trial.id || trial.rehearsal !== run.trial.rehearsal) continue;
      refuseFaults(info.folder, await reconcileRecords(world, info));
      runs.push(
        await cycleRunOf(world, {
          ...info.plan.origin,
          id: info.plan.run,
          folder: info.folder,
          trial,
          ...sealOf(info),
        }),
      );
    }
    if (runs.length > 1) problems.push(severalRuns(folder, runs.length));
    earlier.push(...runs);
  }
  if (problems.length > 0) throw inputError(problems);
  earlier.sort((a, b) => (a.cycle.id < b.cycle.id ? -1 : 1));
  return [...earlier, await cycleRunOf(world, run)];
}

type MadeRun = Pick<RunFile, "id" | "cycle" | "folder" | "seal" | "trial" | "engine" | "inputs" | "templates">;

async function cycleRunOf(world: World, made: MadeRun): Promise<CycleRun> {
  const { id: run, cycle, folder, seal, trial, engine, inputs, templates } = made;
  const entries = Map.groupBy(await readManifest(world, folder), ({ code }) => code);
  return { cycle, run, ...(seal ? { seal } : {}), folder, trial, entries, made: { engine, inputs, templates } };
}

function sealOf({ seal }: RunInfo): { seal?: string } {
  return typeof seal === "object" ? { seal: seal.seal } : {};
}

function severalRuns(folder: string, count: number): Problem {
  return problem(
    "which-run",
    `"${folder}" has ${count} finished runs of the trial, and none of them is the current one: nobody can tell which was sent`,
    "choose the one that was sent with feedback promote",
  );
}

export async function readReports(
  world: World,
  folder: string,
  entries: CycleRun["entries"],
): Promise<ReadonlyMap<string, ShownReport>> {
  const found = new Map<string, ShownReport>();
  for (const [code, all] of entries) {
    const data = all.find((entry): entry is ArtefactEntry => "path" in entry && entry.channel === "report");
    const text = data && (await world.readText(join(folder, data.path)));
    if (text) found.set(code, toShown(JSON.parse(text) as Report));
  }
  return found;
}

function problem(code: string, message: string, hint?: string): Problem {
  return { code, severity: "error", message, ...(hint ? { hint } : {}) };
}
