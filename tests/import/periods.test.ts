import { expect, test } from "vitest";
import { latestOf, spanOf, spansOf } from "../../src/import/periods.ts";
import { readPeriod } from "../../src/input/data/period-texts.ts";
import { toIso } from "../../src/month.ts";

const texts = [
  ["2025-09", "month", "2025-09", true],
  ["202509", "month", "2025-09", true],
  ["2025-09-01", "month", "2025-09", true],
  ["01/09/2025", "month", "2025-09", false],
  ["01SEP2025", "month", "2025-09", true],
  ["01-Sep-25", "month", "2025-09", true],
  ["September 2025", "month", "2025-09", true],
  ["Sept 2025", "month", "2025-09", true],
  ["2024/25", "financial-year", "2025-03", true],
  ["1999/00", "financial-year", "2000-03", true],
  ["2025 Q1", "quarter", "2025-03", true],
  ["2024/25 Q1", "quarter", "2024-06", true],
  ["2024/25 Q4", "quarter", "2025-03", true],
  ["Sep-25", "month", "2025-09", true],
  ["2024-25", "financial-year", "2025-03", true],
  ["FY 2024/2025", "financial-year", "2025-03", true],
  ["24/25", "financial-year", "2025-03", true],
  ["Q1 2024/25", "quarter", "2024-06", true],
  ["Quarter 4 2024", "quarter", "2024-12", true],
  ["April to June 2025", "quarter", "2025-06", true],
  ["Jan-Mar 2025", "quarter", "2025-03", true],
  ["1 April 2024 to 31 March 2025", "12-months-to", "2025-03", true],
  ["Year ending March 2025", "12-months-to", "2025-03", true],
  ["Q2/2025", "quarter", "2025-06", false],
  ["2. Quartal 2025", "quarter", "2025-06", false],
  ["Chwarter 2 2025", "quarter", "2025-06", false],
  ["März 2025", "month", "2025-03", true],
  ["Mai 2025", "month", "2025-05", true],
  ["Medi 2025", "month", "2025-09", true],
  ["2018/19 - 20/21", "years", "2021-03", false],
  ["2019 - 21", "years", "2021-12", false],
  ["To March 2025", "12-months-to", "2025-03", true],
  ["2025", "year", "2025-12", true],
] as const;
const read = texts.filter(([, , , isRead]) => isRead);

test.each(texts)("%s is a %s that ends with %s", (text, kind, last, isRead) => {
  const found = spanOf(text);
  expect(found && { ...found, last: toIso(found.last) }).toEqual({ kind, last, isRead });
});

test.each(["", "ALL", "12", "2024/26", "Total 2025", "Marmalade 2025", "13/13/2025", "99999"])(
  "%s is no period",
  (text) => {
    expect(spanOf(text)).toBeUndefined();
  },
);

test("what is said to be read is read so by the engine", () => {
  const asRead = read.flatMap(([text, kind, last]) =>
    kind === "years" ? [] : [[text, toIso(readPeriod(text, kind)?.month ?? 0), last]],
  );
  expect(asRead.length).toBeGreaterThan(10);
  expect(asRead.map(([text, found]) => [text, found])).toEqual(asRead.map(([text, , last]) => [text, last]));
});

test("2011-12 is a year among years, and a month among months", () => {
  const kinds = (...texts: string[]) => [...spansOf(texts).values()].map(({ kind }) => kind);
  expect(kinds("2011-12", "2012-13")).toEqual(["financial-year", "financial-year"]);
  expect(kinds("2011-11", "2011-12")).toEqual(["month", "month"]);
});

test("the latest of some periods", () => {
  expect(latestOf(["2022/23", "none", "2023/24"])?.text).toBe("2023/24");
  expect(latestOf(["none"])).toBeUndefined();
});
