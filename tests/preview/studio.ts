import { cpSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { AxeResults } from "axe-core";
import type { Page } from "puppeteer";
import { nodeWorld } from "../../src/node.ts";
import type { Browser } from "../../src/output/browser.ts";
import { openStudio, type Studio, type StudioOptions } from "../../src/preview/server.ts";
import { type Service, shippedTrial, smallService } from "../trial/small.ts";

/** The last practice: enough to be picked, sorted and searched among, and for peers in every place; a trial is checked in every arm of each. */
const last = { campaign: "Z10080", trial: "Z10044" };
const services = new Map<string, Promise<Service>>();

/** A copy of the content, the fictional data and the templates that a test may change. */
export type Desk = {
  folder: string;
  campaign: string;
  templates: string;
  edit: Edit;
  restore: () => Promise<void>;
  remove: () => Promise<void>;
};

/** Replaces words in a file of the copy, which must be there; `restore` takes all edits back. */
export type Edit = (file: string, from: string, to: string) => Promise<void>;

/** With the data of a few practices, and shipped trials with their lists of these practices. */
export async function newDesk({ trials = [] }: { trials?: readonly string[] } = {}): Promise<Desk> {
  const folder = await mkdtemp(join(tmpdir(), "studio-test-"));
  const upTo = trials.length === 0 ? last.campaign : last.trial;
  const service = services.get(upTo) ?? smallService(upTo);
  services.set(upTo, service);
  const parts = { ...(await service), templates: "templates" };
  for (const [part, from] of Object.entries(parts)) cpSync(from, join(folder, part), { recursive: true });
  for (const name of trials) {
    const trial = shippedTrial(name, { content: join(folder, "content") });
    await cutList(join(trial, "allocation.csv"), upTo);
    await writeFile(join(trial, "events.csv"), await eventsOf(name, upTo));
  }
  await pinWords(join(folder, "content/voice/headline.yaml"));
  const before = new Map<string, string>();
  return {
    folder,
    campaign: join(folder, "content/campaigns/opioids"),
    templates: join(folder, "templates"),
    async edit(file, from, to) {
      const path = join(folder, file);
      const text = await readFile(path, "utf8");
      if (!text.includes(from)) throw new Error(`${file} has no "${from}"`);
      if (!before.has(file)) before.set(file, text);
      await writeFile(path, text.replace(from, to));
    },
    async restore() {
      for (const [file, text] of before) await writeFile(join(folder, file), text);
      before.clear();
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/** A trial's list for these practices alone: each stays in its arm where the arms of its stratum stay even. */
async function cutList(file: string, upTo: string): Promise<void> {
  const [head = "", ...rows] = (await readFile(file, "utf8")).trim().split("\n");
  const columns = head.split(",");
  const [unit, arm, stratum] = ["unit_code", "arm_code", "stratum"].map((name) => columns.indexOf(name)) as [
    number,
    number,
    number,
  ];
  const all = rows.map((row) => row.split(","));
  const arms = [...new Set(all.map((row) => row[arm]!))].sort();
  const counts = new Map<string, Map<string, number>>();
  const kept = all.filter((row) => row[unit]! <= upTo);
  for (const row of kept) {
    const own = counts.get(row[stratum]!) ?? new Map(arms.map((each) => [each, 0]));
    counts.set(row[stratum]!, own);
    const least = Math.min(...own.values());
    if (own.get(row[arm]!)! > least) row[arm] = arms.find((each) => own.get(each) === least)!;
    own.set(row[arm]!, own.get(row[arm]!)! + 1);
  }
  await writeFile(file, `${[head, ...kept.map((row) => row.join(","))].join("\n")}\n`);
}

/** What befell these practices. */
async function eventsOf(name: string, upTo: string): Promise<string> {
  const [head, ...events] = (await readFile(join("content/trials", name, "events.csv"), "utf8")).trim().split("\n");
  const theirs = events.filter((event) => (event.match(/Z\d{5}/g) ?? []).every((code) => code <= upTo));
  return `${[head, ...theirs].join("\n")}\n`;
}

const pinned = `$1    rate: "Your rate is up from {{past.value}} to **{{own.value}} high-dose items** per 1,000 patients a month; typical is {{median.value}}."
`;

/** The headline that tests look for and edit, whatever the campaign says by now. */
async function pinWords(file: string): Promise<void> {
  const text = await readFile(file, "utf8");
  const block = /^( {2}- step: worse-moved\n(?: {4}(?!rate:).*\n)*) {4}rate: .*\n/m;
  if (!block.test(text)) throw new Error(`${file} has no such headline`);
  await writeFile(file, text.replace(block, pinned));
}

export async function openAt({ campaign, templates }: Desk, options: Partial<StudioOptions> = {}): Promise<Studio> {
  const studio = await openStudio(nodeWorld(), {
    campaign,
    templates,
    browser: { allowNoSandbox: true, log: () => {} },
    ...options,
  });
  await studio.ready;
  return studio;
}

/** What a page asked for and what it said during a visit. */
export type Record = { requests: string[]; complaints: string[] };

export type View = { width?: number; height?: number; dark?: boolean };

/** A page that stays open between visits of one studio. */
type Kept = { page: Page; record: Record; leave: () => void };

const kept = new WeakMap<Browser, Map<string, Kept>>(); // by the address of the studio

/**
 * Opens the studio at an address, and waits until a report is on the stage. A visit to somebody by name (`code=`) goes on where
 * the last one left off, led there from a recipient whom nobody knows; any other is one of a page that has just been opened.
 */
export async function visit<T>(
  browser: Browser,
  address: string,
  use: (page: Page, record: Record) => Promise<T>,
  { width = 1440, height = 900, dark = false }: View = {},
): Promise<T> {
  const [studio = "", hash = ""] = address.split("#");
  const pages = kept.get(browser) ?? new Map<string, Kept>();
  kept.set(browser, pages);
  const last = pages.get(studio);
  const isLed = last !== undefined && new URLSearchParams(hash).has("code");
  const { page, record, leave } = isLed ? last : await newPage(browser);
  if (!isLed) last?.leave();
  pages.set(studio, { page, record, leave });
  try {
    await page.setViewport({ width, height });
    await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: dark ? "dark" : "light" }]);
    if (isLed) await lead(page, studio, hash);
    else await page.goto(address, { waitUntil: "load" });
    if (isLed) Object.assign(record, { requests: [], complaints: [] });
    await isDrawn(page);
    return await use(page, record);
  } catch (error) {
    pages.delete(studio); // what it was left in is nothing to go on from
    leave();
    throw error;
  }
}

async function newPage(browser: Browser): Promise<Kept> {
  const { promise: left, resolve: leave } = Promise.withResolvers<void>();
  const { promise, resolve } = Promise.withResolvers<Page>();
  void browser.withPage((page) => {
    resolve(page);
    return left;
  });
  const page = await promise;
  const record: Record = { requests: [], complaints: [] };
  page.on("request", (request) => record.requests.push(request.url()));
  page.on("pageerror", (error) => record.complaints.push(String(error)));
  page.on("console", (message) => {
    if (message.type() === "error") record.complaints.push(message.text());
  });
  await page.evaluateOnNewDocument("localStorage.clear()"); // another test may have chosen a theme
  return { page, record, leave };
}

/** Takes back what the last visit chose, then shows what the address says. */
async function lead(page: Page, studio: string, hash: string): Promise<void> {
  const { cycle } = (await (await fetch(`${studio}api/state`)).json()) as { cycle: string };
  const nobody = new URLSearchParams({ cycle, code: "nobody" });
  await page.evaluate(`
    localStorage.clear();
    document.querySelector("#help").close();
    document.activeElement.blur();
    location.hash = "${nobody}"`);
  await until(page, `document.querySelector("#stage .card h3").textContent === "There is no such report"`);
  await page.evaluate(`location.hash = ${JSON.stringify(hash)}`);
}

/** How long anything is waited for, in ms: a test that waits so long has failed, however busy the machine. */
export const patience = 45_000;

/** Until the stage holds something whole: a frame, pages, a text or a card. */
export async function isDrawn(page: Page): Promise<void> {
  await page.waitForSelector("#stage :is(iframe:not(.waiting), canvas, pre, .card dl)", { timeout: patience });
}

/** The words in the frame on the stage. */
export async function frameWords(page: Page): Promise<string> {
  return (await page.evaluate(
    `document.querySelector("#stage iframe:not(.waiting)")?.contentDocument?.body?.innerText ?? ""`,
  )) as string;
}

export async function words(page: Page, selector: string): Promise<string> {
  return page.$eval(selector, (element) => element.textContent?.replace(/\s+/g, " ").trim() ?? "");
}

/**
 * Until an expression holds in the page; it says which one did not. One that throws, as where a frame is about to change, does
 * not hold yet: the first throw would otherwise end the polling without a word.
 */
export async function until(page: Page, expression: string): Promise<void> {
  const holds = `(() => { try { return (${expression}); } catch { return false; } })()`;
  await page.waitForFunction(holds, { timeout: patience, polling: 25 }).catch((error: Error) => {
    throw new Error(`never true: ${expression} (${error.message})`);
  });
}

/** Until the frame on the stage holds some words. */
export function frameSays(page: Page, text: string): Promise<void> {
  return until(
    page,
    `document.querySelector("#stage iframe:not(.waiting)")?.contentDocument?.body?.innerText.replace(/\\s+/g, " ").includes(${JSON.stringify(text)})`,
  );
}

const axe = readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** The rules of axe that look at colours: all that the same page may break in the dark alone. */
export const ofColours = ["color-contrast", "link-in-text-block"];

const wcag = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** What axe finds, as "rule: element"; `of` are its rules, or their tags. */
export async function violations(page: Page, of: readonly string[] = wcag): Promise<string[]> {
  if (!(await page.evaluate("'axe' in window"))) await page.evaluate(await axe);
  const results = (await page.evaluate(
    `axe.run(document, { iframes: false, resultTypes: ["violations"], runOnly: ${JSON.stringify(of)} })`,
  )) as AxeResults;
  return results.violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 160)}`));
}
