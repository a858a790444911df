import { mkdtemp, rm } from "node:fs/promises";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "../src/build.ts";
import { loadStudy } from "../src/input/study.ts";
import { nodeWorld } from "../src/node.ts";
import { openPress, print, render } from "../src/output/artefact.ts";
import { store } from "../src/output/store.ts";
import { readTemplates } from "../src/render/templates.ts";
import { planStudy } from "../src/report/plan.ts";
import { composeTask, measureStudy } from "../src/report/subjects.ts";

/*
 * What a report costs, and what a second worker brings: `npm run -s bench [campaign]`. Figures are of this machine in
 * this run; what may be claimed are their ratios.
 */
const campaign = process.argv[2] ?? "content/campaigns/opioids";
const browser = { allowNoSandbox: true };
const folder = await mkdtemp(join(tmpdir(), "feedback-bench-"));
try {
  const stages = await timeStages(60);
  const runs = [];
  for (const workers of [1, 2]) runs.push({ workers, ...(await timeRun(workers)) });
  const [one, two] = runs;
  process.stdout.write(
    `${JSON.stringify({ campaign, cores: availableParallelism(), node: process.version, msOfEachStageForOneReport: stages, runs, twoWorkersOverOne: one && two ? round(two.reportsASecond / one.reportsASecond) : null }, null, 2)}\n`,
  );
} finally {
  await rm(folder, { recursive: true, force: true });
}

/** A whole run, both channels, all recipients: reports a second while they are made. */
async function timeRun(workers: number): Promise<{ reports: number; seconds: number; reportsASecond: number }> {
  const run = await build(nodeWorld(), { study: campaign, out: join(folder, String(workers)), workers, browser });
  return { reports: run.made, seconds: run.seconds.make, reportsASecond: round(run.made / run.seconds.make) };
}

/** Milliseconds of each stage for one report, on one thread, after a few to warm up. */
async function timeStages(count: number): Promise<Record<string, number>> {
  const world = nodeWorld();
  const study = await loadStudy(world, campaign);
  const measured = measureStudy(study, planStudy(study));
  const templates = await readTemplates(new URL("../templates", import.meta.url).pathname);
  await using presses = await openPress(templates, ["print", "email"], browser);
  const spent: Record<string, number> = { compose: 0, render: 0, print: 0, store: 0 };
  const timed = async <T>(stage: string, work: () => T | Promise<T>, counts: boolean): Promise<T> => {
    const start = performance.now();
    const result = await work();
    if (counts) spent[stage] = (spent[stage] ?? 0) + performance.now() - start;
    return result;
  };
  for (const [i, task] of measured.tasks.slice(0, count + 10).entries()) {
    const counts = i >= 10;
    const report = await timed("compose", () => composeTask(measured, task), counts);
    const documents = await timed(
      "render",
      () => render(report, task.channels, presses.of(task.design.template)),
      counts,
    );
    const artefacts = await timed("print", () => print(report, documents, presses.of(task.design.template)), counts);
    await timed("store", () => store(world, { folder: join(folder, "stages") }, report, artefacts), counts);
  }
  return Object.fromEntries(Object.entries(spent).map(([stage, ms]) => [stage, round(ms / count)]));
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
