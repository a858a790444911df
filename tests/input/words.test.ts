import { describe, expect, test } from "vitest";
import { z } from "zod";
import { readYaml } from "../../src/input/files/yaml.ts";
import { signals } from "../../src/input/library/signals.ts";
import { vocabulary } from "../../src/input/library/vocabulary.ts";
import { checkPlain, checkWords, vouchedBy } from "../../src/input/library/words.ts";
import type { Problem } from "../../src/problem.ts";

const anyTarget = { value: 1, label: "Goal", source: "A plan" };

describe("what a condition vouches for", () => {
  test("all of its signals and what they imply", () => {
    expect([...vouchedBy([{ all: ["worse-than-median"] }])].sort()).toEqual(
      ["compared", "measured", "peers-known", "ranked", "sized", "worse-than-median"].sort(),
    );
  });

  test("of any, only what every branch implies", () => {
    expect([...vouchedBy([{ any: ["improving", "worse-than-median"] }])].sort()).toEqual(["measured", "sized"]);
    expect([...vouchedBy([{ any: ["improving", "no-data"] }])]).toEqual([]);
  });

  test("of none, what is then left", () => {
    expect([...vouchedBy([{ none: ["zero"] }])]).toEqual([]);
    expect([...vouchedBy([{ none: ["no-data"] }])]).toEqual(["sized"]);
    expect([...vouchedBy([{ all: ["has-past"], none: ["past-zero"] }])]).toContain("past-some");
  });

  test("of several conditions, all; of no condition, nothing", () => {
    expect(vouchedBy([{ all: ["peers-known"] }, { all: ["zero"] }])).toEqual(
      new Set(["peers-known", "zero", "measured", "sized"]),
    );
    expect(vouchedBy([undefined, undefined]).size).toBe(0);
  });

  test("of an indicator, what its direction makes certain", () => {
    expect(vouchedBy([{ all: ["improving"] }]).has("past-some")).toBe(false);
    expect(vouchedBy([{ all: ["improving"] }], { direction: "higher" }).has("past-some")).toBe(false);
    expect(vouchedBy([{ all: ["improving"] }], { direction: "lower" }).has("past-some")).toBe(true);
    expect(vouchedBy([undefined], { direction: "lower", target: anyTarget }).has("has-target")).toBe(true);
  });

  test("every need of the vocabulary is a signal", () => {
    for (const { needs } of Object.values(vocabulary)) for (const need of needs) expect(signals).toContain(need);
  });
});

describe("a problem of the words stands where they stand", () => {
  // Each text has {{bad.one}} twice; both must be found, wherever YAML folds, quotes or escapes.
  test.each([
    ["plain", "text: Say {{bad.one}} and {{bad.one}}."],
    ["plain over lines", "text: Say\n  {{bad.one}} and\n\n  {{bad.one}}."],
    ["folded", "text: >-\n  Say {{extracted}} and {{bad.one}}\n  and more {{bad.one}}\n"],
    ["folded, with a comment", "text: >- # why\n\n  Say {{bad.one}}\n\n  {{bad.one}}\n"],
    ["literal, indented", "a:\n  text: |\n      Say\n        {{bad.one}}\n      {{bad.one}}\n"],
    ["double quotes", 'text: "Say \\"{{bad.one}}\\"\\n\\u00e9 \\\n  {{bad.one}}"'],
    ["single quotes", "text: 'It''s {{bad.one}},\n  it''s {{bad.one}}'"],
    ["beyond the first plane", "text: 𝐀 {{bad.one}} 𝐀 {{bad.one}}"],
    ["with CRLF", "text: >-\r\n  Say {{bad.one}}\r\n  and {{bad.one}}\r\n"],
    ["after the same beginning", "text: '{{bad.one}}{{bad.one}}'"],
  ])("%s", (_, source) => {
    const problems = check(source).filter(({ code }) => code === "unknown-variable"); // and letters that the font lacks
    expect(problems.map(({ message }) => message)).toEqual(Array(2).fill('unknown variable "bad.one"'));
    const lines = source.split("\n");
    const wanted = lines.flatMap((line, i) =>
      [...line.matchAll(/\{\{bad\.one\}\}/g)].map(({ index }) => ({
        file: "x.yaml",
        line: i + 1,
        column: index + 1,
        length: 11,
      })),
    );
    expect(problems.map(({ place }) => place)).toEqual(wanted);
  });
});

describe("words may hold", () => {
  test.each([
    "Plain words, 5 * 3 = 15, snake_case and under_score_d.",
    "**Strong** and **{{extracted}}**.",
    "A note.[^1]",
    "{{ extracted }}",
    "Fewer than < 5, more than > 3, A & B.",
    "A list price of 5*.",
  ])("%s", (text) => {
    expect(messagesOf(text)).toEqual([]);
  });
});

describe("words may not hold", () => {
  test.each([
    ["{{upper extracted}}", "words may contain only {{variables}}"],
    ["{{{extracted}}}", "words may contain only {{variables}}"],
    ["{{&extracted}}", "words may contain only {{variables}}"],
    ["{{#if extracted}}x{{/if}}", "words may contain only {{variables}}"],
    ["{{> partial}}", "words may contain only {{variables}}"],
    ["{{! comment}}", "words may contain only {{variables}}"],
    ["{{[own.value]}}", "words may contain only {{variables}}"],
    ["{{own/value}}", "words may contain only {{variables}}"],
    ["{{@root}}", "words may contain only {{variables}}"],
    ["{{'extracted'}}", "words may contain only {{variables}}"],
    ["{{constructor}}", 'unknown variable "constructor"'],
    ["{{__proto__}}", 'unknown variable "__proto__"'],
    ["{{this}}", 'unknown variable "this"'],
    ["{{own}}", 'unknown variable "own"'],
    ["{{extracted", "cannot read the braces"],
    ["{{#if extracted}}", "cannot read the braces"],
    ["<b>x</b>", "HTML is not allowed in words"],
    ["<script>alert(1)</script>", "HTML is not allowed in words"],
    ["<!-- x -->", "HTML is not allowed in words"],
    ["[a](https://b.example)", "links are not allowed in words"],
    ["![a](https://b.example/c.png)", "links are not allowed in words"],
    ["<https://b.example>", "HTML is not allowed in words"],
    ["# Heading", "headings are not allowed in words"],
    ["*x*", "italics are not printed"],
    ["_x y_", "italics are not printed"],
    ["A note.[^2]", "note [^2] has no source"],
    ["A note.[^0]", "note [^0] has no source"],
    ["{{own.value}}", '"own.value" may be unknown here'],
  ])("%s: %s", (text, message) => {
    expect(messagesOf(text)).toEqual([message]);
  });
});

test("a plain field is printed as it stands, so it holds none of it", () => {
  const plain = (text: string) => {
    const problems: Problem[] = [];
    checkPlain({ text, place: () => ({ file: "x.yaml", line: 1, column: 1 }), source: text }, problems);
    return problems.map(({ message }) => message);
  };
  expect(plain("Review {{own.monthly}} people")).toEqual(['"{{own.monthly}}" would be printed as it is']);
  expect(plain("Review **ten**")).toEqual(['"**" would be printed as it is']);
  expect(plain("A note[^1]")).toEqual(['"[^1]" would be printed as it is']);
  expect(plain("5 < 6 { } [1] *")).toEqual([]);
});

/** The problems of the field `text` in a YAML source. */
function check(source: string): Problem[] {
  const problems: Problem[] = [];
  const shape = z.strictObject({ text: z.string().optional(), a: z.strictObject({ text: z.string() }).optional() });
  const [read] = readYaml("x.yaml", source, shape, problems);
  if (!read) throw new Error(problems.map(({ message }) => message).join("; "));
  const path = read.value.a ? ["a", "text"] : ["text"];
  const text = (read.value.a?.text ?? read.value.text ?? "").trim();
  checkWords({ text, place: () => read.placeOf(path), vouched: new Set(), cites: 0, source: read.text }, problems);
  return problems;
}

function messagesOf(text: string): string[] {
  const problems: Problem[] = [];
  const place = () => ({ file: "x.yaml", line: 1, column: 1 });
  checkWords({ text, place, vouched: new Set(), cites: 1, source: text }, problems);
  return problems.map(({ message }) => message);
}
