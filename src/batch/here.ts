import { nodeWorld } from "../node.ts";
import { openPress } from "../output/artefact.ts";
import type { Entry } from "../output/store.ts";
import type { Task } from "../report/subjects.ts";
import type { Setup, Workshop } from "./orders.ts";
import type { MadeReport, PoolOptions } from "./pool.ts";

/** Makes one report: `make` of the drawing. */
type Make = (task: Task, workshop: Workshop) => Promise<Entry[]>;

/**
 * Makes reports in this thread, one after another, with a browser of its own: for a few, a worker takes longer to start than to
 * work. What ends a thread ends this one too, so many are for workers.
 */
export async function* makeHere(
  { materials, templates, channels, guard, folder, browser }: Setup,
  tasks: readonly Task[],
  { signal, make }: Pick<PoolOptions, "signal"> & { make: Make },
): AsyncGenerator<MadeReport> {
  if (tasks.length === 0) return;
  await using presses = await openPress(templates, channels, browser);
  for (const task of tasks) {
    if (signal?.aborted) return;
    const entries = await make(task, { materials, folder, guard, presses, world: nodeWorld() });
    yield { code: task.organisation.code, entries };
  }
}
