import { join } from "node:path";
import { make } from "../batch/make.ts";
import type { Run } from "../batch/outcome.ts";
import { replay } from "../batch/quarantine.ts";
import { type BuildOptions, build } from "../build.ts";
import type { Channel } from "../input/campaign/campaign.ts";
import { nodeWorld } from "../node.ts";
import { usualBudget } from "../output/budget.ts";
import { inputError } from "../problem.ts";
import { type BrowserFlags, browserOf } from "./browser.ts";
import { exits } from "./exits.ts";
import { numbered } from "./numbered.ts";
import { problemsText } from "./problems.ts";
import { openProgress } from "./progress.ts";

export type RenderOptions = {
  data?: string;
  allocation?: string;
  cycle?: string;
  out: string;
  only?: readonly string[];
  channel?: readonly Channel[];
  workers?: number;
  resume?: boolean;
  shard?: { index: number; of: number };
  shardIndex?: number; // from 0
  shards?: number;
  bundle?: string;
  queue?: string; // may hold a password: never shown
  shared?: string;
  budget?: number; // percent
  log?: string;
  json?: boolean;
} & BrowserFlags;

/** Makes the reports of a cycle, with progress on stderr and the figures of the run at the end. */
export async function renderCommand(study: string | undefined, options: RenderOptions): Promise<number> {
  const run = await renderRun(study, options);
  if (options.json) process.stdout.write(`${JSON.stringify(run)}\n`);
  else process.stdout.write(`${runText(run)}\n`);
  return exitOfRun(run);
}

/** How a run ended, for scripts. */
export function exitOfRun({ seal, stopped, spent, broken }: Run): number {
  if (broken.length > 0) return exits.environment;
  if (spent !== undefined) return exits.budget;
  if (stopped) return exits.stopped;
  return seal === undefined ? exits.failed : exits.clean;
}

/** Makes one report from what was kept when it failed: the files, or why there are none. */
export async function replayCommand(file: string, options: RenderOptions): Promise<number> {
  const folder = join(options.out, "replayed");
  const { code, entries, attempt } = await replay(nodeWorld(), file, { folder, browser: browserOf(options), make });
  const failures = entries.flatMap((entry) => ("failed" in entry ? [entry.failed] : []));
  const stage = attempt.failedIn ? `${attempt.failedIn}: ` : "";
  if (options.json) process.stdout.write(`${JSON.stringify({ code, entries, attempt })}\n`);
  else if (failures.length > 0) process.stdout.write(`${code} fails again, ${stage}${failures.join("; ")}\n`);
  else process.stdout.write(`${code} is made, in ${folder}\n`);
  return failures.length > 0 ? exits.failed : exits.clean;
}

/** The run behind the command, for the demonstration too. Ctrl-C lets the reports in hand finish. */
export async function renderRun(study: string | undefined, options: RenderOptions): Promise<Run> {
  const queue = queueOf(options);
  await using inputs = await inputsOf(study, options);
  const progress = openProgress();
  const stop = new AbortController();
  const onInterrupt = () => {
    process.stderr.write("\nstopping after the reports in hand; --resume carries on from here\n");
    stop.abort();
  };
  process.once("SIGINT", onInterrupt).once("SIGTERM", onInterrupt);
  try {
    const run = await build(nodeWorld(), {
      ...pickDefined(options, ["out", "only", "workers", "resume", "log"]),
      ...inputs.options,
      ...shardOf(options),
      ...queue,
      ...(options.budget === undefined ? {} : { budget: { ...usualBudget, share: options.budget / 100 } }),
      ...(options.channel ? { channels: options.channel } : {}),
      browser: browserOf(options),
      signal: stop.signal,
      onStart: progress.start,
      onDone: progress.step,
    });
    progress.end();
    const told = [...run.broken, ...run.warnings];
    if (told.length > 0) process.stderr.write(`${await problemsText(told)}\n`);
    return run;
  } finally {
    process.off("SIGINT", onInterrupt).off("SIGTERM", onInterrupt);
  }
}

/** The study and its data, or those of a bundle, which has all of them. */
async function inputsOf(
  study: string | undefined,
  { bundle, data, allocation, cycle }: RenderOptions,
): Promise<
  AsyncDisposable & { options: Pick<BuildOptions, "study" | "data" | "allocation" | "cycle" | "source" | "origin"> }
> {
  const own = { study, "--data": data, "--allocation": allocation, "--cycle": cycle };
  const [also] = Object.entries(own).flatMap(([name, value]) => (value === undefined ? [] : [name]));
  if (bundle === undefined)
    return { options: { study: study ?? "", data, allocation, cycle }, [Symbol.asyncDispose]: async () => {} };
  if (also !== undefined)
    throw inputError([
      {
        code: "bundle-has-all",
        severity: "error",
        message: `--bundle leaves no room for ${also === "study" ? `"${study}"` : also}: the bundle has its own`,
        hint: "give one of them; feedback plan makes a bundle of other data or of another cycle",
      },
    ]);
  return (await import("../machines/bundle.ts")).openBundle(nodeWorld(), bundle);
}

/** The queue asked for, and where what goes through it lies. */
function queueOf({ queue, shared, workers }: RenderOptions): Pick<BuildOptions, "queue"> {
  if (queue !== undefined && shared !== undefined && workers === undefined) return { queue: { url: queue, shared } };
  if (queue === undefined && shared === undefined) return {};
  throw inputError([
    {
      code: "bad-queue",
      severity: "error",
      message: "--queue and --shared belong together, without --workers",
      hint: "write --queue redis://host:6379 --shared /mnt/reports (or s3://bucket/prefix), and start workers with feedback work and the same two",
    },
  ]);
}

/** The shard asked for, as one of so many from 1 on or as the index of an array job. */
function shardOf({ shard, shardIndex, shards }: RenderOptions): Pick<BuildOptions, "shard"> {
  if (shardIndex === undefined && shards === undefined) return shard ? { shard } : {};
  const isSound = shard === undefined && shardIndex !== undefined && shards !== undefined && shardIndex < shards;
  if (!isSound)
    throw inputError([
      {
        code: "bad-shard",
        severity: "error",
        message: "--shard-index and --shards belong together, without --shard, and the index is less than their number",
        hint: "write --shard-index 0 --shards 4 for the first of four, or --shard 1/4",
      },
    ]);
  return { shard: { index: shardIndex + 1, of: shards } };
}

/** The figures of a run in a few lines. */
export function runText({ made, kept, failed, without, seconds, folder, manifest, bytes, ...run }: Run): string {
  const rate = made > 0 && seconds.make > 0 ? ` (${(made / seconds.make).toFixed(1)} a second)` : "";
  return [
    `${numbered(made, "report")} made in ${seconds.make.toFixed(1)} s${rate}${kept > 0 ? `, ${kept} kept from an earlier run` : ""}${endText(run)}`,
    ...(run.slowest ? [`slowest ${run.slowest.code}, ${run.slowest.seconds.toFixed(1)} s`] : []),
    `reading ${seconds.load.toFixed(1)} s, measuring ${seconds.measure.toFixed(1)} s, ${(bytes / 1e6).toFixed(1)} MB in ${folder}`,
    sealText(run),
    ...(without.length > 0 ? [`${without.length} without a report, each with its reason in the manifest`] : []),
    ...(failed.length > 0
      ? [`${failed.length} failed:`, ...failed.slice(0, 10).map(({ code, message }) => `  ${code}  ${message}`)]
      : []),
    `manifest ${manifest}`,
  ].join("\n");
}

/** Whether the run is sealed, and what it leaves out. */
function sealText({ run, seal, leftOut }: Pick<Run, "run" | "seal" | "leftOut">): string {
  if (!seal) return `run ${run} is not sealed: something that was planned is missing; --resume makes it`;
  const rest = leftOut > 0 ? `; it is partial: ${numbered(leftOut, "report")} are left out, or lack a channel` : "";
  return `run ${run} is sealed (${seal.slice(0, 12)})${rest}`;
}

function endText({ stopped, broken, spent }: Pick<Run, "stopped" | "broken" | "spent">): string {
  if (broken.length > 0) return ", then broken off; --resume carries on from here";
  if (spent !== undefined) return `, then stopped, since ${spent}`;
  return stopped ? ", then stopped" : "";
}

function pickDefined<T extends object, K extends keyof T>(options: T, keys: readonly K[]): Pick<T, K> {
  return Object.fromEntries(keys.filter((key) => options[key] !== undefined).map((key) => [key, options[key]])) as Pick<
    T,
    K
  >;
}
