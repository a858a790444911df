import { expect, test } from "vitest";
import { change, type Movement, movement, movements } from "../../src/measure/change.ts";

test.each([
  [8, 6, -2, -0.25],
  [6, 8, 2, 1 / 3],
  [5, 5, 0, 0],
  [4, 0, -4, -1],
  [0, 4, 4, undefined],
  [0, 0, 0, undefined],
])("from %d to %d is %d, relative %s", (from, to, absolute, relative) => {
  expect(change(from, to)).toEqual({ absolute, relative });
});

test.each<[number, number, { unit: number; noise?: number }, Movement]>([
  [7.5, 7.7, { unit: 0.1 }, "rise"],
  [7.7, 7.5, { unit: 0.1 }, "fall"],
  [7.5, 7.5, { unit: 0.1 }, "same"],
  [7.5, 7.6, { unit: 0.1 }, "same"],
  [0.7, 0.8, { unit: 0.1 }, "same"], // 0.10000000000000009 apart
  [7.5, 7.7, { unit: 0.1, noise: 0.5 }, "same"],
  [7.5, 8.1, { unit: 0.1, noise: 0.5 }, "rise"],
  [7.5, 7.58, { unit: 0.1, noise: 0.05 }, "same"], // the larger of the two
  [3, 1, { unit: 1 }, "fall"],
])("from %d to %d, threshold %j: %s", (from, to, threshold, expected) => {
  expect(movement(from, to, threshold)).toBe(expected);
});

test.each<[number[], Movement[]]>([
  [[], []],
  [[5], []],
  [
    [5, 5.3, 5.3, 5.35, 4],
    ["rise", "same", "same", "fall"],
  ],
])("the steps of %j are %j", (values, expected) => {
  expect(movements(values, { unit: 0.1 })).toEqual(expected);
});
