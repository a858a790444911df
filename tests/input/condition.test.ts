import { describe, expect, test } from "vitest";
import { type Condition, conditionSchema, judge } from "../../src/input/condition.ts";
import type { Signal } from "../../src/input/signals.ts";

const present = new Set<Signal>(["measured", "worse-than-median", "worsening"]);

describe("a condition", () => {
  test.each([
    ["worse-than-median", { all: ["worse-than-median"] }],
    [["measured", "worsening"], { all: ["measured", "worsening"] }],
    [{ any: ["improving", "steady"] }, { any: ["improving", "steady"] }],
    [
      { all: ["measured"], none: ["zero"] },
      { all: ["measured"], none: ["zero"] },
    ],
  ])("%j is read as %j", (written, read) => {
    expect(conditionSchema.parse(written)).toEqual(read);
  });

  test.each([["worse"], [[]], [{ all: [] }], [{ every: ["measured"] }], ["constructor"], ["__proto__"]])(
    "%j is refused",
    (written) => {
      expect(conditionSchema.safeParse(written).success).toBe(false);
    },
  );

  test("without anything always holds, for no reason", () => {
    expect(judge(undefined, present)).toEqual({ holds: true, because: [] });
  });

  test("holds because of the signals it names that are there", () => {
    expect(judge({ all: ["measured"], any: ["worsening", "steady"], none: ["zero"] }, present)).toEqual({
      holds: true,
      because: ["measured", "worsening"],
    });
  });

  test.each([
    [{ all: ["measured", "improving"] }, "needs improving"],
    [{ any: ["improving", "steady"] }, "needs one of improving, steady"],
    [{ none: ["worsening"] }, "ruled out by worsening"],
    [{ all: ["improving"], none: ["worsening"] }, "needs improving"], // the first reason is enough
  ] as [Condition, string][])("%j does not hold: %s", (condition, not) => {
    expect(judge(condition, present)).toEqual({ holds: false, not });
  });
});
