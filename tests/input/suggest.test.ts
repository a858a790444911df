import { expect, test } from "vitest";
import { nearest, suggest } from "../../src/input/files/suggest.ts";

test.each([
  ["medain", ["top-quartile", "median"], 'did you mean "median"?'],
  ["MEDIAN", ["top-quartile", "median"], 'did you mean "median"?'],
  ["pie", ["dots", "bars"], 'one of "dots", "bars"'],
  ["6", ["1", "3", "12"], 'one of "1", "3", "12"'], // one letter is not a slip of another
  ["x", [], undefined],
  ["weather", Array.from({ length: 15 }, (_, i) => `key-number-${i}`), undefined], // too many to name
])("%s of %j: %s", (word, possible, hint) => {
  expect(suggest(word, possible)).toBe(hint);
});

test("the nearest is at most a third away, and ties go by the alphabet", () => {
  expect(nearest("reliever-item", ["reliever-items", "reliever-its"])).toBe("reliever-items");
  expect(nearest("bat", ["cat", "ban"])).toBe("ban");
  expect(nearest("banana", ["orange"])).toBeUndefined();
});
