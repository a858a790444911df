import { expect, test } from "vitest";
import type { Direction } from "../../src/measure/direction.ts";
import { deciles, percentRank, quantile, quantiles, targetQuartile } from "../../src/measure/percentile.ts";

const eight = [2, 4, 4, 5, 7, 9, 12, 15]; // domain.md §6.1
const hundredAndOne = Array.from({ length: 101 }, (_, t) => t * t);

test.each([
  [eight, 0, 2],
  [eight, 0.1, 3.4],
  [eight, 0.25, 4],
  [eight, 0.5, 6],
  [eight, 0.75, 9.75],
  [eight, 0.9, 12.9],
  [eight, 1, 15],
  [[3], 0.25, 3],
  [[1, 2], 0.25, 1.25],
  [[5, 5, 5], 0.9, 5],
])("quantile of %j at %d is %d", (sorted, p, expected) => {
  expect(quantile(sorted, p)).toBeCloseTo(expected, 12);
});

test("a quantile that falls on a value is that value, to the last bit", () => {
  for (let i = 0; i <= 100; i++) expect(quantile(hundredAndOne, i / 100)).toBe(i * i);
});

test("quantiles come in the order asked for, and never fall as p rises", () => {
  expect(quantiles(eight, [0.5, 0])).toEqual([6, 2]);
  const rising = quantiles(
    eight,
    Array.from({ length: 1001 }, (_, t) => t / 1000),
  );
  expect(rising).toEqual(rising.toSorted((a, b) => a - b));
});

test("nine deciles", () => {
  const expected = [3.4, 4, 4.1, 4.8, 6, 7.4, 8.8, 10.8, 12.9]; // h = 0.7, 1.4, 2.1, … 6.3
  for (const [t, decile] of deciles(eight).entries()) expect(decile).toBeCloseTo(expected[t]!, 12);
  expect(deciles(eight)).toHaveLength(9);
});

test.each([
  [eight, 2, 0],
  [eight, 4, 1 / 7], // 0.1429
  [eight, 9, 5 / 7], // 0.7143
  [eight, 15, 1],
  [[3], 3, 0],
  [[3, 3, 3], 3, 0],
])("in %j, %d has percent rank %d", (sorted, value, expected) => {
  expect(percentRank(sorted, value)).toBe(expected);
});

test.each<[Direction, number]>([
  ["higher", 9.75],
  ["lower", 4],
  ["none", 4],
])("where %s is better the quartile to aim for is %d", (direction, expected) => {
  expect(targetQuartile(eight, direction)).toBe(expected);
});

test("what has no answer is an error", () => {
  expect(() => quantile([], 0.5)).toThrow("no quantile of no values");
  expect(() => quantile(eight, 25)).toThrow("p must lie between 0 and 1, not 25");
  expect(() => quantile(eight, Number.NaN)).toThrow("p must lie");
  expect(() => percentRank(eight, 6)).toThrow("6 is not one of the 8 values");
  expect(() => percentRank(eight, 99)).toThrow("99 is not one of the 8 values");
  expect(() => percentRank([], 1)).toThrow("1 is not one of the 0 values");
});
