import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, existsSync, statSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { setTimeout } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { nodeWorld } from "../src/node.ts";
import { command } from "./command.ts";

// Runs into one folder, through the command itself: what a person meets who makes again, makes a few, or makes twice at once.

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

/** Hashes of all files below the folder of all runs, without those that say what a run is. */
async function files(): Promise<Record<string, string>> {
  const paths = (await world.listFiles(out)).filter((path) => !path.endsWith("run.json"));
  return Object.fromEntries(
    await Promise.all(paths.map(async (path) => [relative(out, path), await world.hash(path)])),
  );
}

async function messageIdIn(folder: string): Promise<string | undefined> {
  return /^Message-ID:\s+(\S+)/m.exec(await readFile(join(folder, "email/ZX01.eml"), "utf8"))?.[1];
}

/** A command in a group of its own, with its browser, that is held where it is once something is there. */
async function holdAt(isThere: () => boolean, args: readonly string[]): Promise<ChildProcess> {
  const child = spawn(process.execPath, [main, ...args], { cwd: root, detached: true, stdio: "ignore" });
  while (child.exitCode === null && child.signalCode === null && !isThere()) await setTimeout(20); // ms
  if (child.exitCode !== null) throw new Error("it ended before that");
  process.kill(-child.pid!, "SIGSTOP");
  return child;
}

async function kill(child: ChildProcess): Promise<void> {
  process.kill(-child.pid!, "SIGKILL");
  if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
}

describe("a finished run", () => {
  const place = () => join(out, "inhalers/2026-08");
  const journal = () => join(out, "inhalers/.making/2026-08/journal.jsonl");
  let whole: Record<string, string>;

  test("is verified, and a file in its folder that no record lists is named", async () => {
    expect(await feedback(render("--only", ...codes))).toMatchObject({ code: 0 });
    whole = await files();
    expect(Object.keys(whole)).toHaveLength(5 * codes.length + 1);
    expect(await feedback(["verify", place()])).toMatchObject({ code: 0 });
    await writeFile(join(place(), "print/ZX09.pdf"), "from elsewhere");
    expect(await feedback(["verify", place()])).toMatchObject({
      code: 1,
      stdout: "print/ZX09.pdf: no record lists it\n15 artefacts, 1 at fault\n",
    });
    await rm(join(place(), "print/ZX09.pdf"));
  });

  test("stays whole beside one of its reports made again, to the byte", async () => {
    const { code, stdout } = await feedback(render("--only", "ZX02"));
    expect([code, JSON.parse(stdout)]).toMatchObject([0, { made: 1, artefacts: 15, isPublished: true }]);
    expect(await files()).toEqual(whole);
  });

  test("is not mixed with a corrected report, nor replaced by it: what changed is told, and what would mend it", async () => {
    const block = join(study, "blocks/encouragement.yaml");
    await writeFile(block, (await readFile(block, "utf8")).replace("Practices near you", "Three practices near you"));
    const { code, stdout, stderr } = await feedback(render("--only", "ZX01"));
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain(
      `error  the run in "${place()}" is of other inputs (since then study/blocks/encouragement.yaml changed), and --only would leave out files of 2 of its 3 reports`,
    );
    expect(stderr).toContain("hint: leave out --only to make all again");
    expect(await files()).toEqual(whole);
  });

  test("stays as it is where a run of other inputs is killed, which --resume goes on with", async () => {
    const child = await holdAt(() => existsSync(journal()) && statSync(journal()).size > 0, render("--only", ...codes));
    const second = await feedback(render("--only", ...codes));
    expect(second).toMatchObject({ code: 2, stdout: "" });
    expect(second.stderr).toContain(`another run into "${place()}" is going on: process ${child.pid} on `);
    await kill(child);
    const inPlace = Object.entries(await files()).filter(([path]) => path.startsWith("inhalers/2026-08/"));
    expect(Object.fromEntries(inPlace)).toEqual(whole);
    expect(await feedback(["verify", place()])).toMatchObject({ code: 0 });

    const { code, stdout } = await feedback(render("--only", ...codes, "--resume"));
    const run = JSON.parse(stdout);
    expect([code, run.made + run.kept, run.isPublished]).toEqual([0, 3, true]);
    expect(run.kept).toBeGreaterThan(0);
    expect(await feedback(["verify", place()])).toMatchObject({ code: 0 });
    expect(existsSync(join(out, "inhalers/.making/2026-08"))).toBe(false);
    const [now, before] = await Promise.all([place(), run.earlier].map(messageIdIn));
    expect(now).not.toBe(before);
    expect(now?.replace(edition, "@")).toBe(before?.replace(edition, "@"));
    const kept = Object.entries(await files()).filter(([path]) => path.startsWith("inhalers/earlier/"));
    expect(kept.map(([path, hash]) => [path.replace(/earlier\/[^/]+/, "2026-08"), hash])).toEqual(
      Object.entries(whole),
    );
  });

  test("was made with the same bytes by one that was killed and resumed as by one that was not", async () => {
    const before = await files();
    const elsewhere = join(root, "another");
    expect(
      await feedback([...render("--only", ...codes.toReversed()), "--workers", "2", "--out", elsewhere]),
    ).toMatchObject({ code: 0 });
    const paths = await world.listFiles(join(elsewhere, "inhalers/2026-08"));
    for (const path of paths.filter((each) => !each.endsWith("run.json")))
      expect(await world.hash(path), path).toBe(before[relative(elsewhere, path)]);
  });
});
