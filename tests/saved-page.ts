import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { AxeResults } from "axe-core";
import type { Page } from "puppeteer";

/** The text of a file that a page saves into a folder, as soon as it is there. */
export async function downloaded(folder: string, name: string): Promise<string> {
  for (let i = 0; i < 300 && !readdirSync(folder).includes(name); i++)
    await new Promise((done) => setTimeout(done, 100));
  return readFileSync(join(folder, name), "utf8");
}

const wcag = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** What axe finds against WCAG 2.2 AA and good practice, as "rule: element"; `of` are its rules, or their tags. */
export async function violations(page: Page, of: readonly string[] = wcag): Promise<string[]> {
  const { violations: found } = (await page.evaluate(
    `axe.run(document, { runOnly: ${JSON.stringify(of)}, resultTypes: ["violations"] })`,
  )) as AxeResults;
  return found.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 120)}`));
}
