import { expect, test } from "vitest";
import { poisson, tail, wilson, z95, z998 } from "../../src/measure/interval.ts";

test.each([
  [0, 10, z95, 0, 0.2775328], // domain.md §6.3
  [3, 20, z95, 0.0523687, 0.3604189],
  [10, 10, z95, 0.7224672, 1],
  [45, 300, z95, 0.1140325, 0.1948176],
  [1, 2, 1, 0.5 - Math.sqrt(3) / 6, 0.5 + Math.sqrt(3) / 6], // z = 1: (3 ∓ √3)/6
])("wilson of %d in %d at z %d is %d to %d", (x, n, z, lower, upper) => {
  const interval = wilson(x, n, z);
  expect(interval.lower).toBeCloseTo(lower, 7);
  expect(interval.upper).toBeCloseTo(upper, 7);
});

test.each([
  [0, z95, 0, 3.6889], // domain.md §6.3
  [5, z95, 1.6235, 11.6683],
  [9, z95, 4.1154, 17.0848],
  [25, z95, 16.1743, 36.9065],
  [0, z95, 0, -Math.log(0.025)], // the exact limits of 0 are logarithms
  [0, z998, 0, -Math.log(0.001)],
  [1, z95, 0.025317808, 5.571643391], // from here scipy.stats.chi2
  [5, z998, 0.739371732, 16.454745204],
  [9, z998, 2.452424404, 22.657373309],
  [10, z95, 4.787449914, 18.391458606], // from here Byar's formula, in Python
  [100, z95, 81.362105491, 121.627937479],
  [100, z998, 71.903691873, 134.943621762],
])("poisson of %d at z %d is %d to %d", (x, z, lower, upper) => {
  const interval = poisson(x, z);
  expect(interval.lower).toBeCloseTo(lower, 4);
  expect(interval.upper).toBeCloseTo(upper, 4);
});

test("Byar takes over from the exact limits without a jump anyone could print", () => {
  const [exact, byar] = [poisson(9.999999), poisson(10)];
  expect(Math.abs(exact.lower - byar.lower)).toBeLessThan(0.01);
  expect(Math.abs(exact.upper - byar.upper)).toBeLessThan(0.01);
});

test("the value lies in its interval, and the interval of no and of all touches the end", () => {
  for (let n = 1; n <= 60; n++) {
    for (let x = 0; x <= n; x++) {
      const { lower, upper } = wilson(x, n);
      expect(lower).toBeLessThanOrEqual(x / n);
      expect(upper).toBeGreaterThanOrEqual(x / n);
    }
    expect(wilson(0, n).lower).toBeCloseTo(0, 12);
    expect(wilson(n, n).upper).toBeCloseTo(1, 12);
  }
});

test.each([
  [0, 0.5],
  [z95, 0.025],
  [z998, 0.001],
])("beyond %d lies %d", (z, expected) => {
  expect(tail(z)).toBeCloseTo(expected, 12);
});

test("what is no count is an error", () => {
  expect(() => wilson(3, 2)).toThrow("no proportion: 3 of 2");
  expect(() => wilson(0, 0)).toThrow("no proportion: 0 of 0");
  expect(() => wilson(Number.NaN, 2)).toThrow("no proportion");
  expect(() => poisson(-1)).toThrow("not a count: -1");
  expect(() => poisson(Number.NaN)).toThrow("not a count: NaN");
});
