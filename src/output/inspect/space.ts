import type { Box } from "../../input/library/envelopes.ts";
import { boxOf, type Flaw, mm, type PageLayout } from "./layout.ts";

const foot = 22; // mm at the end of a page where only its foot stands
const most = 130; // mm: half of a page
const fewest = 10; // lines of a last page

/** Pages before the last that are half empty, and a last one with a few lines. The first is filled by its foot. */
export function inspectSpace(pages: readonly PageLayout[]): Flaw[] {
  return pages.flatMap((page, i): Flaw[] => {
    if (i === 0) return [];
    const own = aboveFoot(page);
    const lines = new Set(own.map(({ bottom }) => Math.round(bottom))).size;
    const empty = emptyBelow(page);
    if (i === pages.length - 1)
      return lines < fewest
        ? [{ kind: "last", what: `the last page has ${lines === 1 ? "one line" : `${lines} lines`}` }]
        : [];
    return empty > most ? [{ kind: "empty", what: `page ${i + 1} is empty for ${mm(empty)}` }] : [];
  });
}

/** How much of a page is empty at its end, above its foot: mm. */
export function emptyBelow(page: PageLayout): number {
  return heightOf(page) - foot - Math.max(0, ...aboveFoot(page).map(({ bottom }) => bottom));
}

function aboveFoot(page: PageLayout): Box[] {
  const boxes = page.runs.filter(({ isArtifact }) => !isArtifact).map((run) => boxOf(run, page.paper));
  return boxes.filter(({ bottom }) => bottom < heightOf(page) - foot + 1);
}

function heightOf({ paper }: PageLayout): number {
  return (paper.top - paper.bottom) * (25.4 / 72);
}
