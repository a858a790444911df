import { getDocument, VerbosityLevel } from "pdfjs-dist/legacy/build/pdf.mjs";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { openPress } from "../../../src/output/artefact.ts";
import { finishPdf } from "../../../src/output/finish/finish.ts";
import { type PdfDocument, readDocument } from "../../../src/output/pdf/document.ts";
import { textOfRuns } from "../../../src/output/pdf/runs.ts";
import { spokenIn, type Tag } from "../../../src/output/pdf/tags.ts";
import { readPdf } from "../../../src/output/pdf.ts";
import { packagedTemplates } from "../../../src/render/templates.ts";
import type { Report } from "../../../src/report/report.ts";
import { sampleReport, withLastReport } from "../../render/sample.ts";

vi.stubEnv("FEEDBACK_ALLOW_NO_SANDBOX", "1");

/*
 * What the reader of PDFs reads of finished pages is what pdf.js reads, with every section that has words or drawings of its own: texts in the
 * order of painting and of the tags, fonts, sizes and places, papers, links, titles, languages and alternative texts.
 */
const whole = withLastReport(sampleReport("worse-and-rising"));
const reports: [of: string, template: string, report: Report][] = [
  ["a whole report", "standard", whole],
  ["a report with nothing to show, in large type", "large-type", sampleReport("withheld")],
  [
    "a long name and a neutral figure",
    "standard",
    { ...sampleReport("long-name"), sections: sampleReport("neutral").sections },
  ],
];

let presses: Awaited<ReturnType<typeof openPress>>;
beforeAll(async () => {
  presses = await openPress(await packagedTemplates(), ["print"], { log: () => {} });
});
afterAll(() => presses?.[Symbol.asyncDispose]());

test.each(reports)("the pages of %s are read as pdf.js reads them", async (_, template, report) => {
  const press = presses.of(template);
  const printed = await press.browser!.print(await press.print(report));
  const bytes = finishPdf(printed, { date: "2026-10-12", claims: true });
  expect(readPdf(bytes).ua()).toEqual([]);
  const [facts, document, other] = [readPdf(bytes), readDocument(bytes), await readByPdfJs(bytes)];
  expect({
    title: facts.title,
    language: facts.language,
    tagged: facts.tagged,
    sizes: facts.sizes,
    links: facts.unseen.links.map((link) => new URL(link).href),
    alts: spokenIn(document.tags),
    heard: heardIn(document),
    painted: facts.text.map(inWords),
  }).toEqual(other.facts);
  document.pages.forEach(({ runs }, i) => {
    expect(inWords(textOfRuns(runs))).toBe(other.facts.painted[i]);
    const told = runs.map(({ text, font, size, x, y, width }) => ({ text, font, size, x, y, width }));
    expect(told.map(({ text, font }) => ({ text, font }))).toEqual(
      other.runs[i]!.map(({ text, font }) => ({ text, font })),
    );
    for (const [at, run] of told.entries())
      for (const key of ["size", "x", "y", "width"] as const)
        expect(run[key], `${key} of "${run.text}"`).toBeCloseTo(other.runs[i]![at]![key], 2);
  });
});

/** The letters of a document as its tags order them. */
function heardIn({ pages, tags }: PdfDocument): string {
  const of = new Map(pages.map(({ dict, runs }) => [dict.get("StructParents"), runs] as const));
  return inLetters(tags.map(heard).join(""));

  function heard(tag: Tag): string {
    return tag.parts
      .map((part) => {
        if ("kind" in part) return heard(part);
        const runs = of.get(part.page?.get("StructParents") ?? null) ?? [];
        return textOfRuns(runs.filter(({ mark }) => mark === part.mark));
      })
      .join("");
  }
}

function inLetters(text: string): string {
  return text.replace(/\s+/g, "");
}

function inWords(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}

type Item = { text: string; font: string; size: number; x: number; y: number; width: number };

async function readByPdfJs(bytes: Uint8Array) {
  const task = getDocument({
    data: new Uint8Array(bytes),
    verbosity: VerbosityLevel.ERRORS,
    fontExtraProperties: true,
  });
  const document = await task.promise;
  const [{ info }, marks] = await Promise.all([document.getMetadata(), document.getMarkInfo()]);
  const { Title: title, Language: language } = info as { Title: string; Language: string };
  const pages = await Promise.all(
    Array.from({ length: document.numPages }, async (_, i) => {
      const page = await document.getPage(i + 1);
      await page.getOperatorList(); // loads the fonts, whose names the items are then known by
      const content = await page.getTextContent({ includeMarkedContent: true });
      return { page, content, tree: await page.getStructTree(), links: await page.getAnnotations() };
    }),
  );
  const read = {
    facts: {
      title,
      language,
      tagged: marks instanceof Map && marks.get("Marked") === true,
      sizes: pages.map(({ page: { view } }) => ({ width: view[2]! - view[0]!, height: view[3]! - view[1]! })),
      links: pages.flatMap(({ links }) => links.flatMap(({ url }: { url?: string }) => url ?? [])),
      alts: [...new Set(pages.flatMap(({ tree }) => altsIn(tree)))],
      heard: "",
      painted: pages.map(() => ""),
    },
    runs: pages.map((): Item[] => []),
  };
  const heard = new Map<string, string>();
  pages.forEach(({ page, content }, i) => {
    let mark = "";
    let text = "";
    let before = Number.NEGATIVE_INFINITY;
    for (const item of content.items) {
      if (!("str" in item)) {
        mark = "id" in item ? String(item.id) : "";
        continue;
      }
      const [, , , , x = 0, y = 0] = item.transform as number[];
      if (x < before && !text.endsWith("\n")) text += "\n";
      before = item.hasEOL ? Number.NEGATIVE_INFINITY : x;
      text += item.str + (item.hasEOL ? "\n" : "");
      heard.set(mark, (heard.get(mark) ?? "") + item.str);
      if (item.str.trim() === "") continue;
      const font = (page.commonObjs.get(item.fontName) as { name: string }).name.replace(/^[A-Z]{6}\+/, "");
      read.runs[i]!.push({ text: item.str.trim(), font, size: item.height, x, y, width: item.width });
    }
    read.facts.painted[i] = inWords(text);
  });
  read.facts.heard = inLetters(pages.map(({ tree }) => heardOf(tree)).join(""));
  await task.destroy();
  return read;

  function heardOf(node: unknown): string {
    const { type, id, children = [] } = (node ?? {}) as { type?: string; id?: string; children?: unknown[] };
    return type === "content" ? (heard.get(id ?? "") ?? "") : children.map(heardOf).join("");
  }
}

function altsIn(node: unknown): string[] {
  const { alt, children = [] } = (node ?? {}) as { alt?: string; children?: readonly unknown[] };
  return [...(alt ? [alt] : []), ...children.flatMap(altsIn)];
}
