import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "puppeteer";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { savedPlanSchema } from "../../src/input/saved-plan.ts";
import { type Browser, openBrowser } from "../../src/output/browser.ts";
import { readPdf } from "../../src/output/pdf.ts";
import { editionOf } from "../../src/render/as-drawn.ts";
import { compileScreen, type ScreenRenderer } from "../../src/render/screen.ts";
import { packagedTemplates, variantOf } from "../../src/render/templates.ts";
import { downloaded, violations } from "../saved-page.ts";
import { type State, sampleReport, withLastReport } from "./sample.ts";

/* The page for the screen in a real browser: read in every way, written on, saved, printed. */

const folder = mkdtempSync(join(tmpdir(), "screen-test-"));
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const report = sampleReport("worse-and-rising");
const shown: readonly State[] = ["worse-and-rising", "withheld", "long-name"];
let browser: Browser;
let render: ScreenRenderer;
let html: string;

beforeAll(async () => {
  render = await compileScreen(await packagedTemplates());
  html = await render(report);
  browser = await openBrowser({ loopback: true, allowNoSandbox: true }); // the page has a script of its own
});

afterAll(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
});

test("the page of worse-and-rising is accessible to WCAG 2.2 AA in light, in dark, on a telephone, open and on paper", async () => {
  const found: Record<string, string[]> = {};
  await opened(await render(withLastReport(report)), async (page) => {
    await page.evaluate(axe);
    await page.evaluate(openAll);
    found.light = await violations(page);
    await inScheme(page, "dark");
    found.dark = await violations(page, ["color-contrast", "link-in-text-block"]); // all that colours alone may break
    await page.setViewport({ width: 360, height: 700 });
    found.narrow = await violations(page);
    await page.emulateMediaType("print");
    found.paper = await violations(page);
  });
  expect(found).toEqual({ light: [], dark: [], narrow: [], paper: [] });
});

test("the page of withheld is accessible too, which says in other elements that there is nothing to show", async () => {
  await opened(await render(withLastReport(sampleReport("withheld"))), async (page) => {
    await page.evaluate(axe);
    await page.evaluate(openAll);
    expect(await violations(page)).toEqual([]);
  });
});

describe.each(shown)("the page of %s", (state) => {
  test("does not scroll sideways at 320 px and wider, with words at 200% and with wider spacing too", async () => {
    const over: string[] = [];
    await opened(await render(withLastReport(sampleReport(state))), async (page) => {
      await page.evaluate(openAll);
      for (const style of ["", "html { font-size: 200% }", spaced])
        for (const width of [320, 480, 768, 1280]) {
          await page.setViewport({ width, height: 800 });
          await page.evaluate(`(${setStyle})(${JSON.stringify(style)})`);
          const widest = await page.evaluate("document.documentElement.scrollWidth");
          if (widest !== width) over.push(`${width}: ${widest} with ${style}`);
        }
    });
    expect(over).toEqual([]);
  });
});

test("axe finds what is wrong with a page", async () => {
  const spoilt = html
    .replace(' lang="en-GB"', "")
    .replace(/<h3>/, "<h5>")
    .replace(/(<svg[^>]*) aria-label="[^"]*"/, "$1")
    .replace(/<label>Who (<textarea[^>]*><\/textarea>)<\/label>/, "$1");
  await opened(spoilt, async (page) => {
    await page.evaluate(axe);
    const rules = (await violations(page)).map((line) => line.split(":")[0]);
    expect(rules).toEqual(expect.arrayContaining(["html-has-lang", "heading-order", "svg-img-alt", "label"]));
  });
});

test("in a reader's own colours and in large type nothing is lost", async () => {
  await opened(html, async (page) => {
    const client = await page.createCDPSession();
    await client.send("Emulation.setEmulatedMedia", { features: [{ name: "forced-colors", value: "active" }] });
    const [ink, own] = (await page.evaluate(`["text[fill='#1C2730']", "path[fill='#0B4880']"].map((shape) =>
      getComputedStyle(document.querySelector(".wide " + shape) ?? document.querySelector(".wide [fill='#0B4880']")).fill)`)) as string[];
    const [text, ground] = (await page.evaluate(
      `[getComputedStyle(document.body).color, getComputedStyle(document.body).backgroundColor]`,
    )) as string[];
    expect(ink).toBe(text);
    expect([text, own]).not.toContain(ground);
  });
  const large = await compileScreen(variantOf(await packagedTemplates(), "large-type"));
  await opened(await large(report), async (page) => {
    expect(await page.evaluate("getComputedStyle(document.body).fontSize")).toBe("20px");
  });
});

test("every control is reached by the keyboard, in the order of the page, and its focus is seen; none is smaller than 24 px", async () => {
  await opened(html, async (page) => {
    await page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = false })");
    const all = (await page.evaluate(`[...document.querySelectorAll("a, button, summary, input, textarea")]
      .filter((each) => each.checkVisibility()).map((each, i) => { each.dataset.at = i; return each.outerHTML.slice(0, 60) })`)) as string[];
    const reached: number[] = [];
    const unseen: number[] = [];
    for (const _ of all) {
      await page.keyboard.press("Tab");
      const [at, isSeen] = (await page.evaluate(
        `[Number(document.activeElement.dataset.at), (() => { const { outlineStyle, outlineWidth } = getComputedStyle(document.activeElement);
          const box = document.activeElement.closest("label.open"); const round = box && getComputedStyle(box);
          return (outlineStyle !== "none" && outlineWidth !== "0px") || (round && round.outlineStyle !== "none") })()]`,
      )) as [number, boolean];
      reached.push(at);
      if (!isSeen) unseen.push(at);
    }
    expect(reached).toEqual(all.map((_, i) => i));
    expect(unseen.map((at) => all[at])).toEqual([]);
    await page.evaluate("document.querySelector('.skip').focus()");
    await page.keyboard.press("Enter");
    expect(await page.evaluate("document.activeElement.id")).toBe("main");
    const small =
      await page.evaluate(`[...document.querySelectorAll("nav a, button, summary, input, textarea, .button, .about a")]
      .filter((each) => each.checkVisibility() && each.getBoundingClientRect().height < 24).map((each) => each.outerHTML.slice(0, 80))`);
    expect(small).toEqual([]);
  });
});

test("a screen reader is given the page in the order in which it stands, every part of it by a name", async () => {
  await opened(html, async (page) => {
    await page.setViewport({ width: 360, height: 800 }); // one column
    await page.evaluate(openAll);
    const client = await page.createCDPSession();
    const { nodes } = await client.send("Accessibility.getFullAXTree");
    const byId = new Map(nodes.map((node) => [node.nodeId, node]));
    const heardFrom = (id: string): { role: string; name: string }[] => {
      const { ignored, role, name, childIds = [] } = byId.get(id)!;
      const own = ignored ? [] : [{ role: String(role?.value), name: String(name?.value ?? "").trim() }];
      return [...own, ...childIds.filter((child) => byId.has(child)).flatMap(heardFrom)];
    };
    const heard = heardFrom(nodes[0]!.nodeId);
    const of = (...roles: string[]) => heard.filter(({ role }) => roles.includes(role));
    const headings = await page.$$eval("h1, h2, h3, h4", (all) => all.map((each) => each.textContent?.trim()));
    expect(of("heading").map(({ name }) => name)).toEqual(headings);
    const named = of("image", "img", "link", "button", "textbox", "table", "navigation", "figure");
    expect(named.filter(({ name }) => name === "")).toEqual([]);
    const fieldsets = await page.$$eval("fieldset", (all) => all.filter((each) => each.checkVisibility()).length);
    expect(of("group").filter(({ name }) => name !== "")).toHaveLength(fieldsets); // those of details have none
    expect(new Set(named.map(({ role }) => role)).size).toBeGreaterThan(4);
    expect(of("columnheader").length).toBeGreaterThan(5);
    expect(of("rowheader").length).toBeGreaterThan(5);
    expect(await page.evaluate(`(${outOfOrder})()`)).toEqual([]);
    await page.evaluate(`(${setStyle})("main { display: flex; flex-direction: column-reverse }")`);
    expect(await page.evaluate(`(${outOfOrder})()`)).not.toEqual([]);
  });
});

describe("a plan", () => {
  test("is written, saved as a file that the schema knows, and opened again; nothing is asked of any network", async () => {
    const asked: string[] = [];
    const faults: string[] = [];
    await opened(html, async (page) => {
      page.on("request", (request) => asked.push(request.url()));
      page.on("pageerror", (error) => faults.push(String(error)));
      page.on("console", (message) => faults.push(message.text()));
      const client = await page.createCDPSession();
      await client.send("Browser.setDownloadBehavior", { behavior: "allow", downloadPath: folder });
      await page.type('[name="goal-to"]', "30 items a month");
      await page.type('[name="goal-by"]', "December");
      await page.click('button.take[data-action="2"]');
      await page.click("button.more");
      expect(await page.evaluate("document.activeElement.name")).toBe("what");
      await page.keyboard.type('Ring "three" <families> & carers');
      await page.click("button.save");
      expect(await said(page)).toContain("Saved as plan-sleeping-tablets-2027-03-Z10001.json");
      const saved = await downloaded(folder, "plan-sleeping-tablets-2027-03-Z10001.json");
      const plan = savedPlanSchema.parse(JSON.parse(saved));
      expect(plan).toEqual({
        format: "feedback-reports plan",
        version: 1,
        campaign: "sleeping-tablets",
        cycle: "2027-03",
        code: "Z10001",
        edition: editionOf(report),
        saved: expect.any(String),
        goal: { to: "30 items a month", by: "December" },
        steps: [
          {
            what: "Review five at a time",
            who: "Usual GP with the pharmacist",
            by: "Thursday 24 June",
            result: "",
            action: 2,
          },
          { what: 'Ring "three" <families> & carers', who: "", by: "", result: "" },
        ],
      });
    });
    await opened(html, async (page) => {
      const field = await page.$("input[type=file]");
      const file = join(folder, "plan-sleeping-tablets-2027-03-Z10001.json");
      const open = async (text: string) => {
        writeFileSync(file, text);
        await (field as { uploadFile: (path: string) => Promise<void> } | null)?.uploadFile(file);
        await page.waitForFunction("document.querySelector('.told').textContent !== ''");
        const told = await said(page);
        await page.evaluate("document.querySelector('.told').textContent = ''");
        return told;
      };
      const text = readFileSync(file, "utf8");
      expect(await open(text)).toBe("Opened.");
      expect(await page.evaluate(`document.querySelectorAll('[name="what"]')[1].value`)).toContain("<families>");
      expect(await open(text.replace('"Z10001"', '"Z10002"'))).toContain("This is the plan of Z10002");
      expect(await open(text.replace(/"edition": "\w+"/, '"edition": "0"'))).toContain("on an earlier report");
      expect(await open("no plan")).toBe("This file is not a saved plan.");
    });
    expect(asked.filter((url) => !/^(about|blob|data):/.test(url))).toEqual([]);
    expect(faults).toEqual([]);
  });

  test("is read whole and printed empty where scripts do not run", async () => {
    await browser.withPage(async (page) => {
      await page.setJavaScriptEnabled(false);
      await page.setContent(html, { waitUntil: "load" });
      expect(
        await page.$$eval("fieldset.plan-step", (steps) => steps.filter((step) => step.checkVisibility()).length),
      ).toBe(4);
      expect(await page.$$eval("button, .tools", (all) => all.filter((each) => each.checkVisibility()).length)).toBe(0);
      const { pages, text } = readPdf(await page.pdf({ preferCSSPageSize: true }));
      const words = text.join(" ").replace(/\s+/g, " ");
      expect(pages).toBeLessThanOrEqual(6);
      for (const part of ["You prescribe twice as many", "Start here", "Step 4", "Sources", "Who sends this, and why"])
        expect(words).toContain(part);
      expect(words).not.toContain("Put in your plan");
    });
  });

  test("is printed by itself with what was written", async () => {
    await opened(html, async (page) => {
      await page.type('[name="what"]', "Ring three families");
      await page.evaluate("window.print = () => { window.asked = document.documentElement.className }");
      await page.click("button.print");
      expect(await page.evaluate("window.asked")).toBe("plan-only");
      const { pages, text } = readPdf(await page.pdf({ preferCSSPageSize: true }));
      const words = text.join(" ").replace(/\s+/g, " ");
      expect(pages).toBe(1);
      for (const part of ["Larkfield Surgery, Z10001", "Ring three families", "Step 4"]) expect(words).toContain(part);
      expect(words).not.toContain("Start here");
    });
  });
});

/** Words that stand above those before them in the text. */
const outOfOrder = `() => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found = [];
  const isClipped = (each) => each !== null && (each.clientWidth === 1 || isClipped(each.parentElement)); // heads of cards
  let top = 0;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const parent = node.parentElement;
    if (node.data.trim() === "" || parent.closest("svg, script, style, .skip") || isClipped(parent) || !parent.checkVisibility()) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const box = range.getBoundingClientRect();
    if (box.height === 0) continue;
    if (box.bottom <= top) found.push(node.data.trim().slice(0, 40));
    top = box.top;
  }
  return found;
}`;

const openAll = "document.querySelectorAll('details').forEach((each) => { each.open = true })";

/** Spacing of words that a reader may set (WCAG 1.4.12). */
const spaced = "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }";

/** A style of the reader's own, as the settings of a browser have it. The page lets none in from elsewhere. */
const setStyle =
  "(css) => { const own = new CSSStyleSheet(); own.replaceSync(css); document.adoptedStyleSheets = [own] }";

function opened<T>(page: string, look: (page: Page) => Promise<T>): Promise<T> {
  return browser.withPage(async (tab) => {
    await tab.setViewport({ width: 1280, height: 900 });
    await inScheme(tab, "light");
    await tab.setContent(page, { waitUntil: "load" });
    return look(tab);
  });
}

/** Without motion: what is clicked must not be scrolled under the pointer. */
function inScheme(page: Page, value: "light" | "dark"): Promise<void> {
  return page.emulateMediaFeatures([
    { name: "prefers-color-scheme", value },
    { name: "prefers-reduced-motion", value: "reduce" },
  ]);
}

function said(page: Page): Promise<string> {
  return page.$eval(".told", (told) => told.textContent ?? "");
}
