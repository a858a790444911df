import { afterAll, beforeAll, expect, test } from "vitest";
import { openPress, type Press, printPages, render } from "../../src/output/artefact.ts";
import { countPages, readPdf } from "../../src/output/pdf.ts";
import { pageSettings, setPages } from "../../src/render/page-setting.ts";
import { plannedPages } from "../../src/render/pages.ts";
import { packagedTemplates } from "../../src/render/templates.ts";
import { sampleReport } from "../render/sample.ts";

let presses: Awaited<ReturnType<typeof openPress>>;
let press: Press;
beforeAll(async () => {
  presses = await openPress(await packagedTemplates(), ["print"]);
  press = presses.of("standard");
});
afterAll(() => presses[Symbol.asyncDispose]());

const whole = sampleReport("better");
const report = {
  ...whole,
  sections: whole.sections
    .filter(({ kind }) => ["headline", "comparison", "first-step", "trend", "why", "actions", "method"].includes(kind))
    .map((each) => ({ ...each, startsPage: ["trend", "actions"].includes(each.kind) })),
};
const planned = plannedPages(report.sections);

/** The report as markup, with so much more at the end of its second page, by default none. */
async function pageWith(millimetres: number): Promise<string> {
  const { print = "" } = await render(report, ["print"], press);
  const more = `<div style="height: ${millimetres}mm"></div>`;
  const at = print.indexOf("</section>\n</section>", print.indexOf('<section class="page">'));
  return `${print.slice(0, at)}${more}${print.slice(at)}`;
}

/** Pages as they are printed, and the prints that it took. */
async function printed(html: string, of: Press = press) {
  const seen: string[] = [];
  const print = (page: string) => {
    seen.push(page);
    return of.browser!.print(page);
  };
  const { bytes, setting } = (await printPages(html, report, { flows: of.flows, browser: { ...of.browser!, print } }))!;
  return { bytes, setting, pages: countPages(bytes), prints: seen.length };
}

test("as many pages as are planned take one print", async () => {
  expect(await printed(await pageWith(0))).toMatchObject({ pages: planned, prints: 1, setting: "usual" });
});

test("pages that run over by a little are set closer, and say the same", async () => {
  const usual = await press.browser!.print(await pageWith(0));
  const room = await roomIn(usual, 1);
  const { bytes, setting, pages, prints } = await printed(await pageWith(room + 1));
  expect({ pages, prints, setting }).toEqual({ pages: planned, prints: 2, setting: "tight" });
  const words = (pdf: Uint8Array) => readPdf(pdf).text.join(" ").replace(/\s+/g, "");
  expect(words(bytes)).toBe(words(usual));
});

test("where no setting helps, the fewest pages that one gives; a look whose pages flow is printed once", async () => {
  const long = await pageWith(400);
  const { pages, prints } = await printed(long);
  const all = await Promise.all(
    [long, ...pageSettings.map((each) => setPages(long, each))].map((html) => press.browser!.print(html)),
  );
  expect({ pages, prints }).toEqual({ pages: Math.min(...all.map(countPages)), prints: 3 });
  expect(pages).toBeGreaterThan(planned);
  expect((await printed(long, { ...press, flows: true })).prints).toBe(1);
});

test("a template without a plain <body> is told", () => {
  expect(() => setPages("<body id='x'>", "tight")).toThrow("no plain <body>");
});

test("an address of a source that is wider than its line is broken there, and the pages keep their scale", async () => {
  const url = `https://evidence.example/${"a".repeat(120)}`;
  const { print: usual = "" } = await render(whole, ["print"], press);
  const { print: long = "" } = await render(
    { ...whole, sources: whole.sources.map((each) => ({ ...each, url })) },
    ["print"],
    press,
  );
  expect(long).toContain(url);
  expect(await largest(long)).toBe(await largest(usual));
});

/** The size of the largest letters of a page one as it is printed, pt. */
async function largest(html: string): Promise<number> {
  const { runs } = readPdf(await press.browser!.print(html)).layout[0]!;
  return Math.max(...runs.map(({ size }) => size));
}

/** How much of a page is empty at its end, mm. */
async function roomIn(pdf: Uint8Array, page: number): Promise<number> {
  const { runs, paper } = readPdf(pdf).layout[page]!;
  const last = Math.min(...runs.filter(({ y }) => y > 22 * (72 / 25.4)).map(({ y }) => y));
  return (last - paper.bottom) * (25.4 / 72) - 22;
}
