import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { environmentError } from "../problem.ts";
import type { World } from "../world.ts";

/** A place that the machine that waits and all workers reach: what is to be made goes out through it, what was made comes back. */
export type Shared = {
  shown: string; // for people
  /** The bytes under a name; undefined where there are none. */
  get: (name: string) => Promise<Uint8Array | undefined>;
  /** Whether there is anything under a name. */
  has: (name: string) => Promise<boolean>;
  /** Puts bytes there whole or not at all; what stands there is replaced. */
  put: (name: string, bytes: Uint8Array) => Promise<void>;
  /** Removes a name, or all names below it. */
  remove: (name: string) => Promise<void>;
};

/** A folder that is mounted on all machines, wherever. Throws, as for a fault of this machine, where nothing can be written. */
export async function openShared(world: World, folder: string): Promise<Shared> {
  await world.refuseUnwritable(folder);
  if (!(await world.find(folder)))
    throw environmentError(
      "no-shared",
      `there is no folder "${folder}" to share`,
      "mount the folder that all machines share, and give it with --shared",
    );
  return {
    shown: folder,
    get: (name) => ifThere(join(folder, name), (path) => readFile(path)),
    has: async (name) => (await ifThere(join(folder, name), stat)) !== undefined,
    put: (name, bytes) => world.write(join(folder, name), bytes),
    remove: (name) => world.remove(join(folder, name)),
  };
}

/** Asks for something in the place; undefined where it is not there. That it cannot be asked for is a fault of this machine. */
function ifThere<T>(path: string, ask: (path: string) => Promise<T>): Promise<T | undefined> {
  return ask(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw environmentError("cannot-read", `cannot read "${path}": ${error.message}`, "see what ails it");
  });
}
