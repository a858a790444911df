import { describe, expect, test } from "vitest";
import { measure } from "../../src/measure/measure.ts";
import { compose } from "../../src/report/compose.ts";
import { toMaterial } from "../../src/report/material.ts";
import { plan } from "../../src/report/plan.ts";
import type { Report } from "../../src/report/report.ts";
import { type Section, textOf as textAt } from "../../src/report/sections.ts";
import { plainText } from "../../src/report/words.ts";
import { indicatorOf, inputsOf, peers, type Service, steady } from "../measure/service.ts";

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

  test("of both kinds: a row without an aim gives its middle half where there is room", () => {
    expect(tableOf("A", [lower, none], ["top-quartile", "median"])).toEqual([
      ["Best quarter", "To reach the best quarter"],
      ["1.4", "15 fewer items a month"],
      ["–", "for context: half are at 1.4 to 2.6"],
    ]);
  });

  test("with a target that is missed, met, or not set", () => {
    expect(tableOf("A", [target, lower], ["target", "median"])).toEqual([
      ["Regional goal", "To reach the target or typical"],
      ["2.0", "9 fewer items a month"],
      ["–", "9 fewer items a month"],
    ]);
    expect(tableOf("B", [target], ["target", "median"])[1]).toEqual(["2.0", "reached"]);
  });
});

describe("a row that is named under `where-shown`", () => {
  const numerator = { ...indicatorOf({}).numerator!, counts: "patients" as const };
  const rare = { indicator: "other", title: "Rare", numerator, period: "snapshot" as const };
  const rows = (count: number, shown: readonly string[] = ["other"]) => {
    const table = { table: { message: ["any"], "where-shown": shown } };
    const given = { A: 29, other: count };
    const report = reportOf(
      "A",
      [lower, rare],
      ["top-quartile", "median"],
      [table],
      { disclosure: { policy: "nhsbsa" } },
      11,
      given,
    );
    return sectionOf(report, "table").rows.map((row) => `${textOf(row.name, report)}: ${textOf(row.own, report)}`);
  };

  test("stands where its value may be shown, none at all too", () => {
    expect(rows(20)).toEqual(["Items: 2.9", "Rare: 2.0"]);
    expect(rows(0)).toEqual(["Items: 2.9", "Rare: 0.0"]);
  });

  test("is left out where its value is withheld, while a row that is not named says so", () => {
    expect(rows(2)).toEqual(["Items: 2.9"]);
    expect(rows(2, [])).toEqual(["Items: 2.9", "Rare: not shown"]);
  });
});

describe("who is not told to have reached a comparator, or not to have", () => {
  const gap = (own: number, peer?: number) => {
    const given = { A: own, ...(peer === undefined ? {} : { peer }) };
    const report = reportOf("A", [lower], ["top-quartile", "median"], [{ table: { message: ["any"] } }], {}, 11, given);
    return textOf(sectionOf(report, "table").rows[0]!.gap, report);
  };

  test("is level only where the two print alike", () => {
    expect(gap(14.4)).toBe("about level");
  });

  test("where peers differ by chance alone is told that the difference may be chance", () => {
    expect(gap(25, 20)).toBe("may be chance");
  });
});

describe("the own plan of who does better here and worse on a balancing measure", () => {
  const balanced = { ...lower, "balanced-by": ["other"] };
  const other = { indicator: "other", numerator: { ...indicatorOf({}).numerator, many: "others" } };
  const goalOf = (others: number) => {
    const given = { A: 12, other: others };
    const report = reportOf("A", [balanced, other], ["top-quartile", "median"], [{ "own-plan": {} }], {}, 11, given);
    const { goal } = sectionOf(report, "own-plan");
    return goal && textOf(goal, report);
  };

  test("has a goal for that measure, and none for what goes well", () => {
    expect(goalOf(29)).toMatch(/^Our goal: from 29 others a month to/);
    expect(goalOf(20)).toBeUndefined();
  });
});

describe("a row without a value says what is known of it", () => {
  const rowOf = (known: (ago: number) => boolean) => {
    const report = reportOf("C", [lower], ["median"], [{ table: { message: ["any"] } }], {}, 11, { known });
    const { rows, unit, key } = sectionOf(report, "table");
    return [textOf(rows[0]!.own, report), textOf(unit, report), textOf(key, report)];
  };
  const undrawn = [
    "September 2025 to August 2026",
    "Pale bar: middle half of practices. Upright line: the typical one. Every strip starts at 0.",
  ];

  test.each([
    ["data for 5 of 12 months", (ago: number) => ago < 5],
    ["no data for August 2026", (ago: number) => ago > 0],
    ["no data", () => false],
  ])("%j; there is no movement and no dot to speak of", (own, known) => {
    expect(rowOf(known)).toEqual([own, ...undrawn]);
  });

  test("beside a value both are spoken of", () => {
    const [, unit, key] = rowOf(() => true);
    expect(unit).toMatch(/, and how you have moved from the year before$/);
    expect(key).toContain(" Dot: you, with your 95% interval. ");
  });
});

describe("the own plan says when the next report comes", () => {
  const noteOf = (code: string, cycle?: string) => {
    const known = (ago: number) => ago < 5;
    const report = reportOf(code, [lower], ["median"], [{ "own-plan": {} }], {}, 11, { known, cycle });
    return textOf(sectionOf(report, "own-plan").note, report);
  };

  test("and what it will show, where there are figures", () => {
    expect(noteOf("A", "2026-06")).toBe("Report 3 comes on 12 October 2026 and will show what has changed.");
    expect(noteOf("C", "2026-06")).toBe("Report 3 comes on 12 October 2026.");
  });

  test("but promises nothing after the last of the series", () => {
    expect([noteOf("A"), noteOf("C")]).toEqual(["", ""]);
  });
});

describe("the own plan marks what the design shows and is still ahead", () => {
  test.each([
    [["top-quartile", "median"], "A", "A fair next goal 26, typical 20, best quarter 14."],
    [["target", "median"], "A", "A fair next goal 26, typical 20, regional goal 20."],
    [["target"], "A", "A fair next goal 26, regional goal 20."],
    [["target", "median"], "B", undefined],
  ] as const)("%j of %s", (comparators, code, marks) => {
    const report = reportOf(code, [target], comparators, [{ "own-plan": {} }]);
    const { marks: said } = sectionOf(report, "own-plan");
    expect(said && textOf(said, report)).toBe(marks);
  });
});

describe("several small trends", () => {
  const multiples = { multiples: { points: 3, message: ["any"] } };

  test("have a heading that is chosen, and say what their upright lines are", () => {
    const report = reportOf("A", [lower, none], ["median"], [multiples], {
      events: [{ month: "2025-03", head: "March 2025", note: "new guidance" }],
    });
    const { message, unit, sameScale } = sectionOf(report, "multiples");
    expect([textOf(message, report), sameScale]).toEqual(["All", false]);
    expect(textOf(unit, report)).toBe(
      "Each point covers three months. Every scale starts at 0. Upright line: March 2025, new guidance.",
    );
    const choice = report.choices.find(({ section, slot }) => section === "multiples" && slot === "message")!;
    expect(choice).toMatchObject({ kind: "multiples", chosen: "any" });
    expect(textAt(choice, report.sections)?.words.map((words) => textOf(words, report))).toEqual(["All"]);
  });

  test("each section has points of its own length", () => {
    const year = { trend: { points: 12, message: ["any"] } };
    const report = reportOf("A", [lower, none], ["median"], [multiples, year]);
    expect(sectionOf(report, "multiples").charts.map(({ points }) => points.length)).toEqual([12, 12]);
    expect(sectionOf(report, "trend").chart.points).toHaveLength(3);
    expect(textOf(sectionOf(report, "trend").unit, report)).toContain("Each point covers twelve months.");
  });
});

test("where more than 400 are drawn, the words under the chart say what a dot is", () => {
  const unitOf = (count: number) => {
    const report = reportOf("A", [lower], ["median"], [{ comparison: { message: ["any"] } }], {}, count);
    const { unit, chart } = sectionOf(report, "comparison");
    return [textOf(unit[1]!, report), chart?.perDot];
  };
  expect(unitOf(398)).toEqual(["Dot: one practice. Fewer is better. Thick line: 95% interval.", undefined]);
  expect(unitOf(399)).toEqual(["Grey dot: up to 2 practices. Fewer is better. Thick line: 95% interval.", 2]);
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
  campaign: Record<string, unknown> = {},
  count = 11, // practices besides A and B
  given: {
    A?: number;
    other?: number;
    peer?: number;
    known?: (ago: number) => boolean;
    cycle?: string | undefined;
  } = {},
): Report {
  const { A = 29, other = A, peer, known = () => true } = given; // known: the months of C, where it is to be there
  const all = (items: number) => Object.fromEntries(indicators.map((each) => [each.indicator!, steady(items, list)]));
  const partial = Object.fromEntries(
    indicators.map((each) => [each.indicator!, (ago: number) => (known(ago) ? ([14, list] as const) : undefined)]),
  );
  const others = Object.keys(peers(Array(count).fill(0)));
  const practices = Object.fromEntries(others.map((name, i) => [name, { of: all(peer ?? 10 + 2 * (i % 11)) }]));
  const inputs = inputsOf({
    indicators,
    campaign: { comparators, sections, ...campaign },
    practices: {
      ...practices,
      A: { of: { ...all(A), ...("other" in all(A) ? { other: steady(other, list) } : {}) } },
      B: { of: all(14) },
      ...(given.known ? { C: { of: partial } } : {}),
    },
  });
  const cycle = inputs.campaign.cycles.find(({ id }) => id === given.cycle) ?? inputs.campaign.cycles.at(-1)!;
  const blocks = new Map([
    ["any", { block: "any", role: "overview" as const, version: 1, bct: [], cites: [], text: "All" }],
  ]);
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
