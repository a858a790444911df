import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, existsSync, readdirSync, statSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join, relative } from "node:path";
import { setTimeout } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { nodeWorld } from "../src/node.ts";
import { command } from "./command.ts";

// Runs of one cycle, through the command itself: what a person meets who makes again, makes a few, or makes twice at once.

vi.setConfig({ testTimeout: 300_000 }); // each command reads the whole program and opens a browser

const base = join(import.meta.dirname, "broken/base");
const world = nodeWorld();
const codes = ["ZX01", "ZX02", "ZX03"];
const edition = /\.[0-9a-f]{8}@/; // of a message

let root: string;
let study: string;
let out: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "build-runs-test-"));
  study = join(root, "study");
  out = join(root, "out");
  cpSync(base, study, { recursive: true });
});
afterAll(() => rm(root, { recursive: true, force: true }));

const main = join(import.meta.dirname, "../src/cli/main.ts");
const render = (...options: string[]) => ["render", study, "--out", out, "--workers", "0", "--json", ...options];

const feedback = (args: readonly string[]) => command(args, { cwd: root });

/** Hashes of all files of a run, without its log. */
async function filesOf(folder: string): Promise<Record<string, string>> {
  const paths = (await world.listFiles(folder)).filter((path) => !path.endsWith("log.jsonl"));
  return Object.fromEntries(
    await Promise.all(paths.map(async (path) => [relative(folder, path), await world.hash(path)])),
  );
}

async function messageIdIn(folder: string): Promise<string | undefined> {
  return /^Message-ID:\s+(\S+)/m.exec(await readFile(join(folder, "email/ZX01.eml"), "utf8"))?.[1];
}

/** A command in a group of its own, with its browser, that is held where it is once something is there. */
async function holdAt(isThere: () => boolean, args: readonly string[]): Promise<ChildProcess> {
  const child = spawn(process.execPath, [main, ...args], { cwd: root, detached: true, stdio: "ignore" });
  while (child.exitCode === null && child.signalCode === null && !isThere()) await setTimeout(5); // ms
  if (child.exitCode !== null) throw new Error("it ended before that");
  process.kill(-child.pid!, "SIGSTOP");
  return child;
}

async function kill(child: ChildProcess): Promise<void> {
  process.kill(-child.pid!, "SIGKILL");
  if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
}

describe("a sealed run", () => {
  const cycle = () => join(out, "inhalers/2026-08");
  const journalThere = () =>
    readdirSync(cycle()).some((name) => {
      const journal = join(cycle(), name, "journal.jsonl");
      return existsSync(journal) && statSync(journal).size > 0;
    });
  let sealed: string; // its folder
  let whole: Record<string, string>;

  test("is verified, and a file in its folder that no record lists is named", async () => {
    const { code, stdout } = await feedback(render("--only", ...codes));
    sealed = JSON.parse(stdout).folder;
    expect([code, JSON.parse(stdout)]).toMatchObject([0, { made: 3, artefacts: 15, leftOut: 9 }]);
    whole = await filesOf(sealed);
    expect(Object.keys(whole)).toHaveLength(5 * codes.length + 4);
    expect(await feedback(["verify", cycle()])).toMatchObject({ code: 0 }); // the only run of its cycle
    await writeFile(join(sealed, "print/ZX09.pdf"), "from elsewhere");
    expect(await feedback(["verify", sealed])).toMatchObject({
      code: 1,
      stdout: "print/ZX09.pdf: no record lists it\n15 artefacts, 1 at fault\n",
    });
    await rm(join(sealed, "print/ZX09.pdf"));
  });

  test("stays as it is beside one of its reports made again, with --resume from what it has made", async () => {
    const { code, stdout } = await feedback(render("--only", "ZX02", "--resume"));
    const run = JSON.parse(stdout);
    expect([code, run]).toMatchObject([0, { made: 0, kept: 1, artefacts: 5, seal: expect.any(String) }]);
    expect(await filesOf(sealed)).toEqual(whole);
    for (const [path, hash] of Object.entries(await filesOf(run.folder)))
      if (path.includes("ZX02")) expect(hash, path).toBe(whole[path]);
  });

  test("and beside a corrected report: nothing of it is lost, and the message is another edition", async () => {
    const block = join(study, "blocks/encouragement.yaml");
    await writeFile(block, (await readFile(block, "utf8")).replace("Practices near you", "Three practices near you"));
    const { code, stdout } = await feedback(render("--only", "ZX01", "--channel", "email"));
    const run = JSON.parse(stdout);
    expect([code, run]).toMatchObject([0, { made: 1, seal: expect.any(String) }]);
    expect(await filesOf(sealed)).toEqual(whole);
    const [now, before] = await Promise.all([run.folder, sealed].map(messageIdIn));
    expect(now).not.toBe(before);
    expect(now?.replace(edition, "@")).toBe(before?.replace(edition, "@"));
  });

  test("and beside one that is killed, which another of the same reports cannot begin, and --resume goes on with", async () => {
    const child = await holdAt(journalThere, render("--only", ...codes));
    const second = await feedback(render("--only", ...codes));
    expect([second.code, JSON.parse(second.stdout)]).toMatchObject([3, { exit: 3, problems: [{ code: "locked" }] }]);
    expect(second.stderr).toContain(
      `another run of these reports into "${cycle()}" is going on: process ${child.pid} on `,
    );
    await kill(child);
    expect(await filesOf(sealed)).toEqual(whole);

    const { code, stdout } = await feedback(render("--only", ...codes, "--resume"));
    const run = JSON.parse(stdout);
    expect([code, run.made + run.kept, run.seal]).toEqual([0, 3, expect.any(String)]);
    expect(run.kept).toBeGreaterThan(0);
    expect(await feedback(["verify", run.folder])).toMatchObject({ code: 0 });

    // the same bytes as by one that was not killed, elsewhere
    const elsewhere = await feedback([...render("--only", ...codes.toReversed()), "--out", join(root, "another")]);
    expect(await filesOf(JSON.parse(elsewhere.stdout).folder)).toEqual(await filesOf(run.folder));
  });

  test("is promoted by name, listed, and kept when others go", async () => {
    const partial = await feedback(["promote", sealed]);
    expect(partial).toMatchObject({ code: 2, stderr: expect.stringContaining("--only left out something of 9") });
    expect(await feedback(["promote", sealed, "--partial"])).toMatchObject({
      code: 0,
      stdout: `${basename(sealed)} is the current run of inhalers 2026-08\n`,
    });
    const listed = (await feedback(["runs", out])).stdout.split("\n");
    expect(listed.filter((line) => line.startsWith("* out") || line.startsWith(`*  ${sealed}`))).toHaveLength(1);
    expect(listed).toHaveLength(4 + 2);
    const pruned = await feedback(["prune", out]);
    expect(pruned.stdout).toMatch(/3 runs would be removed; --yes removes\n$/);
    expect(await feedback(["prune", out, "--yes"])).toMatchObject({ code: 0 });
    expect(readdirSync(cycle()).filter((name) => name.startsWith("2026"))).toEqual([basename(sealed)]);
    expect(await filesOf(sealed)).toEqual(whole);
  });
});

describe("a sealed run of which a file went", () => {
  const resumed = async () => {
    const { code, stdout } = await feedback(render("--only", ...codes, "--channel", "email", "--resume"));
    return { code, ...JSON.parse(stdout) };
  };

  test("is made again beside it from what is left, and again from whichever run has each report whole", async () => {
    await rm(out, { recursive: true, force: true });
    const first = await resumed();
    await rm(join(first.folder, "email/ZX02.html"));
    const left = await filesOf(first.folder);
    const second = await resumed();
    expect(second).toMatchObject({ code: 0, made: 1, kept: 2, seal: expect.any(String) });
    expect(await feedback(["verify", second.folder])).toMatchObject({ code: 0 });
    await rm(join(second.folder, "report/ZX03.json"));
    const third = await resumed();
    expect(third).toMatchObject({ code: 0, made: 0, kept: 3, seal: expect.any(String) });
    expect(await feedback(["verify", third.folder])).toMatchObject({ code: 0 });
    expect(await filesOf(first.folder)).toEqual(left);
  });
});
