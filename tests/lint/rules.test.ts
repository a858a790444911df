import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { rulesPage } from "../../docs/rules.ts";
import { readPlaces } from "../../src/lint/places.ts";
import { countedIn, countedInAll, countSyllables, readingOf } from "../../src/lint/reading.ts";
import { rules } from "../../src/lint/rules.ts";
import { citationText } from "../../src/lint/sources.ts";
import { evidence } from "../../src/lint/techniques.ts";
import { nodeWorld } from "../../src/node.ts";

describe("the catalogue", () => {
  test("has each rule once, in order", () => {
    const ids = rules.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.every((id) => /^[GDVATSXP]\d\d$/.test(id))).toBe(true);
  });

  test.each(rules.map((rule) => [rule.id, rule] as const))(
    "%s says what it is, looks at something and rests on something",
    (id, rule) => {
      expect(rule.says).toMatch(/^[A-Z][^.]*$/);
      expect(rule.looks).not.toBe("");
      expect(rule.profiles.length).toBeGreaterThan(0);
      expect(rule.rests.length).toBeGreaterThan(0);
      expect(Object.keys(rule.checks).length > 0 || id === "X05" || rule.family === "trial").toBe(true);
    },
  );

  test("what rests on practice alone says so and only informs", () => {
    const opinions = rules.filter(({ rests }) => rests.every((each) => "practice" in each));
    expect(opinions.every(({ severity }) => severity === "info")).toBe(true);
    expect(
      opinions.flatMap(({ rests }) => rests.map(citationText)).every((text) => text.startsWith("practice suggests")),
    ).toBe(true);
  });

  test("every technique with evidence is one of the taxonomy", () => {
    const file = join(import.meta.dirname, "../../content/taxonomies/bcttv1.json");
    const { techniques } = JSON.parse(readFileSync(file, "utf8")) as { techniques: { code: string }[] };
    const known = techniques.map(({ code }) => code);
    expect(Object.keys(evidence).filter((code) => !known.includes(code))).toEqual([]);
  });

  test("docs/rules.md is current: npm run -s rules", () => {
    expect(readFileSync(join(import.meta.dirname, "../../docs/rules.md"), "utf8")).toBe(rulesPage());
  });
});

test("places are those of the authors' files", async () => {
  const text = "block: one\nrole: why\n---\n# the second\nblock: two\nrole: why\ntitle: Two\n";
  const places = await readPlaces({ ...nodeWorld(), readText: async () => text }, ["why.yaml", "data.csv"]);
  expect(places({ kind: "block", id: "two", path: ["title"] })).toMatchObject({ file: "why.yaml", line: 7, column: 8 });
  expect(places({ kind: "block", id: "two" })).toMatchObject({ line: 5 });
  expect(places({ kind: "block", id: "unknown" })).toBeUndefined();
});

describe("reading", () => {
  test.each([
    ["pain", 1],
    ["practice", 2],
    ["opioid", 2],
    ["medicine", 3],
    ["prescribed", 2],
    ["table", 2],
    ["the", 1],
  ])("%s has %i syllables, give or take one", (word, count) => {
    expect(Math.abs(countSyllables(word) - count)).toBeLessThanOrEqual(1);
  });

  test.each([
    [["One sentence. And another.", "The third?", "A fourth!"]],
    [
      [
        "Go to no. 4.",
        "5 of them did.",
        "“so it was.”",
        "e.g. this one.",
        "Ends here.”",
        "(Not there.)",
        "É, the last.",
      ],
    ],
  ])("texts one after another hold the sentences of all together: %j", (texts) => {
    const bare = (all: ReturnType<typeof countedIn>) =>
      all.map((each) => ({ ...each, sentence: each.sentence.trim() }));
    expect(bare(countedInAll(texts))).toEqual(bare(countedIn(texts.join(" "))));
  });

  test("plain words are read more easily than learned ones", () => {
    const plain = readingOf("Ask how the pain is. Look at the dose. Talk it over.");
    const learned = readingOf(
      "Systematically evaluate multidimensional pharmacological characteristics preceding deprescribing.",
    );
    expect(plain?.grade).toBeLessThan(3);
    expect(plain?.longestWords).toBe(5);
    expect(learned?.grade).toBeGreaterThan(12);
    expect(readingOf("")).toBeUndefined();
  });
});
