import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { dataAlone, lookAlone } from "../../src/cli/data-look.ts";
import { nodeWorld } from "../../src/node.ts";
import { type Browser, openBrowser } from "../../src/output/browser.ts";
import { type DataPage, openDataPage } from "../../src/preview/data-page.ts";
import { importFolder } from "../import/imported.ts";
import { until, violations, words } from "./studio.ts";

/* What was understood of an import, as a page: what it says, how it reads, and that it follows the file. */

const { folder, given, remove } = await importFolder();
let browser: Browser;
let page: DataPage;
beforeAll(async () => {
  await given(["fingertips.csv", "epraccur.csv"]);
  const file = await dataAlone(nodeWorld(), folder);
  page = await openDataPage(lookAlone(nodeWorld(), file ?? ""));
  browser = await openBrowser({ loopback: true, allowNoSandbox: true, log: () => {} });
});
afterAll(async () => {
  await page?.close();
  await browser?.[Symbol.asyncDispose]();
  await remove();
});

test("a folder of an import has data alone; that of a campaign has a campaign", async () => {
  expect(await dataAlone(nodeWorld(), folder)).toBe(join(folder, "data.yaml"));
  expect(await dataAlone(nodeWorld(), "tests/broken/base")).toBeUndefined();
});

test.each([1280, 390])("at %s px: periods by their names, nothing axe objects to, and live", async (width) => {
  const data = join(folder, "data.yaml");
  const before = await readFile(data, "utf8");
  await browser.withPage(async (tab) => {
    await tab.setViewport({ width, height: 900 });
    await tab.goto(page.url, { waitUntil: "load" });
    await until(tab, `document.querySelector("#sections table")`);
    const said = await words(tab, "#sections");
    expect(said).toContain("2021/22 to 2023/24");
    expect(said).toContain("Z10002: 1,250 counted among 11,299 in the denominator in 2023/24 (11.1%)");
    expect(said).toContain("of a group of patients (an inequality), not the total");
    expect(said).toContain("which overlap and cannot be compared one with the next");
    expect(await violations(tab)).toEqual([]);
    expect(await tab.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(width);
    await writeFile(data, before.replace("Area Code", "Area"));
    await until(tab, `document.querySelector("section.problems")?.textContent.includes("Area")`);
    await writeFile(data, before);
    await until(tab, `!document.querySelector("section.problems")`);
  });
});
