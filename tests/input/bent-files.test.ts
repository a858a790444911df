import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Inputs } from "../../src/input/load.ts";
import { smallCampaign } from "./small.ts";

// Observations as they come: what is clear is read, and what is not is told once, with what mends it.

let small: Awaited<ReturnType<typeof smallCampaign>>;
let plain: Inputs;
beforeAll(async () => {
  small = await smallCampaign();
  plain = await small.loadWith({});
});
afterAll(() => small.remove());

type Change = (text: string) => string | Uint8Array;
const of = (change: Change) => ({ "observations.csv": change as (text: string) => string });
const cells = (change: (row: string[], i: number) => string[]) => (text: string) =>
  text
    .trimEnd()
    .split("\n")
    .map((line, i) => (i === 0 ? line : change(line.split(","), i).join(",")))
    .join("\n");
const withSetting = (setting: string) => (text: string) =>
  text.replace("  file: observations.csv\n", `  file: observations.csv\n  ${setting}\n`);

async function bytes(change: (text: string) => Uint8Array) {
  return small.toldWith({ "observations.csv": change(await small.text("observations.csv")) });
}

function expectSame(given: Inputs): void {
  expect(given.warnings).toEqual([]);
  expect(given.observations).toEqual(plain.observations);
}

test.each([
  ["the name of a column that is empty at the end", (text) => text.replace(/$/gm, ",").replace(/,$(?![\s\S])/, "")],
  [
    "a first column without a name",
    (text) =>
      text
        .trimEnd()
        .replace(/^/gm, ",")
        .replace(/^,code/, ",code"),
  ],
  [
    "numbers of thousands, as data.yaml says",
    cells(([code, month, measure, n, d]) => [code!, month!, measure!, n!, `"${Number(d).toLocaleString("en-GB")}"`]),
    'thousands: ","',
  ],
  [
    "thousands after points, as data.yaml says",
    cells(([code, month, measure, n, d]) => [code!, month!, measure!, n!, Number(d).toLocaleString("de-DE")]),
    'decimal: ","\n  thousands: "."',
  ],
] as [string, Change, string?][])("%s is read", async (_, change, setting) => {
  expectSame(await small.loadWith({ ...of(change), ...(setting ? { "data.yaml": withSetting(setting) } : {}) }));
});

describe("a file that is no CSV file is told as what it is", () => {
  test.each([
    ["UTF-16", (text) => Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, "utf16le")]), "in UTF-16"],
    ["gzipped", (text) => gzipSync(text), "is gzipped"],
    ["a workbook", () => Buffer.from("504b030414000000080000000000", "hex"), "is a zip or a workbook"],
    ["a page", () => Buffer.from("<!DOCTYPE html>\n<html><head><title>Sign in</title>"), "is a web page"],
    ["a pointer", () => Buffer.from("version https://git-lfs.github.com/spec/v1\noid sha256:0\n"), "Git LFS"],
    ["JSON", () => Buffer.from('[{"code":"ZX01"}]'), "is JSON"],
    ["of old Macs", (text) => Buffer.from(text.replaceAll("\n", "\r")), "lines end as on the first Macs"],
    ["empty", () => Buffer.alloc(0), "the first line is empty"],
    ["with a note to Excel", (text) => Buffer.from(`sep=,\n${text}`), "a note to Excel"],
  ] as [string, (text: string) => Uint8Array, string][])("%s", async (_, change, message) => {
    const told = await bytes(change);
    expect(told).toHaveLength(1);
    expect(told[0]).toContain(message);
  });
});

describe("one cause is one problem with its mend", () => {
  test.each([
    [
      "two files in one",
      (text) => `${text.trimEnd()}\n${text.slice(text.indexOf("\n") + 1)}`,
      /second row of ZX01, .*; and \d+ more rows like it, of 12 organisations, from .* \| the figures are the same/,
    ],
    [
      "parts of counts",
      (text) =>
        `${text.trimEnd()}\n${text.slice(text.indexOf("\n") + 1).replace(/,(\d+),(\d+)$/gm, (_: string, n: string, d: string) => `,${Number(n) + 1},${d}`)}`,
      /the figures differ: keep the row that is right; where they are parts, add them up in a query$/,
    ],
    [
      "marks in place of numbers",
      cells((row, i) =>
        i === 3 ? [...row.slice(0, 3), "<5", row[4]!] : i === 4 ? [...row.slice(0, 3), "*", row[4]!] : row,
      ),
      /numerator "<5" is not a number .*; and 1 more row like it.* say so: not-known: \["\*", "<5"\]$/,
    ],
    [
      "days of which nobody knows the order",
      cells((row) => [row[0]!, row[1]!.replace(/(\d+)-(\d+)/, "01/$2/$1"), ...row.slice(2)]),
      /invalid month "01\/.* say which number is the day, beside `file`: days: day-first/,
    ],
    [
      "days that a spreadsheet counts",
      cells((row) => [row[0]!, "46204", ...row.slice(2)]),
      /invalid month "46204" .* a spreadsheet has made a number of the day/,
    ],
    [
      "a mark behind a month",
      cells((row) => [row[0]!, `${row[1]} (p)`, ...row.slice(2)]),
      /\(p\)".* take the mark behind it out: a note is no part of a period$/,
    ],
    [
      "points that may part thousands",
      cells(([code, month, measure, n, d]) => [code!, month!, measure!, n!, Number(d).toLocaleString("de-DE")]),
      /denominator "\d\.\d{3}": every point stands before three digits.* decimal: ",", thousands: "\."/,
    ],
    [
      "codes behind their kind",
      cells((row) => [`ODS:${row[0]}`, ...row.slice(1)]),
      /only in what stands before or behind it, in \d+ rows: "ODS:ZX01" for "ZX01"/,
    ],
    [
      "codes before names",
      cells((row) => [`${row[0]} - ALDER SURGERY`, ...row.slice(1)]),
      /only in what stands before or behind it, in \d+ rows: "ZX01 - ALDER SURGERY" for "ZX01"/,
    ],
    [
      "a zero byte in a code",
      cells((row, i) => (i === 3 ? [row[0]!.replace("X", "X\0"), ...row.slice(1)] : row)),
      /codes that differ .* only in spaces or signs that are not seen, in 1 row/,
    ],
    [
      "a zero byte in the name of an indicator",
      cells((row, i) => (i === 3 ? [row[0]!, row[1]!, `${row[2]}\0`, ...row.slice(3)] : row)),
      /indicators that differ .* only in spaces or signs that are not seen, in 1 row/,
    ],
    [
      "codes in signs of Excel",
      cells((row) => [`="${row[0]}"`.replaceAll('"', "'"), ...row.slice(1)]),
      /only in quotes and hyphens/,
    ],
    [
      "the letter O",
      cells((row) => [row[0]!.replace("X0", "XO"), ...row.slice(1)]),
      /only in the letter O where a nought is meant/,
    ],
    [
      "names for codes",
      cells((row) => ["Alder Surgery", ...row.slice(1)]),
      /a name stands where codes are expected: Alder Surgery/,
    ],
  ] as [string, (text: string) => string, RegExp][])("%s", async (_, change, message) => {
    const told = await small.toldWith(of(change));
    expect(told.filter((each) => message.test(each))).toHaveLength(1);
    expect(told).toHaveLength(1);
  });
});

test("files that overlap are told once, with the months", async () => {
  const text = await small.text("observations.csv");
  const [head, ...lines] = text.trimEnd().split("\n");
  const late = lines.filter((line) => /,2026-0[78],/.test(line));
  const told = await small.toldWith({
    "late.csv": [head, ...late].join("\n"),
    "data.yaml": (yaml: string) => yaml.replace("file: observations.csv", "file: [observations.csv, late.csv]"),
  });
  expect(told).toEqual([
    expect.stringMatching(
      /in late\.csv, line .*; and \d+ more rows like it, of 12 organisations, from July 2026 to August 2026 \| the two files overlap, with the same figures|the two files overlap/,
    ),
  ]);
});

test("two rows of an organisation that is not in the directory stop nothing", async () => {
  const inputs = await small.loadWith(
    of((text) => `${text.trimEnd()}\nZY99,2026-08,saba,3,900\nZY99,2026-08,saba,4,900\n`),
  );
  const { strangers, ...known } = inputs.observations;
  expect(known).toEqual(plain.observations);
  expect(strangers).toEqual({ codes: ["ZY99"], of: 13 });
  expect(inputs.warnings.map(({ message }) => message)).toEqual([
    "1 organisation of the 13 in the data is not in the directory: ZY99",
  ]);
});

test("days are read in the order that data.yaml says", async () => {
  const edits = of(cells((row) => [row[0]!, row[1]!.replace(/(\d+)-(\d+)/, "$2/01/$1"), ...row.slice(2)]));
  expectSame(await small.loadWith({ ...edits, "data.yaml": withSetting("days: month-first") }));
});

test("points before three digits part no thousands beside longer numbers without one", async () => {
  const change = cells(([code, month, measure, n, d]) => {
    const pointed = Number(d).toLocaleString("de-DE");
    return [code!, month!, measure!, n!, code === "ZX01" ? d! : pointed];
  });
  expect((await small.loadWith(of(change))).warnings).toEqual([]);
});
