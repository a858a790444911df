import { print, render } from "../output/artefact.ts";
import { openAttempt } from "../output/log.ts";
import { type Entry, store } from "../output/store.ts";
import { unmade } from "../output/unmade.ts";
import { decidedFor } from "../render/height.ts";
import { composeTask, type Task } from "../report/task.ts";
import type { MadeReport, Workshop } from "./orders.ts";

/**
 * One report from numbers to files. Whatever goes wrong is this report's failure and nobody else's. Apart from what reads and
 * measures, so that a worker loads nothing of that.
 */
export async function make(
  task: Task,
  { materials, folder, guard, fits, presses, world }: Workshop,
): Promise<MadeReport> {
  const { code } = task.organisation;
  const stages = openAttempt(world.clock);
  const { attempt } = stages;
  try {
    const press = presses.of(task.design.template);
    const report = await stages.in("compose", () => composeTask({ materials }, task));
    const documents = await stages.in("render", () => render(report, task.channels, press, decidedFor(code, fits)));
    const artefacts = await stages.in("print", () => print(report, documents, press));
    const entries: Entry[] = await stages.in("store", () => store(world, { folder, ...guard }, report, artefacts));
    return { code, entries, attempt };
  } catch (error) {
    return { code, entries: [unmade(code, error as Error)], attempt };
  }
}
