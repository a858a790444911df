import { expect, test } from "vitest";
import { type Problem, toText } from "../src/problem.ts";
import { findUnseen, seenOnly, unseenName } from "../src/unseen.ts";

test.each([
  ["soft hyphen", "Al\u00adder", "Alder"],
  ["zero width", "\ufeffAl\u200bd\u2060er", "Alder"],
  ["joiners", "Al\u200cd\u200der", "Alder"],
  ["bidi controls", "\u202eAl\u2066der\u2069\u200f", "Alder"],
  ["selectors, fillers and tags", "Al\ufe0fd\u3164e\u{e0041}r\u034f", "Alder"],
  ["ligatures", "A\ufb01ne o\ufb03ce", "Afine office"],
  ["letters in two parts", "Cafe\u0301", "Caf\u00e9"],
])("what nobody sees is taken away, and letters are composed: %s", (_, text, seen) => {
  expect(seenOnly(text)).toBe(seen);
  expect(seenOnly(seen)).toBe(seen);
});

test("such a character is found and named; spaces, ends of lines and letters are none", () => {
  expect(findUnseen("a\u202eb")).toEqual({ letter: "\u202e", at: 1 });
  expect(findUnseen("a\u0007b")).toEqual({ letter: "\u0007", at: 1 });
  expect(findUnseen("a\ufb01b")).toEqual({ letter: "\ufb01", at: 1 });
  expect(findUnseen("a\u00a0b\n\tc\r\nd – é “x”")).toBeUndefined();
  expect(["\u00ad", "\u200b", "\u200d", "\u2067", "\u0000", "\ufe0f", "\ufb01"].map(unseenName)).toEqual([
    "a soft hyphen (U+00AD)",
    "a space without width (U+200B)",
    "a joiner without width (U+200D)",
    "a sign that turns the direction of the words after it (U+2067)",
    "a control character (U+0000)",
    "a character that nobody sees (U+FE0F)",
    "several letters drawn as one (U+FB01)",
  ]);
});

test("no problem makes the terminal turn words round or obey: a dot stands for each such sign", () => {
  const problem: Problem = {
    code: "x",
    severity: "error",
    message: 'name "\u001b[2JA"',
    place: { file: "a\u202e.yaml", line: 1, column: 3 },
    hint: "\u0007",
  };
  const text = toText(problem, "n: \u202eb\u{e0041}");
  expect(text.split("\n")).toEqual([
    'a·.yaml:1:3  error  name "·[2JA"',
    "   1 |   n: ·b··",
    "           ^",
    "  hint: ·",
  ]);
});
