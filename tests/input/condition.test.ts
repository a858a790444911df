import { describe, expect, test } from "vitest";
import { type Condition, conditionSchema, judge } from "../../src/input/library/condition.ts";
import type { Signal } from "../../src/input/library/signals.ts";

const present = new Set<Signal>(["measured", "worse-than-median", "worsening"]);
const others = (indicator: string) => new Set<Signal>(indicator === "share" ? ["measured", "steady"] : []);

describe("a condition", () => {
  test.each([
    ["worse-than-median", { all: ["worse-than-median"] }],
    [["measured", "worsening"], { all: ["measured", "worsening"] }],
    [{ any: ["improving", "steady"] }, { any: ["improving", "steady"] }],
    [
      { all: ["measured"], none: ["zero"] },
      { all: ["measured"], none: ["zero"] },
    ],
    [
      { all: ["measured"], of: { share: "steady", volume: { none: ["zero"] } } },
      { all: ["measured"], of: { share: { all: ["steady"] }, volume: { none: ["zero"] } } },
    ],
  ])("%j is read as %j", (written, read) => {
    expect(conditionSchema.parse(written)).toEqual(read);
  });

  test.each([
    ["worse"],
    [[]],
    [{ all: [] }],
    [{ every: ["measured"] }],
    ["constructor"],
    ["__proto__"],
    [{ of: { share: { of: {} } } }],
  ])("%j is refused", (written) => {
    expect(conditionSchema.safeParse(written).success).toBe(false);
  });

  test("without anything always holds, for no reason", () => {
    expect(judge(undefined, present, others)).toEqual({ holds: true, because: [] });
  });

  test("holds because of the signals it names that are there", () => {
    expect(judge({ all: ["measured"], any: ["worsening", "steady"], none: ["zero"] }, present, others)).toEqual({
      holds: true,
      because: ["measured", "worsening"],
    });
  });

  test("holds because of what is true of another indicator too", () => {
    expect(judge({ all: ["worsening"], of: { share: { any: ["steady", "rising"] } } }, present, others)).toEqual({
      holds: true,
      because: ["worsening", "steady of share"],
    });
  });

  test.each([
    [{ all: ["measured", "improving"] }, "needs improving"],
    [{ any: ["improving", "steady"] }, "needs one of improving, steady"],
    [{ none: ["worsening"] }, "ruled out by worsening"],
    [{ of: { share: { all: ["rising"] } } }, "needs rising of share"],
    [{ all: ["improving"], of: { share: { all: ["rising"] } } }, "needs improving"],
    [{ all: ["improving"], none: ["worsening"] }, "needs improving"], // the first reason is enough
  ] as [Condition, string][])("%j does not hold: %s", (condition, not) => {
    expect(judge(condition, present, others)).toEqual({ holds: false, not });
  });
});
