import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { build } from "../../src/build.ts";
import { findCycle } from "../../src/input/cycles.ts";
import type { Study } from "../../src/input/study.ts";
import { nodeWorld } from "../../src/node.ts";
import { compileAll, lookOf, print, type Renderers, render } from "../../src/output/artefact.ts";
import { findLeak } from "../../src/output/leaks.ts";
import { readBack } from "../../src/output/read-back.ts";
import { visibleInHtml } from "../../src/output/visible.ts";
import { packagedTemplates, type Templates } from "../../src/render/templates.ts";
import { variantsOfArms } from "../../src/trial/differences/variants.ts";
import { hiddenWords } from "../../src/trial/integrity/hidden.ts";
import { pack } from "../../src/trial/pack/pack.ts";
import { allocationText, content, openTrial, trialText } from "./scratch.ts";
import { shippedTrial, smallService, withoutCyclesAfter } from "./small.ts";

/* The trials that come with the package, on a few practices: each arm is sent something, and nothing of it is taken for a leak. */

const world = nodeWorld();
const service = await smallService("Z10040");
const root = mkdtempSync(join(tmpdir(), "shipped-test-"));
const shipped = readdirSync(join(content, "trials"));
const firsts: Readonly<Record<string, string>> = { "prescribers-in-practices": "Z70001" }; // of the recipients, where they are no practices

let templates: Templates;
let renderers: ReadonlyMap<string, Renderers>;

beforeAll(async () => {
  templates = await packagedTemplates();
  renderers = await compileAll(templates);
});

afterAll(() => rmSync(root, { recursive: true, force: true }));

/** A shipped trial beside the data of a few practices, without its list. */
async function open(name: string): Promise<{ folder: string; study: Study; cycle: string }> {
  const folder = shippedTrial(name, service);
  const study = await openTrial(folder, { allocation: false });
  const [inputs] = study.topics.values();
  return { folder, study, cycle: findCycle(inputs!, study.trial!.file.stages[0]?.cycles.to).id };
}

test("there are twenty-two", () => expect(shipped).toHaveLength(22));

describe("the reports of every arm tell nobody which it is:", () => {
  test.each(shipped)(
    "%s",
    async (name) => {
      const { study, cycle: id } = await open(name);
      const cycle = findCycle([...study.topics.values()][0]!, id);
      const codes = [firsts[name] ?? "Z10001"];
      const { hidden } = hiddenWords(study, study.trial!, templates);
      let made = 0;
      for (const [arm, { reports, design, channels }] of variantsOfArms(study, study.trial!, { cycle, codes })) {
        for (const { attachment: _, ...report } of reports.values()) {
          // a file that goes with it needs a browser
          const press = { ...lookOf(renderers, design.template), browser: undefined };
          const documents = await render(report, channels, press);
          expect(findLeak(visibleInHtml(documents.print ?? ""), hidden), `${arm} on paper`).toBeUndefined();
          for (const artefact of await print(report, documents, press)) {
            await readBack(artefact, report, { hidden });
            made++;
          }
        }
      }
      expect(made).toBeGreaterThan(1);
    },
    180_000,
  );
});

test("a trial whose factors, levels and arms are called like words of markup is rendered and packed", async () => {
  byEmailAlone("opioids");
  const factors = `
  role:
    is: What it is for
    changes: [sections]
    levels:
      content: { is: The report as it is }
      style: { is: Without a chart, leave-out: [comparison] }
      table: { is: As it is }
      strong: { is: As it is }
      main: { is: As it is }`;
  const folder = join(service.content, "trials/markup");
  const campaign = join(service.content, "campaigns/opioids");
  const arms = "\n  H1: { role: content }\n  H2: { role: style }";
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "trial.yaml"), trialText({ trial: "div", campaign, factors, arms }));
  writeFileSync(
    join(folder, "allocation.csv"),
    allocationText(
      [
        { unit: "Z10001", arm: "H1" },
        { unit: "Z10002", arm: "H2" },
      ].map((row) => ({ ...row, list: "CHARSET" })),
    ),
  );
  const run = await build(world, { study: folder, cycle: "2026-08", out: join(root, "out"), workers: 0 });
  expect(run).toMatchObject({ failed: [], made: 2 });
  const { folders } = await pack(world, { run: run.folder, out: join(root, "markup") });
  expect(readdirSync(join(folders[0]!, "specimens")).sort()).toEqual([
    "H1-email.eml",
    "H1-email.html",
    "H2-email.eml",
    "H2-email.html",
  ]);
}, 300_000);

/**
 * Campaigns of the small service that print nothing and end with their data: a browser, and later cycles on the same data, show
 * no more of their packs, and cost more than the rest.
 */
function byEmailAlone(...campaigns: readonly string[]): void {
  for (const name of campaigns) {
    const file = join(service.content, "campaigns", name, "campaign.yaml");
    const text = readFileSync(file, "utf8");
    writeFileSync(file, text.replace(/^channels: \[.*\]$/m, "channels: [email]"));
    expect(readFileSync(file, "utf8")).toMatch(/^channels: \[email\]$/m);
    withoutCyclesAfter("2026-08", file);
  }
}

/** A linked trial that has the same units, each in one of its arms. */
async function putBeside(name: string, rows: readonly { unit: string }[]): Promise<void> {
  const { folder, study } = await open(name);
  const arms = [...study.trial!.arms.keys()];
  writeFileSync(join(folder, "allocation.csv"), allocationText(rows.map(({ unit }, i) => ({ unit, arm: arms[i]! }))));
}

describe("the pack of", () => {
  test.each([
    ["enhanced-feedback", 4, ["opioids"]], // two factors, support outside the report, a factor called like a word of style sheets
    ["topic-swap", 2, ["antibiotics", "gabapentinoids"]], // two campaigns
  ])(
    "%s has a specimen of every arm",
    async (name, arms, campaigns) => {
      byEmailAlone(...campaigns);
      const { folder, study, cycle } = await open(name);
      const { file, arms: all } = study.trial!;
      const [stage] = file.stages;
      const units = [...[...study.topics.values()][0]!.directory.values()].filter(({ closed }) => !closed);
      const rows = (stage?.arms ?? [...all.keys()]).map((arm, i) => ({
        unit: units[i]!.code,
        arm,
        ...(stage ? { stage: stage.stage } : {}),
      }));
      writeFileSync(join(folder, "allocation.csv"), allocationText(rows));
      for (const linked of file.alongside) await putBeside(basename(linked), rows);
      const run = await build(world, { study: folder, cycle, out: join(root, "out"), workers: 0 });
      expect(run).toMatchObject({ failed: [], made: arms });
      const { folders } = await pack(world, { run: run.folder, out: join(root, name) });
      const specimens = readdirSync(join(folders[0]!, "specimens"));
      expect(new Set(specimens.map((each) => each.split("-")[0])).size).toBe(arms);
      const told = readFileSync(join(folders[0]!, "lint.md"), "utf8");
      for (const factor of Object.keys(file.factors)) expect(told).not.toContain(`"${factor}"`);
      const beside = readFileSync(join(folders[0]!, "contamination.md"), "utf8");
      for (const linked of file.alongside)
        expect(beside).toContain(`${arms} recipients are in "${basename(linked)}" too, on another campaign`);
    },
    300_000,
  );
});
