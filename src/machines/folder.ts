import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { environmentError } from "../problem.ts";
import type { World } from "../world.ts";
import type { Shared } from "./shared.ts";

/** A folder that is mounted on all machines, wherever. Throws, as for a fault of this machine, where nothing can be written. */
export async function openFolder(world: World, folder: string): Promise<Shared> {
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
