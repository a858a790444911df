import { describe, expect, test } from "vitest";
import { textFigure } from "../../src/report/format.ts";
import { plainText, type Resolve, toSentence } from "../../src/report/words.ts";
import { emptyNotebook } from "./campaign.ts";

const cites = [{ text: "First." }, { text: "Second.", doi: "10.1000/2" }];

describe("words", () => {
  test("are cut into text, strong text, figures and notes", () => {
    expect(
      say("Say **loudly {{own.value}}** of {{median.value}}.[^2]", { "own.value": "2.9", "median.value": "1.5" }),
    ).toEqual({
      sentence: [
        { text: "Say " },
        { text: "loudly ", strong: true, own: true },
        { figure: "own.value", strong: true, own: true },
        { text: " of " },
        { figure: "median.value" },
        { text: "." },
        { cite: 1 },
      ],
      text: "Say loudly 2.9 of 1.5.",
    });
  });

  test("begin with a capital, also where a figure begins them", () => {
    expect(say("{{rank.more}} have more.", { "rank.more": "none of the other 70" }).text).toBe(
      "None of the other 70 have more.",
    );
    expect(say("fewer.", {}).text).toBe("Fewer.");
  });

  test("get printers' quotes, and one space where YAML left a line's end", () => {
    expect(say(`Say "yes", it's\n  fine.`, {}).text).toBe("Say “yes”, it’s fine.");
  });

  test("cite a source by the same number wherever it is cited", () => {
    const notebook = emptyNotebook();
    const options = { resolve: nothing, notebook, cites };
    toSentence("One.[^2]", options);
    expect(toSentence("Two.[^1] Three.[^2]", options).filter((span) => "cite" in span)).toEqual([
      { cite: 2 },
      { cite: 1 },
    ]);
    expect(notebook.sources).toEqual([
      { number: 1, text: "Second.", url: "https://doi.org/10.1000/2" },
      { number: 2, text: "First." },
    ]);
  });
});

describe("a variable is never markup", () => {
  test.each([
    "**bold**",
    "_it_",
    "*it*",
    "<script>alert(1)</script>",
    "&amp;",
    "{{own.value}}",
    "{{{x}}}",
    "[^1]",
    "[a](https://b.example)",
    "`code`",
    'say "yes"',
    "a\\b",
    "two  spaces",
    "\uE000own.value\uE001",
    "",
  ])("%j", (data) => {
    for (const words of [
      "At {{recipient.name}} now.",
      "At **{{recipient.name}}** now.",
      "At **{{recipient.name}}**.",
    ]) {
      const { sentence, text } = say(words, { "recipient.name": data });
      expect(sentence.filter((span) => "figure" in span)).toHaveLength(1);
      expect(sentence.filter((span) => "cite" in span)).toHaveLength(0);
      expect(text).toBe(words.replaceAll("**", "").replace("{{recipient.name}}", data));
    }
  });

  test("and is one figure even between the author's own stars", () => {
    const { sentence } = say("A **{{recipient.name}}** and {{recipient.place}}.", {
      "recipient.name": "x** y **z",
      "recipient.place": "**",
    });
    expect(sentence).toEqual([
      { text: "A " },
      { figure: "recipient.name", strong: true },
      { text: " and " },
      { figure: "recipient.place" },
      { text: "." },
    ]);
  });
});

test("the same key never means two texts", () => {
  const notebook = emptyNotebook();
  const resolve =
    (text: string): Resolve =>
    () => ({ key: "own.value", figure: textFigure(text) });
  toSentence("{{own.value}}", { resolve: resolve("2.9"), notebook });
  expect(() => toSentence("{{own.value}}", { resolve: resolve("3.0"), notebook })).toThrow('two figures "own.value"');
});

const nothing: Resolve = (path) => {
  throw new Error(`no ${path}`);
};

function say(words: string, values: Readonly<Record<string, string>>) {
  const notebook = emptyNotebook();
  const resolve: Resolve = (path) => ({ key: path, figure: textFigure(values[path] ?? "") });
  const sentence = toSentence(words, { resolve, notebook, cites });
  return { sentence, text: plainText(sentence, notebook) };
}
