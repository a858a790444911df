import { expect, test } from "vitest";
import { isSame } from "../../src/trial/differences/same.ts";

const pairs: readonly (readonly [unknown, unknown])[] = [
  [{ a: 1 }, { a: 1 }],
  [{ a: 1 }, { a: 2 }],
  [{ a: 1 }, { b: 1 }],
  [{ a: 1 }, { a: 1, b: 2 }],
  [{ a: 1 }, { a: 1, b: undefined }],
  [
    { a: 1, b: 2 },
    { b: 2, a: 1 },
  ],
  [
    [1, 2],
    [1, 2],
  ],
  [[1, 2], [1]],
  [[1], { 0: 1 }],
  ["a", "b"],
  ["1", 1],
  [null, Number.NaN],
  [0, -0],
  [{ a: null }, {}],
  [{ a: [{ b: "x" }] }, { a: [{ b: "x" }] }],
  [{ a: [{ b: "x" }] }, { a: [{ b: "y" }] }],
  [true, false],
  [null, {}],
];

test.each(pairs)("%j and %j are the same where their JSON is", (a, b) => {
  expect(isSame(a, b)).toBe(JSON.stringify(a) === JSON.stringify(b));
});
