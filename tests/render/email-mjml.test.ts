import { describe, expect, test } from "vitest";
import { compileMjml, keepTokens, paint } from "../../src/render/email-mjml.ts";

const layout = (body: string) => `<mjml lang="en-GB"><mj-body>${body}</mj-body></mjml>`;
const section = (text: string) => `<mj-section><mj-column><mj-text><p>${text}</p></mj-text></mj-column></mj-section>`;

/** The whole of a template as one piece. */
const piece = (text: string) => [{ name: "a.mjml", line: 1, text }];

describe("MJML with Handlebars left inside", () => {
  test("keeps every token (M1)", async () => {
    const source = layout(
      `<mj-raw>{{#each parts}}</mj-raw>${section("{{> email/runs this}} {{a.b}}")}<mj-raw>{{/each}}</mj-raw>`,
    );
    const html = await compileMjml(piece(source));
    for (const token of ["{{#each parts}}", "{{/each}}", "{{> email/runs this}}", "{{a.b}}"])
      expect(html.split(token).length - 1, token).toBe(1);
  });

  test("names the token that MJML drops between its elements (M1)", async () => {
    const source = layout(`{{#if part}}${section("text")}{{/if}}`);
    await expect(compileMjml(piece(source))).rejects.toThrow("{{#if part}} stands 1 times before MJML and 0 times");
  });

  test.each([
    ["{{#if a}}x{{/if}}", "{{#if a}}x{{/if}}{{/if}}", "{{/if}} stands 1 times before MJML and 2 times"],
    ["{{a}}{{a}}", "{{a}}", "{{a}} stands 2 times before MJML and 1 times"],
    ["{{#if a}}{{else if b}}{{/if}}", "{{#if a}}{{/if}}", "{{else if b}} stands 1 times before MJML and 0 times"],
  ])("counts blocks exactly, values at least: %s → %s", (before, after, message) => {
    expect(() => keepTokens(before, after, "a.mjml")).toThrow(message);
  });

  test("lets a value come out more often than it went in: the title is also a label", () => {
    expect(() => keepTokens("{{title}}", "{{title}} {{title}}", "a.mjml")).not.toThrow();
  });

  test("refuses an element or an attribute that MJML does not know, with its line", async () => {
    await expect(compileMjml(piece(layout("<mj-secton></mj-secton>")))).rejects.toThrow("mj-secton");
  });

  test("tells the template and its line, though several are compiled as one", async () => {
    const [before, after] = layout("|").split("|");
    const pieces = [
      { name: "frame.mjml", line: 1, text: `${before}\n` },
      { name: "part.mjml", line: 1, text: `${section("text")}\n<mj-section colour="red"></mj-section>` },
      { name: "frame.mjml", line: 7, text: `<mj-secton></mj-secton>${after}` },
    ];
    await expect(compileMjml(pieces)).rejects.toThrow(/^part\.mjml:2 .*colour.*\nframe\.mjml:7 .*mj-secton/);
  });

  test("includes no file (S5)", async () => {
    const source = layout(`<mj-include path="/etc/passwd" />${section("text")}`);
    expect(await compileMjml(piece(source))).not.toContain("root:");
  });
});

describe("the colours of a template", () => {
  test("come from the theme by name", () => {
    const palette = { accent: "#0B4880", "dark.accent": "#9CC3FF" };
    expect(paint("a { color: theme(accent); } b { color: theme(dark.accent) }", palette, "a.mjml")).toBe(
      "a { color: #0B4880; } b { color: #9CC3FF }",
    );
  });

  test("are an error when the theme has no such name", () => {
    expect(() => paint("theme(acent)", { accent: "#0B4880" }, "a.mjml")).toThrow(
      'unknown colour or size "acent" in a.mjml',
    );
    expect(() => paint("theme(constructor)", {}, "a.mjml")).toThrow('unknown colour or size "constructor"');
  });
});
