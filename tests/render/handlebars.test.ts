import { expect, test } from "vitest";
import { compileText } from "../../src/render/email-text.ts";
import { compileHandlebars } from "../../src/render/handlebars.ts";
import { packagedTemplates } from "../../src/render/templates.ts";

const fill = (text: string, context: object = {}, partials = {}) =>
  compileHandlebars(text, { name: "t.hbs", partials })({ figures: {}, ...context });

test("a missing field, list, sentence, helper or partial is an error", () => {
  expect(() => fill("{{name}}")).toThrow('"name" not defined');
  expect(() => fill("{{#each rows}}x{{/each}}")).toThrow("needs a list");
  expect(() => fill("{{{sentence headline}}}")).toThrow("missing sentence at line 1");
  expect(() => fill("{{shout name}}", { name: "x" })).toThrow("shout");
  expect(() => fill("{{> nowhere}}")).toThrow("nowhere");
});

test("values are escaped, and only sentences, svg and html may be printed raw", () => {
  expect(fill("{{name}}", { name: "<b>{{x}}" })).toBe("&lt;b&gt;{{x}}");
  expect(fill("{{{sentence s}}}", { s: [{ text: "<b>" }] })).toBe("&lt;b&gt;");
  expect(fill("{{{chart.svg}}}", { chart: { svg: "<svg/>" } })).toBe("<svg/>");
  expect(() => fill("{{{name}}}")).toThrow("t.hbs:1:1 prints a value without escaping it");
  expect(() => fill("{{&name}}")).toThrow("without escaping");
  expect(() => fill("{{> p}}", {}, { p: "a\n{{{name}}}" })).toThrow("p.hbs:2:1");
});

test("a template that cannot be read is told with its file and line, whoever takes it in", async () => {
  expect(() => fill("one\n{{#if name}}")).toThrow(/^t\.hbs:\d cannot be read: /);
  expect(() => fill("{{> p}}", {}, { p: "a\n{{#if name}}{{/each}}" })).toThrow(/^p\.hbs:2 cannot be read: /);
  const texts = { ...(await packagedTemplates()), "email/sections/groups.txt.hbs": "{{#if title}}" };
  expect(() => compileText(texts)).toThrow(/^email\/sections\/groups\.txt\.hbs:1 cannot be read: /);
});

test("the reach of data ends at its own fields", () => {
  expect(() => fill("{{constructor.name}}")).toThrow("not defined in undefined");
  expect(fill("{{__proto__}}")).toBe("");
});

test.each([
  "javascript:alert(1)",
  "http://x.example",
  "https://x.example/ y",
  'https://x"onclick=',
  "data:text/html,x",
])("%s is not an address", (address) => {
  expect(() => fill('<a href="{{url a}}">', { a: address })).toThrow("invalid address");
});

test("a CSS string cannot end early", () => {
  expect(fill("{{cssString s}}", { s: `a"; } </style> \\ 'b'` })).toBe(
    "&quot;a\\22 \\3b  \\7d  \\3c /style\\3e  \\5c  &#x27;b&#x27;&quot;",
  );
});
