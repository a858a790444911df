import { dirname, join, posix } from "node:path";
import type { World } from "../world.ts";
import { isArtefact } from "./record.ts";
import { pathsIn, quarantined, recordFiles } from "./run-files.ts";
import type { Entry } from "./store.ts";

/**
 * The files in a run's folder that no record lists, by their paths below it: neither the manifest, nor the list of hashes that
 * a trial pack or a print run in the folder brings, nor is it the key of a blind edition; nor are they what was kept of a report that failed.
 */
export async function findUnlisted(world: World, folder: string, all: readonly Entry[]): Promise<string[]> {
  const entries = all.filter(isArtefact);
  const failed = new Set(all.flatMap((entry) => ("failed" in entry ? [entry.code] : [])));
  const there = await pathsIn(world, folder);
  const sums = there.filter((path) => /^(pack-(masked|unmasked|blind)|print-run)\/SHA256SUMS$/.test(path));
  const sealed = sums.some((path) => path.startsWith("pack-blind/")) ? ["pack-blind.sealed"] : []; // beside it, since it opens it
  const packed = await Promise.all(sums.map((path) => listedIn(world, folder, path)));
  const own = Object.values(recordFiles).filter((path) => path !== recordFiles.journal);
  const listed = new Set([...own, ...entries.map(({ path }) => path), ...packed.flat(), ...sealed]);
  return there.filter((path) => !listed.has(path) && !failed.has(quarantined(path) ?? ""));
}

/** A list of hashes and all that it names: lines of "<sha256>  <path below its folder>". */
async function listedIn(world: World, folder: string, sums: string): Promise<string[]> {
  const lines = ((await world.readText(join(folder, sums))) ?? "").split("\n");
  const names = lines.flatMap((line) => /^[0-9a-f]{64} [ *](.+)$/.exec(line)?.[1] ?? []);
  return [sums, ...names.map((name) => posix.join(dirname(sums), name))];
}
