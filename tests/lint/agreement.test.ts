import { join } from "node:path";
import { expect, test } from "vitest";
import { findCycle } from "../../src/input/cycles.ts";
import { agreesWithCharts } from "../../src/lint/agreement.ts";
import type { ReportSubject } from "../../src/lint/subject.ts";
import { planStudy } from "../../src/report/plan.ts";
import { reportsOf } from "../../src/report/subjects.ts";
import { loadedStudy } from "../loaded.ts";

test("as many are drawn as are said to be, wherever in the sentence the number stands", async () => {
  const study = await loadedStudy(join(import.meta.dirname, "../../content/campaigns/opioids"));
  const [inputs] = study.topics.values();
  const planned = planStudy(study, findCycle(inputs!).id);
  const jobs = planned.jobs.slice(0, 40);
  const seen = reportsOf(study, { ...planned, jobs }).reports.flatMap((report) => {
    const key = Object.keys(report.figures).find((each) => /rank\.(better|worse)\^?$/.test(each));
    const figure = key === undefined ? undefined : report.figures[key];
    if (!key || !figure?.text.startsWith("at least")) return [];
    const saying = (text: string) => {
      const figures = { ...report.figures, [key]: { ...figure, text } };
      return agreesWithCharts({ report: { ...report, figures }, campaign: inputs!.campaign } as ReportSubject);
    };
    expect(saying(figure.text.replace("at", "At"))).toEqual([]);
    const others = /the other [\d,]+/.exec(figure.text)?.[0];
    for (const wrong of [`All ${others}`, `None of ${others}`, `Up to 0 of ${others}`])
      expect(saying(wrong).length).toBe(saying(wrong.toLowerCase()).length);
    return [saying(figure.text.replace(/at least \d+/, "at least 999")).length];
  });
  expect(seen.length).toBeGreaterThan(0);
  expect(seen.every((count) => count === 1)).toBe(true);
});
