import { describe, expect, test } from "vitest";
import { nameBeside, sectionSchema, sectionsSchema } from "../../src/input/campaign/sections.ts";

/* A section is named once, when its campaign is read: every part of a report goes by that name afterwards. */

const own = { "own-plan": {} };
const trend = (id?: string) => ({ trend: { message: ["any"], ...(id === undefined ? {} : { id }) } });

function namesOf(written: readonly object[]): string[] {
  return sectionsSchema.parse(written).map(({ name }) => name);
}

describe("the name of a section", () => {
  test("stands beside its kind and its settings, defaults filled in", () => {
    expect(sectionsSchema.parse([trend("rate")])).toEqual([
      { name: "rate", kind: "trend", settings: { id: "rate", message: ["any"], points: 3 } },
    ]);
  });

  test.each([
    ["its kind", [trend(), own], ["trend", "own-plan"]],
    [
      "its kind and a number, of several",
      [trend(), own, trend(), trend()],
      ["trend-1", "own-plan", "trend-2", "trend-3"],
    ],
    ["its author's, if it has one", [trend("rate"), own], ["rate", "own-plan"]],
    ["its author's, and then it does not count among the others", [trend("rate"), trend()], ["rate", "trend"]],
    ["its author's, among several", [trend(), trend("rate"), trend()], ["trend-1", "rate", "trend-2"]],
    ["its author's, with digits", [trend("by-12-months"), trend("all4")], ["by-12-months", "all4"]],
  ])("is %s", (_, written, names) => {
    expect(namesOf(written)).toEqual(names);
  });

  test.each([
    ["two of the same", [trend("rate"), trend("rate")], [1]],
    ["the number of another", [trend("trend-2"), trend(), trend()], [0]],
  ])("is taken: %s", (_, written, places) => {
    const { issues } = sectionsSchema.safeParse(written).error!;
    expect(issues.map(({ message, path }) => [message, path])).toEqual(
      places.map((place) => ["another section has this name", [place, "trend", "id"]]),
    );
  });
});

test.each([
  ["mail", '"mail" is the name of another part of a report'],
  ["topic", '"topic" is the name of another part of a report'],
  ["multiples", '"multiples" is another kind of section'],
])("%s is no name for a trend: findings would say two things by one word", (name, message) => {
  const { issues } = sectionSchema.safeParse(trend(name)).error!;
  expect(issues).toMatchObject([{ message, path: ["trend", "id"] }]);
});

test("its own kind is a name", () => {
  expect(sectionsSchema.parse([trend("trend")]).map(({ name }) => name)).toEqual(["trend"]);
});

test.each([
  [[], "trend"],
  [["trend"], "trend-2"],
  [["trend", "trend-2", "table"], "trend-3"],
  [["trend-1", "trend-2"], "trend"],
])("a trend that comes to %j is called %s", (taken, name) => {
  expect(nameBeside(taken, sectionSchema.parse(trend()))).toBe(name);
});
