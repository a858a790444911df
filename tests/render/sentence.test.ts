import { expect, test } from "vitest";
import { type Html, tie, tieShort, toHtml } from "../../src/render/sentence.ts";
import type { Sentence } from "../../src/report/sentence.ts";
import { toPlain, toWords } from "../../src/report/sentence.ts";

const figures = { n: { value: 39, text: "39" }, evil: { value: null, text: `"><img src=x>` } };

const sentence: Sentence = [
  { text: "You issue " },
  { figure: "n", strong: true, own: true },
  { text: " items", strong: true, own: true },
  { text: ", " },
  { text: "too", strong: true },
  { text: " many." },
  { cite: 1 },
  { cite: 2 },
];

test("a sentence as plain text, as words and as HTML", () => {
  expect(toPlain(sentence, figures)).toBe("You issue 39 items, too many. [1] [2]");
  expect(toWords(sentence, figures)).toBe("You issue 39 items, too many.");
  expect(toHtml(sentence, figures)).toBe(
    'You issue <b class="own">39 items</b>, <b>too</b> many.<sup>&nbsp;<a href="#source-1">1</a></sup><sup>&nbsp;<a href="#source-2">2</a></sup>',
  );
});

test.each(["<script>alert(1)</script>", "{{x}} {{{y}}} {{> z}}", `"><img src=x onerror=y>`, "&amp; &", "' onload='x"])(
  "markup in words stays literal: %s",
  (text) => {
    const html = toHtml([{ text }], figures);
    expect(html).not.toMatch(/[<>"']/);
    expect(unescaped(html)).toBe(text);
  },
);

test("markup in figures stays literal, and an unknown figure is a fault", () => {
  expect(toHtml([{ figure: "evil" }], figures)).toBe("&quot;&gt;&lt;img src=x&gt;");
  expect(() => toPlain([{ figure: "toString" }], figures)).toThrow('unknown figure "toString"');
});

test("on paper a number keeps its unit and a hyphenated word its halves", () => {
  expect(tie(toHtml([{ text: "120 mg of high-dose tablets" }], figures))).toBe(
    '120\u00a0mg of <span class="nobr">high-dose</span> tablets',
  );
});

function unescaped(html: string): string {
  const signs: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'" };
  return html.replace(/&([a-z#0-9]+);/g, (_, name: string) => signs[name] ?? "?");
}

test("of large words on a screen, short hyphenated ones keep their halves; a long one may be broken where it is wider than a phone", () => {
  const said = "High-dose, long-term, anti-inflammatory and up-to-date items" as Html;
  expect(tieShort(said)).toBe(
    '<span class="nobr">High-dose</span>, <span class="nobr">long-term</span>, anti-inflammatory and <span class="nobr">up-to-date</span> items',
  );
});
