import { openPress } from "../output/artefact.ts";
import type { Task } from "../report/task.ts";
import type { World } from "../world.ts";
import type { MadeReport, Setup, Workshop } from "./orders.ts";
import type { PoolOptions } from "./pool.ts";

/** Makes one report: `make` of the drawing. */
type MakeHere = (task: Task, workshop: Workshop) => Promise<MadeReport>;

/**
 * Makes reports in this thread, one after another, with a browser of its own: for a few, a worker takes longer to start than to
 * work. What ends a thread ends this one too, so many are for workers.
 */
export async function* makeHere(
  { materials, templates, channels, guard, fits, folder, browser }: Setup,
  tasks: readonly Task[],
  { signal, make, world }: Pick<PoolOptions, "signal"> & { make: MakeHere; world: World },
): AsyncGenerator<MadeReport> {
  if (tasks.length === 0) return;
  await using presses = await openPress(templates, channels, browser);
  for (const task of tasks) {
    if (signal?.aborted) return;
    yield await make(task, { materials, folder, guard, fits, presses, world });
  }
}
