import { expect, test } from "vitest";
import { change } from "../../src/measure/change.ts";

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
