import { expect, test } from "vitest";
import { compose } from "../../src/report/compose.ts";
import { designOf } from "../../src/report/plan.ts";
import type { Report } from "../../src/report/report.ts";
import { differencesOf } from "../../src/trial/differences/differences.ts";
import type { Variant } from "../../src/trial/differences/variants.ts";
import { measured } from "../report/campaign.ts";

/* How a difference is put to people, where what differs is not words. */

const { inputs, material, subjects } = await measured();
const report = compose(material, subjects.get("ZX01")!);

function variantOf(one: Report): Variant {
  const design = designOf(inputs.campaign);
  const whole = { levels: {}, topic: "topic", design, channels: design.channels, support: [], sends: true, unmade: [] };
  return { ...whole, reports: new Map([["ZX01", one]]) };
}

/** The report with other points in its trend. */
function withPoints(change: (points: readonly object[]) => object[]): Report {
  const sections = report.sections.map((section) =>
    section.kind === "trend"
      ? { ...section, chart: { ...section.chart, points: change(section.chart.points) } }
      : section,
  );
  return { ...report, sections } as Report;
}

function told(other: Report): string[] {
  return differencesOf(variantOf(report), variantOf(other)).map(({ node, a, b }) => `${node}: ${a} / ${b}`);
}

test("of a chart with fewer points, how many there are", () => {
  expect(told(withPoints((points) => points.slice(1)))).toEqual([
    expect.stringMatching(/^trend\.chart\.points: (\d+) points \/ \d+ points$/),
  ]);
});

test("of a chart with other points, the first that is another, and how many more", () => {
  const own = (value: number) => (point: object, i: number) => (i > 1 ? { ...point, own: value } : point);
  const [difference] = told(withPoints((points) => points.map(own(1.23456))));
  expect(difference).toMatch(
    /^trend\.chart\.points: date \S+, own [\d.]+, .*, and \d+ more of \d+ points \/ date \S+, own 1\.235, /,
  );
});
