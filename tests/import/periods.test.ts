import { expect, test } from "vitest";
import { latestOf, spanOf } from "../../src/import/periods.ts";
import { toIso } from "../../src/month.ts";

test.each([
  ["2025-09", "month", "2025-09", true],
  ["202509", "month", "2025-09", true],
  ["2025-09-01", "month", "2025-09", true],
  ["01/09/2025", "month", "2025-09", false],
  ["01SEP2025", "month", "2025-09", false],
  ["01-Sep-25", "month", "2025-09", false],
  ["September 2025", "month", "2025-09", false],
  ["Sept 2025", "month", "2025-09", false],
  ["2024/25", "financial-year", "2025-03", false],
  ["1999/00", "financial-year", "2000-03", false],
  ["2025 Q1", "quarter", "2025-03", false],
  ["2024/25 Q1", "quarter", "2024-06", false],
  ["2024/25 Q4", "quarter", "2025-03", false],
  ["2019 - 21", "years", "2021-12", false],
  ["To March 2025", "12-months-to", "2025-03", false],
  ["2025", "year", "2025-12", false],
] as const)("%s is a %s that ends with %s", (text, kind, last, isRead) => {
  const found = spanOf(text);
  expect(found && { ...found, last: toIso(found.last) }).toEqual({ kind, last, isRead });
});

test.each(["", "ALL", "12", "2024/26", "Total 2025", "Marmalade 2025", "13/13/2025", "99999"])(
  "%s is no period",
  (text) => {
    expect(spanOf(text)).toBeUndefined();
  },
);

test("the latest of some periods", () => {
  expect(latestOf(["2022/23", "none", "2023/24"])?.text).toBe("2023/24");
  expect(latestOf(["none"])).toBeUndefined();
});
