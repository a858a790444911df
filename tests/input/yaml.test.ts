import { describe, expect, test } from "vitest";
import { z } from "zod";
import { webAddress } from "../../src/input/files/fields.ts";
import { readOneYaml, readYaml } from "../../src/input/files/yaml.ts";
import type { Problem } from "../../src/problem.ts";

const schema = z.strictObject({
  name: z.string(),
  many: z.array(z.enum(["one", "two"])).optional(),
  inside: z.strictObject({ deep: z.int().max(9).optional(), url: webAddress.optional() }).optional(),
  either: z.union([z.literal(1), z.literal(3)]).optional(),
});

describe("a list of things", () => {
  const text = "# first\n- name: a\n\n- name: b\n  many: [one, tow]\n- nam: c\n---\nname: d\n";
  const problems: Problem[] = [];
  const read = readYaml("x.yaml", text, schema, problems, { entries: true });

  test("is read entry by entry, beside other documents, and what is sound is there", () => {
    expect(read.map(({ value }) => value.name)).toEqual(["a", "d"]);
    expect(read[0]?.placeOf(["name"])).toEqual({ file: "x.yaml", line: 2, column: 9, length: 1 });
    expect(read[0]?.placeOfKey(["name"])).toEqual({ file: "x.yaml", line: 2, column: 3, length: 4 });
  });

  test("has each mistake where it stands in its entry", () => {
    expect(problems.map(({ message, place, hint }) => [message, place?.line, place?.column, hint])).toEqual([
      ['unknown many "tow"', 5, 15, 'one of "one", "two"'],
      ['unknown key "nam"', 6, 3, 'did you mean "name"?'],
    ]);
  });

  test("is refused where a file holds one thing", () => {
    const told: Problem[] = [];
    expect(readOneYaml("x.yaml", "- name: a\n", schema, told)).toBeUndefined();
    expect(told.map(({ message }) => message)).toEqual(["a list, where one thing is wanted"]);
  });
});

test("a copy has its places and its problems in its own file", () => {
  const told: Problem[] = [];
  const text = "name: a copy\nmany: [one]\n";
  const [first] = readYaml("first.yaml", text, schema, told);
  const [copy] = readYaml("copy.yaml", text, schema, told);
  expect([first?.file, first?.placeOf(["many"]).file]).toEqual(["first.yaml", "first.yaml"]);
  expect([copy?.file, copy?.placeOf(["many"]).file, copy?.placeOfKey(["many"]).file]).toEqual(
    Array(3).fill("copy.yaml"),
  );
  expect(copy?.value).toBe(first?.value); // it was not parsed again
  for (const file of ["first.yaml", "copy.yaml"]) readYaml(file, "nam: a copy\n", schema, told);
  expect(told.map(({ place }) => place?.file)).toEqual(["first.yaml", "copy.yaml"]);
});

describe("where things stand", () => {
  const text = "# first\nname: a\nmany: [one, two]\ninside:\n  deep: 3\n---\nname: b\nmany:\n  - two\n";
  const [first, second] = readYaml("x.yaml", text, schema, []);

  test.each([
    [["name"], 2, 7, 1],
    [["many", 1], 3, 13, 3],
    [["inside", "deep"], 5, 9, 1],
    [["inside"], 5, 3, 1], // a map begins with its first key
    [["inside", "url"], 5, 3, 1], // what is not there stands in its parent
    [["nowhere", "at", "all"], 2, 1, 1],
  ])("value %j: line %i, column %i", (path, line, column, length) => {
    expect(first?.placeOf(path)).toEqual({ file: "x.yaml", line, column, length });
  });

  test("keys", () => {
    expect(first?.placeOfKey(["inside", "deep"])).toEqual({ file: "x.yaml", line: 5, column: 3, length: 4 });
    expect(first?.placeOfKey(["name"])).toEqual({ file: "x.yaml", line: 2, column: 1, length: 4 });
  });

  test("values of a second document", () => {
    expect(second?.value).toEqual({ name: "b", many: ["two"] });
    expect(second?.placeOf(["many", 0])).toEqual({ file: "x.yaml", line: 9, column: 5, length: 3 });
  });

  test("in a file with CRLF", () => {
    const [only] = readYaml("x.yaml", "name: a\r\ninside:\r\n  deep: 3\r\n", schema, []);
    expect(only?.placeOf(["inside", "deep"])).toEqual({ file: "x.yaml", line: 3, column: 9, length: 1 });
  });
});

describe("what is wrong", () => {
  test.each([
    ["a wrong value", "name: a\nmany: [one, tow]", '2:13 unknown many "tow"'],
    ["an unknown key", "name: a\ninside: { dep: 1 }", '2:11 unknown key "dep"'],
    ["a missing key", "many: [one]", '1:1 missing "name"'],
    ["a misspelt key is not missing too", "nam: a", '1:1 unknown key "nam"'],
    ["an empty value", "name:", '1:6 missing value for "name"'],
    ["a number for text", "name: 3", '1:7 invalid "name": must be text'],
    ["text for a number", "name: a\ninside: { deep: x }", '2:17 invalid "deep": must be a number'],
    ["too large", "name: a\ninside: { deep: 12 }", '2:17 invalid "deep": at most 9'],
    [
      "no address",
      "name: a\ninside: { url: x }",
      '2:16 invalid "url": must be an address that begins with https://, e.g. https://example.org',
    ],
    ["not one of some numbers", "name: a\neither: 2", '2:9 unknown either "2"'],
    ["no map at all", "just words", '1:1 invalid "document": must be settings, e.g. { key: value }'],
    ["a tab", "name: a\ninside:\n\tdeep: 1", "3:1 a tab at the start of the line"],
    ["twice a key", "name: a\nname: b", '2:1 key "name" appears twice'],
    ["nothing", "# to do\n", "1:1 the file is empty"],
    ["nothing but a mark", "---\n", "1:1 the file is empty"],
    ["__proto__", "name: a\n__proto__: { name: b }", '2:1 a key called "__proto__"'],
    ["constructor", "name: a\nconstructor: b", '2:1 a key called "constructor"'],
    [
      "a hundred thousand brackets",
      `name: ${"[".repeat(100_000)}${"]".repeat(100_000)}`,
      "1:1 nested too deeply to be read",
    ],
  ])("%s", (_, text, told) => {
    const problems: Problem[] = [];
    expect(readYaml("x.yaml", text, schema, problems)).toEqual([]);
    expect(problems.map(({ place, message }) => `${place?.line}:${place?.column} ${message}`)).toEqual([told]);
  });

  test("an empty last document is no matter", () => {
    const problems: Problem[] = [];
    expect(readYaml("x.yaml", "name: a\n---\n", schema, problems)).toHaveLength(1);
    expect(problems).toEqual([]);
  });

  test("sound documents are kept beside broken ones", () => {
    const problems: Problem[] = [];
    expect(
      readYaml("x.yaml", "name: a\n---\nnam: b\n---\nname: c", schema, problems).map(({ value }) => value.name),
    ).toEqual(["a", "c"]);
    expect(problems).toHaveLength(1);
  });

  test("a second document where one is wanted", () => {
    const problems: Problem[] = [];
    expect(readOneYaml("x.yaml", "name: a\n---\nname: b", schema, problems)?.value.name).toBe("a");
    expect(problems.map(({ message }) => message)).toEqual(["a second document in the file"]);
  });
});
