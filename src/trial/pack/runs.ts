import { dirname, join } from "node:path";
import type { Cycle } from "../../input/campaign/campaign.ts";
import type { Study } from "../../input/study.ts";
import { sha256 } from "../../output/artefact.ts";
import type { DeliveryRecord } from "../../output/before.ts";
import { type RunState, readManifest } from "../../output/record.ts";
import type { ArtefactEntry, Entry } from "../../output/store.ts";
import { inputError, type Problem } from "../../problem.ts";
import type { Templates } from "../../render/templates.ts";
import type { Report } from "../../report/report.ts";
import type { World } from "../../world.ts";
import type { TrialRecord } from "../record.ts";
import { type Shown, toShown } from "../shown.ts";

/** The record of a run, as `render` wrote it. */
export type RunFile = {
  key: string;
  engine: string;
  node: string;
  fonts: string;
  browser?: string;
  cycle: Cycle;
  source?: { study: string; data?: string; allocation?: string };
  inputs: Readonly<Record<string, string>>; // path → SHA-256
  templates: Readonly<Record<string, string>>;
  state: RunState;
  delivery?: DeliveryRecord; // absent in runs of before it was kept
  trial?: TrialRecord;
};

/** One cycle of the trial as it was rendered. */
export type CycleRun = {
  cycle: Cycle;
  folder: string;
  trial: TrialRecord;
  entries: ReadonlyMap<string, Entry[]>; // by recipient
  made: Pick<RunFile, "engine" | "inputs" | "templates">;
};

export async function readRun(world: World, folder: string) {
  const text = await world.readText(join(folder, "run.json"));
  if (text === undefined)
    throw inputError([
      problem("no-run", `no run in "${folder}"`, "give the folder that render wrote, e.g. out/clear-air/2026-08"),
    ]);
  const run = JSON.parse(text) as RunFile;
  const { trial, source } = run;
  if (!trial)
    throw inputError([problem("no-trial", `"${folder}" is a run of a campaign; only a run of a trial has a pack`)]);
  if (run.state !== "finished")
    throw inputError([problem("unfinished-run", `the run in "${folder}" is ${run.state}`, "render --resume ends it")]);
  if (!source)
    throw inputError([problem("old-run", `the run in "${folder}" does not say what it was made from`, "render again")]);
  return { ...run, trial, source };
}

/** Every input must still have the bytes the run was made from. */
export async function refuseChanged(world: World, inputs: RunFile["inputs"]): Promise<void> {
  const problems: Problem[] = [];
  for (const [file, before] of Object.entries(inputs)) {
    const now = await world.hash(file).catch(() => undefined);
    if (now === before) continue;
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

/** Data from elsewhere must be the same data: every file that is read has bytes that the run was made from. */
export async function refuseOther(world: World, { files }: Study, { inputs }: RunFile): Promise<void> {
  const known = new Set(Object.values(inputs));
  const others = (await Promise.all(files.map(async (file) => ({ file, hash: await world.hash(file) })))).filter(
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

export async function refuseOtherArtefacts(world: World, folder: string, entries: CycleRun["entries"]): Promise<void> {
  const made = [...entries.values()].flat().filter((entry): entry is ArtefactEntry => "path" in entry);
  const problems: Problem[] = [];
  for (const { path, sha256: recorded } of made) {
    const now = await world.hash(join(folder, path)).catch(() => undefined);
    if (now !== recorded)
      problems.push(
        problem("artefact-changed", `"${join(folder, path)}" is not what the run recorded`, "render again"),
      );
  }
  if (problems.length > 0) throw inputError(problems);
}

/** The finished runs of the trial beside this one, up to its cycle; rehearsals only with rehearsals. */
export async function readRuns(world: World, folder: string, record: TrialRecord, { id }: Cycle): Promise<CycleRun[]> {
  const beside = dirname(folder);
  const own = join(folder, "run.json");
  const found: CycleRun[] = [];
  for (const path of await world.listFiles(beside)) {
    if (!path.endsWith("run.json") || dirname(dirname(path)) !== join(beside)) continue;
    const run = JSON.parse((await world.readText(path)) ?? "{}") as Partial<RunFile>;
    const { trial, cycle } = run;
    if (!trial || !cycle || run.state !== "finished" || cycle.id > id) continue;
    if (trial.id !== record.id || trial.rehearsal !== record.rehearsal) continue;
    if (cycle.id === id && path !== own) continue;
    const entries = Map.groupBy(await readManifest(world, dirname(path)), ({ code }) => code);
    const { engine = "", inputs = {}, templates = {} } = run;
    found.push({ cycle, folder: dirname(path), trial, entries, made: { engine, inputs, templates } });
  }
  return found.sort((a, b) => (a.cycle.id < b.cycle.id ? -1 : 1));
}

export async function readReports(
  world: World,
  folder: string,
  entries: CycleRun["entries"],
): Promise<ReadonlyMap<string, Shown>> {
  const found = new Map<string, Shown>();
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
