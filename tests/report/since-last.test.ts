import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import type { Commitment, OwnAim } from "../../src/input/commitment.ts";
import type { Told } from "../../src/input/history.ts";
import type { Indicator } from "../../src/input/library/indicator.ts";
import { loadStudy, type Study } from "../../src/input/study.ts";
import { measureOnce } from "../../src/measure/measure-once.ts";
import { nodeWorld } from "../../src/node.ts";
import { compileAll, lookOf, render } from "../../src/output/artefact.ts";
import { visibleInHtml } from "../../src/output/visible.ts";
import { packagedTemplates } from "../../src/render/templates.ts";
import { layTrend } from "../../src/render/trend.ts";
import { explain } from "../../src/report/explain.ts";
import { valueFigure } from "../../src/report/format.ts";
import { planStudy } from "../../src/report/plan.ts";
import type { Report } from "../../src/report/report.ts";
import { type Section, textsIn } from "../../src/report/sections.ts";
import { type Sentence, toPlain } from "../../src/report/sentence.ts";
import { seriesOf } from "../../src/report/series.ts";
import { measureStudy } from "../../src/report/subjects.ts";
import { composeTask } from "../../src/report/task.ts";
import { toldOf } from "../../src/report/told.ts";
import { ordinaryWords } from "../../src/trial/integrity/hidden.ts";
import { smallContent } from "../trial/small.ts";

// The last report beside this one, in the opioid campaign: three cycles, made as if each had been handed over.

const codes = ["Z10002", "Z10003", "Z10005", "Z10010", "Z10020"];
const base: Commitment = {
  ...{ code: "Z10003", cycle: "2026-04", action: "opioids-find", what: "", who: "", by: "", status: "planned" },
  ...{ goal: "", goalBy: "", returned: "2026-07-02" },
};
const measuring = { measure: measureOnce(new Map()) };
let study: Study;
let series: Report[][]; // by cycle

beforeAll(async () => {
  study = await loadStudy(nodeWorld(), join(smallContent, "campaigns/opioids"));
  const cycles = study.topics.get("opioids")!.campaign.cycles.slice(0, 3);
  series = [...seriesOf(study, cycles, { codes, ...measuring })].map(({ reports }) =>
    reports.map(({ report }) => report),
  );
});

const sectionOf = ({ sections }: Report) =>
  sections.find((section): section is Section<"since-last"> => section.kind === "since-last");
const wordsOf = (report: Report) =>
  textsIn(sectionOf(report)!).map(({ words }) => words.map((each) => toPlain(each, report.figures)).join(" "));

const sentencesOf = (report: Report) =>
  textsIn(sectionOf(report)!).flatMap(({ words }) => words.map((each) => toPlain(each, report.figures)));

/** The report of the second cycle to one of them, after it was told something. */
function toldBefore(
  told: Partial<Told> | undefined,
  {
    code = "Z10003",
    returned = [],
    measures = "behaviour",
  }: { code?: string; returned?: readonly Commitment[]; measures?: Indicator["measures"] } = {},
): Report {
  const first = toldOf(series[0]!.find(({ recipient }) => recipient.code === code)!, ["print"]);
  const lines = told ? [{ ...first, ...told }] : [];
  const history = { of: new Map([[code, lines]]), cycles: [], sha256: "" };
  const planned = planStudy(study, "2026-06");
  const jobs = planned.jobs.filter(({ organisation }) => organisation.code === code);
  const inputs = study.topics.get("opioids")!;
  const indicators = new Map([...inputs.indicators].map(([id, each]) => [id, { ...each, measures }]));
  const topics = new Map([["opioids", { ...inputs, indicators, commitments: new Map([[code, returned]]) }]]);
  const measured = measureStudy({ ...study, topics, history }, { ...planned, jobs }, measuring);
  return composeTask(measured, measured.tasks[0]!);
}

describe("the section", () => {
  test("is absent from a first report, which tells why, and in every one after it", () => {
    const [first, ...later] = series;
    for (const report of first!) {
      expect(sectionOf(report)).toBeUndefined();
      const [choice] = report.choices.filter(({ kind }) => kind === "since-last");
      expect(choice?.considered).toEqual([{ id: "since-last", not: "no earlier report reached it" }]);
      expect(JSON.stringify(report.standings)).not.toContain("-since");
    }
    for (const report of later.flat()) expect(sectionOf(report)).toBeDefined();
  });

  test("gives the figure that the last report told, this one's and the year before's", () => {
    const shown = series.slice(1).flatMap((reports, i) =>
      reports.map((report) => {
        const told = series[i]!.find(({ recipient }) => recipient.code === report.recipient.code)!;
        return { report, value: told.standings[0]!.values.value as number };
      }),
    );
    const compared = shown.filter(({ report }) => sectionOf(report)!.rows.length > 0);
    expect(compared.length).toBeGreaterThan(2);
    const indicator = study.topics.get("opioids")!.indicators.get("opioids-high-dose")!;
    for (const { report, value } of compared) {
      const before = valueFigure(indicator, value).text;
      expect(report.figures["opioids-high-dose/since.value"]?.text).toBe(before);
      const rows = sectionOf(report)!.rows.map(({ value }) => toPlain(value, report.figures));
      expect(rows.at(-2)).toBe(before);
      expect(rows.at(-1)).toBe(report.figures["opioids-high-dose/own.value"]?.text);
    }
  });

  test("two months are too early to tell, beside what the year tells", () => {
    expect(wordsOf(toldBefore({}))).toEqual([
      "Since your last report",
      expect.stringMatching(/too early to tell/),
      "High-dose opioid items per 1,000 patients a month.",
      ...["A year before", "12 months to June 2025", expect.stringMatching(/^\d/)],
      ...["Your last report, 15 June 2026", "12 months to April 2026", expect.stringMatching(/^\d/)],
      ...["Now", "12 months to June 2026", expect.stringMatching(/^\d/)],
      "Suggested then",
      ...toldTitles("Z10003"),
    ]);
  });

  test("says where months have been corrected, and what was suggested only as far as it is known", () => {
    const { headline } = toldOf(series[0]!.find(({ recipient }) => recipient.code === "Z10003")!, ["print"]);
    const report = toldBefore({ headline: { ...headline, value: headline.value! + 1 }, actions: ["gone-since 1"] });
    expect(wordsOf(report)).toContain("Figures for months in your last report have been corrected since.");
    expect(sectionOf(report)).not.toHaveProperty("suggested");
  });

  test("says what was planned on that report, by whom and when, what came of it, and the own goal", () => {
    const returned: Commitment[] = [
      {
        ...base,
        action: "opioids-find",
        who: "practice pharmacist",
        by: "2026-07-31",
        status: "done",
        returned: "2026-07-02",
      },
      { ...base, action: "", what: "Ask the care home", status: "under-way", returned: "2026-07-02" },
      {
        ...base,
        action: "opioids-agree-a-line",
        status: "not-for-us",
        goal: "30 items a month",
        returned: "2026-07-03",
      },
      { ...base, action: "opioids-review-date", status: "done", returned: "2026-09-01" }, // after this report
      { ...base, action: "opioids-review-date", cycle: "2026-02", status: "done", returned: "2026-07-01" }, // on another report
    ];
    const report = toldBefore({}, { returned });
    const { planned } = sectionOf(report)!;
    const items = planned?.items.map((item) => toPlain(item, report.figures));
    expect({ label: planned?.label, items }).toEqual({
      label: "You planned",
      items: [
        "Find the people to review (practice pharmacist, by 31 July 2026): done",
        "Ask the care home: under way",
        "Agree how we start: not for you",
        expect.stringMatching(/^Your goal: 30 items a month \(now \d+ items a month\)$/),
      ],
    });
    expect(sectionOf(toldBefore({}))).not.toHaveProperty("planned");
  });

  describe("claims techniques only where what came back is reviewed", () => {
    const withGoal = { ...base, goal: "30 items a month", goalBy: "2027-03-31" };
    const headline = { indicator: "opioids-total", value: 1, numerator: 1, denominator: 1, signals: [] };
    const claims: Record<
      string,
      { returned: Commitment[]; told?: Partial<Told>; measures?: "outcome"; bct: string[] }
    > = {
      "1.5: a step with what came of it": { returned: [{ ...base, status: "done" }], bct: ["1.5"] },
      "none: a step that is only said again": { returned: [base], bct: [] },
      "1.5, 1.6: a goal with the figure beside it": { returned: [withGoal], bct: ["1.5", "1.6"] },
      "1.7: the same of an outcome": { returned: [withGoal], measures: "outcome", bct: ["1.7"] },
      "none: a goal of what the report is not about": { returned: [withGoal], told: { headline }, bct: [] },
    };
    test.each(Object.entries(claims))("%s", (_, { returned, told = {}, bct, ...measured }) => {
      const report = toldBefore(told, { returned, ...measured });
      expect(report.choices.find(({ slot }) => slot === "planned")?.bct).toEqual(bct);
    });

    test("none where nothing came back", () => {
      expect(toldBefore({}).choices.filter(({ slot }) => slot === "planned")).toEqual([]);
    });

    test("and explain says so; a goal that stands on several rows is said once, its day as others are", () => {
      const report = toldBefore({}, { returned: [withGoal, { ...withGoal, action: "opioids-review-date" }] });
      const goal = report.figures["opioids-high-dose/own.monthly"]!.text;
      const { techniques, indicators } = study.topics.get("opioids")!;
      const explained = explain(report, { techniques, indicators, peers: "", shown: [] });
      const [, claim] = explained.split("since-last.planned: returned");
      const now = `Your goal: 30 items a month, by 31 March 2027 (now ${goal} items a month)`;
      expect(claim!.split("\n  s")[0]).toContain("because a plan came back on the last report");
      expect(claim).toMatch(/techniques: 1\.5 Review behaviour goal\(s\); 1\.6 Discrepancy/);
      expect(explained.split(now)).toHaveLength(2);
    });
  });

  test("sets no figure beside one that was not told, nor a report of somebody else or of a later cycle", () => {
    const none = { indicator: "opioids-high-dose", value: null, numerator: null, denominator: null, signals: [] };
    const report = toldBefore({ headline: none });
    expect(sectionOf(report)!.rows).toEqual([]);
    expect(wordsOf(report)[1]).toBe("Your last report gave no figure that this one can be compared with.");
    for (const told of [undefined, { code: "Z10005" }, { topic: "other" }, { cycle: "2026-06" }, { cycle: "2026-08" }])
      expect(sectionOf(toldBefore(told))).toBeUndefined();
  });

  test("sets no rate beside a count that is too small for one, nor one beside a report that gave a count alone", () => {
    const report = series[1]!.find(({ recipient }) => recipient.code === "Z10010")!;
    expect(wordsOf(report).slice(0, 3)).toEqual([
      "Since your last report",
      "Figures this small move by chance from one report to the next, so we read no change into them.",
      "Suggested then",
    ]);
    const { headline } = toldOf(series[0]!.find(({ recipient }) => recipient.code === "Z10003")!, ["print"]);
    for (const signal of ["small-numbers", "implausible"]) {
      const after = toldBefore({ headline: { ...headline, signals: [...headline.signals, signal] } });
      expect(sectionOf(after)!.rows).toEqual([]);
      expect(wordsOf(after)[1]).toBe("Your last report gave no figure that this one can be compared with.");
    }
  });

  test("says the same in print, on screen, in the email and its text, in ordinary words alone", async () => {
    const templates = await packagedTemplates();
    const press = { ...lookOf(await compileAll(templates), "standard"), browser: undefined };
    const aim = { to: 30, unit: "count" as const, indicator: "" };
    const report = toldBefore({}, { returned: [{ ...base, goal: "30 items a month", goalBy: "2027-03-31", aim }] });
    const { print = "", email, html = "" } = await render(report, ["email", "print", "html"], press);
    const flat = (text: string) => text.replaceAll(/[\s\u00a0\u2011-]+/g, " ");
    const pages = [print, html, email!.html].map((page) =>
      flat(
        visibleInHtml(page)
          .map(({ text }) => text)
          .join(" "),
      ),
    );
    for (const page of [...pages, flat(email!.text).replace("SINCE YOUR LAST REPORT", "Since your last report")])
      for (const words of sentencesOf(report)) expect(page).toContain(flat(words));
    const goal = `Your goal ${report.figures["opioids-high-dose/own-goal.value"]!.text}`;
    for (const page of [print, html]) {
      expect(
        flat(
          visibleInHtml(page)
            .map(({ text }) => text)
            .join(" "),
        ).split(goal).length,
      ).toBeGreaterThanOrEqual(3); // chart and table
      expect(page).toContain("stroke-dasharray");
    }
    const ordinary = ordinaryWords(study, templates);
    const words = wordsOf(report).flatMap((text) => text.toLowerCase().match(/[a-z]+(-[a-z]+)*/g) ?? []);
    expect(words.filter((word) => !ordinary.has(word))).toEqual([]);
  });
});

describe("the own goal", () => {
  const withGoal = (to: number, of: Partial<OwnAim> = {}, goalBy = "2027-03-31"): Commitment => ({
    ...{ ...base, goal: "as written", goalBy },
    aim: { to, unit: "count", indicator: "", ...of },
  });
  const trendOf = ({ sections }: Report) => sections.find((section) => section.kind === "trend") as Section<"trend">;
  const rowOf = ({ sections }: Report, i = 0) =>
    (sections.find((section) => section.kind === "table") as Section<"table">).rows[i]!;
  const goalIn = (report: Report) => trendOf(report).chart.ends.find(({ role }) => role === "goal");
  const wordsIn = (report: Report, words: Sentence | undefined) => words && toPlain(words, report.figures);

  test("is drawn in the trend and told in table, description and explanation, as the value that its count comes to", () => {
    const report = toldBefore({}, { returned: [withGoal(20)] });
    const { values } = report.standings[0]!;
    const value = ((20 * 12) / (values.denominator as number)) * 1000;
    const { chart } = trendOf(report);
    expect(chart.goal).toBeCloseTo(value, 12);
    const words = `Your goal ${valueFigure(study.topics.get("opioids")!.indicators.get("opioids-high-dose")!, value).text}`;
    expect(wordsIn(report, goalIn(report)?.head)).toBe(words);
    expect(wordsIn(report, goalIn(report)?.note)).toBe("20 items a month, by 31 March 2027");
    expect(wordsIn(report, rowOf(report).goal)).toBe(words);
    expect(wordsIn(report, chart.alt)?.endsWith(` ${words}.`)).toBe(true);
    expect(chart.table.rows.at(-1)).toMatchObject({ head: "Your goal", cells: [words.slice(10), "–", "–"] });
    const choice = report.choices.find(({ slot }) => slot === "goal");
    expect(choice).toMatchObject({
      chosen: "own-goal",
      because: ["returned on the report of April 2026"],
      bct: ["1.6"],
    });
    expect(toldBefore({}).choices.filter(({ slot }) => slot === "goal")).toEqual([]);
    expect(trendOf(toldBefore({})).chart).not.toHaveProperty("goal");
    expect(rowOf(toldBefore({}))).not.toHaveProperty("goal");
  });

  test("of another indicator stands in its row alone, as a value where it was given as one", () => {
    const report = toldBefore({}, { returned: [withGoal(3, { unit: "value", indicator: "opioids-high-dose-share" })] });
    expect(wordsIn(report, rowOf(report, 1).goal)).toBe("Your goal 3%");
    expect([rowOf(report).goal, goalIn(report)]).toEqual([undefined, undefined]);
  });

  test.each<[string, Commitment[], Partial<Told>?]>([
    ["the goal that was returned gives no number", [{ ...base, goal: "fewer" }]],
    ["it is more than 3 times what there is", [withGoal(900)]],
  ])("is not drawn, and explained: %s", (not, returned) => {
    const report = toldBefore({}, { returned });
    expect([goalIn(report), rowOf(report).goal]).toEqual([undefined, undefined]);
    const choice = report.choices.find(({ slot }) => slot === "goal");
    expect([choice?.chosen, choice?.considered]).toEqual([undefined, [{ id: "own-goal", not }]]);
  });

  test("is the last one that came back up to the day of the report", () => {
    const returned = [
      withGoal(25, {}, ""),
      { ...withGoal(20, {}, ""), returned: "2026-07-20" },
      { ...withGoal(15), returned: "2026-09-01" },
    ];
    const report = toldBefore({}, { returned });
    expect(wordsIn(report, goalIn(report)?.note)).toBe("20 items a month");
  });

  test("is of what the report asked to look at first: not of the headline, where that was something else", () => {
    const { headline } = toldOf(series[0]!.find(({ recipient }) => recipient.code === "Z10003")!, ["print"]);
    const told = { headline: { ...headline, signals: [...headline.signals, "unbalanced"] } };
    expect(goalIn(toldBefore(told, { returned: [withGoal(20)] }))).toBeUndefined();
    const named = withGoal(20, { indicator: "opioids-high-dose" });
    expect(goalIn(toldBefore(told, { returned: [named] }))).toBeDefined();
  });

  test("no words of the chart meet, wherever the goal lies, and none stands on its line", () => {
    for (const to of [0, 5, 10, 15, 20, 22, 24, 26, 28, 30, 40, 60, 95, 98, 101, 104, 107, 110, 113, 116]) {
      const report = toldBefore({}, { returned: [withGoal(to)] });
      const { data, height } = layTrend(trendOf(report).chart, report.figures);
      const lines = [...data.ownHead!, ...data.heads!, ...data.notes!]
        .map(({ y }) => y as number)
        .sort((a, b) => a - b);
      expect(lines.length).toBeGreaterThan(5);
      const gaps = lines.slice(1).map((y, i) => y - lines[i]!);
      expect(Math.min(...gaps), `${to}`).toBeGreaterThanOrEqual(13);
      expect(lines.at(-1)).toBeLessThanOrEqual(height + 18);
      const { max } = layTrend(trendOf(report).chart, report.figures).signals as { max: number };
      const line = height * (1 - (data.goal![0]!.y as number) / max);
      const [first] = data.first!;
      expect(line < (first!.y as number) - 9 - 1 || line > (first!.y as number) + 1, `${to}`).toBe(true);
    }
  });
});

function toldTitles(code: string): string[] {
  const { actions } = study.topics.get("opioids")!;
  const first = series[0]!.find(({ recipient }) => recipient.code === code)!;
  return toldOf(first, []).actions.map((line) => actions.get(line.split(" ")[0]!)!.title);
}
