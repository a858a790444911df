import { join, relative, sep } from "node:path";
import type { World } from "../world.ts";
import { recordFiles } from "./record.ts";

/** A file of a run that is on record: the folder that it is in by now, its path below it, and the bytes it must have. */
export type Listed = { folder: string; path: string; sha256: string };

/** The paths of files that are gone or have other bytes than those on record. */
export async function changedFiles(world: World, files: readonly Listed[]): Promise<ReadonlySet<string>> {
  const changed = new Set<string>();
  await inBatches(files, async ({ folder, path, sha256 }) => {
    const now = await world.hash(join(folder, path)).catch(() => undefined);
    if (now !== sha256) changed.add(path);
  });
  return changed;
}

/** Puts files into the folder of a new run that a run of the same inputs has made. */
export async function carryListed(world: World, to: string, files: readonly Listed[]): Promise<void> {
  await inBatches(files, ({ folder, path }) => world.link(join(folder, path), join(to, path)));
}

/** Puts there too what no run has made: a trial pack, somebody's notes. `known` are the paths on record of either. */
export async function carryOthers(world: World, from: string, to: string, known: ReadonlySet<string>): Promise<void> {
  const there = new Set(await pathsIn(world, to));
  const others = (await pathsIn(world, from)).filter((path) => !known.has(path) && !there.has(path) && !isOwn(path));
  await inBatches(others, (path) => world.link(join(from, path), join(to, path)));
}

/** Removes what is not on record: files that a killed run had not finished, and those of reports that have failed since. */
export async function sweep(world: World, folder: string, known: ReadonlySet<string>): Promise<void> {
  const left = (await pathsIn(world, folder)).filter((path) => !known.has(path) && !records.has(path));
  await inBatches(left, (path) => world.remove(join(folder, path)));
}

/** All files below a folder, as paths with "/" like those on record. */
export async function pathsIn(world: World, folder: string): Promise<string[]> {
  return (await world.listFiles(folder)).map((path) => relative(folder, path).split(sep).join("/"));
}

/** What belongs to the run itself and not to whoever reads it. */
function isOwn(path: string): boolean {
  return records.has(path) || path.endsWith(".part");
}

const records: ReadonlySet<string> = new Set(Object.values(recordFiles));

/** So many at a time: there may be tens of thousands, and few may be open. */
async function inBatches<T>(items: readonly T[], act: (item: T) => Promise<unknown>): Promise<void> {
  for (let i = 0; i < items.length; i += batch) await Promise.all(items.slice(i, i + batch).map(act));
}

const batch = 32; // files
