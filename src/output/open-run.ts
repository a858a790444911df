import { basename, dirname, join } from "node:path";
import { environmentError } from "../problem.ts";
import type { World } from "../world.ts";
import { type Lock, lock } from "./lock.ts";
import { reconcileRecords } from "./reconcile.ts";
import { isArtefact, readManifest } from "./record.ts";
import { changedFiles } from "./run-files.ts";
import { type RunPlan, readPlan, writePlan } from "./run-plan.ts";
import { readSeal } from "./seal.ts";
import { readSound, runsSent } from "./sent.ts";

/** The folder of a run that is to be made, which nobody else makes until it is disposed of. */
export type OpenRun = AsyncDisposable & {
  folder: string;
  plan: RunPlan;
  isSealed: boolean; // made already: nothing in it is to be written again
};

/**
 * Opens the folder of a run in the folder of its cycle, and writes its plan there. To resume goes on with the last run of the
 * same plan; else a folder is made beside those that are there, since none is written twice. Two runs of one plan exclude each
 * other: throws an InputError that says who is at it.
 */
export async function openRun(
  world: World,
  cycleFolder: string,
  { plan, resume }: { plan: RunPlan; resume: boolean },
): Promise<OpenRun> {
  await refuseFile(world, cycleFolder);
  const held = await lock(join(cycleFolder, `.${plan.run}.lock`), `another run of these reports into "${cycleFolder}"`);
  try {
    const before = await lastOf(world, cycleFolder, plan);
    const isSealed = before !== undefined && (await readSeal(world, before.folder)) !== undefined;
    if (resume && before && (isSealed ? await isIntact(world, before.folder) : !(await isSent(world, before))))
      return opened(held, before, isSealed);
    const folder = await newFolder(world, cycleFolder, plan.run);
    const own = { ...plan, run: basename(folder) };
    await proveWritable(world, folder);
    await writePlan(world, folder, own);
    await world.flush(dirname(folder));
    return opened(held, { folder, plan: own }, false);
  } catch (error) {
    await held[Symbol.asyncDispose]();
    throw error;
  }
}

function opened(held: Lock, { folder, plan }: { folder: string; plan: RunPlan }, isSealed: boolean): OpenRun {
  return { folder, plan, isSealed, [Symbol.asyncDispose]: () => held[Symbol.asyncDispose]() };
}

/** Whether an email of a run has left: nothing is made in its folder any more, though its seal is gone. */
async function isSent(world: World, { folder, plan }: { folder: string; plan: RunPlan }): Promise<boolean> {
  return runsSent(await readSound(world, dirname(folder))).has(plan.run);
}

/** Whether a sealed run is still what was sealed: one that is not is made anew beside it, from what is left of it. */
async function isIntact(world: World, folder: string): Promise<boolean> {
  if ((await reconcileRecords(world, { folder })).length > 0) return false;
  const files = (await readManifest(world, folder)).filter(isArtefact);
  return (await changedFiles(world, folder, files)).size === 0;
}

/** The last run of a plan that is there. */
async function lastOf(
  world: World,
  cycleFolder: string,
  { run, key }: RunPlan,
): Promise<{ folder: string; plan: RunPlan } | undefined> {
  const names = (await world.foldersIn(cycleFolder)).filter((name) => numberOf(name, run) !== undefined);
  for (const name of names.toSorted((a, b) => (numberOf(b, run) ?? 0) - (numberOf(a, run) ?? 0))) {
    const folder = join(cycleFolder, name);
    const plan = await readPlan(world, folder);
    if (plan?.key === key) return { folder, plan };
  }
  return undefined;
}

/** The next name that is free: "2026-08-3fa9c1d27b04", "2026-08-3fa9c1d27b04-2". */
async function newFolder(world: World, cycleFolder: string, run: string): Promise<string> {
  const numbers = (await world.foldersIn(cycleFolder)).flatMap((name) => numberOf(name, run) ?? []);
  for (let number = Math.max(0, ...numbers) + 1; ; number++) {
    const folder = join(cycleFolder, number === 1 ? run : `${run}-${number}`);
    if (await world.makeFolder(folder)) return folder;
  }
}

/** Which making of a plan a folder holds, by its name: 1, 2, …; undefined where it is of another plan. */
function numberOf(name: string, run: string): number | undefined {
  if (name === run) return 1;
  const number = name.startsWith(`${run}-`) ? Number(name.slice(run.length + 1)) : Number.NaN;
  return Number.isInteger(number) && number > 1 ? number : undefined;
}

async function refuseFile(world: World, folder: string): Promise<void> {
  if ((await world.find(folder))?.isFile)
    throw environmentError(
      "cannot-write",
      `cannot write "${folder}": a file stands where a folder is needed`,
      "remove the file, or choose another place",
    );
}

/** Writes a file and takes it away again, before a run that cannot be is begun. Where it cannot, the folder goes too. */
async function proveWritable(world: World, folder: string): Promise<void> {
  const probe = join(folder, ".probe");
  try {
    await world.write(probe, new Uint8Array(probeSize));
    await world.remove(probe);
  } catch (error) {
    await world.remove(folder).catch(() => undefined);
    throw error;
  }
}

const probeSize = 2 ** 20; // bytes; several reports
