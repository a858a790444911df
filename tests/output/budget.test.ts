import { describe, expect, test } from "vitest";
import { openBudget, usualBudget } from "../../src/output/budget.ts";
import { causeOf } from "../../src/output/log.ts";

describe("a budget of failures", () => {
  function tried(outcomes: string, share = usualBudget.share, after = usualBudget.after): string | undefined {
    const budget = openBudget({ share, after });
    for (const outcome of outcomes) outcome === "." ? budget.made() : budget.failed(outcome);
    return budget.spent();
  }

  test("is not looked at before so many were tried", () => {
    expect(tried("a".repeat(19))).toBeUndefined();
    expect(tried("a".repeat(20))).toMatch(/^20 of 20 reports failed/);
  });

  test("is used up by more than its share, not by just as many", () => {
    expect(tried(`${".".repeat(19)}a`)).toBeUndefined();
    expect(tried(`${".".repeat(18)}aa`)).toBe('2 of 20 reports failed, more than 5%: 2 by "a"');
    expect(tried("a".repeat(30), 1)).toBeUndefined();
  });

  test("says by what causes, the most frequent first, and how many more there are", () => {
    expect(tried("bacabdea", 0.05, 5)).toBe(
      '8 of 8 reports failed, more than 5%: 3 by "a"; 2 by "b"; 1 by "c"; and by 2 other causes',
    );
  });
});

test("a cause is the same for all reports that fail by it", () => {
  const at = { seconds: {}, failedIn: "print" } as const;
  const one = causeOf(at, { code: "Z10003", failed: "print/Z10003.pdf: 3 pages, not 2" });
  const other = causeOf(at, { code: "Z10004", failed: "print/Z10004.pdf: 14 pages, not 2" });
  expect([one, other]).toEqual(Array(2).fill("print: print/….pdf: … pages, not …"));
  expect(causeOf({ ...at, failedIn: "store" }, { code: "Z1", failed: "x" })).not.toBe(
    causeOf(at, { code: "Z1", failed: "x" }),
  );
});
