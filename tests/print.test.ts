import { spawnSync } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { getDocument, VerbosityLevel } from "pdfjs-dist/legacy/build/pdf.mjs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findCycle } from "../src/input/cycles.ts";
import { measure } from "../src/measure/measure.ts";
import { type Browser, openBrowser } from "../src/output/browser.ts";
import { finishPdf } from "../src/output/finish/finish.ts";
import { readPdf } from "../src/output/pdf.ts";
import { compilePrint } from "../src/render/print.ts";
import { readTemplates } from "../src/render/templates.ts";
import { compose } from "../src/report/compose.ts";
import { toMaterial } from "../src/report/material.ts";
import { plan } from "../src/report/plan.ts";
import type { Report } from "../src/report/report.ts";
import { loaded } from "./loaded.ts";

/*
 * Pages of the opioid campaign in a real Chromium, against the acceptance criteria for PDF, print and accessibility: a
 * practice of each kind. Where poppler and qpdf are installed they are asked too.
 */
const codes = ["Z10002", "Z10004", "Z10009", "Z10010", "Z10015", "Z10025", "Z10029"];
const mm = 72 / 25.4; // points in a millimetre

type Word = { text: string; x: number; y: number; width: number; height: number }; // mm from the top left of the page

let browser: Browser;
let folder: string;
type Made = { report: Report; html: string; pdf: Uint8Array; facts: ReturnType<typeof readPdf>; pages: Word[][] };
const made = new Map<string, Made>();

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "feedback-print-"));
  browser = await openBrowser();
  const inputs = await loaded("content/campaigns/opioids");
  const cycle = findCycle(inputs);
  const standings = measure(inputs, cycle, codes);
  const material = toMaterial(inputs, cycle, standings);
  const toHtml = await compilePrint(await readTemplates("templates"));
  for (const job of plan(inputs, cycle).jobs.filter(({ organisation }) => codes.includes(organisation.code))) {
    const report = compose(material, { ...job, standings: standings.of[job.organisation.code] ?? [] });
    const html = await toHtml(report);
    const pdf = finishPdf(await browser.print(html), { date: cycle.issued, claims: true });
    made.set(job.organisation.code, { report, html, pdf, facts: readPdf(pdf), pages: await wordsOf(pdf) });
    await writeFile(join(folder, `${job.organisation.code}.pdf`), pdf);
  }
});

afterAll(async () => {
  await browser.close();
  await rm(folder, { recursive: true, force: true });
});

describe.each(codes)("the pages of %s", (code) => {
  const of = () => {
    const found = made.get(code);
    if (!found) throw new Error(`no report of ${code}`);
    return found;
  };

  it("are tagged A4 in British English, with a title, in Arimo only", async () => {
    const { report, facts } = of();
    expect(facts).toMatchObject({
      tagged: true,
      language: "en-GB",
      title: `High-dose opioids for long-term pain: ${report.recipient.name} (${code}), October 2026`,
    });
    for (const { width, height } of facts.sizes)
      expect([Math.abs(width - 595.276) < 1, Math.abs(height - 841.89) < 1]).toEqual([true, true]);
    expect(facts.fonts.filter((font) => !font.startsWith("Arimo"))).toEqual([]);
  });

  it("keep their words 15 mm from the sides and 5 mm from top and bottom", () => {
    const { pages } = of();
    for (const { x, y, width, text } of pages.flat()) {
      expect(x, text).toBeGreaterThanOrEqual(15);
      expect(x + width, text).toBeLessThanOrEqual(195.5);
      expect(y, text).toBeGreaterThanOrEqual(5);
      expect(y, text).toBeLessThanOrEqual(292);
    }
  });

  it("hold the address, and nothing else, in the window of a C5 envelope", () => {
    const { report, pages } = of();
    const inZone = (pages[0] ?? []).filter(({ x, y }) => x >= 15 && x < 125 && y >= 30 && y < 95 && x < 138);
    const lines = [...new Set(inZone.map(({ y }) => y.toFixed(1)))];
    expect(inZone.map(({ text }) => text).join(" ")).toBe(report.recipient.address.join(" "));
    expect(lines.length).toBe(report.recipient.address.length);
    expect(lines.length).toBeLessThanOrEqual(7);
    for (const { x, y, width, height } of inZone) {
      expect(x).toBeGreaterThanOrEqual(24.6);
      expect(x + width).toBeLessThanOrEqual(120);
      expect(y - height).toBeGreaterThanOrEqual(39.5 - 0.5);
      expect(y).toBeLessThanOrEqual(66.3);
    }
    expect(report.recipient.address.at(-1)).toMatch(/^[A-Z]{1,2}\d{1,2}[A-Z]? \d[A-Z]{2}$/);
  });

  it("count themselves at the foot, with the recipient's code", async () => {
    const { pages, facts } = of();
    facts.text.forEach((words, i) => {
      expect(words.replace(/\s+/g, " ")).toContain(`Page ${i + 1} of ${pages.length}`);
      expect(words).toContain(code);
    });
  });
});

describe("the pages of those who have every element that any has", () => {
  it("have no fault that axe can find", async () => {
    const source = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
    const run =
      "axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'], resultTypes: ['violations'] })";
    await browser.withPage(async (page) => {
      for (const code of varied()) {
        await page.setContent(made.get(code)!.html, { waitUntil: "load" });
        await page.emulateMediaType("print");
        await page.evaluate(source);
        const violations = await page.evaluate(
          `${run}.then(({ violations }) => violations.map(({ id, nodes }) => id + ": " + nodes[0]?.html))`,
        );
        expect(violations, code).toEqual([]);
      }
    });
  });

  it.skipIf(!has("qpdf"))("are sound for qpdf", () => {
    for (const code of varied()) expect(spawnSync("qpdf", ["--check", join(folder, `${code}.pdf`)]).status).toBe(0);
  });

  it.skipIf(!has("pdfinfo"))("read in order for poppler too, without a complaint", () => {
    const [first] = varied();
    for (const code of [first, "Z10029"]) {
      const { stdout, stderr } = spawnSync("pdfinfo", ["-struct-text", join(folder, `${code}.pdf`)], {
        encoding: "utf8",
      });
      expect(stderr).toBe("");
      const { recipient, issuer } = made.get(code!)!.report;
      const heard = [...stdout.matchAll(/^\s*"(.*)"$/gm)].map(([, text]) => text).join("");
      for (const lines of [recipient.address, issuer.help.lines, [recipient.name, recipient.code]])
        expect(heard, "the end of a line parts words").toContain(lines.join(" "));
      const headings = [...stdout.matchAll(/^\s*(H\d)\b/gm)].map((match) => match[1]);
      expect(headings.filter((heading) => heading === "H1")).toHaveLength(1);
      expect(stdout.match(/^\s*Figure\b/gm)?.length).toBe(figuresIn(made.get(code!)!.html));
    }
  });
});

/** The codes, without those whose pages have no element that pages before them do not have. */
function varied(): string[] {
  const seen = new Set<string>();
  return [...made].flatMap(([code, { html }]) => {
    const more = elementsOf(html).filter((element) => !seen.has(element));
    for (const element of more) seen.add(element);
    return more.length > 0 ? [code] : [];
  });
}

/** The elements of a page outside its charts, by name, class and role. */
function elementsOf(html: string): string[] {
  const tags = html.replace(/<style[\s\S]*?<\/style>|<g[ >][\s\S]*?<\/g>/g, "").matchAll(/<([a-z]\w*)([^>]*)>/g);
  return [...tags].map(([, name, rest = ""]) => [name, ...(rest.match(/ (?:class|role)="[^"]*"/g) ?? [])].join(""));
}

/** Charts and codes that speak: each becomes one figure of the PDF. */
function figuresIn(html: string): number {
  return html.match(/<svg [^>]*role="img"/g)?.length ?? 0;
}

function has(tool: string): boolean {
  return spawnSync(tool, ["--version"]).error === undefined;
}

/** Every run of words with its place, mm from the top left; y is its baseline. */
async function wordsOf(pdf: Uint8Array): Promise<Word[][]> {
  const task = getDocument({ data: new Uint8Array(pdf), verbosity: VerbosityLevel.ERRORS });
  const document = await task.promise;
  const pages = await Promise.all(
    Array.from({ length: document.numPages }, async (_, i) => {
      const page = await document.getPage(i + 1);
      const top = page.view[3] ?? 842;
      const { items } = await page.getTextContent();
      return items.flatMap((item) => {
        if (!("str" in item) || item.str.trim() === "") return [];
        const [, , , , x = 0, y = 0] = item.transform as number[];
        return [
          { text: item.str, x: x / mm, y: (top - y) / mm, width: item.width / mm, height: (item.height * 0.72) / mm },
        ];
      });
    }),
  );
  await task.destroy();
  return pages;
}
