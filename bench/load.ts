import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadStudy } from "../src/input/study.ts";
import { nodeWorld } from "../src/node.ts";
import { reconcileStudy, summariesOf } from "../src/report/delivery.ts";
import { planStudy } from "../src/report/plan.ts";
import { measureStudy } from "../src/report/subjects.ts";
import { england, type Size } from "./england.ts";

/*
 * What it costs to load and to measure a service of England's size: `npm run -s bench:load [size] [folder]`. CPU seconds of
 * all threads, DuckDB's too, and the most memory the process held. A size is a number of practices, or 7000x60x10: practices, months
 * and indicators. With a folder, data that are there already are used again.
 */
const size = sizeOf(process.argv[2] ?? "");
const given = process.argv[3];
const folder = given ?? (await mkdtemp(join(tmpdir(), "feedback-england-")));
try {
  const isThere = await readFile(join(folder, "campaign.yaml")).then(
    () => true,
    () => false,
  );
  // Made by a process of its own: what making them costs is not counted, and its memory is not ours.
  if (!isThere) await apart(folder);
  const world = nodeWorld();
  const clock = stopwatch();
  const study = await loadStudy(world, folder);
  const load = clock();
  const planned = planStudy(study);
  const told = reconcileStudy(study, planned.cycle);
  const delivery = clock();
  const { tasks } = measureStudy(study, planned);
  const measure = clock();
  summariesOf(study, planned, tasks);
  const summaries = clock();
  const figures = { ...size, reports: tasks.length, told: told.length, warnings: study.warnings.length };
  const cpuSeconds = { load, delivery, measure, summaries, all: round(load + delivery + measure + summaries) };
  const peakMegabytes = Math.round(process.resourceUsage().maxRSS / 1024);
  process.stdout.write(`${JSON.stringify({ ...figures, cpuSeconds, peakMegabytes }, null, 2)}\n`);
} finally {
  if (given === undefined) await rm(folder, { recursive: true, force: true });
}

/** England's, as far as it is not told. */
function sizeOf(text: string): Size {
  const [practices, months, indicators] = text.split("x").map(Number);
  return {
    practices: practices || england.practices,
    months: months ?? england.months,
    indicators: indicators ?? england.indicators,
  };
}

async function apart(into: string): Promise<void> {
  const { spawnSync } = await import("node:child_process");
  const made = new URL("./england.ts", import.meta.url).href;
  const code = `const { writeEngland } = await import(${JSON.stringify(made)}); await writeEngland(${JSON.stringify(into)}, ${JSON.stringify(size)});`;
  const { status } = spawnSync(process.execPath, ["--input-type=module", "--eval", code], { stdio: "inherit" });
  if (status !== 0) throw new Error("the data could not be made");
}

/** CPU seconds of this process since it was asked before. */
function stopwatch(): () => number {
  let before = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(before);
    before = process.cpuUsage();
    return round((user + system) / 1e6);
  };
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
