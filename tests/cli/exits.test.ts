import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { type BuildOptions, build } from "../../src/build.ts";
import { exits } from "../../src/cli/exits.ts";
import { exitOfRun } from "../../src/cli/render.ts";
import { nodeWorld } from "../../src/node.ts";
import type { World } from "../../src/world.ts";
import { command } from "../command.ts";

// What a script can tell from how a command ends, and from what it prints; docs/pipeline.md has the table.

vi.setConfig({ testTimeout: 180_000 }); // a command reads the whole program, which is slow where many do

const base = join(import.meta.dirname, "../broken/base");
const main = join(import.meta.dirname, "../../src/cli/main.ts");

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "exits-test-"));
});
afterAll(() => rm(root, { recursive: true, force: true }));

/** The real world, but for a fault that is one report's own. */
const faulty: World = {
  ...nodeWorld(),
  write: (path, bytes) =>
    path.endsWith("ZX03.eml") ? Promise.reject(new Error("ZX03 has 2 words too many")) : nodeWorld().write(path, bytes),
};

function buildFaulty(out: string, options: Partial<BuildOptions> = {}) {
  return build(faulty, { ...faultyOptions(out), ...options });
}

function faultyOptions(out: string): BuildOptions {
  return { study: base, out: join(root, out), channels: ["email"], workers: 0 };
}

function render(out: string, of: string, ...options: string[]) {
  const args = ["render", of, "--out", join(root, out), "--channel", "email", "--workers", "0", "--json", ...options];
  return command(args, { cwd: root });
}

/** The last line of the log of a run. */
async function endIn(file: string): Promise<Record<string, unknown>> {
  return JSON.parse((await readFile(file, "utf8")).trimEnd().split("\n").at(-1)!);
}

test("0: all was made, and the run is sealed", async () => {
  const { code, stdout } = await render("made", base, "--only", "ZX01");
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ made: 1, seal: expect.any(String), slowest: { code: "ZX01" } });
});

test("1: some reports failed by themselves, and the log says in which stage and by what", async () => {
  const log = join(root, "render.jsonl");
  const run = await buildFaulty("failed", { log });
  expect(exitOfRun(run)).toBe(exits.failed);
  expect(run).toMatchObject({ made: 11, failed: [{ code: "ZX03", message: "ZX03 has 2 words too many" }] });
  expect(run).not.toHaveProperty("seal");
  const lines = (await readFile(log, "utf8"))
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
  expect(await readFile(join(run.folder, "log.jsonl"), "utf8")).toBe(await readFile(log, "utf8"));
  expect(lines.map(({ event }) => event)).toEqual(["begun", ...lines.slice(1, -1).map(({ event }) => event), "ended"]);
  expect(lines.filter(({ event }) => event === "failed")).toEqual([
    {
      at: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
      event: "failed",
      code: "ZX03",
      seconds: expect.objectContaining({ compose: expect.any(Number), store: expect.any(Number) }),
      failedIn: "store",
      cause: "store: … has … words too many",
    },
  ]);
  expect(lines.at(-1)).toMatchObject({ state: "finished", made: 11, failed: 1, seconds: { make: expect.any(Number) } });
  expect((await command(["verify", run.folder], { cwd: root })).stdout).toMatch(
    /not sealed: 1 of 12 reports.*\n44 artefacts, 0 at fault/,
  );

  // what it was to be made from is kept, until it is made
  const kept = join(run.folder, "quarantine/ZX03.inputs");
  const replayed = await command(["render", "--replay", kept, "--out", root], { cwd: root });
  expect(replayed).toMatchObject({ code: 0, stdout: `ZX03 is made, in ${join(root, "replayed")}\n` });
  const again = await buildFaulty("failed", { resume: true });
  expect([again.kept, existsSync(kept)]).toEqual([11, true]);
  const mended = await build(nodeWorld(), { ...faultyOptions("failed"), resume: true });
  expect([mended.made, mended.kept, mended.failed, existsSync(kept)]).toEqual([1, 11, [], false]);
  expect(mended.seal).toBeDefined();
  const path = "email/ZX03.eml";
  expect(await readFile(join(root, "replayed", path), "utf8")).toBe(await readFile(join(mended.folder, path), "utf8"));
  expect((await command(["render", "--replay", log, "--out", root], { cwd: root })).stderr).toContain(
    "does not hold the inputs of a report",
  );
});

test("2: the input or the command cannot be used, and nothing was made", async () => {
  const { code, stdout } = await render("unusable", base, "--only", "N1");
  expect([code, JSON.parse(stdout)]).toMatchObject([2, { exit: 2, problems: [{ code: "unknown-recipient" }] }]);
  expect(await nodeWorld().listFiles(join(root, "unusable"))).toEqual([]);
  expect((await render("unusable", base, "--budget", "101")).code).toBe(2);
});

test("3: this machine lacks something", async () => {
  const args = ["render", base, "--out", join(root, "none"), "--browser", "/none", "--json"];
  const { code, stdout } = await command(args, { cwd: root });
  expect([code, JSON.parse(stdout)]).toMatchObject([3, { exit: 3, problems: [{ code: "no-browser" }] }]);
  await symlink("campaign.yaml", join(root, "campaign.yaml")); // to itself: no permission of a test's user is in its way
  expect(await command(["check", root])).toMatchObject({
    code: 3,
    stdout: expect.stringContaining("lead in a circle"),
  });
});

test.skipIf(process.platform === "win32")("3: it lacks something in the middle of anything", async () => {
  const limited = `ulimit -n 50 && exec "$0" "$@"`; // files: all templates are opened at once
  const args = [
    "-c",
    limited,
    process.execPath,
    main,
    "render",
    base,
    "--out",
    join(root, "limited"),
    "--channel",
    "email",
    "--json",
  ];
  const child = spawn("sh", args, { cwd: root, stdio: ["ignore", "pipe", "pipe"] });
  const [out, err, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "exit")]);
  expect([code, JSON.parse(out)]).toMatchObject([
    3,
    { exit: 3, problems: [{ hint: expect.stringMatching("ulimit") }] },
  ]);
  expect(err).not.toMatch(/^ +at /m); // no stack
});

test.skipIf(process.platform === "win32")("4: somebody stopped it, by a signal", async () => {
  const args = [main, "render", base, "--out", join(root, "stopped"), "--channel", "email", "--workers", "0"];
  const child = spawn(process.execPath, args, { cwd: root, stdio: ["ignore", "ignore", "pipe"] });
  let said = "";
  child.stderr.on("data", (chunk: Buffer) => {
    said += chunk;
    if (said.includes("making 12 reports") && !child.killed) child.kill("SIGTERM");
  });
  expect(await once(child, "exit")).toEqual([4, null]);
  expect(said).toContain("stopping after the reports in hand");
});

test("5: more reports failed than are allowed, which stops the run and says by what", async () => {
  const log = join(root, "spent.jsonl");
  const run = await buildFaulty("spent", { budget: { share: 0.05, after: 3 }, log });
  expect(exitOfRun(run)).toBe(exits.budget);
  expect(run.spent).toMatch(/^1 of 3 reports failed, more than 5%: 1 by "store: … has … words too many"$/);
  expect([run.made, run.seal]).toEqual([2, undefined]);
  expect(await endIn(log)).toMatchObject({ state: "spent", why: run.spent });
});
