import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Inputs } from "../../src/input/load.ts";
import { smallCampaign } from "./small.ts";

// The directory as it comes: what is doubtful costs its cell alone, and each cause is told once.

let small: Awaited<ReturnType<typeof smallCampaign>>;
let plain: Inputs;
beforeAll(async () => {
  small = await smallCampaign();
  plain = await small.loadWith({});
});
afterAll(() => small.remove());

const rows = (change: (line: string, i: number) => string) => (text: string) =>
  text
    .split("\n")
    .map((line, i) => (i === 0 || line === "" ? line : change(line, i)))
    .join("\n");
const withSetting = (setting: string) => (text: string) =>
  text.replace("  file: organisations.csv\n", `  file: organisations.csv\n  ${setting}\n`);

test("a doubtful cell is told, and everybody else is still there", async () => {
  const inputs = await small.loadWith({
    "organisations.csv": (text) => text.replace('"1 HIGH STREET, NETHERTON"', "n/a"),
  });
  expect(inputs.warnings.map(({ code }) => code)).toEqual(["doubtful-cell"]);
  expect([...inputs.directory.keys()]).toEqual([...plain.directory.keys()]);
  expect(inputs.directory.get("ZX01")?.address).toEqual([]);
  expect(inputs.observations).toEqual(plain.observations);
});

test("a name that is missing, or a spreadsheet's fault, is told, and the code stands in its place", async () => {
  const inputs = await small.loadWith({
    "organisations.csv": rows((line, i) =>
      line.replace(/^(\w+),[^,]*/, (all, code) => (i > 2 ? all : `${code},${["#N/A", ""][i - 1]}`)),
    ),
  });
  expect(inputs.warnings.map(({ message }) => message)).toEqual(['name "#N/A" of ZX01', "no name of ZX02"]);
  expect(inputs.directory.get("ZX02")?.name).toBe("ZX02");
});

test("a place or a successor that is a spreadsheet's fault, or written as nothing, is none", async () => {
  const places = ["#REF!,#REF!", "NULL,", "ZP1,Nether Vale", "ZP1,#N/A"];
  const inputs = await small.loadWith({
    "organisations.csv": (text) =>
      rows(
        (line, i) => `${line.replace("ZP1,Nether Vale", places[i - 1] ?? "ZP2,Over Vale")},${i === 1 ? "#N/A" : ""}`,
      )(text)
        .replace("place_name", "place_name,successor")
        .replace("ZP1,#N/A", "ZP3,#N/A"),
    "data.yaml": (text) => text.replace("opened: opened }", "opened: opened, successor: successor }"),
  });
  const placeOf = (code: string) => inputs.directory.get(code)?.parents["sub-icb"];
  expect(["ZX01", "ZX02", "ZX03", "ZX04"].map(placeOf)).toEqual([
    undefined,
    undefined,
    { code: "ZP1", name: "Nether Vale" },
    { code: "ZP3", name: "ZP3" },
  ]);
  expect(inputs.directory.get("ZX01")?.successor).toBeUndefined();
  expect(inputs.warnings.map(({ message }) => message)).toEqual([
    expect.stringMatching(/^place "#REF!" of ZX01; and 1 more row like it/),
    'successor "#N/A" of ZX01',
    'place "#N/A" of ZX04',
  ]);
});

test("a day of closing that is far off says that it is open", async () => {
  const days = ["9999-12-31", "2099-12-31 00:00:00", "", "2098-12-31"];
  const inputs = await small.loadWith({
    "organisations.csv": (text) =>
      rows((line, i) => `${line},${days[i - 1] ?? ""}`)(text).replace("place_name", "place_name,closed"),
    "data.yaml": (text) => text.replace("opened: opened }", "opened: opened, closed: closed }"),
  });
  expect([...inputs.directory.values()].flatMap(({ code, closed }) => (closed ? [`${code} ${closed}`] : []))).toEqual([
    "ZX04 2098-12-31",
  ]);
});

test("codes in small letters are one problem, and a setting mends them", async () => {
  const edits = { "organisations.csv": rows((line) => line.replace(/^ZX/, "zx")) };
  expect(await small.toldWith(edits)).toEqual([
    'organisations.csv:2 code "zx01" in small letters; and 11 more rows like it: 3, 4, 5, 6, 7, … | codes are in capitals: say capitals: [code], beside `file`',
  ]);
  const mended = await small.loadWith({ ...edits, "data.yaml": withSetting("capitals: [code]") });
  expect(mended.directory).toEqual(plain.directory);
});

test("days with the day first are read where data.yaml says so, and else told once", async () => {
  const edits = {
    "organisations.csv": rows((line) => line.replace(/(\d{4})-(\d\d)-(\d\d)/, (_, y, m, d) => `${d}/${m}/${y}`)),
  };
  const told = await small.toldWith(edits);
  expect(told).toHaveLength(1);
  expect(told[0]).toMatch(/invalid day "01\/04\/1990"; and 11 more rows like it: .* days: day-first, or month-first$/);
  const mended = await small.loadWith({ ...edits, "data.yaml": withSetting("days: day-first") });
  expect(mended.directory).toEqual(plain.directory);
});

describe("a row that is no organisation is told", () => {
  test.each([
    [
      "the place of the others",
      "ZP1,Nether Vale,,,,,",
      '"ZP1" is the sub-icb of others, such as ZX01, and no organisation beside them',
    ],
    ["all of them", "ZALL,All practices,,,,,", '"ZALL" is a sum, not an organisation'],
    ["of a place", "ZT,Nether Vale total,,,,,", '"ZT" is a sum, not an organisation'],
  ])("%s", async (_, row, message) => {
    const [told, ...others] = await small.toldWith({ "organisations.csv": (text) => `${text.trimEnd()}\n${row}\n` });
    expect(told).toContain(message);
    expect(others).toEqual([]);
  });
});

test("a code of two organisations is told with their names, and one in two places with these", async () => {
  const again = (row: string) => ({ "organisations.csv": (text: string) => `${text.trimEnd()}\n${row}\n` });
  const [two] = await small.toldWith(again("ZX01,ELM SURGERY,1 LOW STREET,QX1 1AA,2020-04-01,ZP1,Nether Vale"));
  expect(two).toContain('organisation "ZX01" appears twice, as "ALDER SURGERY" and as "ELM SURGERY"');
  const [places] = await small.toldWith(again("ZX01,ALDER SURGERY,,QX1 1AA,1990-04-01,ZP7,Over Vale"));
  expect(places).toContain('organisation "ZX01" appears twice, in "ZP1" and "ZP7"');
});

test.each([
  ["lost", "CAF\uFFFD SURGERY", "letters that were lost"],
  ["read as others", "CAFÃ‰ SURGERY", "letters of UTF-8 that were read as others"],
  ["of a web page", "DRS ASH &amp; ELM", "a sign of a web page"],
])("letters of a name that are %s are told", async (_, name, is) => {
  const inputs = await small.loadWith({ "organisations.csv": (text) => text.replace("ALDER SURGERY", name) });
  expect(inputs.warnings.map(({ message }) => message)).toEqual([`${is} in the name "${name}" of ZX01`]);
});

test.each<[string, string, (text: string) => Uint8Array | string, string]>([
  ["in UTF-16", "organisations.csv", (text) => Buffer.from(`\uFEFF${text}`, "utf16le"), "encoding: utf-16"],
  ["in a packed file", "organisations.csv.gz", (text) => gzipSync(text), ""],
])("a letter that was lost before is told, and no fault of the file: %s", async (_, file, dress, form) => {
  const text = await readFile(join(import.meta.dirname, "../broken/base/organisations.csv"), "utf8");
  const inputs = await small.loadWith({
    [file]: dress(text.replace("ALDER SURGERY", "CAF\uFFFD SURGERY")),
    "data.yaml": (map) => map.replace("file: organisations.csv", `file: ${file}\n  ${form}`),
  });
  expect(inputs.warnings.map(({ message }) => message)).toEqual([
    'letters that were lost in the name "CAF\uFFFD SURGERY" of ZX01',
  ]);
});

test("columns that are named for one another are told", async () => {
  const inputs = await small.loadWith({
    "data.yaml": (text) => text.replace("name: name, ", "name: code, ").replace("postcode: postcode", "postcode: name"),
  });
  expect(inputs.warnings.map(({ message }) => message)).toEqual([
    'postcode "ALDER SURGERY" without a digit of ZX01; and 11 more rows like it: 3, 4, 5, 6, 7, …',
  ]);
});

test("a postcode is read however it is written, and told where it is a part of one", async () => {
  const [first, second] = [...plain.directory.values()].map(({ postcode = "" }) => postcode);
  const inputs = await small.loadWith({
    "organisations.csv": (text) =>
      text.replace(first!, first!.toLowerCase().replace(" ", "")).replace(second!, second!.split(" ")[0]!),
  });
  expect(inputs.directory.get("ZX01")?.postcode).toBe(first);
  expect(inputs.warnings.map(({ message }) => message)).toEqual([
    expect.stringMatching(/^"\w+" where a postcode is expected of ZX02$/),
  ]);
});

test("lines of an address may be lines of its cell, and the postcode stands once", async () => {
  const inputs = await small.loadWith({
    "organisations.csv": (text) =>
      text.replace('"1 HIGH STREET, NETHERTON"', '"1 HIGH STREET\r\nNETHERTON\r\nQX1 1AA"'),
  });
  expect(inputs.directory.get("ZX01")?.address).toEqual(plain.directory.get("ZX01")?.address);
});

test("a successor of one that is open is told", async () => {
  const inputs = await small.loadWith({
    "organisations.csv": (text) =>
      text
        .replace("opened,", "opened,successor,")
        .replace(/(1990-04-01),/, "$1,ZX02,")
        .replace(/^(ZX(?!01).*,)(ZP)/gm, "$1,$2"),
    "data.yaml": (text) => text.replace("opened: opened", "opened: opened, successor: successor"),
  });
  expect(inputs.warnings.map(({ message }) => message)).toEqual(["ZX01 has a successor, ZX02, and no day of closing"]);
});
