import { describe, expect, test } from "vitest";
import { toBareCsv, toCsv, unguarded } from "../src/csv.ts";
import { csvRecords } from "../src/input/files/csv-records.ts";

/** The cells of a CSV text, as our own reader takes them. */
function cellsOf(text: string): string[][] {
  return csvRecords(",")(text, true).map(({ cells }) => [...cells]);
}

function written(text: string): string {
  return cellsOf(toCsv(["name", "last"], [[text, "x"]]))[1]?.[0] ?? "";
}

describe("what a spreadsheet could take for a formula", () => {
  test.each([
    "=1+1",
    '=cmd|"/C calc"!A0',
    "+44 20 7946 0000",
    "-1+cmd",
    "@SUM(A1)",
    "\t=1",
    "\rfoo",
    "\tfoo",
    "＝1",
    "＋1",
    "－1+1",
    "＠a",
    '"=1',
    "'=1",
    "''=1",
    "  =1",
    "\u200b=1",
    "\u202e=1",
    "“=1”",
    '"\tfoo',
    "-",
    "--3",
    "-3-4",
  ])("%j is guarded, and can be had back", (text) => {
    expect(written(text)).toBe(`'${text}`);
    expect(unguarded(written(text))).toBe(text);
  });

  test.each([
    "-3",
    "-3.25",
    "-1e-7",
    "+4",
    "1-2",
    "a=b",
    "O'Brien",
    "'quoted'",
    "'",
    "",
    "''",
    "d@x.example",
    'a "b", c',
  ])("%j is none, and stands as it is", (text) => {
    expect(written(text)).toBe(text);
    expect(unguarded(text)).toBe(text);
  });

  test("numbers stay numbers", () => {
    expect(toCsv(["n"], [[-3], [-0.5], [0], [null], [true], [undefined]])).toBe("n\n-3\n-0.5\n0\n\ntrue\n\n");
  });

  test("no two texts are written alike: of all short texts of awkward signs each comes back", () => {
    const signs = ["=", "-", "'", '"', "\t", "1", "a", "＝", " "];
    const short = signs.flatMap((a) => ["", ...signs].flatMap((b) => ["", ...signs].map((c) => `${a}${b}${c}`)));
    const texts = [...new Set(short)];
    const rows = cellsOf(
      toCsv(
        ["name", "last"],
        texts.map((text) => [text, "x"]),
      ),
    );
    expect(rows.slice(1).map(([cell]) => unguarded(cell ?? ""))).toEqual(texts);
  });

  test("a program of ours is given texts as they are", () => {
    expect(toBareCsv(["name"], [["=1"]])).toBe("name\n=1\n");
  });

  test("names of columns are guarded too", () => {
    expect(toCsv(["=a"], [])).toBe("'=a\n");
  });
});
