import { cpSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Run } from "../../src/batch/outcome.ts";
import { type BuildOptions, build, prepare } from "../../src/build.ts";
import { type Bundle, openBundle, withId } from "../../src/machines/bundle.ts";
import { writeBundle } from "../../src/machines/write-bundle.ts";
import { nodeWorld } from "../../src/node.ts";
import { command } from "../command.ts";

// A bundle makes the run that its study makes, where nothing else of the study is; and nothing but that.

const world = nodeWorld();

let root: string;
let study: string;
let bundle: string;
let whole: Run; // from the study itself, by email
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "bundle-test-"));
  study = join(root, "home/study");
  bundle = join(root, "bundle");
  cpSync(join(import.meta.dirname, "../broken/base"), study, { recursive: true });
  await writeFile(join(study, "blocks/nobody-uses-it.yaml"), "block: nobody-uses-it\n");
  await writeBundle(world, { study }, bundle);
  whole = await make("whole", { study });
  await rm(join(root, "home"), { recursive: true });
});
afterAll(() => rm(root, { recursive: true, force: true }));

function make(out: string, options: Partial<BuildOptions> & Pick<BuildOptions, "study">): Promise<Run> {
  return build(world, { out: join(root, out), channels: ["email"], workers: 0, ...options });
}

async function filesOf(folder: string): Promise<Record<string, string>> {
  const paths = (await world.listFiles(folder)).filter((path) => !path.endsWith("log.jsonl"));
  return Object.fromEntries(
    await Promise.all(paths.map(async (path) => [relative(folder, path), await world.hash(path)] as const)),
  );
}

/** The bundle with something done to it, in a folder of its own. */
async function bent(name: string, bend: (folder: string) => Promise<unknown>): Promise<string> {
  const folder = join(root, name);
  cpSync(bundle, folder, { recursive: true });
  await bend(folder);
  return folder;
}

/** What is said of a bundle that nothing is made of. */
async function refused(folder: string, ...options: string[]): Promise<string[]> {
  const args = ["render", "--bundle", folder, "--out", join(root, "none"), "--json", ...options];
  const { code, stdout } = await command(args);
  expect(code).toBe(2);
  expect(await world.listFiles(join(root, "none"))).toEqual([]);
  const { problems } = JSON.parse(stdout) as { problems: { code: string; message: string }[] };
  return problems.map((problem) => `${problem.code}: ${problem.message.replace(`${folder}/`, "")}`);
}

describe("a run from a bundle", () => {
  test("is that from its study to the byte, seal included; by shards and a merge too, without the study", async () => {
    const shard = (i: number) => [
      ...["render", "--bundle", bundle, "--out", join(root, "shards")],
      ...["--shard", `${i}/2`, "--channel", "email", "--workers", "0", "--json"],
    ];
    const shards: Run[] = [];
    for (const i of [1, 2]) shards.push(JSON.parse((await command(shard(i))).stdout));
    expect(shards.map(({ made }) => made)).toEqual([6, 6]);
    await using opened = await openBundle(world, bundle);
    const merged = await build(world, {
      ...opened.options,
      from: shards.map(({ folder }) => folder),
      out: join(root, "merged"),
      channels: ["email"],
    });
    expect(merged).toMatchObject({ made: 0, kept: 12, seal: whole.seal });
    expect(await filesOf(merged.folder)).toEqual(await filesOf(whole.folder));
    const { code, stdout } = await command([
      ...["merge", ...shards.map(({ folder }) => folder)],
      ...["--bundle", bundle, "--out", join(root, "by-command"), "--json"],
    ]);
    expect([code, JSON.parse(stdout).problems[0].code]).toEqual([2, "missing-part"]); // nobody has made the pages on paper
  });

  test("holds what the study uses, and nothing that it does not", async () => {
    const { files, at, source } = JSON.parse(await readFile(join(bundle, "bundle.json"), "utf8")) as Bundle;
    expect(Object.keys(files).filter((path) => /blocks/.test(path)).length).toBeGreaterThan(5);
    expect(Object.keys(files)).not.toContain("files/blocks/nobody-uses-it.yaml");
    expect(at).toEqual({ study: "" });
    expect(source).toEqual({ study });
  });

  test("of a trial has its list, with data and list from elsewhere, in a file that is the same each time", async () => {
    cpSync(join(import.meta.dirname, "../broken/base"), study, { recursive: true });
    for (const name of ["data.yaml", "observations.csv", "organisations.csv", "trial/allocation.csv"]) {
      await mkdir(join(root, "extract"), { recursive: true });
      cpSync(join(study, name), join(root, "extract", name.replace("trial/", "")));
      await rm(join(study, name));
    }
    const file = join(study, "trial/trial.yaml");
    await writeFile(file, (await readFile(file, "utf8")).replace("[email] }", "[print] }")); // the email lacks what arms differ in
    const given = { data: join(root, "extract/data.yaml"), allocation: join(root, "extract/allocation.csv") };
    const options = { study: join(study, "trial"), ...given };
    const { plan, tasks } = await prepare(world, { ...options, out: root });
    const tars = [join(root, "one.tar"), join(root, "two.tar")] as const;
    for (const tar of tars) await writeBundle(world, options, tar);
    expect(await world.hash(tars[0])).toBe(await world.hash(tars[1]));
    await rm(join(root, "extract"), { recursive: true });
    await rm(study, { recursive: true });
    await using opened = await openBundle(world, tars[0]);
    const again = await prepare(world, { ...opened.options, out: root });
    expect(again.plan).toEqual(plan);
    expect(again.tasks).toEqual(tasks);
  });
});

describe("refused is", () => {
  test("a bundle with files that have changed, are missing or were added", async () => {
    const folder = await bent("changed", async (at) => {
      await writeFile(join(at, "files/observations.csv"), "code\n");
      await rm(join(at, "templates/theme/theme.yaml"));
      await writeFile(join(at, "files/blocks/more.yaml"), "block: more\n");
    });
    expect(await refused(folder)).toEqual([
      'bundle-at-fault: "files/observations.csv": its bytes have changed since it was planned',
      'bundle-at-fault: "templates/theme/theme.yaml": it is not there',
      'bundle-at-fault: "files/blocks/more.yaml": it was added since it was planned',
    ]);
  });

  test("one whose own account has changed, or that is none", async () => {
    const edited = await bent("edited", (at) =>
      edit(at, (text) => text.replace('"cycle": "2026-08"', '"cycle": "2026-06"')),
    );
    expect(await refused(edited)).toEqual(['bundle-at-fault: "bundle.json": it is not what was planned']);
    const torn = await bent("torn", (at) => edit(at, (text) => text.slice(0, 100)));
    expect(await refused(torn)).toEqual([`no-bundle: "${torn}" is no bundle`]);
    await writeFile(join(root, "no.tar"), "no tar file");
    expect(await refused(join(root, "no.tar"))).toEqual([`no-bundle: "${join(root, "no.tar")}" is no bundle`]);
  });

  test("a machine with another program, Node, other fonts or templates, all at once, and one with another browser", async () => {
    const other = (change: Partial<Bundle["origin"]>) => (at: string) =>
      edit(at, (text) => {
        const { id: _, format: _format, ...rest } = JSON.parse(text) as Bundle;
        return JSON.stringify(withId({ ...rest, origin: { ...rest.origin, ...change } }));
      });
    const { origin } = JSON.parse(await readFile(join(bundle, "bundle.json"), "utf8")) as Bundle;
    const templates = { ...origin.templates, "print/report.hbs": "0" };
    const makers = { engine: "0.0.1", code: "c".repeat(64), node: "v1.2.3", letters: "f".repeat(64), templates };
    const others = await bent("others", async (at) => {
      await other(makers)(at);
      await writeFile(join(at, "files/more"), "");
    });
    expect(await refused(others)).toEqual([
      'bundle-at-fault: "files/more": it was added since it was planned',
      expect.stringMatching(
        /^other-makers: not what was planned with: the version of the engine: \S+ here, 0.0.1 planned$/,
      ),
      expect.stringMatching(/: its program: [0-9a-f]{12} here, c{12} planned$/),
      `other-makers: not what was planned with: the version of Node: ${process.version} here, v1.2.3 planned`,
      expect.stringMatching(/: the font files: [0-9a-f]{12} here, f{12} planned$/),
      "other-makers: not what was planned with: the template print/report.hbs",
    ]);
    const browser = await bent("other-browser", other({ browser: "HeadlessChrome/1" }));
    expect(await refused(browser)).toEqual([
      expect.stringMatching(/: the browser: HeadlessChrome\/\S+ here, HeadlessChrome\/1 planned$/),
    ]);
  });

  test("a study, data or a cycle beside it", async () => {
    const told = "bundle-has-all: --bundle leaves no room for";
    expect(await refused(bundle, "--cycle", "2026-06")).toEqual([`${told} --cycle: the bundle has its own`]);
    const { code, stderr } = await command(["render", "anywhere", "--bundle", bundle]);
    expect([code, stderr]).toEqual([2, expect.stringContaining('--bundle leaves no room for "anywhere"')]);
  });

  test("to plan into a folder where something is", async () => {
    const { code, stderr } = await command(["plan", study, "--out", bundle]);
    expect([code, stderr]).toEqual([3, expect.stringContaining(`"${bundle}" is there already`)]);
  });
});

async function edit(folder: string, change: (text: string) => string): Promise<void> {
  const path = join(folder, "bundle.json");
  await writeFile(path, change(await readFile(path, "utf8")));
}
