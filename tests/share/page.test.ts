import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { Page } from "puppeteer";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { answerSchema } from "../../src/input/answer.ts";
import { load } from "../../src/input/load.ts";
import { nodeWorld } from "../../src/node.ts";
import { type Browser, openBrowser } from "../../src/output/browser.ts";
import { approveAnswers } from "../../src/share/approve.ts";
import { sharePage } from "../../src/share/page.ts";
import { shareCampaign } from "../../src/share/share.ts";
import { downloaded, violations } from "../saved-page.ts";
import { smallRepository } from "./small.ts";

/* The page that is shared, in a real browser: read, answered by the keyboard, saved, and what comes back of it. */

const small = smallRepository();
const { campaign, edit, folder } = small;
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
let browser: Browser;
let html: string;

beforeAll(async () => {
  edit("blocks/encouragement.yaml", "have done it.", "have done it within a year.");
  edit("blocks/trend.yaml", "over time.", "over the months.");
  small.write(
    "campaign.yaml",
    `${small.text("campaign.yaml")}\napproval: { by: [GP & respiratory lead, Patient lead] }\n`,
  );
  html = await sharePage(
    await shareCampaign(nodeWorld(), campaign, { against: "HEAD", only: ["ZX01"] }, async () => []),
  );
  browser = await openBrowser({ loopback: true, allowNoSandbox: true }); // the page has a script of its own
});

afterAll(async () => {
  await browser?.close();
  small.remove();
});

test("is accessible to WCAG 2.2 AA, wide and on a telephone, where it does not scroll sideways", async () => {
  await opened(async (page) => {
    await page.evaluate(axe);
    await page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true })");
    expect(await violations(page)).toEqual([]);
    await page.setViewport({ width: 320, height: 700 });
    expect(await violations(page)).toEqual([]);
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(320);
  });
});

describe("an answer", () => {
  test("is given by the keyboard alone, saved as a file without any request, and becomes lines of the campaign", async () => {
    const name = "answer-inhalers-gp-respiratory-lead.json";
    const saved = await opened(async (page, requests) => {
      const client = await page.createCDPSession();
      await client.send("Browser.setDownloadBehavior", { behavior: "allow", downloadPath: folder });
      await page.focus("button");
      await page.keyboard.press("Enter");
      expect([await told(page), await focused(page)]).toEqual(["Say who you are: your role.", "by"]);
      await page.keyboard.type("GP");
      await page.focus("button");
      await page.keyboard.press("Enter");
      expect(await told(page)).toBe("No words have been answered yet.");
      await page.focus("[name=answer-trend-any]");
      await page.keyboard.press("Space");
      await page.keyboard.press("Tab");
      expect(await focused(page)).toBe("comment-trend-any");
      await page.focus("[name=answer-encouragement-any]");
      await page.keyboard.press("Space");
      await page.keyboard.press("ArrowDown"); // to ask for a change
      await page.focus("button");
      await page.keyboard.press("Enter");
      expect(await focused(page)).toBe("comment-encouragement-any");
      expect(await told(page)).toMatch(/^Say what should change in “\d+\. Encouragement”\.$/);
      await page.keyboard.type('Within "how" many <months>?');
      expect(await page.$eval(".progress", (each) => each.textContent)).toMatch(/^2 of 15 answered\./);
      await page.focus("button");
      await page.keyboard.press("Enter");
      expect(await told(page)).toContain(`Saved as ${name}`);
      expect(requests.filter((url) => !url.startsWith("blob:"))).toEqual([]);
      return downloaded(folder, name); // before the page is closed, and what it saves with it
    });
    const answer = answerSchema.parse(JSON.parse(saved));
    expect(answer.answers.map(({ text, answer: given, comment }) => [text, given, comment])).toEqual(
      [
        ["trend-any", "approve", ""],
        ["encouragement-any", "change", 'Within "how" many <months>?'],
      ].sort(([a], [b]) => order(a!) - order(b!)),
    );
    const { approved, asked } = await approveAnswers(nodeWorld(), [join(folder, name)], { study: campaign });
    expect(approved.map(({ text }) => text)).toEqual(["trend-any"]);
    expect(asked.map(({ text }) => text)).toEqual(["encouragement-any"]);
    const { warnings } = await load(nodeWorld(), campaign, { isDraft: true });
    const waits = warnings.filter(({ code }) => code === "not-approved").map(({ message }) => message.split(":")[0]);
    expect(waits).toEqual([
      "14 of 15 texts are not approved by GP & respiratory lead",
      "15 of 15 texts are not approved by Patient lead",
    ]);
  });

  test("tells what was removed and added to those who hear the page", async () => {
    await opened(async (page) => {
      const heard = await page.$eval("[data-text=trend-any] dd", (each) => each.textContent?.replace(/\s+/g, " "));
      expect(heard).toBe(
        "Your {{indicator.short}} over removed: time. end of removed. added: the months. end of added. ",
      );
      const named = await page.$eval("[data-text=trend-any] fieldset legend", (each) => each.textContent);
      expect(named).toMatch(/^Your answer to \d+, Trend$/);
    });
  });
});

/** Where a text stands on the page. */
function order(text: string): number {
  return html.indexOf(`data-text="${text}"`);
}

function opened<T>(look: (page: Page, requests: readonly string[]) => Promise<T>): Promise<T> {
  return browser.withPage(async (page) => {
    const requests: string[] = [];
    page.on("request", (request) => requests.push(request.url()));
    await page.setViewport({ width: 1280, height: 900 });
    await page.setContent(html, { waitUntil: "load" });
    return look(page, requests);
  });
}

function told(page: Page): Promise<string> {
  return page.$eval(".told", (each) => each.textContent ?? "");
}

/** The id of what has the focus. */
function focused(page: Page): Promise<unknown> {
  return page.evaluate("document.activeElement.id");
}
