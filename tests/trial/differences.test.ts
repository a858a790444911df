import { describe, expect, test } from "vitest";
import { compose } from "../../src/report/compose.ts";
import { designOf } from "../../src/report/plan.ts";
import type { Report } from "../../src/report/report.ts";
import { attribute, pairsBetween } from "../../src/trial/differences/attribute.ts";
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

test("of another topic that it is another: no sentence is held against one about something else", () => {
  const other = withPoints((points) => points.slice(1));
  const differences = differencesOf(variantOf(report), { ...variantOf(other), topic: "another" });
  expect(differences.map(({ node }) => node)).toEqual(["topic"]);
});

describe("what each factor accounts for", () => {
  type Three = { x: string; y: string; z: string };
  const [from, to]: [Three, Three] = [
    { x: "0", y: "0", z: "0" },
    { x: "1", y: "1", z: "1" },
  ];

  /** Cells in which the message of a design hangs on levels as a function says. */
  function attributed(template: (levels: Three) => string, [a, b] = [from, to]): string[] {
    const cell = (levels: Readonly<Record<string, string>>): Variant => ({
      ...variantOf(report),
      design: { ...designOf(inputs.campaign), template: template(levels as Three) },
    });
    return attribute(a, b, cell).map(
      ({ node, by, together }) => `${node}: ${by.join(", ")}${together ? " together" : ""}`,
    );
  }

  test("is worked out with each changed alone, from either end", () => {
    const pairs = (to: Three) =>
      pairsBetween(from, to).map((pair) => pair.map((each) => Object.values(each).join("")).join(" "));
    expect(pairs(to)).toEqual(["000 111", "000 100", "011 111", "000 010", "101 111", "000 001", "110 111"]);
    expect(pairs({ ...from, y: "1" })).toEqual(["000 010"]);
  });

  test("is one alone, where the others do not matter", () => {
    expect(attributed(({ y }) => `by-${y}`)).toEqual(["template: y"]);
    expect(attributed(({ y }) => `by-${y}`, [from, { ...from, y: "1" }])).toEqual(["template: y"]);
  });

  test("is each that shows only beside the others", () => {
    expect(attributed(({ x, y, z }) => (y === "1" && z === "1" ? `by-${x}` : "plain"))).toEqual(["template: x, y, z"]);
  });

  test("is all of them together, where none shows alone from either end", () => {
    const count = ({ x, y, z }: Three) => [x, y, z].filter((level) => level === "1").length;
    expect(attributed((levels) => (count(levels) >= 2 ? "other" : "plain"))).toEqual(["template: x, y, z together"]);
  });
});

test("the same words filled in with another figure are other words, and other data", () => {
  const headline = report.sections.find(({ kind }) => kind === "headline") as { say: readonly object[] };
  const { figure: key } = headline.say.find((span) => "figure" in span) as { figure: string };
  const figures = { ...report.figures, [key]: { ...report.figures[key]!, text: "999" } };
  const nodes = differencesOf(variantOf(report), variantOf({ ...report, figures })).map(({ node }) => node);
  expect(nodes).toEqual(expect.arrayContaining([`figures.${key}`, "headline.say"]));
});
