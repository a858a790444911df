import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import type { Commitment } from "../../src/input/commitment.ts";
import type { Told } from "../../src/input/history.ts";
import { loadStudy, type Study } from "../../src/input/study.ts";
import { measureOnce } from "../../src/measure/measure-once.ts";
import { nodeWorld } from "../../src/node.ts";
import { compileAll, lookOf, render } from "../../src/output/artefact.ts";
import { visibleInHtml } from "../../src/output/visible.ts";
import { packagedTemplates } from "../../src/render/templates.ts";
import { valueFigure } from "../../src/report/format.ts";
import { planStudy } from "../../src/report/plan.ts";
import type { Report } from "../../src/report/report.ts";
import { type Section, textsIn } from "../../src/report/sections.ts";
import { toPlain } from "../../src/report/sentence.ts";
import { seriesOf } from "../../src/report/series.ts";
import { measureStudy } from "../../src/report/subjects.ts";
import { composeTask } from "../../src/report/task.ts";
import { toldOf } from "../../src/report/told.ts";
import { ordinaryWords } from "../../src/trial/integrity/hidden.ts";
import { smallContent } from "../trial/small.ts";

// The last report beside this one, in the opioid campaign: three cycles, made as if each had been handed over.

const codes = ["Z10002", "Z10003", "Z10005", "Z10010", "Z10020"];
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

/** The report of the second cycle to one of them, after it was told something. */
function toldBefore(
  told: Partial<Told> | undefined,
  { code = "Z10003", returned = [] }: { code?: string; returned?: readonly Commitment[] } = {},
): Report {
  const first = toldOf(series[0]!.find(({ recipient }) => recipient.code === code)!, ["print"]);
  const lines = told ? [{ ...first, ...told }] : [];
  const history = { of: new Map([[code, lines]]), cycles: [], sha256: "" };
  const planned = planStudy(study, "2026-06");
  const jobs = planned.jobs.filter(({ organisation }) => organisation.code === code);
  const inputs = study.topics.get("opioids")!;
  const topics = new Map([["opioids", { ...inputs, commitments: new Map([[code, returned]]) }]]);
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
    const base = { code: "Z10003", cycle: "2026-04", what: "", who: "", by: "", goal: "", goalBy: "" };
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
    const section = sectionOf(toldBefore({}, { returned }))!;
    expect(section.planned).toEqual({
      label: "You planned",
      items: [
        "Find the people to review (practice pharmacist, by 31 July 2026): done",
        "Ask the care home: under way",
        "Agree how we start: not for you",
        "Your goal: 30 items a month",
      ],
    });
    expect(sectionOf(toldBefore({}))).not.toHaveProperty("planned");
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
    const report = series[2]!.find(({ recipient }) => recipient.code === "Z10003")!;
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
      for (const words of wordsOf(report)) expect(page).toContain(flat(words));
    const ordinary = ordinaryWords(study, templates);
    const words = wordsOf(report).flatMap((text) => text.toLowerCase().match(/[a-z]+(-[a-z]+)*/g) ?? []);
    expect(words.filter((word) => !ordinary.has(word))).toEqual([]);
  });
});

function toldTitles(code: string): string[] {
  const { actions } = study.topics.get("opioids")!;
  const first = series[0]!.find(({ recipient }) => recipient.code === code)!;
  return toldOf(first, []).actions.map((line) => actions.get(line.split(" ")[0]!)!.title);
}
