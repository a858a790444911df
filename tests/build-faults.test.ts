import { cpSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { type BuildOptions, build } from "../src/build.ts";
import { nodeWorld } from "../src/node.ts";
import { readManifest } from "../src/output/record.ts";
import type { World } from "../src/world.ts";

// What a run does about faults that are neither the input's nor one report's.

vi.setConfig({ testTimeout: 180_000 }); // a thread reads the whole program, which is slow where many do

const study = join(import.meta.dirname, "broken/base");

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "build-faults-test-"));
});
afterAll(() => rm(root, { recursive: true, force: true }));

function run(options: Partial<BuildOptions>, world: World = nodeWorld()) {
  return build(world, { study, workers: 0, channels: ["email"], ...options });
}

describe("before anything but the study's own file is read", () => {
  /** The real world, with a list of what was read of it. */
  function watched(): { world: World; read: string[] } {
    const [world, read] = [nodeWorld(), [] as string[]];
    const readText = (path: string) => {
      read.push(path);
      return world.readText(path);
    };
    return { world: { ...world, readText }, read };
  }

  test.each<[string, Partial<BuildOptions>, string]>([
    ["a browser that is not there", { channels: undefined, browser: { path: "/none" } }, "no-browser"],
    ["an --out that is a file", { out: join(study, "campaign.yaml") }, "cannot-write"],
  ])("%s ends the run", async (_, options, code) => {
    const { world, read } = watched();
    await expect(run({ out: join(root, "never"), ...options }, world)).rejects.toMatchObject({ problems: [{ code }] });
    expect(read.filter((path) => !/(campaign|trial)\.yaml$/.test(path))).toEqual([]);
    expect(await world.listFiles(join(root, "never"))).toEqual([]);
  });

  test("a browser is not asked for where nothing is to be printed, or a trial's arms may not print", async () => {
    const { world } = watched();
    const nobody = { only: ["NOBODY"], browser: { path: "/none" } };
    const unknown = { problems: [{ message: 'unknown recipient "NOBODY"' }] };
    await expect(run(nobody, world)).rejects.toMatchObject(unknown);
    await expect(run({ ...nobody, study: join(study, "trial"), channels: undefined }, world)).rejects.toMatchObject(
      unknown,
    );
  });
});

test("stale data make no cycle again that is there, unless it is named", async () => {
  const [stale, out] = [join(root, "stale"), join(root, "stale-out")];
  cpSync(study, stale, { recursive: true });
  const rows = (await readFile(join(stale, "observations.csv"), "utf8")).split("\n");
  await writeFile(join(stale, "observations.csv"), rows.filter((row) => !/2026-0[78]/.test(row)).join("\n"));
  const later = { ...nodeWorld(), today: () => "2026-10-06" };
  const options = { study: stale, out, only: ["ZX01"], workers: 0 };
  const first = await run(options, later);
  expect([first.cycle, first.warnings.map(({ code }) => code)]).toEqual(["2026-06", ["late-data"]]);
  const record = await readFile(join(first.folder, "run.json"), "utf8");
  await expect(run(options, later)).rejects.toMatchObject({ problems: [{ code: "stale-data" }] });
  expect(await readFile(join(first.folder, "run.json"), "utf8")).toBe(record);
  expect((await run({ ...options, cycle: "2026-06", resume: true }, later)).kept).toBe(1);
});

describe("in the middle", () => {
  const files = (folder: string) => ({ run: join(folder, "run.json"), journal: join(folder, "journal.jsonl") });
  const read = async (file: string) => JSON.parse(await readFile(file, "utf8"));
  const cycle = (out: string) => join(root, out, "inhalers/2026-08");
  /** The folder of the only run of the cycle. */
  const folder = async (out: string) => join(cycle(out), (await nodeWorld().foldersIn(cycle(out)))[0] ?? "none");

  test("a disk that fills up ends the run as failed, with a manifest of what was made, and it can be resumed", async () => {
    const out = join(root, "full");
    let journal = "";
    const fill = () => {
      const [name = ""] = readdirSync(cycle("full")).filter((each) => each.startsWith("2026"));
      journal = files(join(cycle("full"), name)).journal;
      rmSync(journal);
      symlinkSync("/dev/full", journal); // what is written next finds no space
    };
    const first = await run({ out, onDone: fill });
    expect(first.broken).toEqual([
      expect.objectContaining({
        code: "cannot-write",
        message: `cannot write "${journal}": no space left on the disk`,
      }),
    ]);
    expect(first.seal).toBeUndefined();
    const { run: record } = files(first.folder);
    expect(await read(record)).toMatchObject({ state: "failed", why: expect.stringContaining("no space left") });
    expect(first.made).toBeGreaterThan(0);
    const made = new Set((await readManifest(nodeWorld(), first.folder)).flatMap((e) => ("path" in e ? [e.code] : [])));
    expect(made.size).toBe(first.made);
    expect(await nodeWorld().listFiles(first.folder)).not.toContain(journal);

    const stop = AbortSignal.abort();
    const again = await run({ out, resume: true, signal: stop });
    expect([again.folder, again.kept, again.made, again.stopped]).toEqual([first.folder, first.made, 0, true]);
    expect(await read(record)).toMatchObject({ state: "stopped" });

    // the same plan, had it been made by another program
    const plan = await read(join(first.folder, "plan.json"));
    const other = { ...plan, key: "other", origin: { ...plan.origin, code: "other" } };
    await writeFile(join(first.folder, "plan.json"), JSON.stringify(other));
    const lines: string[] = [];
    const anew = await run({ out, resume: true, signal: stop }, { ...nodeWorld(), log: (line) => lines.push(line) });
    expect([anew.kept, anew.folder]).toEqual([0, `${first.folder}-2`]);
    expect(lines).toEqual(["nothing is kept of the earlier run of 2026-08: since then its program changed"]);
  });

  test("a disk on which reports cannot be written ends the run, and is no report's fault", async () => {
    const out = join(root, "no-room");
    const block = () => {
      const [name = ""] = readdirSync(cycle("no-room")).filter((each) => each.startsWith("2026"));
      const email = join(cycle("no-room"), name, "email");
      rmSync(email, { recursive: true });
      writeFileSync(email, "a file"); // no report has a place any more
    };
    const first = await run({ out, onDone: block, workers: 1 }); // what fails in a thread is told across it
    expect([first.made > 0, first.seal, first.failed.every(({ message }) => message.includes("not there"))]).toEqual([
      ...[true, undefined, true],
    ]);
    expect(first.broken).toMatchObject([{ code: "cannot-write" }]);
    rmSync(join(first.folder, "email"));
    const again = await run({ out, resume: true });
    expect([again.folder, again.failed, again.made + again.kept]).toEqual([first.folder, [], 12]);
    expect(again.seal).toBeDefined();
  });

  test("a folder that is removed ends the run, whatever was made", async () => {
    const out = join(root, "removed");
    const remove = () => rmSync(cycle("removed"), { recursive: true });
    const gone = await run({ out, onDone: once(remove), workers: 1 });
    expect(gone.broken).toMatchObject([
      { code: "cannot-write", message: expect.stringMatching(/journal\.jsonl": its folder is gone$/) },
    ]);
    expect([gone.seal, gone.artefacts]).toEqual([undefined, 0]);
    expect(gone.failed.map(({ message }) => message)).toContainEqual(
      expect.stringContaining("not there as it was made"),
    );
  });

  test("a bug ends it as failed too, and keeps its stack", async () => {
    const bug = new Error("a bug");
    const onDone = () => {
      throw bug;
    };
    await expect(run({ out: join(root, "bug"), onDone })).rejects.toBe(bug);
    const made = await folder("bug");
    expect(await read(files(made).run)).toMatchObject({ state: "failed", why: "a bug" });
    expect((await readManifest(nodeWorld(), made)).some((entry) => "path" in entry)).toBe(true);
  });
});

function once(act: () => void): () => void {
  let isDone = false;
  return () => {
    if (!isDone) act();
    isDone = true;
  };
}
