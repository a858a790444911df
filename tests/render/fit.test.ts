import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "puppeteer";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse, stringify } from "yaml";
import { findCycle } from "../../src/input/cycles.ts";
import { zonesOf } from "../../src/input/library/envelopes.ts";
import { load } from "../../src/input/load.ts";
import { measure } from "../../src/measure/measure.ts";
import { nodeWorld } from "../../src/node.ts";
import { type Browser, openBrowser } from "../../src/output/browser.ts";
import { heightOf } from "../../src/render/fit.ts";
import { compilePrint, firstPageOf, fitOf } from "../../src/render/print.ts";
import { readSizes, type Sizes } from "../../src/render/sizes.ts";
import { packagedTemplates, type Templates, variantOf } from "../../src/render/templates.ts";
import { compose } from "../../src/report/compose.ts";
import { toMaterial } from "../../src/report/material.ts";
import { plan } from "../../src/report/plan.ts";
import type { Report } from "../../src/report/report.ts";
import type { Sentence } from "../../src/report/sentence.ts";
import { pickVaried } from "../../src/report/varied.ts";
import { smallContent } from "../trial/small.ts";

/*
 * The height of page one as it is worked out, against the height that the browser gives it: never less (but for rounding), or a
 * page that is said to fit would run over; and at most half a millimetre more. Measured: 0.00 to 0.30 mm.
 */
const paper = 258.75; // mm from the top of the text to the least line that the foot may reach
const tolerance = { least: -0.05, most: 0.5 }; // mm

let browser: Browser;
let templates: Templates;
beforeAll(async () => {
  [browser, templates] = await Promise.all([openBrowser({ log: () => {} }), packagedTemplates()]);
});
afterAll(() => browser.close());

describe("the address", () => {
  test.each([
    ["ten points", "ten", ["One", "Two", "Three", "Four", "Five", "Six"]],
    ["nine points for seven lines", "nine", ["One", "Two", "Three", "Four", "Five", "Six", "Seven"]],
    ["nine for a line a little wider than the window", "nine", ["W".repeat(29)]],
    ["eight for a wider one", "eight", ["W".repeat(32)]],
  ])("is set in %s", async (_, size, address) => {
    const [report] = await reportsOf("opioids");
    const { address: set } = fitOf({ ...report!, recipient: { ...report!.recipient, address } }, sizesOf("standard"));
    expect(set).toBe(size);
  });

  test("of eight lines is refused", async () => {
    const [report] = await reportsOf("opioids");
    const eight = { ...report!, recipient: { ...report!.recipient, address: [..."12345678"] } };
    expect(() => fitOf(eight, sizesOf("standard"))).toThrow("an address may have seven lines, this one has 8");
  });
});

test("an envelope whose window would show the column beside the address is refused", async () => {
  const [report] = await reportsOf("opioids");
  const { address, clear } = zonesOf("notify-c5");
  const wide = { ...report!, envelope: { address, clear: { ...clear, right: 140 }, panels: 2 } };
  expect(() => fitOf(wide, sizesOf("standard"))).toThrow("may show the column beside the address");
});

describe("page one is as tall as is worked out", () => {
  test.each(["opioids", "nsaid-safety"])("for a varied sample of %s", async (campaign) => {
    await expectHeights(await sampleOf(campaign));
  });

  test("where the column of help is the taller one", async () => {
    const [report] = await reportsOf("opioids");
    const note =
      "A pharmacist of the medicines team can sit with you for an hour, run the search and write the first letters. ";
    const { issuer } = report!;
    const told = [120, 150, 180, 210].map((letters) => note.repeat(2).slice(0, letters));
    await expectHeights(
      told.map((each) => ({ ...report!, issuer: { ...issuer, help: { ...issuer.help, note: each } } })),
    );
  });

  test("where the envelope has its window lower", async () => {
    const envelope = { ...zonesOf("dl-35x90"), panels: 3 };
    await expectHeights((await sampleOf("nsaid-safety")).slice(0, 3).map((report) => ({ ...report, envelope })));
  });

  test("where the type is large", async () => {
    await expectHeights(await sampleOf("nsaid-safety"), { look: "large-type" });
  });

  test("at every setting, as its words grow until they are too many", async () => {
    const reports = [...(await reportsOf("opioids")), ...(await reportsOf("nsaid-safety"))];
    const grown = [0, 14, 28, 42, 56].flatMap((words) => reports.map((report) => withMore(report, words)));
    const { none, ...bySetting } = Object.groupBy(grown, settingOf);
    expect(none).toBeDefined();
    expect(Object.keys(bySetting).sort()).toEqual(expect.arrayContaining(settings));
    await expectHeights(Object.values(bySetting).flatMap((alike = []) => tallest(alike)));
  });

  test("where it is a letter", async () => {
    await expectHeights((await reportsOf(writeLetterCampaign())).slice(0, 3));
  });
});

/** What gives way, of all that may. */
const settings = ["", "pointers", "pointers, headline", "pointers, headline, step, chart 76"];

async function sampleOf(campaign: string): Promise<readonly Report[]> {
  const reports = pickVaried(await reportsOf(campaign)).slice(0, 7);
  expect(reports.length).toBeGreaterThan(5);
  return reports;
}

/** Each report is rendered as it is set, with nothing to stretch its first page. */
async function expectHeights(reports: readonly Report[], { look = "standard" } = {}) {
  const own = variantOf(templates, look);
  const sizes = readSizes(own);
  const render = await compilePrint(own);
  const apart = await browser.withPage(async (page) => {
    await page.emulateMediaType("print");
    await page.setViewport({ width: 794, height: 1123 });
    const found: { code: string; apart: number }[] = [];
    for (const report of reports) {
      const real = await realHeight(page, await render(report));
      expect(real).toBeLessThan(paper + 0.05);
      found.push({ code: report.recipient.code, apart: saidHeight(report, sizes) - real });
    }
    return found;
  });
  expect(apart.filter((each) => !(each.apart >= tolerance.least && each.apart <= tolerance.most))).toEqual([]);
}

function sizesOf(look: string): Sizes {
  return readSizes(variantOf(templates, look));
}

function saidHeight(report: Report, sizes: Sizes): number {
  const { address: _, ...fit } = fitOf(report, sizes);
  return heightOf(report, firstPageOf(report, sizes), fit);
}

/** The report whose page one is the fullest. */
function tallest(reports: readonly Report[]): Report {
  const sizes = sizesOf("standard");
  return reports.reduce((a, b) => (saidHeight(b, sizes) > saidHeight(a, sizes) ? b : a));
}

/** In mm. The text of the page is as wide as A4 leaves it; the foot has the least gap above it that it may have. */
async function realHeight(page: Page, html: string): Promise<number> {
  const style = ".first-page { min-height: 0 !important; width: 165mm } .foot { margin-top: 2.5mm !important }";
  await page.setContent(html.replace("</head>", `<style>${style}</style></head>`), { waitUntil: "load" });
  const height = await page.$eval(".first-page", (element) => element.getBoundingClientRect().height);
  return (height * 25.4) / 96;
}

const known = new Map<string, Promise<readonly Report[]>>();

/** Reports of some practices of a campaign. */
function reportsOf(campaign: string): Promise<readonly Report[]> {
  const reports = known.get(campaign) ?? composeSome(campaign);
  known.set(campaign, reports);
  return reports;
}

async function composeSome(campaign: string): Promise<readonly Report[]> {
  const inputs = await load(nodeWorld(), join(smallContent, "campaigns", campaign));
  const cycle = findCycle(inputs);
  const jobs = plan(inputs, cycle).jobs.filter((_, i) => i % 4 === 0); // enough for reports of every kind
  const standings = measure(
    inputs,
    cycle,
    jobs.map(({ organisation }) => organisation.code),
  );
  const material = toMaterial(inputs, cycle, standings);
  return jobs.map((job) => compose(material, { ...job, standings: standings.of[job.organisation.code] ?? [] }));
}

/** The anti-inflammatories campaign with nothing but the letter of the trial in three arms. Returns its name. */
function writeLetterCampaign(): string {
  const read = (file: string) => parse(readFileSync(file, "utf8"));
  const campaigns = join(smallContent, "campaigns");
  const trial = read(join(import.meta.dirname, "../../content/trials/additive-three/trial.yaml"));
  const campaign = read(join(campaigns, "nsaid-safety/campaign.yaml"));
  const { sections } = trial.factors.package.levels.education;
  mkdirSync(join(campaigns, "nsaid-letter"), { recursive: true });
  writeFileSync(
    join(campaigns, "nsaid-letter/campaign.yaml"),
    stringify({ ...campaign, campaign: "nsaid-letter", data: "../nsaid-safety/data.yaml", sections }),
  );
  return "nsaid-letter";
}

/** A report whose standfirst goes on for so many words. */
function withMore(report: Report, words: number): Report {
  const more: Sentence = [{ text: " more words of the same kind and length".repeat(words / 7) }];
  const sections = report.sections.map((section) =>
    section.kind === "headline" ? { ...section, standfirst: [...section.standfirst, ...more] } : section,
  );
  return { ...report, sections };
}

/** What gives way on page one of a report, in words; "none" where nothing that may give way is enough. */
function settingOf(report: Report): string {
  try {
    const { pointers, longHeadline, smallStep, room } = fitOf(report, sizesOf("standard"));
    const gives = [!pointers && "pointers", longHeadline && "headline", smallStep && "step", room && `chart ${room}`];
    return gives.filter(Boolean).join(", ");
  } catch {
    return "none";
  }
}
