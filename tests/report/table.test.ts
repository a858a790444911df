import { describe, expect, test } from "vitest";
import { measure } from "../../src/measure/measure.ts";
import { compose } from "../../src/report/compose.ts";
import { toMaterial } from "../../src/report/material.ts";
import { plan } from "../../src/report/plan.ts";
import type { Report, Section } from "../../src/report/report.ts";
import { plainText } from "../../src/report/words.ts";
import { inputsOf, peers, type Service, steady } from "../measure/service.ts";

// Eleven practices at 1.0, 1.2, … 3.0 items per 1,000 patients a month; "A" has 29 items for 10,000, "B" 14.

const list = 10_000;
const goal = { value: 2, label: "Regional goal", source: "A plan" };
const target = { indicator: "items", target: goal };
const lower = { indicator: "lower" };
const none = { indicator: "none", direction: "none" as const };

describe("the headings of a table follow its rows", () => {
  test("with a better direction", () => {
    expect(tableOf("A", [lower], ["top-quartile", "median"])).toEqual([
      ["Best quarter", "To reach the best quarter"],
      ["1.4", "15 fewer items a month"],
    ]);
  });

  test("without any: the middle half, and nothing to reach", () => {
    expect(tableOf("A", [none], ["top-quartile", "median"])).toEqual([["Middle half"], ["1.4 to 2.6", "for context"]]);
  });

  test("of both kinds: a row that differs says what it gives", () => {
    expect(tableOf("A", [lower, none], ["top-quartile", "median"])).toEqual([
      ["Best quarter", "To reach the best quarter"],
      ["1.4", "15 fewer items a month"],
      ["middle half 1.4 to 2.6", "for context"],
    ]);
  });

  test("with a target that is missed, met, or not set", () => {
    expect(tableOf("A", [target, lower], ["target", "median"])).toEqual([
      ["Regional goal", "To reach the target or typical"],
      ["2.0", "9 fewer items a month"],
      ["middle half 1.4 to 2.6", "9 fewer items a month"],
    ]);
    expect(tableOf("B", [target], ["target", "median"])[1]).toEqual(["2.0", "reached"]);
  });
});

describe("the own plan marks what the design shows and is still ahead", () => {
  test.each([
    [["top-quartile", "median"], "A", "Typical 20, best quarter 14."],
    [["target", "median"], "A", "Typical 20, regional goal 20."],
    [["target"], "A", "Regional goal 20."],
    [["target", "median"], "B", undefined],
  ] as const)("%j of %s", (comparators, code, marks) => {
    const report = reportOf(code, [target], comparators, [{ "own-plan": {} }]);
    const { marks: said } = sectionOf(report, "own-plan");
    expect(said && textOf(said, report)).toBe(marks);
  });
});

/** Headings of the third column and the last, then what stands in them, row by row. */
function tableOf(code: string, indicators: Service["indicators"], comparators: readonly string[]): string[][] {
  const report = reportOf(code, indicators, comparators, [{ table: { message: ["any"] } }]);
  const { columns, rows } = sectionOf(report, "table");
  return [
    [columns.mark, ...(columns.gap ? [columns.gap] : [])],
    ...rows.map(({ mark, gap }) => [textOf(mark, report), textOf(gap, report)]),
  ];
}

function reportOf(
  code: string,
  indicators: Service["indicators"] = [],
  comparators: readonly string[],
  sections: readonly object[],
): Report {
  const all = (items: number) => Object.fromEntries(indicators.map((each) => [each.indicator!, steady(items, list)]));
  const others = Object.keys(peers([10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30]));
  const practices = Object.fromEntries(others.map((name, i) => [name, { of: all(10 + 2 * i) }]));
  const inputs = inputsOf({
    indicators,
    campaign: { comparators, sections },
    practices: { ...practices, A: { of: all(29) }, B: { of: all(14) } },
  });
  const cycle = inputs.campaign.cycles.at(-1)!;
  const blocks = new Map([["any", { block: "any", role: "overview" as const, version: 1, bct: [], cites: [], text: "All" }]]);
  const job = plan(inputs, cycle).jobs.find(({ organisation }) => organisation.code === code)!;
  const standings = measure(inputs, cycle, [code]);
  return compose(toMaterial({ ...inputs, blocks }, cycle, standings), { ...job, standings: standings.of[code]! });
}

function sectionOf<K extends Section["kind"]>(report: Report, kind: K): Extract<Section, { kind: K }> {
  return report.sections.find((section): section is Extract<Section, { kind: K }> => section.kind === kind)!;
}

function textOf(sentence: Parameters<typeof plainText>[0], { figures }: Report): string {
  return plainText(sentence, { figures: new Map(Object.entries(figures)), sources: [] });
}
