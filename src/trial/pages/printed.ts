import type { RenderedForRule } from "../../lint/rule.ts";
import { boxOf, type PageLayout } from "../../output/inspect/layout.ts";
import { emptyBelow } from "../../output/inspect/space.ts";
import type { PageFit } from "../../output/page-fit.ts";
import { holds } from "../../output/words.ts";
import { pxPerMm } from "../../render/height.ts";
import { plannedPages } from "../../render/pages.ts";
import type { Report } from "../../report/report.ts";

/** What the printed pages of a report look like, apart from what they say: as they came from the browser. */
export type PrintedVariant = {
  excess: number; // pages beyond those that are planned
  scale: number; // of its letters: 1, unless the browser has scaled the page
  headline: number; // pt, of the largest letters of page one
  sizes: ReadonlyMap<string, readonly number[]>; // pt, by words: what stands in several sizes has several
  pointers: boolean | undefined; // whether page one says what the next pages hold; undefined where there is nothing to say
  charts: ReadonlyMap<string, number>; // mm, heights by mark: "comparison.chart"
  empty: readonly number[]; // mm, at the end of each page after the first
  fit: PageFit;
};

/** Undefined for a report that has no pages. */
export function printedOf({ pdf, page, fit, pointers }: RenderedForRule, report: Report): PrintedVariant | undefined {
  if (!pdf?.layout || page === undefined || !fit) return undefined;
  const [first, ...later] = pdf.layout;
  const scale = first ? scaleOf(first, report, fit) : 1;
  return {
    excess: pdf.pages - plannedPages(report.sections),
    scale,
    headline: Math.max(0, ...sizesIn(first ? [first] : []).map(({ size }) => size)),
    sizes: new Map(
      [...Map.groupBy(sizesIn(pdf.layout), ({ words }) => words)].map(([words, runs]) => [
        words,
        [...new Set(runs.map(({ size }) => size))].sort((a, b) => a - b),
      ]),
    ),
    pointers: pointers ? holds(pdf.text[0] ?? "", pointers) : undefined,
    charts: new Map(chartsIn(page).map(({ mark, height }) => [mark, round((height / pxPerMm) * scale)])),
    empty: later.map((each) => Math.round(emptyBelow(each))),
    fit,
  };
}

/** How large the letters of the address are, of what they are set in. */
function scaleOf({ paper, runs }: PageLayout, { envelope }: Report, fit: PageFit): number {
  const { left, right, top, bottom } = envelope.address;
  const own = runs.find((run) => {
    const box = boxOf(run, paper);
    return (
      !run.isArtifact &&
      box.left >= left - 1 &&
      box.right <= right + 1 &&
      box.top >= top - 1 &&
      box.bottom <= bottom + 1
    );
  });
  return own ? Math.round((1000 * own.size) / fit.address) / 1000 : 1;
}

function sizesIn(pages: readonly PageLayout[]): { words: string; size: number }[] {
  return pages.flatMap(({ runs }) =>
    runs.flatMap(({ isArtifact, text, size }) => {
      const words = text.trim();
      return isArtifact || !/\p{L}{3}/u.test(words) ? [] : [{ words, size: round(size) }];
    }),
  );
}

/** Heights of drawings in px, each by the mark it has or stands under; of several under one, each by its number. */
function chartsIn(html: string): { mark: string; height: number }[] {
  const found: { mark: string; height: number }[] = [];
  let mark = "";
  for (const [tag] of html.matchAll(/<[a-z][^>]*>/gi)) {
    mark = /\bdata-slot="([^"]+)"/.exec(tag)?.[1] ?? mark;
    const [, height] = (/^<svg\b/i.test(tag) && /\bheight="([\d.]+)"/.exec(tag)) || [];
    if (height === undefined) continue;
    const beside = found.filter((each) => each.mark.split("#")[0] === mark).length;
    found.push({ mark: beside > 0 ? `${mark}#${beside + 1}` : mark, height: Number(height) });
  }
  return found;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
