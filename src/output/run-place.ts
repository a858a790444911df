import { basename, dirname, join, resolve } from "node:path";
import type { World } from "../world.ts";
import { type Lock, lock } from "./lock.ts";
import { readRecord } from "./record.ts";

/**
 * Where the run of a cycle is, and what stands beside it while another is made. A run is made in a folder of its own and put
 * in its place by renaming, so that whoever looks finds the old run or the new one, whole.
 */
export type RunPlace = {
  folder: string; // the run: "out/opioids/2026-08"
  staged: string; // one that is being made: "out/opioids/.making/2026-08"
  replaced: string; // the old one while a run of the same inputs takes its place
  earlier: string; // runs of other inputs that had the place before: "out/opioids/earlier"
  lock: string; // whoever makes a run holds it
};

/** The place of a run by its folder. */
export function placeOf(folder: string): RunPlace {
  const whole = basename(folder) === "." || basename(folder) === ".." ? resolve(folder) : folder;
  const making = join(dirname(whole), making_, basename(whole));
  return {
    folder,
    staged: making,
    replaced: `${making}.replaced`,
    earlier: join(dirname(whole), earlier_),
    lock: `${making}.lock`,
  };
}

const making_ = ".making";
const earlier_ = "earlier";

/** Whether a path below the folder of a study's runs leads through a run that is not in its place: unfinished, or one that had it before. */
export function isAside(path: string): boolean {
  return path.split(/[\\/]/).some((name) => name === making_ || name === earlier_);
}

/**
 * Keeps other runs out of a place until it is disposed of, and ends a publishing that was cut off there. Throws an InputError
 * that says who is in it.
 */
export async function holdPlace(world: World, place: RunPlace): Promise<Lock> {
  const held = await lock(place.lock, `another run into "${place.folder}"`);
  try {
    await mend(world, place);
    return held;
  } catch (error) {
    await held[Symbol.asyncDispose]();
    throw error;
  }
}

/**
 * Puts the staged run in its place. The run that had it goes: for good where the new one holds all of it, else to the earlier
 * runs, by the name given. Returns where it is kept. Between the two renamings no run is in the place; `mend`
 * then does the second.
 */
export async function publish(world: World, place: RunPlace, keptAs: string | undefined): Promise<string | undefined> {
  const { folder, staged, replaced, earlier } = place;
  const isThere = (await world.find(folder)) !== undefined;
  const aside = keptAs === undefined ? replaced : await freeName(world, join(earlier, keptAs));
  if (isThere) await world.move(folder, aside);
  await world.move(staged, folder).catch(async (error: Error) => {
    if (isThere) await world.move(aside, folder);
    throw error;
  });
  for (const parent of new Set([folder, staged, ...(isThere ? [aside] : [])].map((each) => dirname(each))))
    await world.flush(parent); // before what was there is taken away
  await world.remove(replaced);
  return isThere && keptAs !== undefined ? aside : undefined;
}

/** Ends a publishing that was cut off, where one was. Whoever reads a run does so first. */
export async function settle(world: World, place: RunPlace): Promise<void> {
  if (await isSettled(world, place)) return;
  await (await holdPlace(world, place))[Symbol.asyncDispose]();
}

async function mend(world: World, { folder, staged, replaced }: RunPlace): Promise<void> {
  const isThere = (await world.find(folder)) !== undefined;
  if (!isThere && (await isFinished(world, staged))) {
    await world.move(staged, folder);
    world.log(`the run in ${folder} was finished, but its making was cut off: it is in its place now`);
  } else if (!isThere && (await world.find(replaced))) await world.move(replaced, folder);
  await world.remove(replaced);
}

/** Whether nothing is left of a publishing: no replaced run, and none that is finished with nothing in its place. */
async function isSettled(world: World, { folder, staged, replaced }: RunPlace): Promise<boolean> {
  if (await world.find(replaced)) return false;
  return (await world.find(folder)) !== undefined || !(await isFinished(world, staged));
}

async function isFinished(world: World, folder: string): Promise<boolean> {
  return (await readRecord(world, folder))?.state === "finished";
}

/** The name, with a number where it is taken: the same inputs may have had the place before. */
async function freeName(world: World, name: string, number = 1): Promise<string> {
  const numbered = number === 1 ? name : `${name}-${number}`;
  return (await world.find(numbered)) ? freeName(world, name, number + 1) : numbered;
}
