import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, test, vi } from "vitest";
import { type CreateOptions, create } from "../src/cli/new.ts";
import { findCycle } from "../src/input/cycles.ts";
import { load } from "../src/input/load.ts";
import { loadStudy } from "../src/input/study.ts";
import { findCoverage } from "../src/lint/coverage.ts";
import { measure } from "../src/measure/measure.ts";
import { nodeWorld } from "../src/node.ts";
import { isInputError } from "../src/problem.ts";
import { compose } from "../src/report/compose.ts";
import { toMaterial } from "../src/report/material.ts";
import { plan } from "../src/report/plan.ts";
import { smallFixtures } from "./trial/small.ts";

const root = join(import.meta.dirname, "..");
const scratch = mkdtempSync(join(tmpdir(), "new-test-"));
afterAll(() => rmSync(scratch, { recursive: true }));

let folder: string; // a copy of the opioid campaign's content, with the fixtures beside it
beforeEach(() => {
  const home = mkdtempSync(join(scratch, "home-"));
  folder = join(home, "content");
  const parts = ["campaigns/opioids", "blocks/opioids", "actions/opioids", "voice", "taxonomies"];
  for (const part of parts) cpSync(join(root, "content", part), join(folder, part), { recursive: true });
  for (const name of ["opioids-high-dose", "opioids-high-dose-share", "opioids-total"])
    cpSync(join(root, `content/indicators/${name}.yaml`), join(folder, `indicators/${name}.yaml`));
  for (const part of ["organisations.csv", "observations/opioids.csv", "observations/opioids-by-deprivation.parquet"])
    cpSync(join(smallFixtures, part), join(home, "fixtures", part));
  vi.spyOn(process.stdout, "write").mockImplementation(() => true);
  return () => vi.restoreAllMocks();
});

describe("a campaign", () => {
  test("has nothing that check complains of, on the fixtures", async () => {
    expect(await create("campaign", "safer-lithium", { folder })).toBe(0);
    const inputs = await load(nodeWorld(), join(folder, "campaigns/safer-lithium"));
    expect(inputs.warnings).toEqual([]);
  });

  test("and a block that is begun after it are among the names that an editor offers", async () => {
    await create("campaign", "safer-lithium", { folder });
    await create("block", "safer-lithium/why-kidneys", { folder });
    const names = JSON.parse(readFileSync(join(folder, "schemas/names.schema.json"), "utf8")).definitions;
    expect(names.indicator.anyOf[0].enum).toContain("safer-lithium");
    expect(names.block.anyOf[0].enum).toContain("safer-lithium-why-kidneys");
  });

  test("on data that are not said to be fictional, names each placeholder once where it was written, so not in the voice", async () => {
    await create("campaign", "safer-lithium", { folder });
    const campaign = join(folder, "campaigns/safer-lithium");
    const data = join(campaign, "data.yaml");
    writeFileSync(data, readFileSync(data, "utf8").replace(/^fictional: true.*\n/m, ""));
    const error = await load(nodeWorld(), campaign).catch((thrown: unknown) => thrown);
    const problems = isInputError(error) ? error.problems : [];
    expect(problems.every(({ code, severity }) => code === "placeholder" && severity === "error")).toBe(true);
    const files = problems.map(({ place }) => place?.file.replace(`${folder}/`, ""));
    expect(
      Object.fromEntries([...new Set(files)].map((file) => [file, files.filter((own) => own === file).length])),
    ).toEqual({
      "blocks/safer-lithium/words.yaml": 4, // the reason, which the voice says in many steps, among them
      "campaigns/safer-lithium/campaign.yaml": 11,
      "campaigns/safer-lithium/data.yaml": 2,
      "indicators/safer-lithium.yaml": 2,
    });
  });

  test("that is a copy under another folder's name is told to take that name, so that runs stay apart", async () => {
    const copy = join(folder, "campaigns/painkillers");
    cpSync(join(folder, "campaigns/opioids"), copy, { recursive: true });
    const error = await load(nodeWorld(), copy).catch((thrown: unknown) => thrown);
    expect(
      isInputError(error) && error.problems.map(({ message, place, hint }) => [message, place?.line, hint]),
    ).toEqual([
      ['campaign "opioids" is in the folder "painkillers"', 4, "write campaign: painkillers, or rename the folder"],
    ]);
  });

  test("makes a report with every section for every practice", async () => {
    await create("campaign", "safer-lithium", { folder });
    const inputs = await load(nodeWorld(), join(folder, "campaigns/safer-lithium"));
    const cycle = findCycle(inputs);
    const { jobs } = plan(inputs, cycle);
    const codes = jobs.map(({ organisation }) => organisation.code);
    const standings = measure(inputs, cycle, codes);
    const material = toMaterial(inputs, cycle, standings);
    const kinds = jobs.map((job) => {
      const { sections } = compose(material, { ...job, standings: standings.of[job.organisation.code] ?? [] });
      return sections.map(({ kind }) => kind);
    });
    expect(kinds.length).toBeGreaterThan(30);
    for (const own of kinds)
      expect(own).toEqual(expect.arrayContaining(["headline", "comparison", "first-step", "table"]));
    for (const { without, holes } of findCoverage(inputs, cycle).slots) expect([without, holes]).toEqual([[], []]);
  });

  test.each([
    ["like another", { like: "opioids" }, "opioids-high-dose"],
    ["for an indicator", { for: ["opioids-total"] }, "opioids-total"],
    ["like another for one of its indicators", { like: "opioids", for: ["opioids-total"] }, "opioids-total"],
  ])("%s has at most 120 lines of its own, and says something to everybody", async (_, options, headline) => {
    await create("campaign", "pain", { folder, ...options });
    const own = ["campaigns/pain/campaign.yaml", "blocks/pain/words.yaml", "actions/pain/actions.yaml"];
    const lines = own.flatMap((file) => readFileSync(join(folder, file), "utf8").trimEnd().split("\n"));
    expect(lines.length).toBeLessThanOrEqual(120);
    const inputs = await load(nodeWorld(), join(folder, "campaigns/pain"));
    expect(inputs.campaign.headline).toBe(headline);
    expect(inputs.warnings).toEqual([]);
    const cycle = findCycle(inputs);
    const { jobs } = plan(inputs, cycle);
    const standings = measure(
      inputs,
      cycle,
      jobs.map(({ organisation }) => organisation.code),
    );
    const material = toMaterial(inputs, cycle, standings);
    const said = jobs.map((job) => compose(material, { ...job, standings: standings.of[job.organisation.code] ?? [] }));
    expect(said.length).toBeGreaterThan(30);
    for (const { choices } of said)
      expect(choices.filter(({ section, chosen }) => section === "headline" && chosen === undefined)).toEqual([]);
    for (const { without, holes } of findCoverage(inputs, cycle).slots) expect([without, holes]).toEqual([[], []]);
  });

  test("uses an indicator of its name that is there already", async () => {
    await create("indicator", "safer-lithium", { folder });
    const file = join(folder, "indicators/safer-lithium.yaml");
    const before = readFileSync(file, "utf8");
    await create("campaign", "safer-lithium", { folder });
    expect(readFileSync(file, "utf8")).toBe(before);
    expect((await load(nodeWorld(), join(folder, "campaigns/safer-lithium"))).warnings).toEqual([]);
  });
});

test("a trial that can be looked at before its list has come", async () => {
  await create("trial", "paper-or-not", { folder });
  const study = await loadStudy(nodeWorld(), join(folder, "trials/paper-or-not"));
  expect([...(study.trial?.arms.keys() ?? [])]).toEqual(["K1", "K7"]);
  expect(study.warnings.map(({ code }) => code)).toEqual(["no-allocation-yet"]);
});

test("a first campaign in an empty folder brings all that it is checked by, and data to look at", async () => {
  const home = join(scratch, "empty");
  const empty = join(home, "content");
  await create("campaign", "lithium", { folder: empty });
  expect((await load(nodeWorld(), join(empty, "campaigns/lithium"))).warnings).toEqual([]);
  expect(await nodeWorld().listFiles(join(empty, "schemas"))).toContain(join(empty, "schemas/campaign.schema.json"));
  expect(await nodeWorld().listFiles(join(empty, "../.vscode"))).toHaveLength(3); // beside it, where an editor looks
  expect(await nodeWorld().listFiles(join(home, "fixtures"))).toEqual([
    join(home, "fixtures/observations/opioids.csv"),
    join(home, "fixtures/organisations.csv"),
  ]);
});

test("a second campaign leaves what the first brought as it is", async () => {
  const empty = join(scratch, "twice/content");
  await create("campaign", "lithium", { folder: empty });
  const own = join(scratch, "twice/fixtures/organisations.csv");
  writeFileSync(own, "own\n");
  await create("campaign", "sleep", { folder: empty });
  expect(readFileSync(own, "utf8")).toBe("own\n");
});

test.each([
  ["block", "opioids/why-sleep", "blocks/opioids/why-sleep.yaml", "block: opioids-why-sleep"],
  ["block", "opioids-why-sleep", "blocks/opioids/why-sleep.yaml", "block: opioids-why-sleep"],
  ["block", "lithium/headline", "blocks/lithium/headline.yaml", "block: lithium-headline"],
  ["action", "opioids/ask", "actions/opioids/ask.yaml", "action: opioids-ask"],
  ["indicator", "lithium", "indicators/lithium.yaml", "indicator: lithium"],
])("a new %s %s stands in %s, commented, with its modeline", async (kind, name, path, line) => {
  await create(kind, name, { folder });
  const text = readFileSync(join(folder, path), "utf8");
  expect(text).toMatch(new RegExp(`^# yaml-language-server: \\$schema=(\\.\\./)+schemas/${kind}\\.schema\\.json\\n# `));
  expect(text).toMatch(new RegExp(`^${line}\\b`, "m"));
});

test("a new block and action in a campaign's folder are sound, and are told of until they are named", async () => {
  await create("block", "opioids/message-new", { folder });
  await create("action", "opioids/ask", { folder });
  const { warnings } = await load(nodeWorld(), join(folder, "campaigns/opioids"));
  expect(warnings.map(({ message }) => message).sort()).toEqual([
    'no campaign names action "opioids-ask"',
    'no campaign names block "opioids-message-new"',
  ]);
});

describe("it refuses", () => {
  test("to overwrite, and then writes nothing at all", async () => {
    await create("block", "lithium/words", { folder });
    const before = await nodeWorld().listFiles(folder);
    expect(await told("campaign", "lithium")).toBe(
      `"${join(folder, "blocks/lithium/words.yaml")}" already exists; nothing was written; give another name`,
    );
    expect(await nodeWorld().listFiles(folder)).toEqual(before);
  });

  test.each([
    [{ like: "opioid" }, 'unknown campaign "opioid"; did you mean "opioids"?'],
    [{ for: ["opioids-totals"] }, 'unknown indicator "opioids-totals"; did you mean "opioids-total"?'],
  ])("a campaign after one that is not there", async (options, message) => {
    expect(await told("campaign", "pain", options)).toBe(message);
  });

  test("a name that stands in another file", async () => {
    await create("campaign", "lithium", { folder });
    expect(await told("action", "lithium/review")).toBe(
      `action "lithium-review" is already in ${join(folder, "actions/lithium/actions.yaml")}; nothing was written; give another name`,
    );
  });

  test.each([
    ["campaign", "Safer Lithium", 'invalid name "Safer Lithium"'],
    ["campaign", "../outside", 'invalid name "../outside"'],
    ["block", "a/b/c", 'invalid name "a/b/c"'],
    ["block", "orphan", 'no topic in "orphan"; write the topic first: opioids/orphan'],
    ["blok", "x", 'unknown kind "blok"; did you mean "block"?'],
    ["constructor", "x", 'unknown kind "constructor"; one of "campaign", "indicator", "block", "action", "trial"'],
  ])("%s %s", async (kind, name, message) => {
    await mkdir(folder, { recursive: true });
    expect(await told(kind, name)).toContain(message);
  });
});

async function told(kind: string, name: string, options: CreateOptions = {}): Promise<string> {
  try {
    await create(kind, name, { folder, ...options });
  } catch (error) {
    if (isInputError(error)) return error.problems.map(({ message, hint }) => `${message}; ${hint}`).join("\n");
    throw error;
  }
  return "nothing";
}
