import { describe, expect, test } from "vitest";
import { type RevisedCounts, revisionsOf, unlike } from "../../src/trial/pack/revised.ts";

/* Four practices in two arms: what an earlier cycle counted for them, and what the data say of the same months now. */

const arms = { A: "K1", B: "K1", C: "K7", D: "K7" };
const counted = (counts: Readonly<Record<string, number>>): RevisedCounts =>
  new Map(Object.entries(counts).map(([code, count]) => [code, new Map([["items", count]])]));
const before = counted({ A: 100, B: 200, C: 150, D: 50 });
const told = (now: RevisedCounts) => unlike("2026-06", revisionsOf(before, now, arms)).map(({ message }) => message);

describe("the past of earlier cycles", () => {
  test("that was doubled in one arm's data alone is told, with each arm's share", () => {
    expect(told(counted({ A: 200, B: 400, C: 150, D: 50 }))).toEqual([
      "what was counted for 2026-06 has been revised since by more in some arms than in others: items, K1 +100.0%, K7 +0.0%",
    ]);
  });

  test("that was corrected in all arms alike is late data", () => {
    expect(told(counted({ A: 103, B: 206, C: 154.5, D: 51.5 }))).toEqual([]);
    expect(told(before)).toEqual([]);
  });

  test("is held to those that both times are known, and to arms of which enough was counted", () => {
    expect(told(counted({ A: 100, C: 150 }))).toEqual([]);
    const few = counted({ A: 20, C: 10 });
    expect(unlike("2026-06", revisionsOf(few, counted({ A: 40, C: 10 }), arms))).toEqual([]);
  });
});
