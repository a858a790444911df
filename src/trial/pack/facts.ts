import { dirname, join, resolve } from "node:path";
import type { Channel, Cycle } from "../../input/campaign/campaign.ts";
import type { Organisation } from "../../input/data/organisations.ts";
import { loadStudy, type Study, type Trial } from "../../input/study.ts";
import { sha256 } from "../../output/artefact.ts";
import { type RunState, readManifest } from "../../output/ledger.ts";
import type { ArtefactEntry, Entry } from "../../output/store.ts";
import { inputError, type Problem } from "../../problem.ts";
import { packagedTemplates, type Templates } from "../../render/templates.ts";
import { type Assignment, stageOf } from "../../report/assign.ts";
import { type ArmDesign, armDesigns, planStudy, type StudyPlan } from "../../report/plan.ts";
import type { Report } from "../../report/report.ts";
import { reportsOf } from "../../report/subjects.ts";
import type { World } from "../../world.ts";
import { type Variant, variantsOfArms } from "../differences/variants.ts";
import type { TrialRecord } from "../record.ts";
import { type Shown, toShown } from "../shown.ts";
import { type Returns, readReturns } from "./dispatch.ts";

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

/** Everything a pack is written from. */
export type Facts = {
  run: RunFile & { trial: TrialRecord };
  folder: string;
  study: Study;
  trial: Trial;
  cycle: Cycle;
  planned: StudyPlan;
  arms: readonly string[]; // those of this cycle, in the order of the key
  designs: ReadonlyMap<string, ArmDesign>; // of every arm
  variants: ReadonlyMap<string, Variant>; // of this cycle's arms, each on all allocated recipients
  reports: ReadonlyMap<string, Shown>; // as made, by recipient
  expected: ReadonlyMap<string, Shown>; // as design and data call for, by recipient
  runs: readonly CycleRun[]; // of this trial up to this cycle, in order; this one last
  organisations: ReadonlyMap<string, Organisation>;
  templates: Templates; // those that reports were made with
  returns?: Returns; // what is known of dispatch; absent where nothing was given
};

export type FactsOptions = { run: string; data?: string | undefined; delivery?: string | undefined };

/**
 * Reads a finished run with all that it was made from. Throws an InputError where it is no run of a trial, is not finished,
 * or where an input or an artefact has changed since.
 */
export async function readFacts(world: World, { run: named, data, delivery }: FactsOptions): Promise<Facts> {
  const folder = resolve(named);
  const run = await readRun(world, folder);
  const { trial: record, cycle } = run;
  if (!data) await refuseChanged(world, run.inputs);
  const { source } = run;
  const study = await loadStudy(world, source.study, { ...source, ...(data ? { data } : {}) });
  if (data) await refuseOther(world, study, run);
  const templates = await packagedTemplates();
  refuseTemplates(run, templates);
  const { trial } = study;
  if (!trial) throw inputError([problem("no-trial", `"${source.study}" is a campaign now`)]);
  const planned = planStudy(study, cycle.id);
  const arms = armsOf(trial, planned);
  const codes = [...(planned.assignments?.of.keys() ?? [])];
  const runs = await readRuns(world, folder, record, cycle);
  const entries = runs.at(-1)?.entries ?? new Map<string, Entry[]>();
  await refuseOtherArtefacts(world, folder, entries);
  const returns = delivery === undefined ? undefined : await readReturns(delivery, { runs, cycle });
  return {
    run,
    folder,
    study,
    trial,
    cycle,
    planned,
    arms,
    designs: armDesigns(study, trial),
    variants: variantsOfArms(study, trial, { cycle, codes, arms }),
    reports: await readReports(world, folder, entries),
    expected: composeAll(study, planned),
    runs,
    organisations: new Map([...study.topics.values()].flatMap(({ directory }) => [...directory])),
    templates,
    ...(returns ? { returns } : {}),
  };
}

/** What became of a recipient in a cycle. Everybody who was allocated has exactly one. */
export const fates = [
  "opted-out",
  "withdrawn",
  "excluded",
  "closed",
  "merged",
  "by-design",
  "other",
  "failed",
  "not-rendered",
  "generated",
] as const;

export type Fate = (typeof fates)[number];

/** What became of a recipient, and the reason in words where nothing was made. */
export function fateOf(assignment: Assignment, entries: readonly Entry[] = []): { fate: Fate; why: string | null } {
  const failure = entries.find((entry) => "failed" in entry);
  const without = entries.find((entry) => "without" in entry);
  if (entries.some((entry) => "path" in entry)) return { fate: "generated", why: null };
  if (failure && "failed" in failure) return { fate: "failed", why: failure.failed };
  const why = without && "without" in without ? without.without : (assignment.not ?? null);
  if (assignment.status === "withdrawn-with-data") return { fate: "withdrawn", why };
  if (assignment.status !== "active" && assignment.status !== "not-yet-allocated")
    return { fate: assignment.status, why };
  if (why === null) return { fate: "not-rendered", why: "not rendered in this run" };
  if (why.startsWith("closed on")) return { fate: "closed", why };
  return { fate: why === "no report in this cycle by design" ? "by-design" : "other", why };
}

/** The artefact of a channel that its reader gets, of the several that are stored. */
export function artefactOf(entries: readonly Entry[], channel: Channel): ArtefactEntry | undefined {
  return entries
    .filter((entry): entry is ArtefactEntry => "path" in entry)
    .find(({ path }) => path.endsWith(channel === "print" ? ".pdf" : ".eml"));
}

/** Words of a channel's artefact: of an email those of its plain text. */
export function wordsOf(entries: readonly Entry[], channel: Channel): number | null {
  const end = channel === "print" ? ".pdf" : ".txt";
  const found = entries.find((entry): entry is ArtefactEntry => "path" in entry && entry.path.endsWith(end));
  return found?.words ?? null;
}

/** Whether disclosure control withheld the value of an indicator; null where nothing was made. */
export function isWithheld(entries: readonly Entry[], indicator: string): boolean | null {
  const made = entries.find((entry): entry is ArtefactEntry => "path" in entry);
  if (!made) return null;
  return made.values[indicator]?.value === null && made.suppressions.some((each) => each.indicator === indicator);
}

/** The headline indicator of what an arm is sent. */
export function headlineOf({ designs, study }: Pick<Facts, "designs" | "study">, arm: string): string {
  return study.topics.get(designs.get(arm)?.topic ?? "")?.campaign.headline ?? "";
}

async function readRun(world: World, folder: string) {
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
async function refuseChanged(world: World, inputs: RunFile["inputs"]): Promise<void> {
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
async function refuseOther(world: World, { files }: Study, { inputs }: RunFile): Promise<void> {
  const known = new Set(Object.values(inputs));
  const others = (await Promise.all(files.map(async (file) => ({ file, hash: await world.hash(file) })))).filter(
    ({ hash }) => !known.has(hash),
  );
  if (others.length > 0)
    throw inputError(
      others.map(({ file }) => problem("inputs-changed", `"${file}" is not what the run was made from`)),
    );
}

function refuseTemplates({ templates }: RunFile, now: Templates): void {
  const changed = Object.entries(templates).filter(([path, before]) => sha256(now[path] ?? "") !== before);
  if (changed.length > 0)
    throw inputError(
      changed.map(([path]) => problem("inputs-changed", `template "${path}" has changed since the run was made`)),
    );
}

async function refuseOtherArtefacts(world: World, folder: string, entries: CycleRun["entries"]): Promise<void> {
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
async function readRuns(world: World, folder: string, record: TrialRecord, { id }: Cycle): Promise<CycleRun[]> {
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

async function readReports(
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

/** Every planned report as design and data make it now. */
function composeAll(study: Study, planned: StudyPlan): ReadonlyMap<string, Shown> {
  const { reports } = reportsOf(study, planned);
  return new Map(reports.map((report) => [report.recipient.code, toShown(report)]));
}

/** The arms that somebody is in, or that belong to the stage of this cycle. */
function armsOf(trial: Trial, { assignments, cycle }: StudyPlan): string[] {
  const there = new Set([...(assignments?.of.values() ?? [])].map(({ arm }) => arm));
  const stage = stageOf(trial, cycle);
  return [...trial.arms.keys()].filter((arm) => there.has(arm) || (stage ? stage.arms.includes(arm) : true));
}

function problem(code: string, message: string, hint?: string): Problem {
  return { code, severity: "error", message, ...(hint ? { hint } : {}) };
}
