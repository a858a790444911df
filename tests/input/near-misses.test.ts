import { describe, expect, test } from "vitest";
import { bareKey, findNearMisses, isTotal, tellNearMisses } from "../../src/input/data/near-misses.ts";

describe("a key is taken for a slip of another", () => {
  test.each([
    ["in small letters", "zq0005", "ZQ0005", "in capitals and small letters"],
    ["with a tab", "ZQ0005\t", "ZQ0005", "in spaces or signs that are not seen"],
    ["with a space that does not break", "ZQ\u00A00005", "ZQ0005", "in spaces or signs that are not seen"],
    ["with what marks the beginning of a file", "\uFEFFZQ0005", "ZQ0005", "in spaces or signs that are not seen"],
    ["in wide letters", "ＺＱ０００５", "ZQ0005", "in spaces or signs that are not seen"],
    ["that a spreadsheet took for a number", "2.00E+05", "2E05", "in what a spreadsheet makes of numbers"],
    ["with a decimal place", "45231.0", "45231", "in what a spreadsheet makes of numbers"],
    ["that has lost its zeros", "123", "00123", "in zeros at the beginning"],
  ])("%s", (_, key, meant, how) => {
    expect(findNearMisses([key], [meant, "ZQ0006"])).toMatchObject([{ key, meant, how }]);
  });

  test.each([
    ["that is known", "ZQ0005", ["ZQ0005", "zq0005"]],
    ["of another", "ZQ0015", ["ZQ0005"]],
    ["that only looks like a number", "E05", ["E5"]],
  ])("but not one %s", (_, key, known) => {
    expect(findNearMisses([key], known)).toEqual([]);
  });
});

test("what cannot be lost stays", () => {
  expect(["A1", "0", "000", "1.5", "9E999"].map(bareKey)).toEqual(["A1", "0", "0", "1.5", "9E999"]);
});

test("one cause is told once, with its rows and a few of its keys", () => {
  const keys = ["za1", "za2", "za3", "za4", "za5", "za6"];
  const misses = findNearMisses([...keys, "ZA7\t"], [...keys.map((key) => key.toUpperCase()), "ZA7"]);
  const told = tellNearMisses(
    misses.map((miss) => ({ ...miss, row: miss.key, rows: 2 })),
    { what: "codes", where: "in the directory" },
  );
  expect(told.map(({ first, message }) => `${first}: ${message}`)).toEqual([
    'za1: codes that differ from those in the directory only in capitals and small letters, in 12 rows: "za1" for "ZA1", "za2" for "ZA2", "za3" for "ZA3", "za4" for "ZA4", "za5" for "ZA5", and 1 more',
    'ZA7\t: codes that differ from those in the directory only in spaces or signs that are not seen, in 2 rows: "ZA7\t" for "ZA7"',
  ]);
});

test.each([
  ["TOTAL", true],
  ["Grand total", true],
  ["Subtotal", true],
  ["England", true],
  ["TOTALLY FINE SURGERY", false],
  ["ALL SAINTS SURGERY", false],
])("%s is a row of sums: %s", (key, is) => {
  expect(isTotal(key)).toBe(is);
});
