import { readdirSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { describe, expect, test } from "vitest";
import { circles, type Graph, importsOf, loadedBy } from "./imports.ts";

// A stage looks back, never ahead; some folders join stages; no import circles. Type imports count.

const source = join(import.meta.dirname, "../src");

const base = [
  "csv.ts",
  "font.ts",
  "package.ts",
  "problem.ts",
  "remembered.ts",
  "unseen.ts",
  "month.ts",
  "world.ts",
  "node.ts",
]; // below everything
const stages = ["input", "measure", "report", "render", "output"]; // in this order
const joiners = [
  "import",
  "lint",
  "trial",
  "batch",
  "machines",
  "preview",
  "send",
  "print-run",
  "share",
  "cli",
  "build.ts",
  "index.ts",
]; // may import stages

/** The folders within a part, in this order; "." is the files of the part itself. */
const within: Readonly<Record<string, readonly string[]>> = {
  input: ["files", "library", "campaign", "data", "trial", "send", "."],
  trial: [
    ".",
    "frozen",
    "differences",
    "integrity",
    "contamination",
    "compare",
    "pages",
    "pack",
    "feasibility",
    "validation",
  ],
};

describe("src", () => {
  const graph = readGraph();

  test("is read whole: every file, and imports that exist", () => {
    expect(graph.size).toBeGreaterThan(60);
    const imported = [...graph.values()].flat();
    expect(imported.length).toBeGreaterThan(200);
    expect(imported.filter((file) => !graph.has(file) && !file.endsWith(".mjs"))).toEqual([]);
  });

  test("has no file outside the known folders", () => {
    expect([...graph.keys()].filter((file) => ![...base, ...stages, ...joiners].includes(partOf(file)))).toEqual([]);
  });

  test("imports only backwards", () => {
    expect(wrongWays(graph)).toEqual([]);
  });

  test("has no import circles", () => {
    expect(circles(graph)).toEqual([]);
  });
});

describe("the check itself", () => {
  test.each([
    ["a stage looks ahead", "input/load.ts", "measure/measure.ts"],
    ["a stage imports a joiner", "render/print.ts", "build.ts"],
    ["a stage imports a joining folder", "output/store.ts", "batch/pool.ts"],
    ["the base imports a stage", "problem.ts", "input/yaml.ts"],
    ["a joiner imports the command line", "preview/server.ts", "cli/problems.ts"],
    ["the pipeline imports the command line", "build.ts", "cli/problems.ts"],
    ["lint imports trial", "lint/privacy.ts", "trial/record.ts"],
    ["a folder of the input imports a later one", "input/library/words.ts", "input/campaign/campaign.ts"],
    ["a folder of the input imports what joins them", "input/data/levels.ts", "input/load.ts"],
    ["comparison imports the pack", "trial/compare/compare.ts", "trial/pack/facts.ts"],
  ])("finds that %s", (_, from, to) => {
    expect(wrongWays(new Map([[from, [to]]]))).toEqual([`${from} imports ${to}`]);
  });

  test.each([
    ["input/load.ts", "problem.ts"],
    ["input/load.ts", "input/yaml.ts"],
    ["render/print.ts", "report/report.ts"],
    ["output/store.ts", "input/campaign.ts"],
    ["build.ts", "output/store.ts"],
    ["batch/worker.ts", "build.ts"],
    ["cli/render.ts", "build.ts"],
    ["cli/pack.ts", "trial/pack/pack.ts"],
    ["input/load.ts", "input/data/levels.ts"],
    ["trial/pack/facts.ts", "trial/record.ts"],
  ])("lets %s import %s", (from, to) => {
    expect(wrongWays(new Map([[from, [to]]]))).toEqual([]);
  });

  test("finds circles, each once, and none where there is none", () => {
    const circle = new Map([
      ["a.ts", ["b.ts", "d.ts"]],
      ["b.ts", ["c.ts"]],
      ["c.ts", ["b.ts", "d.ts"]],
      ["d.ts", []],
      ["e.ts", ["e.ts"]],
    ]);
    expect(circles(circle)).toEqual(["b.ts → c.ts → b.ts", "e.ts → e.ts"]);
    expect(circles(new Map([...circle].filter(([file]) => file === "a.ts" || file === "d.ts")))).toEqual([]);
  });

  test("reads every way to import", () => {
    const text = `
      import "./a.ts";
      import b from "./b.ts";
      import type { C } from "../input/c.ts";
      import { type D,
        e,
      } from "./d.ts";
      export { f } from "./f.ts";
      export * from "./g.ts";
      const h = await import("./h.ts");
      type I = import("./i.ts").I;
      import fs from "node:fs";
      // import "./comment.ts" counts for nothing
      const words = 'taken from "./words.ts"';
    `;
    expect(importsOf("render/x.ts", text)).toEqual(
      ["render/a", "render/b", "input/c", "render/d", "render/f", "render/g", "render/h", "render/i"].map(
        (name) => `${name}.ts`,
      ),
    );
  });
});

describe("a command", () => {
  test.each([
    [
      "check",
      ["output/artefact.ts", "trial/integrity/integrity.ts", "nodemailer/lib/mime-node", "qrcode", "htmlparser2"],
    ],
    ["program", ["input/load.ts", "zod", "yaml", "canvas"]],
  ])("%s loads at its start nothing that most who call it do not need", (command, unneeded) => {
    const loaded = loadedFrom(`cli/${command}.ts`);
    expect(loaded.size).toBeGreaterThan(5);
    expect(unneeded.filter((each) => loaded.has(each))).toEqual([]);
  });

  test("that draws does load it", () => {
    const loaded = loadedFrom("batch/here.ts");
    expect(["output/artefact.ts", "nodemailer/lib/mime-node", "zod"].filter((each) => !loaded.has(each))).toEqual([]);
  });
});

/** Every file of the source, and every package, that a file loads at once, itself or by way of others. */
function loadedFrom(file: string): ReadonlySet<string> {
  const loaded = new Set([file]);
  for (const each of loaded) {
    if (!each.endsWith(".ts")) continue;
    for (const path of loadedBy(readFileSync(join(source, each), "utf8")))
      loaded.add(path.startsWith(".") ? posix.join(each, "..", path) : path);
  }
  return loaded;
}

function readGraph(): Graph {
  const files = readdirSync(source, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".ts"));
  return new Map(
    files.sort().map((name) => [name.replaceAll("\\", "/"), importsOf(name, readFileSync(join(source, name), "utf8"))]),
  );
}

/** "input/yaml.ts" → "input"; "build.ts" stays. */
function partOf(file: string): string {
  return file.split("/")[0] ?? file;
}

function wrongWays(graph: Graph): string[] {
  return [...graph].flatMap(([from, imported]) =>
    imported
      .filter((to) => !mayImport(partOf(from), partOf(to)) || isAhead(from, to))
      .map((to) => `${from} imports ${to}`),
  );
}

/** Whether a file imports from a later folder of its own part. */
function isAhead(from: string, to: string): boolean {
  const folders = within[partOf(from)];
  if (!folders || partOf(from) !== partOf(to)) return false;
  return folders.indexOf(folderOf(to)) > folders.indexOf(folderOf(from));
}

/** "input/data/levels.ts" → "data"; "input/load.ts" → "." */
function folderOf(file: string): string {
  const [, folder = "", ...rest] = file.split("/");
  return rest.length === 0 ? "." : folder;
}

function mayImport(from: string, to: string): boolean {
  if (from === "lint" && to === "trial") return false; // what a trial is held to is printed by lint, and looked at in trial
  if (from === to || base.includes(to)) return from === to || !base.includes(from) || from === "node.ts";
  if (base.includes(from) || to === "cli") return false;
  if (joiners.includes(from)) return true;
  return stages.includes(to) && stages.indexOf(to) < stages.indexOf(from);
}
