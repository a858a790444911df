import { expect, test } from "vitest";
import { better, type Direction } from "../../src/measure/direction.ts";

test.each<[Direction, number, number, boolean]>([
  ["lower", 1, 2, true],
  ["lower", 2, 1, false],
  ["lower", 1, 1, false],
  ["higher", 2, 1, true],
  ["higher", 1, 2, false],
  ["higher", 1, 1, false],
  ["none", 1, 2, false],
  ["none", 2, 1, false],
])("%s is better: %d is better than %d: %s", (direction, a, b, expected) => {
  expect(better(direction, a, b)).toBe(expected);
});
