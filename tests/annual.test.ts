import { cpSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findCycle } from "../src/input/cycles.ts";
import { type Inputs, load } from "../src/input/load.ts";
import { keepsToPeriod, namesPeriodInUnit } from "../src/lint/periods.ts";
import { measure } from "../src/measure/measure.ts";
import { nodeWorld } from "../src/node.ts";
import { compose } from "../src/report/compose.ts";
import { toMaterial } from "../src/report/material.ts";
import { plan } from "../src/report/plan.ts";
import type { Report } from "../src/report/report.ts";
import type { Section } from "../src/report/sections.ts";
import { type Sentence, toWords } from "../src/report/sentence.ts";

/* Annual data beside monthly data and a count on one day, from the files to what a report says. */

let folder: string;
let inputs: Inputs;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "annual-test-"));
  for (const from of ["broken/base", "annual"]) cpSync(join(import.meta.dirname, from), folder, { recursive: true });
  inputs = await load(nodeWorld(), folder);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

function reportOf(code: string, id = "2026-08"): Report {
  const cycle = findCycle(inputs, id);
  const { jobs } = plan(inputs, cycle);
  const all = jobs.map(({ organisation }) => organisation.code);
  const standings = measure(inputs, cycle, all);
  const job = jobs.find(({ organisation }) => organisation.code === code)!;
  return compose(toMaterial(inputs, cycle, standings), { ...job, standings: standings.of[code] ?? [] });
}

function section<K extends Section["kind"]>(report: Report, kind: K): Extract<Section, { kind: K }> {
  const found = report.sections.find((each) => each.kind === kind);
  if (!found) throw new Error(`no section ${kind}`);
  return found as Extract<Section, { kind: K }>;
}

describe("a practice whose yearly checks fell from 141 of 181 to 172 of 275", () => {
  const words = (report: Report) => (sentence: Sentence) => toWords(sentence, report.figures);

  test("is told of the year by its name", () => {
    const report = reportOf("ZX01");
    const say = words(report);
    expect(report.cycle.period).toBe("2025/26");
    expect(say(section(report, "comparison").message)).toBe("You 63%, typical 76%.");
    expect(JSON.stringify(report)).not.toMatch(/\{\{|undefined|NaN|Infinity/);
  });

  test("is told what is missing in a year, and that it has changed", () => {
    const report = reportOf("ZX01");
    const say = words(report);
    expect(section(report, "comparison").facts.map(({ lead, text }) => `${say(lead)} ${say(text)}`)).toEqual([
      "37 more checks a year would be typical.",
      "25 of 185 patients had six relievers or more on 30 June 2026.",
    ]);
    expect(say(section(report, "trend").message)).toBe("Fewer had a check than the year before, 63% after 78%.");
  });

  test("sees every year, each by its name, and each small chart says what its points are", () => {
    const report = reportOf("ZX01");
    const say = words(report);
    const { chart, unit } = section(report, "trend");
    expect(chart.points).toHaveLength(5);
    expect(chart.ticks.map(({ text }) => text)).toEqual(["2021/22", "2022/23", "2023/24", "2024/25", "2025/26"]);
    expect(say(unit)).toContain("Each point is one financial year.");
    expect(say(chart.alt)).toContain("Line chart, 2021/22 to 2025/26:");
    const multiples = section(report, "multiples");
    expect(multiples.charts.map(({ points }) => points.length)).toEqual([5, 8, 6]);
    expect(say(multiples.unit)).toContain(
      "Asthma checks: each point is one financial year. Reliever inhaler items: each point covers three months. Six relievers or more: each point is one day.",
    );
  });

  test("finds in the table which row is of which period", () => {
    const report = reportOf("ZX01");
    const say = words(report);
    const { unit, rows } = section(report, "table");
    expect(say(unit)).toBe("2025/26 unless a row says otherwise, and how you have moved from the year before");
    expect(rows.map((row) => say(row.unit))).toEqual([
      "172 of 275 patients with asthma",
      "per 1,000 patients a month, 12 months to August 2026",
      "25 of 185 patients with asthma, on 30 June 2026",
    ]);
    expect(rows.map(({ gap }) => say(gap))).toEqual(["68 more checks a year", "reached", "may be chance"]);
  });

  test("plans for a year", () => {
    const report = reportOf("ZX01");
    const { goal } = section(report, "own-plan");
    expect(words(report)(goal ?? [])).toBe("Our goal: from 172 checks a year to");
  });
});

test("a count on one day is withheld where it is small, whatever twelve months of it would come to", () => {
  const { standings } = reportOf("ZX02");
  const { values, signals } = standings.find(({ indicator }) => indicator === "over-use")!;
  expect([values.numerator, values.months]).toEqual([null, 1]);
  expect(signals.map(({ signal }) => signal)).toContain("withheld");
});

test("an earlier cycle has the same year, and its own day", () => {
  const report = reportOf("ZX01", "2026-06");
  expect(report.cycle.period).toBe("2025/26");
});

describe("words that claim another period", () => {
  test.each<[string, string, string | undefined]>([
    ["yearly-checks", "% of patients with asthma", undefined],
    ["yearly-checks", "checks per 100 patients a year", undefined],
    [
      "yearly-checks",
      "checks per 100 patients a month",
      'the unit says "a month", and the data are of financial years',
    ],
    ["over-use", "per 1,000 patients a year", 'the unit says "a year", and the data are of one day'],
    ["over-use", "% of patients, six or more in a year", undefined],
    ["reliever-items", "per 1,000 patients a year", undefined], // of months, a rate may be given per year
  ])("the unit of %s: %s", (id, unit, what) => {
    const indicators = new Map(inputs.indicators);
    indicators.set(id, { ...indicators.get(id)!, unit });
    expect(namesPeriodInUnit({ ...inputs, indicators }).map((seen) => seen.what)).toEqual(what ? [what] : []);
  });

  test.each<[string, string | undefined]>([
    ["more checks a year would be typical.", undefined],
    [
      "more checks a month would be typical.",
      'words say "a month" of "yearly-checks", whose data are of financial years',
    ],
    ["more checks monthly.", 'words say "a month" of "yearly-checks", whose data are of financial years'],
    ["more checks would be typical; that is less than one a week.", undefined],
  ])("a fact: %s", (text, what) => {
    const report = structuredClone(reportOf("ZX01"));
    section(report, "comparison").facts[0]!.text = [{ text }];
    const cycle = findCycle(inputs, "2026-08");
    const seen = keepsToPeriod({ ...inputs, cycle, report, recipients: [] });
    expect(seen.map((each) => each.what)).toEqual(what ? [what] : []);
  });

  test("a fact on a count of one day", () => {
    const report = structuredClone(reportOf("ZX01"));
    section(report, "comparison").facts[1]!.text = [{ text: "patients a month had six relievers or more." }];
    const cycle = findCycle(inputs, "2026-08");
    const [seen] = keepsToPeriod({ ...inputs, cycle, report, recipients: [] });
    expect(seen).toMatchObject({ what: 'words say "a month" of "over-use", whose data are of one day' });
  });
});
