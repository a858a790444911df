import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { smallCampaign } from "./small.ts";
import { workbookOf } from "./workbook.ts";

/*
 * Names that every object of the language answers to. As ids, keys and columns they are refused by name (S6); as codes and
 * values of data they are words like any other. Folders of tests/broken hold the refusals of YAML and of a CSV header.
 */
const kept = ["__proto__", "constructor", "prototype", "toString", "hasOwnProperty"];

let small: Awaited<ReturnType<typeof smallCampaign>>;
beforeAll(async () => {
  small = await smallCampaign();
});
afterAll(() => small.remove());

const observed = (settings: string) => (text: string) => text.replace("file: observations.csv", settings);

describe("a column is refused", () => {
  const hint = "the program keeps this name for itself: choose another";

  test.each(kept)("called %s in a header", async (name) => {
    const told = small.toldWith({
      "observations.csv": (text) =>
        text
          .trimEnd()
          .split("\n")
          .map((line, i) => `${line},${i === 0 ? name : "x"}`)
          .join("\n"),
    });
    expect(await told).toEqual([`observations.csv:1 a column called "${name}" | ${hint}`]);
  });

  test("in JSON, in a workbook", async () => {
    const row = `{"code":"ZX01","month":"2026-08","measure":"saba","numerator":1,"denominator":1,"__proto__":"x"}`;
    expect(await small.toldWith({ "data.json": `[${row}]`, "data.yaml": observed("file: data.json") })).toEqual([
      `data.json:1 a column called "__proto__" | ${hint}`,
    ]);
    expect(
      await small.toldWith({
        "data.xlsx": workbookOf({
          A: [
            ["code", "constructor"],
            ["ZX01", 1],
          ],
        }),
        "data.yaml": observed("file: data.xlsx"),
      }),
    ).toEqual([`data.xlsx:1 a column called "constructor" | ${hint}`]);
  });
});

test.each(kept)("a place whose code is %s is a place", async (name) => {
  const inputs = await small.loadWith({ "organisations.csv": (text) => text.replaceAll(",ZP1,", `,${name},`) });
  expect(inputs.warnings).toEqual([]);
  expect(inputs.directory.get("ZX01")?.parents).toEqual({ "sub-icb": { code: name, name: "Nether Vale" } });
});

test.each(kept)("a measure that the data call %s is none that is wanted", async (name) => {
  const text = await small.text("observations.csv");
  const inputs = await small.loadWith({
    "observations.csv": text + text.replace(/^.*\n/, "").replace(/,(saba|dpi),/g, `,${name},`),
  });
  const plain = await small.loadWith({});
  expect(inputs.observations).toEqual(plain.observations);
});

test("nothing of it reaches what other objects answer", () => {
  expect(Object.keys(Object.prototype)).toEqual([]);
  expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
});
