import { cpSync, readFileSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { nodeWorld } from "../../src/node.ts";
import { changedParts, isSameOrigin, type OriginOptions, originOf } from "../../src/output/origin.ts";

// A package of two files, a font package of one, a study of one: each is changed in turn.

const cycle = {
  id: "2026-08",
  issued: "2026-10-12",
  extracted: "2026-10-05",
  data: { from: "2024-09", to: "2026-08" },
};

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "origin-test-"));
  await put("engine/package.json", JSON.stringify({ version: "1.2.3", dependencies: { mjml: "5.4.1" } }));
  await put("engine/src/build.ts", "one");
  await put("engine/src/render/print.ts", "two");
  await put("engine/tests/build.test.ts", "of no account");
  await put("engine/node_modules/.package-lock.json", JSON.stringify({ packages: { mjml: "5.4.1" } }));
  await put("fonts/package.json", JSON.stringify({ version: "0.4.3" }));
  await put("fonts/400/Arimo.ttf", "letters");
  await put("fonts/README.md", "of no account");
  await put("study/campaign.yaml", "campaign");
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function put(name: string, text: string): Promise<void> {
  const file = join(folder, name);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
}

function origin(options: Partial<OriginOptions> = {}) {
  return originOf(nodeWorld(), {
    study: join(folder, "study"),
    files: [join(folder, "study/campaign.yaml")],
    templates: { "print/report.hbs": "a page" },
    cycle,
    browser: "HeadlessChrome/153",
    engineFolder: join(folder, "engine"),
    fontFolder: join(folder, "fonts"),
    ...options,
  });
}

describe("the key of a run", () => {
  test("is the same for the same, and says what it is made of", async () => {
    const [one, other] = [await origin(), await origin()];
    expect(other).toEqual(one);
    expect(one).toMatchObject({
      key: expect.stringMatching(/^[0-9a-f]{64}$/),
      engine: "1.2.3",
      node: process.version,
      browser: "HeadlessChrome/153",
      fonts: "Arimo 0.4.3",
    });
  });

  test.each([
    ["a file of the program", "engine/src/render/print.ts", ["its program"]],
    ["a new file of the program", "engine/src/render/other.ts", ["its program"]],
    ["a package that it is run with", "engine/node_modules/.package-lock.json", ["its program"]],
    ["a font file", "fonts/400/Arimo.ttf", ["the font files"]],
    ["an input", "study/campaign.yaml", ["campaign.yaml"]],
  ])("changes with %s", async (_, file, said) => {
    const before = await origin();
    await put(file, "changed");
    const now = await origin();
    expect(now.key).not.toBe(before.key);
    expect(changedParts(before, now)).toEqual(said);
    expect(isSameOrigin(before, now)).toBe(false);
  });

  test.each<[string, Partial<OriginOptions>, string[]]>([
    ["the browser's version", { browser: "HeadlessChrome/154" }, ["the browser"]],
    ["a template", { templates: { "print/report.hbs": "another page" } }, ["the templates"]],
    ["the cycle", { cycle: { ...cycle, issued: "2026-10-13" } }, ["the cycle"]],
  ])("changes with %s", async (_, options, said) => {
    const [before, now] = [await origin(), await origin(options)];
    expect(now.key).not.toBe(before.key);
    expect(changedParts(before, now)).toEqual(said);
    expect(isSameOrigin(before, now)).toBe(false);
  });

  test("changes with the version of the package, and of the fonts", async () => {
    const before = await origin();
    await put("engine/package.json", JSON.stringify({ version: "1.2.4" }));
    await put("fonts/package.json", JSON.stringify({ version: "0.4.4" }));
    const now = await origin();
    expect(changedParts(before, now)).toEqual(["the version of the engine", "its program", "the version of the fonts"]);
  });

  test("does not change with what no report is made from, nor with where the files are", async () => {
    const before = await origin();
    await put("engine/tests/build.test.ts", "changed");
    await put("fonts/README.md", "changed");
    cpSync(join(folder, "study"), join(folder, "moved"), { recursive: true });
    expect((await origin({ study: join(folder, "moved"), files: [join(folder, "moved/campaign.yaml")] })).key).toBe(
      before.key,
    );
  });

  test("names this package by its own version, and hashes what runs here", async () => {
    const { engine, fonts } = await originOf(nodeWorld(), {
      study: ".",
      files: [],
      templates: {},
      cycle,
      browser: undefined,
    });
    const versionIn = (file: string) =>
      JSON.parse(readFileSync(join(import.meta.dirname, "../..", file), "utf8")).version;
    expect(engine).toBe(versionIn("package.json"));
    expect(fonts).toBe(`Arimo ${versionIn("node_modules/@expo-google-fonts/arimo/package.json")}`);
  });
});

describe("two runs", () => {
  test("are of one origin where only one has printed", async () => {
    const [printed, mailed] = [await origin(), await origin({ browser: undefined })];
    for (const [one, other] of [
      [printed, mailed],
      [mailed, printed],
      [mailed, mailed],
    ] as const)
      expect(isSameOrigin(one, other)).toBe(true);
  });

  test("are not where anything else has changed too", async () => {
    const printed = await origin();
    await put("engine/src/build.ts", "changed");
    expect(isSameOrigin(printed, await origin({ browser: undefined }))).toBe(false);
  });
});
