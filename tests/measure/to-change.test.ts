import { expect, test } from "vitest";
import { nextGoal } from "../../src/measure/goal.ts";
import { type Goal, gradedStep, toStop, toSwitch } from "../../src/measure/to-change.ts";

type Row = [numerator: number, denominator: number, goal: Goal, expected: number];

test.each<Row>([
  [45, 300, { benchmark: 0.1, direction: "lower" }, 15], // domain.md §6.6
  [210, 300, { benchmark: 0.75, direction: "higher" }, 15],
  [45, 300, { benchmark: 10, direction: "lower", per: 100 }, 15],
  [30, 300, { benchmark: 0.1, direction: "lower" }, 0],
  [31, 300, { benchmark: 0.1, direction: "lower" }, 1],
  [0, 300, { benchmark: 0.1, direction: "lower" }, 0],
  [225, 300, { benchmark: 0.75, direction: "higher" }, 0],
  [224, 300, { benchmark: 0.75, direction: "higher" }, 1],
  [5, 300, { benchmark: 0, direction: "lower" }, 5],
  [12, 7900, { benchmark: 0.9, direction: "lower", per: 1000 }, 5], // 7.11 items allowed
  [12, 7900, { benchmark: 2, direction: "higher", per: 1000 }, 4], // 15.8 items needed
  [9000, 6000, { benchmark: 1200, direction: "lower", per: 1000 }, 1800], // items may exceed patients
  [5, 10, { benchmark: 0.3, direction: "lower" }, 2], // 0.3 × 10 is 3
  [57, 100, { benchmark: 0.57, direction: "lower" }, 0], // 0.57 × 100 is 56.99999999999999
  [55, 100, { benchmark: 0.55, direction: "higher" }, 0], // 0.55 × 100 is 55.00000000000001
])("%d of %d to %j by switching: %d", (numerator, denominator, goal, expected) => {
  expect(toSwitch({ numerator, denominator }, goal)).toBe(expected);
});

test.each<Row>([
  [45, 300, { benchmark: 0.1, direction: "lower" }, 17], // domain.md §6.6: 28/283 = .0989
  [45, 300, { benchmark: 10, direction: "lower", per: 100 }, 17],
  [30, 300, { benchmark: 0.1, direction: "lower" }, 0],
  [45, 300, { benchmark: 1, direction: "lower" }, 0],
  [300, 300, { benchmark: 1, direction: "lower" }, 0],
  [45, 300, { benchmark: 0, direction: "lower" }, 45],
  [19, 100, { benchmark: 0.1, direction: "lower" }, 10], // 9 of 90 exactly
  [210, 300, { benchmark: 0.75, direction: "higher" }, 20], // 210 of 280 exactly
  [210, 300, { benchmark: 0.76, direction: "higher" }, 24], // 210/276 = .7609
  [225, 300, { benchmark: 0.75, direction: "higher" }, 0],
  [210, 300, { benchmark: 1, direction: "higher" }, 90],
  [210, 300, { benchmark: 0, direction: "higher" }, 0],
  [0, 300, { benchmark: 0.5, direction: "higher" }, 300],
  [0, 0, { benchmark: 0.5, direction: "higher" }, 0],
])("%d of %d to %j by stopping: %d", (numerator, denominator, goal, expected) => {
  expect(toStop({ numerator, denominator }, goal)).toBe(expected);
});

test("each is the smallest number that does it, in whole-number arithmetic", () => {
  const per = 40;
  for (let n = 1; n <= 40; n++) {
    for (let x = 0; x <= n; x++) {
      for (let b = 0; b <= per; b++) {
        const counts = { numerator: x, denominator: n };
        const low: Goal = { benchmark: b, direction: "lower", per };
        const high: Goal = { benchmark: b, direction: "higher", per };
        const found = [toSwitch(counts, low), toSwitch(counts, high), toStop(counts, low), toStop(counts, high)];
        const smallest = [
          count((k) => (x - k) * per <= b * n),
          count((k) => (x + k) * per >= b * n),
          count((k) => (x - k) * per <= b * (n - k)),
          count((k) => x * per >= b * (n - k)),
        ];
        expect(found, `${x} of ${n} to ${b} per ${per}`).toEqual(smallest);
      }
    }
  }
});

test.each([
  [15, 0.1, 2],
  [15, 1, 15],
  [1, 0.1, 1],
  [0, 0.1, 0],
  [30, 0.1, 3], // 30 × 0.1 is 3
  [70, 0.1, 7], // 70 × 0.1 is 7.000000000000001
  [10, 0.25, 3],
])("a step of %d by %d is %d", (k, fraction, expected) => {
  expect(gradedStep(k, fraction)).toBe(expected);
});

test("what has no answer is an error", () => {
  const goal: Goal = { benchmark: 10, direction: "lower" };
  expect(() => toStop({ numerator: 1, denominator: 2 }, goal)).toThrow("no benchmark of a proportion: 10");
  expect(() => toStop({ numerator: 3, denominator: 2 }, { ...goal, benchmark: 0.1 })).toThrow("no proportion: 3 of 2");
  expect(() => gradedStep(3, 0)).toThrow("not 0");
  expect(() => gradedStep(3, 10)).toThrow("not 10");
});

function count(isReached: (k: number) => boolean): number {
  let k = 0;
  while (!isReached(k)) k++;
  return k;
}

test.each([
  [172, 352, 36],
  [20, 352, 20],
  [39, 352, 39], // three would be left
  [41, 352, 36],
  [579, 5766, 579],
  [1, 5, 1],
])("of %i that are left, and %i to change, the next goal is %i", (left, room, goal) => {
  expect(nextGoal(left, { room, share: 0.1 })).toBe(goal);
});
