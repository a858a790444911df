import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { beginningsOf, possibleOf } from "../../src/lint/grammar/beginnings.ts";
import { patternOf } from "../../src/lint/grammar/lexicon.ts";
import { changes } from "../../src/lint/phrases/changes.ts";
import { deeds } from "../../src/lint/phrases/deeds.ts";

describe("a pattern of words begins with", () => {
  test.each([
    ["Stop", ["stop"]],
    ["withdrawal of", ["withdr"]],
    ["reductions?", ["reduct"]],
    ["colou?r", ["colo"]],
    ["a ban", ["a "]],
    ["cuts?(?= (?:of|in)\\b)", ["cut"]],
    ["(?:was|were) taken", ["was", "were"]],
    ["(?:a (?:ban|cap)|the end)", ["a ", "the "]],
    ["(?:go|went) without|lose", ["go", "went", "lose"]],
    ["take … off", ["take"]],
    ["x[|(]y|z", ["x", "z"]],
    ["(?:the )?elderly", ["the ", "elderl"]],
    ["(?<!\\b(?:which|no) )stop", ["stop"]],
    ["(?=(?:stop|end)\\b)[\\w ]+ off", ["stop", "end"]],
    ["(?-i:may)(?! \\d)", ["may"]],
    ["\\d+ years", [..."0123456789"]],
  ])("%s: %j", (source, letters) => {
    expect(beginningsOf(source)).toEqual(letters);
  });

  test.each(["(?:to|) stop", "[Ss]top", "s?top", "x|\\w+", "(?!a)\\w+", "(?:\\d)?%", "\\d*%"])(
    "%s: anything",
    (source) => expect(beginningsOf(source)).toBeUndefined(),
  );
});

test("no meaning that a text holds is passed over, and most others are", () => {
  const entries = new Map(Object.entries({ ...deeds, ...changes }));
  const patterns = [...entries].map(([meaning, each]) => ({ meaning, words: patternOf(each) }));
  const possible = possibleOf(entries);
  const texts = ["unsafe-seen", "sound-reader"].flatMap((name) =>
    readFileSync(join(import.meta.dirname, `planted/${name}.txt`), "utf8")
      .split("\n")
      .slice(0, 150),
  );
  let [held, looked] = [0, 0];
  for (const text of texts) {
    const found = possible(text);
    looked += found.size;
    for (const { meaning, words } of patterns) {
      words.lastIndex = 0;
      if (!words.test(text)) continue;
      held++;
      expect(found.has(meaning), `"${meaning}" in "${text}"`).toBe(true);
    }
  }
  expect(held).toBeGreaterThan(texts.length);
  expect(looked).toBeLessThan(0.5 * texts.length * entries.size);
});
