import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Told } from "../../src/input/history.ts";
import { type Inputs, load } from "../../src/input/load.ts";
import { studyOf } from "../../src/input/study.ts";
import { type Level, workIn } from "../../src/input/trial/level.ts";
import { lookAtReports } from "../../src/lint/look-at-reports.ts";
import { rules } from "../../src/lint/rules.ts";
import { nodeWorld } from "../../src/node.ts";
import { isInputError } from "../../src/problem.ts";
import { explain } from "../../src/report/explain.ts";
import { designIn, planStudy } from "../../src/report/plan.ts";
import type { Report } from "../../src/report/report.ts";
import { seriesOf } from "../../src/report/series.ts";
import { reportsOf } from "../../src/report/subjects.ts";
import { toldOf } from "../../src/report/told.ts";
import { writeCampaign, writeStates } from "../voice/states.ts";

// The headline takes turns between a share and a rate: what each recipient has most to gain on, allowing for chance.

const folder = mkdtempSync(join(tmpdir(), "headline-turn-"));
const file = join(folder, "campaign.yaml");
const memory = new Map(); // data are read once
const [own, other] = ["rate-lower", "share-lower"];

beforeAll(() => {
  writeStates(folder);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The campaign with lines added to its settings, or others in their place. */
async function withTurns(lines: string, edit: (text: string) => string = (same) => same): Promise<Inputs> {
  writeCampaign(folder, own!, "[top-quartile, median]");
  const text = readFileSync(file, "utf8").replace(
    "cycles: [",
    "cycles: [{ id: 2026-07, issued: 2026-09-12, extracted: 2026-09-05, data: { from: 2024-09, to: 2026-07 } }, ",
  );
  writeFileSync(file, edit(text.replace(/^headline: .*$/m, (line) => `${line}\n${lines}`)));
  return load(nodeWorld(), folder, { memory });
}

async function problemsOf(...asked: Parameters<typeof withTurns>): Promise<string[]> {
  try {
    await withTurns(...asked);
    return [];
  } catch (error) {
    if (!isInputError(error)) throw error;
    return error.problems.map(({ message }) => message);
  }
}

const turnIn = ({ choices }: Report) => choices.find(({ slot }) => slot === "indicator");

describe("a headline that takes turns", () => {
  let inputs: Inputs;
  let all: readonly Report[];
  beforeAll(async () => {
    inputs = await withTurns(`headline-turns: { with: [${other}], at-most: 1 in 2 }`);
    const study = studyOf(inputs);
    all = reportsOf(study, planStudy(study)).reports;
  });

  /** Reports after one with this headline in the cycle before. */
  const after = (headline: string, study = studyOf(inputs)) => {
    const [before] = inputs.campaign.cycles;
    const told = all.map((report): Told => {
      const each = toldOf(report, ["print"]);
      return { ...each, cycle: before!.id, headline: { ...each.headline, indicator: headline } };
    });
    const history = { of: Map.groupBy(told, ({ code }) => code), cycles: [], sha256: "" };
    return reportsOf({ ...study, history }, planStudy(study)).reports;
  };

  test("is about what a recipient has most to gain on, and all else is about that too", () => {
    const of = Map.groupBy(all, (report) => turnIn(report)?.chosen);
    expect([...of.keys()].sort()).toEqual([own, other]);
    for (const [chosen, reports] of of)
      for (const { standings, sections, choices } of reports) {
        expect(standings[0]?.indicator).toBe(chosen);
        const say = choices.find(({ section, slot }) => section === "headline" && slot === "say");
        expect([say?.indicator, say?.chosen?.endsWith("-rate") && chosen === other]).toEqual([chosen, false]);
        expect(sections.map(({ kind }) => kind)).toContain("headline");
      }
  });

  test("says why, and is what history remembers", () => {
    const report = all.find((each) => turnIn(each)?.chosen === other)!;
    expect(turnIn(report)?.because).toEqual([
      expect.stringMatching(/^the largest gain within reach: \d\.\d\d spreads of its peers from the best quarter$/),
    ]);
    expect(turnIn(report)?.considered).toEqual([
      { id: own, not: expect.stringMatching(/^\d\.\d\d spreads|^no gain can be worked out$/) },
    ]);
    expect(toldOf(report, ["print"]).headline.indicator).toBe(other);
    const { techniques, indicators } = inputs;
    expect(explain(report, { techniques, indicators, peers: "", shown: [] })).toContain(`headline.indicator: ${other}`);
  });

  test("gives way to what there is something to gain on, and to nothing else", () => {
    const gains = (report: Report) =>
      turnIn(report)?.considered.some(({ not }) => /^(?!0\.00)\d\.\d\d spreads/.test(not));
    const both = all.filter(gains).map(({ recipient }) => recipient.code);
    expect(both.length).toBeGreaterThan(3);
    const next = new Map([own!, other!].map((told) => [told, after(told)] as const));
    for (const [told, reports] of next)
      for (const report of reports.filter(({ recipient }) => both.includes(recipient.code))) {
        const turn = turnIn(report);
        expect(turn?.chosen).not.toBe(told);
        expect(turn?.considered[0]).toMatchObject({
          id: told,
          not: expect.stringMatching(/^headline in \w+ \d{4}: at most 1 in 2$/),
        });
      }
    const alone = all.filter((report) => {
      const { because = [], considered = [] } = turnIn(report) ?? {};
      return considered[0]?.not.startsWith("0.00") && !because[0]?.includes(" 0.00 ");
    });
    expect(alone.length).toBeGreaterThan(0);
    for (const report of alone) {
      const { chosen } = turnIn(report)!;
      const again = next.get(chosen!)!.find(({ recipient }) => recipient.code === report.recipient.code)!;
      expect(turnIn(again)?.chosen).toBe(chosen);
    }
  });

  test("is the same from the same", () => {
    const study = studyOf(inputs);
    expect(reportsOf(study, planStudy(study)).reports).toEqual(all);
  });

  test("is looked at by the rules under its own headline", () => {
    const { cycle } = planStudy(studyOf(inputs));
    const { told } = lookAtReports(rules, { inputs, cycle, reports: all });
    const seen = [...told.values()].flat().filter(({ message }) => /needs |no figure|not drawn/.test(message));
    expect(seen.map(({ message }) => message)).toEqual([]);
  });

  test("never is where messages are fixed, or a level of a trial says so", () => {
    const level = (settings: Partial<Level>) =>
      designIn(inputs, (campaign) => workIn(campaign, { is: "", ...settings } as Level).campaign);
    expect(Object.keys(level({}).headlines ?? {})).toEqual([other]);
    expect(level({ messages: "fixed" }).headlines).toBeUndefined();
    const never = level({ "headline-turns": "never" });
    expect([never.headlines, never["headline-turns"]]).toEqual([undefined, undefined]);
  });

  test("changes what a level changes under every headline", () => {
    const change = { comparison: { chart: "bars" } };
    const { headlines } = designIn(
      inputs,
      (campaign) => workIn(campaign, { is: "", change } as unknown as Level).campaign,
    );
    expect(headlines?.[other!]?.find(({ kind }) => kind === "comparison")?.settings).toMatchObject({ chart: "bars" });
  });
});

test("a series keeps to one headline where none takes turns", async () => {
  const inputs = await withTurns("");
  const [first] = seriesOf(studyOf(inputs), inputs.campaign.cycles.slice(0, 1), { codes: ["ZX10"] });
  expect(first?.reports.map(({ report }) => turnIn(report))).toEqual([undefined]);
  expect(inputs.headlines).toBeUndefined();
});

test("history remembers what the headline was about, wherever that stands in the list of indicators", async () => {
  const inputs = await withTurns("", (text) => text.replace(/^indicators: .*$/m, `indicators: [${other}, ${own}]`));
  const [first] = seriesOf(studyOf(inputs), inputs.campaign.cycles.slice(0, 1), { codes: ["ZX10"] });
  expect(first?.reports.map(({ report }) => toldOf(report, []).headline.indicator)).toEqual([own]);
});

test.each([
  ["itself", `{ with: [${own}] }`, `"${own}" takes turns as headline already`],
  ["one that is not there", "{ with: [share-lowest] }", '"share-lowest" is not among the campaign\'s indicators'],
  [
    "one without a better side",
    "{ with: [rate-none] }",
    'the headline cannot take turns with "rate-none": neither way is better, so there is no gain',
  ],
  [
    "one with published values",
    "{ with: [value-mean] }",
    'the headline cannot take turns with "value-mean": its values are published, so chance cannot be allowed for',
  ],
])("a headline does not take turns with %s", async (_, turns, message) => {
  const edit = (text: string) => text.replace(/^indicators: \[/m, "indicators: [rate-none, value-mean, ");
  expect(await problemsOf(`headline-turns: ${turns}`, edit)).toContain(message);
});

test("no headline takes turns where messages are fixed", async () => {
  expect(await problemsOf(`headline-turns: { with: [${other}] }\nmessages: fixed`)).toContain(
    "messages are fixed, so no headline takes turns",
  );
});

test("what is wrong under another headline alone is told with it", async () => {
  const edit = (text: string) =>
    text
      .replace("comparators: [top-quartile, median]", "comparators: [target, median]")
      .replaceAll(own!, "rate-target");
  const found = await problemsOf(`headline-turns: { with: [${other}] }`, edit);
  expect(found).toContain(`with the headline about "${other}": indicator "${other}" has no target to compare with`);
});
