import { expect, test } from "vitest";
import { type Fact, solve } from "./simplex.ts";

// The attacker of other tests rests on it: each answer here can be worked out by hand.

const row = (...at: number[]) => [0, 1, 2, 3].map((i) => (at.includes(i) ? 1 : 0));
const is = (at: readonly number[], value: number): Fact => ({ row: row(...at), from: value, to: value });
const any = (at: number): Fact => ({ row: row(at), from: 0, to: Number.POSITIVE_INFINITY });

test.each<[string, number[], Fact[], number, number]>([
  ["what is left of a total", [1], [is([0, 1, 2, 3], 24), is([0], 6), is([2], 7), is([3], 8), any(1)], 3, 3],
  ["in another order", [1], [any(1), is([3], 8), is([2], 7), is([0], 6), is([0, 1, 2, 3], 24)], 3, 3],
  ["two that share what is left", [1], [is([0, 1, 2, 3], 24), is([0], 6), is([2], 7)], 0, 11],
  ["two totals that overlap", [3], [is([0, 1, 2], 10), is([1, 2, 3], 12), is([0], 4)], 6, 6],
  ["nothing at all", [0], [is([0, 1, 2, 3], 0)], 0, 0],
  ["a fact that follows from others", [0], [is([0, 1], 5), is([2, 3], 4), is([0, 1, 2, 3], 9), is([1], 2)], 3, 3],
  [
    "bounds",
    [0],
    [
      { row: row(0, 1), from: 8, to: 12 },
      { row: row(1), from: 3, to: 7 },
    ],
    1,
    9,
  ],
  ["nothing bounds it", [0], [is([1], 2)], 0, Number.POSITIVE_INFINITY],
])("%s", (_, at, facts, least, most) => {
  expect(solve(row(...at), facts, "least")).toBeCloseTo(least);
  const found = solve(row(...at), facts, "most");
  if (Number.isFinite(most)) expect(found).toBeCloseTo(most);
  else expect(found).toBe(most);
});

test("facts that contradict each other are an error", () => {
  expect(() => solve(row(0), [is([0], 3), is([0], 4)], "least")).toThrow("contradict");
});
