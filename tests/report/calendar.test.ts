import { expect, test } from "vitest";
import { bankHolidays, isWorkingDay, workingDayFrom } from "../../src/report/calendar.ts";

// As gov.uk/bank-holidays lists them for England and Wales; 2021 and 2022 have substitutes at the turn of the year.
test.each<[number, string[]]>([
  [2021, ["01-01", "04-02", "04-05", "05-03", "05-31", "08-30", "12-27", "12-28"]],
  [2024, ["01-01", "03-29", "04-01", "05-06", "05-27", "08-26", "12-25", "12-26"]],
  [2025, ["01-01", "04-18", "04-21", "05-05", "05-26", "08-25", "12-25", "12-26"]],
  [2026, ["01-01", "04-03", "04-06", "05-04", "05-25", "08-31", "12-25", "12-28"]],
  [2027, ["01-01", "03-26", "03-29", "05-03", "05-31", "08-30", "12-27", "12-28"]],
])("bank holidays of %d", (year, days) => {
  expect([...bankHolidays(year)].sort()).toEqual(days.map((day) => `${year}-${day}`));
});

test("a Christmas Day on a Sunday moves behind Boxing Day, and a New Year's Day to the Monday", () => {
  expect(bankHolidays(2022)).toContain("2022-12-27");
  expect(bankHolidays(2022)).toContain("2022-12-26");
  expect(bankHolidays(2022)).toContain("2022-01-03");
});

test("the first working day from a day on", () => {
  expect(workingDayFrom("2026-12-25")).toBe("2026-12-29");
  expect(workingDayFrom("2026-12-29")).toBe("2026-12-29");
  expect(["2026-12-24", "2026-12-26", "2026-12-27", "2026-12-28"].map(isWorkingDay)).toEqual([
    true,
    false,
    false,
    false,
  ]);
});
