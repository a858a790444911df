import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import type { AxeResults } from "axe-core";
import type { Page } from "puppeteer";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Browser, openBrowser } from "../../src/output/browser.ts";
import { toStandalone } from "../../src/output/eml.ts";
import { toPng } from "../../src/output/png.ts";
import { compileEmail, type EmailDocument, type EmailRenderer } from "../../src/render/email.ts";
import { readTemplates } from "../../src/render/templates.ts";
import type { Report } from "../../src/report/report.ts";
import type { Section } from "../../src/report/sections.ts";
import { wordBranch } from "./email-markup.ts";
import { type State, sampleReport, states } from "./sample.ts";

let browser: Browser;
let axe: string;
let render: EmailRenderer;
const emails = new Map<State, EmailDocument>();

beforeAll(async () => {
  render = await compileEmail(await readTemplates("templates"));
  for (const state of states) emails.set(state, await render(sampleReport(state)));
  axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
  browser = await openBrowser({ loopback: true, allowNoSandbox: true }); // axe is a script
});

afterAll(() => browser?.close());

test("axe finds what is wrong", async () => {
  const html = "<html><title>a</title><body><img src='x'><p style='color: #bbb'>Pale</p></body></html>";
  const [all, colours] = await shown(html, { width: 680 }, async (page) => {
    await page.evaluate(axe);
    return [await found(page), await found(page, ofColours)];
  });
  const rules = (lines: readonly string[] = []) => lines.map((line) => line.split(":")[0]);
  expect(rules(all)).toEqual(expect.arrayContaining(["image-alt", "html-has-lang", "color-contrast"]));
  expect(rules(colours)).toEqual(["color-contrast"]);
});

/** The reports whose emails have every element that any has, each as it is set, and the one with the longest words. */
const looked: readonly State[] = ["worse-and-rising", "few-peers", "long-name"];

test("no email has an element, or one set in a way, that those looked at do not have", () => {
  const seen = new Set(looked.flatMap((state) => elementsOf(emails.get(state)!.html)));
  for (const [state, { html }] of emails)
    expect(
      elementsOf(html).filter((element) => !seen.has(element)),
      state,
    ).toEqual([]);
  expect(seen.size).toBeGreaterThan(100);
});

/** Its elements with what decides how they look and what they are, without their words and widths. */
function elementsOf(html: string): string[] {
  const tags = html.replace(/<style[\s\S]*?<\/style>/g, "").matchAll(/<[a-z][\w:]*\s[^>]*>/g);
  const own = / (?:href|alt|src|id|data-slot|title|aria-label)="[^"]*"|width(?::|=")[\d.]+(?:px|%)?/g;
  return [...tags].map(([tag]) => tag.replace(own, ""));
}

describe.each(looked)("the email of %s is accessible (M5)", (state) => {
  const email = () => emails.get(state) as EmailDocument;

  test("in light, in dark, with images removed, and as Outlook for Windows is given it", () =>
    shown(withPictures(email()), { width: 680 }, async (page) => {
      await page.evaluate(axe); // stays while other documents are written into the page
      const violations: Record<string, string[]> = { light: await found(page) };
      await inScheme(page, "dark");
      expect(await page.evaluate(`matchMedia("(prefers-color-scheme: dark)").matches`)).toBe(true);
      violations.dark = await found(page, ofColours);
      await inScheme(page, "light");
      await page.setContent(email().html.replace(/ src="cid:[^"]+"/g, ""), { waitUntil: "load" });
      violations.bare = await found(page);
      await page.setContent(wordBranch(withPictures(email())), { waitUntil: "load" });
      violations.outlook = await found(page);
      expect(violations).toEqual({ light: [], dark: [], bare: [], outlook: [] });
    }));

  test("without scrolling sideways at 600, 390 and 320 px, with text at 200% too", async () => {
    const html = withPictures(email());
    const none = { 600: 0, 390: 0, 320: 0 };
    expect(await overflow(html, [600, 390, 320])).toEqual(none);
    expect(await overflow(twiceAsLarge(html), [600, 390, 320])).toEqual(none);
  });
});

describe("the email of a report with groups and a long axis (M5)", () => {
  test("can be read in the dark to its last row, and does not scroll sideways at 200%", async () => {
    const report = withGroups(withAxisTo(3000));
    const html = withPictures(await render(report));
    await shown(html, { width: 680 }, async (page) => {
      await page.evaluate(axe);
      await inScheme(page, "dark");
      expect(await found(page)).toEqual([]);
    });
    expect(html).toContain(">3,000<");
    expect(await overflow(html, [600, 390, 320])).toEqual({ 600: 0, 390: 0, 320: 0 });
    expect(await overflow(twiceAsLarge(html), [600, 390, 320])).toEqual({ 600: 0, 390: 0, 320: 0 });
  });
});

/** A report whose axis has seven long texts. */
function withAxisTo(largest: number): Report {
  const report = sampleReport("better");
  const sections = report.sections.map((section) =>
    section.kind === "comparison" && section.chart
      ? { ...section, chart: { ...section.chart, peers: Array.from({ length: 40 }, (_, i) => (largest * i) / 40) } }
      : section,
  );
  return { ...report, sections };
}

function withGroups(report: Report): Report {
  const words = (text: string) => [{ text }];
  const row = (name: string) => ({ name: words(name), own: words("3.1"), median: words("2.9"), count: words("83") });
  const groups: Section = {
    kind: "groups",
    name: "groups",
    startsPage: false,
    title: "By age",
    message: [],
    unit: [words("Items per 1,000 patients a month.")],
    columns: { group: "Age", own: "You", median: "Typical", strip: "", count: "Items" },
    rows: [row("Under 65"), row("65 or over")],
    key: [],
    note: words("Groups with small counts are not shown."),
  };
  return { ...report, sections: [...report.sections, groups] };
}

function withPictures({ html, images }: EmailDocument): string {
  const pngs = images.map(({ cid, svg, width }) => ({
    cid,
    png: toPng(svg, { width, scale: 2, background: "#FFFFFF" }),
  }));
  return toStandalone(html, pngs);
}

const wcag = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** The rules that look at colours: all that the same page may break in the dark alone. */
const ofColours = ["color-contrast", "link-in-text-block"];

/** What axe finds against WCAG 2.2 AA, as "rule: element"; `of` are its rules, or their tags. */
async function found(page: Page, of: readonly string[] = wcag): Promise<string[]> {
  const runOnly = JSON.stringify(of);
  const results = (await page.evaluate(
    `axe.run(document, { runOnly: ${runOnly}, resultTypes: ["violations"], rules: ${RULES} })`,
  )) as AxeResults;
  return results.violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 120)}`));
}

/** A mail client shows an email within its own page, which has the landmarks. */
const RULES = JSON.stringify({ "landmark-one-main": { enabled: false }, region: { enabled: false } });

/** By how much it is wider than each of some windows, px. */
function overflow(html: string, widths: readonly number[]): Promise<Record<number, number>> {
  return shown(html, { width: widths[0]! }, async (page) => {
    const over: Record<number, number> = {};
    for (const width of widths) {
      await page.setViewport({ width, height: 900 });
      const [scroll, inner] = (await page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")) as [
        number,
        number,
      ];
      expect(inner).toBe(width);
      over[width] = Math.max(0, scroll - width);
    }
    return over;
  });
}

function twiceAsLarge(html: string): string {
  return html.replace(/(font-size|line-height):(1[0-9]|2[0-9]|3[0-9])px/g, (_, name, size) => `${name}:${size * 2}px`);
}

function shown<T>(html: string, view: { width: number }, look: (page: Page) => Promise<T>): Promise<T> {
  return browser.withPage(async (page) => {
    await page.setViewport({ width: view.width, height: 900 });
    await inScheme(page, "light");
    await page.setContent(html, { waitUntil: "load" });
    return look(page);
  });
}

function inScheme(page: Page, value: "light" | "dark"): Promise<void> {
  return page.emulateMediaFeatures([{ name: "prefers-color-scheme", value }]);
}
