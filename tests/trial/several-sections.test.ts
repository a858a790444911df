import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parse, stringify } from "yaml";
import type { StudyMemory } from "../../src/input/topics.ts";
import { findingsOf, writeLibrary } from "./library.ts";
import { trialText } from "./scratch.ts";

/* Campaigns with several sections of one kind, and levels that act on one of them: what differs is told of that one. */

type Settings = Record<string, unknown>;

const messages = ["voice-trend-moved", "voice-trend-steady", "voice-trend-any"];
const items = { indicator: "opioids-total", message: messages };
const share = { indicator: "opioids-high-dose-share", message: messages };
const level = "change: { %s: { message: [voice-trend-past, voice-trend-any] } }";

// One library, and data that are read once: each case writes its campaign and its trial anew.
const folder = writeLibrary({});
const memory: StudyMemory = new Map();
const file = join(folder, "../../campaigns/opioids/campaign.yaml");
const shipped = readFileSync(file, "utf8");

/** What the integrity rules say of a level beside the campaign as it is; the campaign with these trends for its own. */
function found(trends: readonly Settings[], changes: string, ...parts: string[]): Promise<string[]> {
  const factors = `
  look:
    is: How it looks
    changes: [${changes}]
    levels:
      one: { is: The report as it is }
      other: { is: Another, ${parts.join(", ")} }`;
  const arms = "\n  K1: { look: one }\n  K7: { look: other }";
  writeFileSync(join(folder, "trial.yaml"), trialText({ campaign: "../../campaigns/opioids", factors, arms }));
  writeFileSync(file, withTrends(trends));
  return findingsOf(folder, { memory });
}

/** The shipped campaign: each of these settings makes a trend of its one. */
function withTrends(trends: readonly Settings[]): string {
  const campaign = parse(shipped) as { sections: Record<string, Settings>[] };
  const sections = campaign.sections.flatMap(({ trend, ...other }) =>
    trend ? trends.map((each, i) => ({ trend: { ...trend, page: i === 0 ? "new" : undefined, ...each } })) : [other],
  );
  return stringify({ ...campaign, sections });
}

/** The node of the first text that differs, by aspect: { "wording of trend-1": "trend-1.message" }. */
function nodesOf(findings: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    findings.map((each) => {
      const [, aspect, node] =
        /^error X01: the levels of "look" differ in (.+), which it does not declare: (\S+) is /.exec(each) ?? [
          "",
          each,
          "",
        ];
      return [aspect, node];
    }),
  );
}

const words = (name: string) => ({ [`wording of ${name}`]: `${name}.message` });
const changing = (name: string) => level.replace("%s", name);

describe("a section is left out, which is declared", () => {
  test.each([
    ["the second of two", [{}, items], "trend-2"],
    ["the first of two", [{}, items], "trend-1"],
    ["one with a name of its own", [{ id: "rate" }, { ...items, id: "all-items" }], "rate"],
    ["the one between others", [{}, items, share], "trend-2"],
  ])("%s: nothing else differs", async (_, trends, name) => {
    expect(await found(trends, "sections", `leave-out: [${name}]`)).toEqual([]);
  });

  test.each([
    ["the second", [{}, items], "trend-2", "trend-1"],
    ["the first", [{}, items], "trend-1", "trend-2"],
    ["one by its own name", [{ id: "rate" }, { ...items, id: "all-items" }], "rate", "all-items"],
    ["one by a name with digits", [{ id: "by-12-months" }, items], "by-12-months", "trend"],
    ["the first of three", [{}, items, share], "trend-1", "trend-3"],
  ])("%s, and the words of another are changed, which is not: X01", async (_, trends, out, changed) => {
    const findings = await found(trends, "sections", `leave-out: [${out}]`, changing(changed));
    expect(nodesOf(findings)).toEqual(words(changed));
  });

  test("and the chart of the other is changed: X01 of the chart and of the line that says what a point is", async () => {
    const findings = await found(
      [{}, items],
      "sections",
      "leave-out: [trend-2]",
      "change: { trend-1: { points: 12 } }",
    );
    expect(nodesOf(findings)).toMatchObject({
      charts: expect.stringMatching(/^trend-1\.chart\./),
      "wording of trend-1": "trend-1.unit",
    });
    expect(findings).toHaveLength(2);
  });
});

describe("a second section of a kind is added, which is declared", () => {
  const second = `add: [{ after: trend, section: { trend: { indicator: opioids-total, message: [voice-trend-any] } } }]`;

  test("nothing else differs", async () => {
    expect(await found([{}], "sections", second)).toEqual([]);
  });

  test("before the first, nothing else differs", async () => {
    expect(await found([{}], "sections", second.replace("after: trend", "after: headline"))).toEqual([]);
  });

  test("and the words of the first are changed, which is not: X01", async () => {
    expect(nodesOf(await found([{}], "sections", second, changing("trend")))).toEqual(words("trend"));
  });
});

describe("a block is swapped that one of two sections names", () => {
  test("of the other nothing is said", async () => {
    const first = [{ message: ["voice-trend-any"] }, { ...items, message: ["voice-trend-past"] }];
    const other = "blocks: { voice-trend-any: [voice-trend-past, voice-trend-any] }";
    expect(nodesOf(await found(first, "sections", other))).toEqual(words("trend-1"));
    expect(await found(first, "wording of trend-1", other)).toEqual([]);
    expect(nodesOf(await found(first, "wording of trend-2", other))).toEqual(words("trend-1"));
  });
});

describe("a trial of how long a point of the shipped trend is", () => {
  const year = "change: { trend: { points: 12 } }";

  test.each(["charts, wording", "charts, wording of trend"])("declared as [%s] is sound", async (changes) => {
    expect(await found([{}], changes, year)).toEqual([]);
  });

  test("that declares less is refused, by what it leaves out", async () => {
    expect(nodesOf(await found([{}], "charts", year))).toEqual({ "wording of trend": "trend.unit" });
    expect(nodesOf(await found([{}], "wording", year))).toEqual({ charts: expect.stringMatching(/^trend\.chart\./) });
  });
});

describe("words are declared", () => {
  const two = [{}, items];
  const both = `change: { trend-1: { message: [voice-trend-any] }, trend-2: { message: [voice-trend-any] } }`;

  test("of one section, by its name", async () => {
    expect(await found(two, "wording of trend-2", changing("trend-2"))).toEqual([]);
    expect(nodesOf(await found(two, "wording of trend-2", both))).toEqual(words("trend-1"));
  });

  test("of all of a kind, by the kind", async () => {
    expect(await found(two, "wording of trend", both)).toEqual([]);
    expect(await found([{ id: "rate" }, items], "wording of trend", changing("rate"))).toEqual([]);
  });
});
