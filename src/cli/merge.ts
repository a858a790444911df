import { join } from "node:path";
import { build } from "../build.ts";
import { openBundle } from "../machines/bundle.ts";
import { nodeWorld } from "../node.ts";
import { recordFiles } from "../output/run-files.ts";
import { findRun } from "../output/runs.ts";
import { type BrowserFlags, browserOf } from "./browser.ts";
import { problemsText } from "./problems.ts";
import { exitOfRun, runText } from "./render.ts";

export type MergeOptions = {
  out: string;
  study?: string; // where it is on this machine, if not where the first shard had it
  data?: string;
  bundle?: string; // that the shards were made from
  json?: boolean;
} & BrowserFlags;

/**
 * Makes one run of several that each made a part of it. The study is read again, so that the run is what one machine would have
 * made: the same plan, record, manifest and seal.
 */
export async function mergeCommand(
  folders: readonly string[],
  { out, study, data, bundle, json = false, ...flags }: MergeOptions,
): Promise<number> {
  const world = nodeWorld();
  const [first] = await Promise.all(folders.map((folder) => findRun(world, folder)));
  if (!first) throw new Error("nothing to merge");
  const { source } = JSON.parse((await world.readText(join(first.folder, recordFiles.run))) ?? "{}") as {
    source?: { study: string; data?: string; allocation?: string };
  };
  if (!source) throw new Error(`no source in ${first.folder}`);
  const named = { ...source, ...(study ? { study } : {}), ...(data ? { data } : {}) };
  await using opened = bundle === undefined ? undefined : await openBundle(world, bundle);
  const run = await build(world, {
    ...(opened?.options ?? named),
    cycle: first.plan.cycle.id,
    out,
    from: folders,
    browser: browserOf(flags),
  });
  if (run.warnings.length > 0) process.stderr.write(`${await problemsText(run.warnings)}\n`);
  process.stdout.write(json ? `${JSON.stringify(run)}\n` : `${runText(run)}\n`);
  return exitOfRun(run);
}
