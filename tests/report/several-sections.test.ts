import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { parse, stringify } from "yaml";
import { explainCommand } from "../../src/cli/explain.ts";
import { loadStudy, type Study } from "../../src/input/study.ts";
import { nodeWorld } from "../../src/node.ts";
import { compileEmail } from "../../src/render/email.ts";
import { compilePrint } from "../../src/render/print.ts";
import { packagedTemplates } from "../../src/render/templates.ts";
import { planStudy } from "../../src/report/plan.ts";
import type { Report } from "../../src/report/report.ts";
import type { Section } from "../../src/report/sections.ts";
import { toWords } from "../../src/report/sentence.ts";
import { reportsOf } from "../../src/report/subjects.ts";
import { writeLibrary } from "../trial/library.ts";
import { smallContent } from "../trial/small.ts";

/* The shipped campaign with a second trend, of other items by the year, and small trends by the year of what the first shows. */

const code = "Z10001";
const name = "content/campaigns/opioids/campaign.yaml";
const blocks = {
  "content/blocks/opioids/all-items.yaml":
    "block: opioids-all-items\nrole: trend\nwhen: measured\ntext: 'All opioids: {{own.value}} {{indicator.unit}}'\n",
};

type Written = { sections: Record<string, Record<string, unknown>>[] };

function withMore(): Record<string, string> {
  const campaign = parse(readFileSync(join(smallContent, "..", name), "utf8")) as Written;
  const second = {
    trend: { indicator: "opioids-total", points: 12, message: ["opioids-all-items", "voice-trend-any"] },
  };
  const small = { multiples: { points: 12, indicators: "all", title: "Year by year" } };
  const sections = campaign.sections.flatMap((each) => (each.trend ? [each, second, small] : [each]));
  return { [name]: stringify({ ...campaign, sections }), ...blocks };
}

let folder: string;
let report: Report;
beforeAll(async () => {
  folder = join(writeLibrary({}, withMore()), "../../campaigns/opioids");
  const study: Study = await loadStudy(nodeWorld(), folder);
  const planned = planStudy(study, "2026-08");
  const jobs = planned.jobs.filter(({ organisation }) => organisation.code === code);
  [report] = reportsOf(study, { ...planned, jobs }).reports as [Report];
});

afterEach(() => vi.restoreAllMocks());

function sectionOf<K extends Section["kind"]>(kind: K, at = 0): Extract<Section, { kind: K }> {
  return report.sections.filter((section) => section.kind === kind)[at] as Extract<Section, { kind: K }>;
}

describe("one indicator by three months and by twelve", () => {
  test("is drawn at both lengths, each with figures of its own", () => {
    const [first, second] = [sectionOf("trend"), sectionOf("trend", 1)];
    const yearly = sectionOf("multiples").charts[0]!;
    expect([first, second].map((section) => section.name)).toEqual(["trend-1", "trend-2"]);
    expect([first.chart, second.chart, yearly].map(({ points }) => points.length)).toEqual([12, 3, 3]);
    const ends = [first.chart, yearly].map(({ ends: [own] }) => own!);
    expect(ends.map(({ head }) => head.flatMap((span) => ("figure" in span ? [span.figure] : [])))).toEqual([
      ["opioids-high-dose/trend.3.own"],
      ["opioids-high-dose/trend.12.own"],
    ]);
    for (const { head, at } of ends) {
      const [figure] = head.flatMap((span) => ("figure" in span ? [report.figures[span.figure]!] : []));
      expect(figure!.value).toBe(at);
    }
    expect(ends[0]!.at).not.toBe(ends[1]!.at);
  });

  test("is printed and sent", async () => {
    const templates = await packagedTemplates();
    const print = await (await compilePrint(templates))(report);
    const { html, text } = await (await compileEmail(templates))(report);
    for (const { message, unit } of [sectionOf("trend"), sectionOf("trend", 1), sectionOf("multiples")])
      for (const words of [message, unit]) expect(textOf(print)).toContain(toWords(words, report.figures));
    for (const chart of sectionOf("multiples").charts)
      expect(print).toContain(`aria-label="${toWords(chart.alt, report.figures)}"`);
    for (const made of [print, html, text]) expect(made).not.toMatch(/undefined|NaN|\{\{/);
  });
});

test("each trend is explained by its own words, under its own name", async () => {
  const written = vi.spyOn(process.stdout, "write").mockImplementation(() => true);
  expect(await explainCommand(folder, code, { cycle: "2026-08" })).toBe(0);
  const lines = written.mock.calls.join("").split("\n");
  const wordsUnder = (slot: string) => lines[lines.findIndex((line) => line.startsWith(`  ${slot}: `)) + 1]?.trim();
  const [first, second] = [sectionOf("trend"), sectionOf("trend", 1)].map(({ message }) =>
    toWords(message, report.figures),
  );
  expect(second).toMatch(/^All opioids: \d/);
  expect(wordsUnder("trend-1.message")).toBe(`"${first}"`);
  expect(wordsUnder("trend-2.message")).toBe(`"${second}"`);
  expect(lines).toContain("  trend-2.message: opioids-all-items, version 1 on opioids-total");
});

function textOf(html: string): string {
  return html.replaceAll(/<[^>]*>/g, "");
}
