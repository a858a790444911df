import { join } from "node:path";
import { expect, test } from "vitest";
import { loadStudy } from "../../src/input/study.ts";
import type { Standings } from "../../src/measure/standing.ts";
import { nodeWorld } from "../../src/node.ts";
import { explain } from "../../src/report/explain.ts";
import { planStudy } from "../../src/report/plan.ts";
import { precisionOf, precisionOfRun, precisionText } from "../../src/report/precision.ts";
import type { Report } from "../../src/report/report.ts";
import { toPlain } from "../../src/report/sentence.ts";
import { reportsOf } from "../../src/report/subjects.ts";
import { composeTask, type Task } from "../../src/report/task.ts";
import { smallContent } from "../trial/small.ts";

const group = (indicator: string, place: string, reliability?: number) => ({
  key: `${indicator} ${place}`,
  indicator,
  level: "icb",
  place,
  count: 20,
  members: [],
  withheld: [],
  series: [],
  statistics: { lower: 1, median: 2, upper: 3, deciles: [], ...(reliability === undefined ? {} : { reliability }) },
});

const standings: Omit<Standings, "of"> = {
  groups: {
    a: group("items", "Northdale", 0.912),
    b: group("items", "Southdale", 0.9449),
    c: group("share", "Northdale", 0.41),
  },
  neighbours: { items: { correlation: 0.3049, series: 40 }, share: { correlation: 0.5, series: 0 } },
};

test("reliability stands by place, the correlation beside it; nothing where neither is known", () => {
  expect(precisionOf(standings, ["items", "share", "published"])).toEqual({
    items: { correlation: 0.305, from: 40, reliability: { Northdale: 0.912, Southdale: 0.945 } },
    share: { correlation: 0.5, from: 0, reliability: { Northdale: 0.41 } },
    published: {},
  });
});

test("a line says the range, from how many series, and what is not known", () => {
  const of = precisionOf(standings, ["items", "share", "published"]);
  expect(Object.entries(of).map(([id, each]) => precisionText(id, each))).toEqual([
    "items: 91 to 95% of the differences in 2 groups of peers are more than chance (reliability); neighbouring months correlate by 0.30 (40 series)",
    "share: 41% of the differences in Northdale are more than chance (reliability); neighbouring months are taken to correlate by 0.50: too few series to tell",
    "published: how much of the differences is chance is not known",
  ]);
});

function noteOf({ sections, figures }: Report): string {
  const method = sections.find((section) => section.kind === "method");
  const note = method?.notes?.find(({ title }) => title === "How sure this is");
  return note ? toPlain(note.text, figures) : "";
}

test("a report says in its method how sure it is, and the explanation with which numbers", async () => {
  const study = await loadStudy(nodeWorld(), join(smallContent, "campaigns", "opioids"));
  const planned = planStudy(study);
  const { reports, tasks, materials } = reportsOf(study, { ...planned, jobs: planned.jobs });
  const compared = reports.find(({ standings: [first] }) => first?.signals.some(({ signal }) => signal === "ranked"));
  const [headline] = compared!.standings;
  const said = noteOf(compared!);
  const printed = (value: unknown) => Number(value).toFixed(1);
  expect(said).toContain(`anything from ${printed(headline?.values.lower)} to ${printed(headline?.values.upper)}`);
  expect(said).toContain(
    `${Math.round(Number(headline?.values.reliability) * 100)}% of the differences between these practices are more than chance`,
  );
  expect(said).toMatch(/It is within what is usual among practices of your size \([\d.]+ to [\d.]+\)\./);
  const none = reports.find(({ standings: [first] }) => first?.values.numerator === 0); // limits that print alike: 0.0
  expect(noteOf(none!)).toMatch(/^It is .* of your size/);
  const high = (task: Task) => ({
    ...task,
    standings: task.standings.map((standing) => ({
      ...standing,
      signals: standing.signals.map((signal) => (signal === "usual" ? "unusual-high" : signal)),
    })),
  });
  const same = tasks.find(({ organisation }) => organisation.code === compared!.recipient.code)!;
  expect(noteOf(composeTask({ materials }, high(same)))).toContain(
    "It is higher than is usual among practices of your size",
  );
  const { techniques, indicators } = [...study.topics.values()][0]!;
  const told = explain(compared!, { techniques, indicators, peers: "", shown: [] });
  expect(told).toContain("of the differences between its peers are more than chance (reliability)");
  const { opioids } = precisionOfRun(Object.values(materials));
  expect(told).toContain(`neighbouring months correlate by ${opioids!["opioids-high-dose"]!.correlation!.toFixed(2)}`);
  const chart = compared!.sections.find((section) => section.kind === "comparison")?.chart;
  expect(chart?.own.interval).toEqual({ lower: headline?.values.lower, upper: headline?.values.upper });
});
