import { cpSync } from "node:fs";
import { appendFile, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type BuildOptions, build } from "../src/build.ts";
import { nodeWorld } from "../src/node.ts";
import { command } from "./command.ts";

// Shards of one run, made apart, are one run again.

const world = nodeWorld();

let root: string;
let study: string;
let whole: Record<string, string>; // hashes of a run that was made in one piece
const shards: string[] = [];
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "merge-test-"));
  study = join(root, "study");
  cpSync(join(import.meta.dirname, "broken/base"), study, { recursive: true });
  await appendFile(join(study, "campaign.yaml"), "channels: [email]\n"); // as bytes, files of all channels are alike
  whole = await filesOf((await make("whole", {})).folder);
  for (const index of [1, 2, 3]) shards.push((await make(`machine-${index}`, { shard: { index, of: 3 } })).folder);
}, 120_000);
afterAll(() => rm(root, { recursive: true, force: true }));

function make(out: string, options: Partial<BuildOptions>) {
  return build(world, { study, out: join(root, out), workers: 0, ...options });
}

async function filesOf(folder: string): Promise<Record<string, string>> {
  const paths = (await world.listFiles(folder)).filter((path) => !path.endsWith("log.jsonl"));
  return Object.fromEntries(
    await Promise.all(paths.map(async (path) => [relative(folder, path), await world.hash(path)])),
  );
}

function merge(folders: readonly string[], out: string) {
  return command(["merge", ...folders, "--out", join(root, out), "--json"], { cwd: root });
}

/** What is told of runs that are not merged, and that nothing was made of them. */
async function refused(folders: readonly string[], out = "refused"): Promise<string[]> {
  const { code, stdout } = await merge(folders, out);
  expect(code).toBe(2);
  expect(await world.listFiles(join(root, out))).toEqual([]);
  return JSON.parse(stdout).problems.map(
    ({ code, message }: { code: string; message: string }) => `${code}: ${message}`,
  );
}

test("shards give the run that one machine makes, to the byte: plan, record, manifest and seal too", async () => {
  const { code, stdout } = await merge(shards, "merged");
  expect(code).toBe(0);
  const run = JSON.parse(stdout);
  expect(run).toMatchObject({ made: 0, kept: 12, leftOut: 0, seal: expect.any(String) });
  expect(await filesOf(run.folder)).toEqual(whole);
  expect(await filesOf(JSON.parse((await merge(shards.toReversed(), "again")).stdout).folder)).toEqual(whole);
});

describe("runs that do not belong together are refused:", () => {
  test("one too few", async () => {
    expect(await refused(shards.slice(0, 2))).toEqual([
      "missing-part: 4 of 12 reports are in none of these runs: ZX03, ZX06, ZX09, ZX12",
    ]);
  });

  test("one that was changed since, and one that was cut off", async () => {
    const bent = join(root, "bent");
    cpSync(shards[0]!, bent, { recursive: true });
    await writeFile(join(bent, "email/ZX01.txt"), "by hand");
    expect(await refused([bent, ...shards.slice(1)])).toEqual([
      `run-at-fault: "${bent}/email/ZX01.txt": its bytes have changed since it was recorded`,
    ]);
    const stopped = await make("stopped", { shard: { index: 1, of: 3 }, signal: AbortSignal.abort() });
    expect(await refused([stopped.folder, ...shards.slice(1)])).toEqual([
      `unsealed-run: the run in "${stopped.folder}" is not sealed`,
    ]);
  });

  test("one of another cycle", async () => {
    const other = await make("other-cycle", { cycle: "2026-06", shard: { index: 1, of: 3 } });
    expect(await refused([...shards, other.folder])).toEqual([
      `other-run: "${other.folder}" is a run of inhalers 2026-06, not of inhalers 2026-08`,
    ]);
  });

  test("all, where an input has changed since", async () => {
    const block = join(study, "blocks/encouragement.yaml");
    const before = await readFile(block, "utf8");
    await writeFile(block, before.replace("Practices near you", "Three practices near you"));
    expect(await refused(shards)).toEqual(
      shards.map(
        (folder) => `other-inputs: "${folder}" was made from something else: blocks/encouragement.yaml differ`,
      ),
    );
    await writeFile(block, before);
  });
});

test("an array job counts shards from 0", async () => {
  const render = (...options: string[]) =>
    command(["render", study, "--out", join(root, "array"), "--workers", "0", "--json", ...options]);
  const { stdout } = await render("--shard-index", "0", "--shards", "6");
  const plan = JSON.parse(await readFile(join(JSON.parse(stdout).folder, "plan.json"), "utf8"));
  expect(plan.recipients.map(({ code }: { code: string }) => code)).toEqual(["ZX01", "ZX07"]);
  for (const options of [
    ["--shard-index", "0"],
    ["--shards", "3"],
    ["--shard-index", "3", "--shards", "3"],
  ])
    expect((await render(...options)).code).toBe(2);
});
