import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { findCycle } from "../../src/input/load.ts";
import { loadStudy, type Study, type Trial } from "../../src/input/study.ts";
import { nodeWorld } from "../../src/node.ts";
import { fitOf } from "../../src/render/print.ts";
import { readSizes } from "../../src/render/sizes.ts";
import { packagedTemplates, type Templates, variantOf } from "../../src/render/templates.ts";
import { planStudy, type StudyPlan } from "../../src/report/plan.ts";
import type { Report, Sentence } from "../../src/report/report.ts";
import { plainText } from "../../src/report/words.ts";
import { type Variant, variantsOf, variantsOfArms } from "../../src/trial/variants.ts";
import { content } from "./scratch.ts";

/* The example trials in content/trials: each is read, composed for every recipient in every arm, and holds to its design. */

const examples = [
  "action-plan",
  "additive-three",
  "clear-air",
  "comparator-framing",
  "enhanced-feedback",
  "inequalities",
  "opioid-smart",
  "six-modifications",
  "topic-swap",
  "wait-list",
] as const;

type Name = (typeof examples)[number];

/** Warnings that are asserted: a frame of the inhaler campaign that no campaign names yet is there for a trial to name. */
const known = /block "asthma-\w+-climate-/;

const recipients = 276; // practices open in the last cycle with data

type Opened = { study: Study; trial: Trial };

const opened = new Map<string, Promise<Opened>>();

function open(name: Name): Promise<Opened> {
  const already = opened.get(name);
  if (already) return already;
  const opening = loadStudy(nodeWorld(), join(content, "trials", name)).then((study) => {
    if (!study.trial) throw new Error(`${name} is no trial`);
    return { study, trial: study.trial };
  });
  opened.set(name, opening);
  return opening;
}

async function planned(name: Name, cycle?: string): Promise<StudyPlan> {
  const { study } = await open(name);
  return planStudy(study, cycle);
}

/** Every arm composed for everybody; of a factorial trial with many arms, every level once. */
async function variants(name: Name, codes?: readonly string[]): Promise<ReadonlyMap<string, Variant>> {
  const { study, trial } = await open(name);
  const cycle = findCycle([...study.topics.values()][0]!);
  if (trial.arms.size <= 6) return variantsOfArms(study, trial, { cycle, ...(codes ? { codes } : {}) });
  const cells = levelsOnce(trial);
  const all = variantsOf(study, trial, cells, { cycle, ...(codes ? { codes } : {}) });
  return new Map(all.map((variant) => [JSON.stringify(variant.levels), variant]));
}

/** The first level of every factor, the last of every factor, and each last level by itself. */
function levelsOnce({ file }: Trial): Record<string, string>[] {
  const ends = Object.entries(file.factors).map(
    ([factor, { levels }]) => [factor, Object.keys(levels)[0]!, Object.keys(levels).at(-1)!] as const,
  );
  const firsts = Object.fromEntries(ends.map(([factor, first]) => [factor, first]));
  const lasts = Object.fromEntries(ends.map(([factor, , last]) => [factor, last]));
  return [firsts, lasts, ...ends.map(([factor, , last]) => ({ ...firsts, [factor]: last }))];
}

/** How many rows of the list each arm has, read without the engine. */
function rowsByArm(name: Name, stage = ""): Record<string, number> {
  const [head = "", ...lines] = readFileSync(join(content, "trials", name, "allocation.csv"), "utf8").trim().split("\n");
  const columns = head.split(",");
  const counts: Record<string, number> = {};
  for (const line of lines) {
    const cells = line.split(",");
    if (cells[columns.indexOf("stage")] !== stage) continue;
    const arm = cells[columns.indexOf("arm_code")]!;
    counts[arm] = (counts[arm] ?? 0) + 1;
  }
  return counts;
}

function say(sentence: Sentence, { figures }: Report): string {
  return plainText(sentence, { figures: new Map(Object.entries(figures)), sources: [] });
}

function headlineOf(report: Report): string {
  const section = report.sections.find(({ kind }) => kind === "headline");
  return section?.kind === "headline" ? say(section.headline, report) : "";
}

/** Blocks and actions of a report. */
function chosenIn({ choices }: Report): Set<string> {
  return new Set(choices.flatMap(({ chosen }) => chosen ?? []));
}

function reportsOf(variant: Variant | undefined): Report[] {
  if (!variant) throw new Error("no such variant");
  return [...variant.reports.values()];
}

describe.each(examples)("%s", (name) => {
  let templates: Templates;
  beforeAll(async () => {
    templates = await packagedTemplates();
  });

  test("is read without a problem", async () => {
    const { study } = await open(name);
    expect(study.warnings.map(({ message }) => message).filter((message) => !known.test(message))).toEqual([]);
  });

  test("has a list of its own, with every arm of the first stage in it", async () => {
    const { trial } = await open(name);
    expect(trial.allocation?.list).toMatch(/^[A-Z]+$/);
    expect(trial.allocation?.list).not.toBe("REHEARSAL");
    const [first] = trial.file.stages;
    expect(Object.keys(rowsByArm(name, first?.stage)).sort()).toEqual([...(first?.arms ?? trial.arms.keys())].sort());
  });

  test("has a whole report for every practice in every arm, whose first page fits", async () => {
    const all = await variants(name);
    const looked = new Set<string>();
    for (const [arm, { topic, reports, design, sends }] of all) {
      expect(reports.size, arm).toBe(sends ? recipients : 0);
      const sizes = readSizes(variantOf(templates, design.template));
      const { channels, cycles, ...seen } = design;
      if (looked.has(JSON.stringify([topic, seen]))) continue; // by another channel, or with other support
      looked.add(JSON.stringify([topic, seen]));
      for (const report of reports.values()) {
        expect(() => fitOf(report, sizes), `${arm} ${report.recipient.code}`).not.toThrow();
        expect(JSON.stringify(report), `${arm} ${report.recipient.code}`).not.toMatch(/undefined|NaN|Infinity|\{\{/);
      }
    }
  });
});

describe("who is sent what", () => {
  test.each(examples.filter((name) => name !== "opioid-smart"))("%s: as the list says, less who left", async (name) => {
    const { trial } = await open(name);
    const { assignments, without } = await planned(name);
    const left = new Set(without.map(({ code }) => code));
    for (const [arm, rows] of Object.entries(rowsByArm(name))) {
      const units = [...(assignments?.of ?? [])].filter(([, assignment]) => assignment.arm === arm);
      const gone = trial.allocation!.units.filter(({ unit, arm: own }) => own === arm && !assignments?.of.has(unit));
      expect(units.length + gone.length, arm).toBeGreaterThanOrEqual(rows);
      expect(units.filter(([code]) => !left.has(code)).length, arm).toBeGreaterThan(0.9 * rows - 3);
    }
  });
});
