import { gzipSync } from "node:zlib";
import { strToU8, zipSync } from "fflate";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { smallCampaign } from "./small.ts";
import { workbookOf } from "./workbook.ts";

// How much is read at most: past it a person is told, and the machine goes on.

let small: Awaited<ReturnType<typeof smallCampaign>>;
beforeAll(async () => {
  small = await smallCampaign();
});
afterAll(() => small.remove());

const observed = (settings: string) => (text: string) => text.replace("file: observations.csv", settings);
const head = "code,month,measure,numerator,denominator\n";
const bomb = (size: number) => Buffer.concat([Buffer.from(head), Buffer.alloc(size, "ZX01,2026-08,saba,1,1\n")]);
const tooFar =
  "what is packed comes to more than 200 times its size: no table does | look at what is in the file; if it is sound, unpack it, and name the file itself";

describe("what is packed", () => {
  const large = bomb(65 * 2 ** 20);

  test("with gzip, and comes to far more", async () => {
    const told = small.toldWith({ "data.csv.gz": gzipSync(large), "data.yaml": observed("file: data.csv.gz") });
    expect(await told).toEqual([`data.csv.gz:1 ${tooFar}`]);
  });

  test("in a zip", async () => {
    const told = small.toldWith({
      "data.zip": zipSync({ "data.csv": large }),
      "data.yaml": observed("file: data.zip"),
    });
    expect(await told).toEqual([`data.zip:1 ${tooFar}`]);
  });

  test("in a workbook", async () => {
    const told = small.toldWith({
      "data.xlsx": zipSync({ "xl/worksheets/sheet1.xml": large }),
      "data.yaml": observed("file: data.xlsx"),
    });
    expect(await told).toEqual([`data.xlsx:1 ${tooFar}`]);
  });

  test("and is a table is read, however often it says the same", async () => {
    const inputs = await small.loadWith({
      "data.csv.gz": gzipSync(await small.text("observations.csv")),
      "data.yaml": observed("file: data.csv.gz"),
    });
    expect(inputs.warnings).toEqual([]);
  });

  test("as very many files", async () => {
    const files = Object.fromEntries(Array.from({ length: 10_001 }, (_, i) => [`${i}.csv`, strToU8("")]));
    const told = small.toldWith({ "data.zip": zipSync(files, { level: 0 }), "data.yaml": observed("file: data.zip") });
    expect(await told).toEqual([
      "data.zip:1 there are 10,001 files in the zip; at most 10,000 are looked at | unpack it, and name the file itself",
    ]);
  });
});

test("a workbook of more rows than its reader can take", async () => {
  const told = small.toldWith({
    "data.xlsx": workbookOf({ Counts: Array.from({ length: 65_001 }, () => [1]) }),
    "data.yaml": observed("file: data.xlsx"),
  });
  expect(await told).toEqual([
    "data.xlsx:1 the workbook is larger than 65,000 rows of a sheet | save the sheet as CSV UTF-8, and name that file",
  ]);
});

test("a table of very many columns", async () => {
  const more = Array.from({ length: 2000 }, (_, i) => `c${i}`).join(",");
  const told = small.toldWith({ "observations.csv": (text) => text.replace("denominator\n", `denominator,${more}\n`) });
  expect((await told)[0]).toMatch(/^observations\.csv:1 the first line names 2,005 columns; at most 2,000 are read/);
});

test("a name, an address or a place of more letters than there is room for costs its cell alone", async () => {
  const long = "x".repeat(301);
  const inputs = await small.loadWith({
    "organisations.csv": (text) =>
      text.replace("ALDER SURGERY", long).replace('"2 HIGH STREET, NETHERTON"', long).replaceAll("Nether Vale", long),
  });
  expect(inputs.warnings.map(({ message }) => message.replace(/;.*/, "")).toSorted()).toEqual([
    "address with 301 characters of ZX02",
    "name with 301 characters of ZX01",
    "place with 301 characters of ZX01",
  ]);
  expect(inputs.directory.get("ZX01")).toMatchObject({ name: "ZX01", parents: { "sub-icb": { name: "ZP1" } } });
  expect(inputs.directory.get("ZX02")?.address).toEqual([]);
});

test("a text of more than a page of words", async () => {
  const told = small.toldWith({
    "blocks/why.yaml": (text) => text.replace("Three or more", "Three or more ".repeat(150)),
  });
  expect(await told).toEqual(['blocks/why.yaml:5 invalid "text": must be at most 2,000 characters']);
});
