import { join } from "node:path";
import type { World } from "../world.ts";
import { recordFiles } from "./run-files.ts";
import { sha256 } from "./sha256.ts";
import type { ArtefactEntry } from "./store.ts";

/**
 * What a whole run is closed with: the hashes of its plan, of its record and of its manifest, which holds the hash of every
 * file. `seal` is the hash of the others, so that one number stands for all that was made.
 */
export type Seal = {
  run: string;
  plan: string; // SHA-256
  record: string;
  manifest: string;
  files: number; // artefacts
  bytes: number;
  seal: string;
};

/** The files that a seal holds, by its keys. */
export const sealed = { plan: recordFiles.plan, record: recordFiles.run, manifest: recordFiles.manifest } as const;

/** Seals a run whose plan, record and manifest are on the disk. Returns its seal. */
export async function sealRun(
  world: World,
  folder: string,
  { run, artefacts }: { run: string; artefacts: readonly ArtefactEntry[] },
): Promise<Seal> {
  const seal = withSeal({
    run,
    plan: await world.hash(join(folder, sealed.plan)),
    record: await world.hash(join(folder, sealed.record)),
    manifest: await world.hash(join(folder, sealed.manifest)),
    files: artefacts.length,
    bytes: artefacts.reduce((sum, { bytes }) => sum + bytes, 0),
  });
  const path = join(folder, recordFiles.seal);
  await world.write(path, `${JSON.stringify(seal, null, 1)}\n`);
  await world.flush(path);
  await world.flush(folder);
  return seal;
}

/** The seal of a run: undefined where it has none, "torn" where it cannot be read or is not the hash of what it says. */
export async function readSeal(world: World, folder: string): Promise<Seal | "torn" | undefined> {
  const text = await world.readText(join(folder, recordFiles.seal));
  if (text === undefined) return undefined;
  try {
    const found = JSON.parse(text) as Seal;
    const { run, plan, record, manifest, files, bytes } = found;
    return withSeal({ run, plan, record, manifest, files, bytes }).seal === found.seal ? found : "torn";
  } catch {
    return "torn";
  }
}

function withSeal(of: Omit<Seal, "seal">): Seal {
  return { ...of, seal: sha256(JSON.stringify(of)) };
}
