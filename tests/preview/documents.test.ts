import { expect, test } from "vitest";
import { wordsOfPage } from "../../src/output/page-words.ts";
import { readScreenPage } from "../../src/output/screen-page.ts";
import { toScreenPage } from "../../src/preview/documents.ts";
import { compileScreen } from "../../src/render/screen.ts";
import { packagedTemplates } from "../../src/render/templates.ts";
import { sampleReport } from "../render/sample.ts";

test("the studio shows the page for the screen in its own colours, without its script and its policy", async () => {
  const render = await compileScreen(await packagedTemplates());
  const html = await render(sampleReport("better"));
  const [light, dark] = [false, true].map((each) => toScreenPage(html, each)) as [string, string];
  for (const shown of [light, dark]) {
    const { scripts, policy } = readScreenPage(shown);
    expect([scripts, policy]).toEqual([[], undefined]); // its frame's own policy lets no script run
    expect(shown).not.toContain("prefers-color-scheme");
    expect(wordsOfPage(shown).text.trim()).toBe(wordsOfPage(html).text.trim());
  }
  expect(light).toContain("@media not all {");
  expect(dark).toContain("@media screen {");
  expect(dark).toContain("color-scheme: dark");
});
