import { dirname, resolve } from "node:path";
import { inputError } from "../problem.ts";
import type { World } from "../world.ts";
import { refuseUnfit } from "./promote.ts";
import { findRun, type RunInfo } from "./runs.ts";
import type { Seal } from "./seal.ts";

/** A run that may leave: by email, or to a print house. */
export type Sendable = { run: RunInfo; seal: Seal; cycleFolder: string };

/**
 * The run that a person means, if it may leave: sealed, as it was sealed, no rehearsal, and either the current one of its cycle
 * or named by its own folder. Throws an InputError else.
 */
export async function findSendable(world: World, path: string, { partial = false } = {}): Promise<Sendable> {
  const run = await findRun(world, path);
  const isNamed = resolve(path) === resolve(run.folder);
  if (!run.isCurrent && !isNamed)
    throw inputError([
      {
        code: "not-promoted",
        severity: "error",
        message: `the run in "${run.folder}" is not the current one of its cycle`,
        hint: "choose it with feedback promote, or name its own folder",
      },
    ]);
  const seal = await refuseUnfit(world, run, { partial: partial || run.isCurrent }); // a partial one was promoted by name
  return { run, seal, cycleFolder: dirname(resolve(run.folder)) };
}
