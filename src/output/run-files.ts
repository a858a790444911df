import { join, relative, sep } from "node:path";
import type { World } from "../world.ts";

/**
 * The files of a run that say what it is and what it made: the plan before anything is made, the journal while it goes on, the
 * manifest and the record at its end, the seal where it is whole.
 */
export const recordFiles = {
  plan: "plan.json",
  journal: "journal.jsonl",
  manifest: "manifest.jsonl",
  run: "run.json",
  seal: "seal.json",
  log: "log.jsonl",
} as const;

/** A file of a run that is on record: its path below the run's folder, and the bytes it must have. */
export type ListedFile = { path: string; sha256: string };

/** The paths of files that are gone or have other bytes than those on record. */
export async function changedFiles(
  world: World,
  folder: string,
  files: readonly ListedFile[],
): Promise<ReadonlySet<string>> {
  const changed = new Set<string>();
  await inBatches(files, async ({ path, sha256 }) => {
    const now = await world.hash(join(folder, path)).catch(() => undefined);
    if (now !== sha256) changed.add(path);
  });
  return changed;
}

/**
 * Removes what is not on record: files that a killed run had not finished, those of reports that have failed since, and what was
 * kept of failed reports that are made by now.
 */
export async function sweep(
  world: World,
  folder: string,
  { known, failed }: { known: ReadonlySet<string>; failed: ReadonlySet<string> },
): Promise<void> {
  const left = (await pathsIn(world, folder)).filter(
    (path) => !known.has(path) && !records.has(path) && !failed.has(quarantined(path) ?? ""),
  );
  await inBatches(left, (path) => world.remove(join(folder, path)));
}

/** All files below a folder, as paths with "/" like those on record. */
export async function pathsIn(world: World, folder: string): Promise<string[]> {
  return (await world.listFiles(folder)).map((path) => relative(folder, path).split(sep).join("/"));
}

/** The recipient whose failed report's inputs are in a file; undefined for any other file. */
export function quarantined(path: string): string | undefined {
  return /^quarantine\/(.+)\.inputs$/.exec(path)?.[1];
}

const records: ReadonlySet<string> = new Set(Object.values(recordFiles));

/** So many at a time: there may be tens of thousands, and few may be open. */
async function inBatches<T>(items: readonly T[], act: (item: T) => Promise<unknown>): Promise<void> {
  for (let i = 0; i < items.length; i += batch) await Promise.all(items.slice(i, i + batch).map(act));
}

const batch = 32; // files
