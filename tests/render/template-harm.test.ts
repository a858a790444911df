import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { compileMjml } from "../../src/render/email-mjml.ts";
import { compileHandlebars } from "../../src/render/handlebars.ts";
import { findHarm } from "../../src/render/template-harm.ts";
import { packagedTemplates, readTemplates } from "../../src/render/templates.ts";

const harmOf = (text: string, path = "print/x.hbs") =>
  findHarm({ [path]: text }, (each) => each).map(({ message, place }) => `${place?.line}:${place?.column} ${message}`);

describe("a template is refused that", () => {
  test.each([
    ["prints raw", "<p>\n{{{name}}}</p>", ["2:1 a value is printed without escaping"]],
    ["prints raw by another sign", "{{& name}}", ["1:1 a value is printed without escaping"]],
    ["prints raw behind a tilde", "{{~{name}~}}", ["1:1 a value is printed without escaping"]],
    ["prints what another helper gives raw", "{{{url name}}}", ["1:1 a value is printed without escaping"]],
    ["has a value without quotes", "<td width={{w}}>", ["1:5 the value of width is not in quotes"]],
    ["has a value for an attribute", "<td {{w}}>", ["1:5 {{w}} stands where a name is expected"]],
    ["has a value for an element", "<{{tag}}>", ["1:1 {{tag}} stands where a name is expected"]],
    ["has a script", "<script>1</script>", ["1:1 <script> in a template"]],
    ["has a script in capitals", "<SCRIPT>", ["1:1 <script> in a template"]],
    ["listens", '<p onclick="x()">', ["1:4 onclick in a template"]],
    ["loads a picture", '<img src="https://x.example/a.png">', ['1:6 <img> loads "https://x.example/a.png"']],
    ["loads a picture that data name", '<img src="{{a}}">', ["1:6 the address in src is not looked at"]],
    ["loads one of several", '<img srcset="a.png 1x">', ['1:6 <img> loads "a.png 1x"']],
    ["loads a style", '<link rel="stylesheet" href="https://x.example/a.css">', ["1:1 <link> in a template"]],
    ["loads a page", "<iframe></iframe>", ["1:1 <iframe> in a template"]],
    ["holds a page", '<p srcdoc="x">', ["1:4 srcdoc in a template"]],
    ["moves every address", '<base href="https://x.example/">', ["1:1 <base> in a template"]],
    [
      "goes elsewhere by itself",
      '<meta http-equiv="refresh" content="0">',
      ['1:1 <meta http-equiv="refresh"> in a template'],
    ],
    ["leads to a program", '<a href="javascript:x()">', ['1:4 href leads to "javascript:x()"']],
    ["leads to a page within", '<a href="data:text/html,x">', ['1:4 href leads to "data:text/html,x"']],
    ["leads without a lock", '<a href="http://x.example">', ['1:4 href leads to "http://x.example"']],
    ["leads where data say", '<a href="{{link.url}}">', ["1:4 the address in href is not looked at"]],
    [
      "leads where data say in part",
      '<a href="https://x.example/{{q}}">',
      ["1:4 the address in href is not looked at"],
    ],
    ["leads by a block", '<a href="{{#if a}}javascript:x{{/if}}">', ["1:4 the address in href is not looked at"]],
    ["has a value in style", '<p style="color:{{c}}">', ["1:10 {{c}} in style"]],
    ["has a value in a style element", "<style>p { color: {{c}} }</style>", ["1:19 {{c}} in a style element"]],
    ["loads by style", '<p style="background:url(x)">', ["1:15 url( in style"]],
    ["loads a font", "<style>@import 'x';</style>", ["1:8 @import in a style element"]],
    ["says a value in a remark", "<!-- {{name}} -->", ["1:1 a value in a remark"]],
    ["runs in a remark for Outlook", "<!--[if mso]><script></script><![endif]-->", ["1:14 <script> in a template"]],
  ])("%s", (_, text, harms) => {
    const found = harmOf(text);
    expect(found).toHaveLength(harms.length);
    found.forEach((each, i) => void expect(each).toContain(harms[i]));
  });

  test.each([
    ["email/x.mjml", '<mj-include path="/etc/passwd" />', "1:1 <mj-include> in a template"],
    ["email/x.mjml", '<mj-include path="../../x.css" type="css" />', "1:1 <mj-include> in a template"],
    ["email/x.mjml", '<mj-font href="https://x.example" />', "1:1 <mj-font> in a template"],
    [
      "email/x.mjml",
      '<mj-section background-url="https://x.example/a.png" />',
      '1:13 <mj-section> loads "https://x.example/a.png"',
    ],
    ["variants/large/print/x.css", "p {\n background: url(x) }", "2:14 url( in a style sheet"],
    ["print/x.css", "p { color: {{c}} }", "1:12 {{c}} in a style sheet"],
    ["charts/x.yaml", "data:\n  url: file:///etc/passwd", '2:3 "url" in a chart'],
    ["charts/x.yaml", 'data:\n  "u\\x72l": x', '2:3 "url" in a chart'],
    ["variants/large/charts/x.yaml", "layer: [{ mark: image }]", "1:11 a mark of kind image in a chart"],
    ["email/x.txt.hbs", "{{{name}}}", "1:1 a value is printed without escaping"],
  ])("in %s holds %s", (path, text, harm) => {
    expect(harmOf(text, path)[0]).toContain(harm);
  });
});

test.each([
  "{{{tied say}}}{{{sentence ../x.y}}}{{{chart.svg}}}{{{css.html}}}",
  `<p{{#if a}} class="long"{{/if}} data-slot="{{mark name "say" @index}}">{{name}}</p>`,
  `<a href="{{url link.url}}">{{shown link.url}}</a><a href="#source-{{number}}">1</a><a href="https://x.example">x</a>`,
  `<p style="--a: {{cssString a}}{{#if b}}; width:{{css w}}%{{/if}}">5 < 6 > 4</p>`,
  "{{!-- <script> {{{x}}} --}}{{! <script> }}<p>{{> print/x}}</p>",
])("what is harmless is none: %s", (text) => {
  expect(harmOf(text)).toEqual([]);
});

test("an include of MJML is refused at its line, and reads nothing where it is not", async () => {
  const body = `<mj-section><mj-column><mj-text>x</mj-text></mj-column></mj-section>\n<mj-include path="LICENSE" type="html" />`;
  expect(harmOf(body, "email/x.mjml")).toEqual(["2:1 <mj-include> in a template"]);
  const text = `<mjml><mj-body>${body}</mj-body></mjml>`;
  const html = await compileMjml([{ name: "x.mjml", line: 1, text }]).catch((error: Error) => error.message);
  expect(html).not.toContain("Permission is hereby granted");
});

test("a value of style is a number or one word", () => {
  const fill = (a: unknown) => compileHandlebars("{{css a}}", { name: "x" })({ figures: {}, ...{ a } });
  expect([12.5, -3, "left", "flex-end"].map(fill)).toEqual(["12.5", "-3", "left", "flex-end"]);
  for (const evil of ["red;background:url(x)", "1 2", "", "expression(1)", "RED"])
    expect(() => fill(evil)).toThrow("invalid value of style");
});

test("templates with harm are not read, of a variant neither: file and line are told", async () => {
  const folder = await mkdtemp(join(tmpdir(), "templates-"));
  try {
    await cp("templates", folder, { recursive: true });
    expect(Object.keys(await readTemplates(folder))).toEqual(Object.keys(await packagedTemplates()));
    const letterhead = await readFile(join(folder, "print/letterhead.hbs"), "utf8");
    await writeFile(
      join(folder, "variants/large-type/print/letterhead.hbs"),
      `${letterhead}<img src="https://x.example/a.png">\n`,
    );
    await expect(readTemplates(folder)).rejects.toMatchObject({
      problems: [
        {
          code: "template-harm",
          severity: "error",
          place: {
            file: join(folder, "variants/large-type/print/letterhead.hbs"),
            line: letterhead.split("\n").length,
          },
        },
      ],
    });
  } finally {
    await rm(folder, { recursive: true });
  }
});
