import { join } from "node:path";
import { inputError, type Problem } from "../problem.ts";
import type { World } from "../world.ts";
import { type RunState, readState } from "./record.ts";
import { recordFiles } from "./run-files.ts";
import { type RunPlan, readPlan } from "./run-plan.ts";
import { readSeal, type Seal } from "./seal.ts";

/*
 * The runs of a cycle are folders beside each other, out/<study>/<cycle>/<run>, of which none is ever written again once it is
 * sealed. `current.json` beside them names the one that is sent: it is promoted by a person, all at once.
 */

/** A run as it stands in its folder. */
export type RunInfo = {
  folder: string;
  plan: RunPlan;
  state: RunState;
  seal?: Seal | "torn";
  begun: number; // milliseconds since 1970, when its plan was written
  isCurrent: boolean;
};

/** The run that was promoted, its seal then, and what the first line of its history was written as, by its SHA-256. */
export type Current = { run: string; seal: string; history?: string };

const currentFile = "current.json";

/** All runs in the folder of a cycle, in the order in which they were begun. */
export async function runsIn(world: World, cycleFolder: string): Promise<RunInfo[]> {
  const current = await readCurrent(world, cycleFolder);
  const found = await Promise.all(
    (await world.foldersIn(cycleFolder)).map((name) => infoOf(world, join(cycleFolder, name), current)),
  );
  return found
    .filter((run) => run !== undefined)
    .sort((a, b) => a.begun - b.begun || (a.plan.run < b.plan.run ? -1 : 1));
}

/** The folders of cycles in the folder of a study's runs. */
export async function cyclesIn(world: World, studyFolder: string): Promise<string[]> {
  return (await world.foldersIn(studyFolder)).map((name) => join(studyFolder, name));
}

/** Whether a run has come to its end with all that was planned, and nothing was left out of the plan. */
export function isWholeRun({ seal, plan }: Pick<RunInfo, "seal" | "plan">): boolean {
  return seal !== undefined && seal !== "torn" && plan.leftOut === 0;
}

/**
 * The runs that speak for a cycle: the promoted one; where none is, all that came to their end, since nobody can know which
 * was sent. In the order in which they were begun.
 */
export async function speakingFor(world: World, cycleFolder: string): Promise<RunInfo[]> {
  const runs = await runsIn(world, cycleFolder);
  const current = runs.filter(({ isCurrent }) => isCurrent);
  return current.length > 0 ? current : runs.filter(({ state }) => state === "finished");
}

/** Which run of a cycle was promoted; undefined where none was. */
export async function readCurrent(world: World, cycleFolder: string): Promise<Current | undefined> {
  const text = await world.readText(join(cycleFolder, currentFile));
  if (text === undefined) return undefined;
  try {
    const { run, seal, history } = JSON.parse(text) as Current;
    if (run && seal) return { run, seal, ...(history ? { history } : {}) };
  } catch {} // as torn as one that says nothing
  throw inputError([
    {
      code: "torn-record",
      severity: "error",
      message: `"${join(cycleFolder, currentFile)}" cannot be read, so nobody can tell which run is current`,
      hint: "promote the run that is meant once more: feedback promote",
    },
  ]);
}

/** Makes a run the current one of its cycle, all at once. */
export async function writeCurrent(world: World, cycleFolder: string, current: Current): Promise<void> {
  const path = join(cycleFolder, currentFile);
  await world.write(path, `${JSON.stringify(current)}\n`);
  await world.flush(path);
  await world.flush(cycleFolder);
}

/**
 * The run that a person means by a path: the run's own folder, or that of a cycle, which is its current run, or its only one.
 * Throws an InputError where there is none, or one cannot be chosen.
 */
export async function findRun(world: World, path: string): Promise<RunInfo> {
  const current = await readCurrent(world, join(path, "..")).catch(() => undefined);
  const own = await infoOf(world, path, current);
  if (own) return own;
  const runs = await runsIn(world, path);
  const [first, ...others] = runs.filter(({ isCurrent }) => isCurrent).concat(runs.length === 1 ? runs : []);
  if (first && others.every(({ folder }) => folder === first.folder)) return first;
  if (runs.length > 0) throw inputError([whichRun(path, runs)]);
  const isOfRun =
    (await world.find(join(path, recordFiles.seal))) ?? (await world.find(join(path, recordFiles.manifest)));
  throw inputError([isOfRun ? tornPlan(path) : noRun(path)]);
}

function tornPlan(path: string): Problem {
  return {
    code: "torn-record",
    severity: "error",
    message: `"${join(path, recordFiles.plan)}" is not there, or torn, so nobody can tell what this run was to make`,
    hint: "bring it back from a copy of the run; or render again, which makes a run beside it",
  };
}

function noRun(path: string): Problem {
  return {
    code: "no-run",
    severity: "error",
    message: `no run in "${path}"`,
    hint: "give the folder that render named at its end, or that of a cycle, e.g. out/opioids/2026-08; feedback runs lists them",
  };
}

function whichRun(path: string, runs: readonly RunInfo[]): Problem {
  const names = runs.slice(-most).map(({ plan, seal }) => `${plan.run}${seal ? "" : " (not sealed)"}`);
  const more = runs.length > most ? ` and ${runs.length - most} before them` : "";
  return {
    code: "which-run",
    severity: "error",
    message: `"${path}" has ${runs.length} runs and none of them is the current one: ${names.join(", ")}${more}`,
    hint: `name the run's own folder, e.g. ${runs.at(-1)?.folder}, or choose one of them with feedback promote`,
  };
}

const most = 4; // named

async function infoOf(world: World, folder: string, current: Current | undefined): Promise<RunInfo | undefined> {
  const plan = await readPlan(world, folder);
  if (!plan) return undefined;
  const [seal, state, file] = await Promise.all([
    readSeal(world, folder),
    readState(world, folder),
    world.find(join(folder, recordFiles.plan)),
  ]);
  const isCurrent = current?.run === plan.run;
  return { folder, plan, state, ...(seal ? { seal } : {}), begun: file?.written ?? 0, isCurrent };
}
