import { cpSync } from "node:fs";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { make } from "../../src/batch/make.ts";
import { build, othersIn } from "../../src/build.ts";
import { verify } from "../../src/cli/verify.ts";
import type { Channel } from "../../src/input/campaign/campaign.ts";
import { loadStudy } from "../../src/input/study.ts";
import { nodeWorld } from "../../src/node.ts";
import { openPress } from "../../src/output/artefact.ts";
import { packagedTemplates } from "../../src/render/templates.ts";
import { planStudy } from "../../src/report/plan.ts";
import { measureStudy } from "../../src/report/subjects.ts";

/*
 * A small campaign, from files to files in a real browser, in directories of every kind: each makes all its reports, and a leak
 * that is planted in the words of the campaign fails them.
 */
const base = join(import.meta.dirname, "../broken/base");
const codes = Array.from({ length: 12 }, (_, i) => `ZX${String(i + 1).padStart(2, "0")}`);

const world = nodeWorld();
const templates = await packagedTemplates();

let root: string;
let presses: Awaited<ReturnType<typeof openPress>>;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "directories-test-"));
  presses = await openPress(templates, ["print", "email"]);
});
afterAll(async () => {
  await presses[Symbol.asyncDispose]();
  await rm(root, { recursive: true, force: true });
});

const numbers = ["1", "14", "92", "12", "2026", "3", "5", "10", "2024", "960112", "30", "4"];

test("every report is made, and the run is verified, where codes are numbers", { timeout: 180_000 }, async () => {
  const study = await overlay(named(numbers));
  const run = await build(world, { study, out: join(study, "out"), only: ["1", "14"], workers: 0 });
  expect([run.failed, run.made, run.warnings]).toEqual([[], 2, []]);
  expect(await verify(run.folder)).toBe(0);
});

describe("every report is made where codes are", () => {
  test.each<[string, readonly string[]]>([
    ["numbers", numbers],
    ["words and postcode districts", ["OR", "QX1", "PCN", "A", "IN", "NHS", "GP", "HIGH", "FIR", "IVY", "1AA", "2AA"]],
    ["letters and digits with hyphens", codes.map((code) => `AB-${code}-7`)],
  ])("%s", async (_, wanted) => {
    expect(await madeOf(await overlay(named(wanted)), [wanted[0]!])).toEqual([5]);
  });

  test("of practices whose names have double spaces, open accents or signs of markup", async () => {
    const folder = await overlay(
      (text) =>
        text
          .replace("ALDER SURGERY", "CAFE\u0301  ROAD\u00ad SURGERY ")
          .replace("BIRCH SURGERY", 'THE ""OLD"" <NORTH> &amp; = `1` SURGERY'),
      // a cell with quotation marks is quoted
    );
    await edit(join(folder, "organisations.csv"), (text) => text.replace(/,(THE ""OLD""[^,]*),/, ',"$1",'));
    expect(await madeOf(folder, ["ZX01", "ZX02"])).toEqual([5, 5]);
    expect(await readFile(join(folder, "out/email/ZX01.txt"), "utf8")).toContain("Café Road Surgery");
  });

  test("but of one whose name has letters that the font lacks, which is told before", async () => {
    const folder = await overlay((text) => text.replace("BIRCH SURGERY", "BIRCH 健康"));
    const letters = '"健" (U+5065) and "康" (U+5EB7)';
    expect(await madeOf(folder, ["ZX01", "ZX02"])).toEqual([
      5,
      `print/ZX02.pdf: read back: it holds letters that the font does not have: ${letters} in "Birch 健康"`,
    ]);
    expect((await loadStudy(world, folder)).warnings.map(({ message }) => message)).toEqual([
      `"BIRCH 健康" of ZX02 cannot be printed: the font has no letter ${letters}`,
    ]);
  });
});

describe("a leak in the words of the campaign", () => {
  const ordinals = named(codes.map((_, i) => String(i + 1)));
  test.each<[string, string, (text: string) => string, string]>([
    [
      "a name with its code",
      "Three or more, as at Cedar Surgery (ZX03).",
      (text) => text,
      'names ZX03 beside "CEDAR SURGERY"',
    ],
    ["a name with its number", "Three or more, as at Cedar Surgery (3).", ordinals, 'names 3 beside "CEDAR SURGERY"'],
    ["an email address", "Write to cedar@practices.example.", withEmails, "holds the email address of ZX03"],
  ])("is found: %s", async (_, words, change, reason) => {
    const folder = await overlay(change);
    await edit(join(folder, "blocks/why.yaml"), (text) => text.replace(/Three or more.*/, words));
    const [code] = change("ZX01").split(",");
    expect(await madeOf(folder, [code!], ["email"])).toEqual([`report/${code}.json: read back: it ${reason}`]);
  });

  test("a code alone is doubtful", async () => {
    const folder = await overlay((text) => text);
    await edit(join(folder, "blocks/why.yaml"), (text) => text.replace("Three or more", "As at ZX03, three or more"));
    expect(othersIn(await loadStudy(world, folder), templates).doubtful).toEqual(["ZX03"]);
  });
});

test("too few peers, and no wider level: the report says so, and names its period", async () => {
  const folder = await overlay((text) => text);
  await edit(join(folder, "campaign.yaml"), (text) =>
    text.replace("minimum: 10", "minimum: 30").replace(/ {2}- (trend|table):\n(?: {4,}.*\n)+/g, ""),
  );
  expect(await madeOf(folder, ["ZX01"])).toEqual([5]);
});

/** Every cell of data gets an address by the first word of its practice's name. */
function withEmails(text: string): string {
  if (!text.startsWith("code,name")) return text.replace("postcode: postcode,", "postcode: postcode, email: email,");
  return text
    .trim()
    .split("\n")
    .map(
      (line, i) =>
        `${line},${i === 0 ? "email" : `${line.split(",")[1]!.split(" ")[0]!.toLowerCase()}@practices.example`}`,
    )
    .join("\n");
}

/** The sound campaign with its tables and its data file changed. */
async function overlay(change: (text: string) => string): Promise<string> {
  const folder = await mkdtemp(join(root, "study-"));
  cpSync(base, folder, { recursive: true });
  for (const name of await readdir(folder))
    if (/\.csv$|^data\.yaml$/.test(name)) await edit(join(folder, name), change);
  return folder;
}

async function edit(file: string, change: (text: string) => string): Promise<void> {
  await writeFile(file, change(await readFile(file, "utf8")));
}

/** The data with codes of another kind. */
function named(wanted: readonly string[]): (text: string) => string {
  return (text) => codes.reduce((all, code, i) => all.replaceAll(code, wanted[i]!), text);
}

/** Makes these reports as a worker does: how many artefacts there are of each, or why there are none. */
async function madeOf(folder: string, wanted: readonly string[], channels?: readonly Channel[]) {
  const study = await loadStudy(world, folder);
  const { materials, tasks } = measureStudy(study, planStudy(study, undefined));
  const guard = { hidden: [], others: othersIn(study, templates) };
  const made = wanted.map(async (code) => {
    const task = tasks.find(({ organisation }) => organisation.code === code)!;
    const own = channels ? { ...task, channels } : task;
    const { entries } = await make(own, { materials, folder: join(folder, "out"), guard, presses, world });
    return entries.flatMap((entry) => ("failed" in entry ? [entry.failed] : []))[0] ?? entries.length;
  });
  return Promise.all(made);
}
