import { boxOf, type Flaw, mm, type PageLayout } from "./layout.ts";

const foot = 22; // mm at the end of a page where only its foot stands
const most = 130; // mm: half of a page
const fewest = 10; // lines of a last page

/** Pages before the last that are half empty, and a last one with a few lines. The first is filled by its foot. */
export function inspectSpace(pages: readonly PageLayout[]): Flaw[] {
  return pages.flatMap(({ paper, runs }, i): Flaw[] => {
    const height = (paper.top - paper.bottom) * (25.4 / 72);
    const boxes = runs.filter(({ isArtifact }) => !isArtifact).map((run) => boxOf(run, paper));
    const own = boxes.filter(({ bottom }) => bottom < height - foot + 1);
    const end = Math.max(0, ...own.map(({ bottom }) => bottom));
    const lines = new Set(own.map(({ bottom }) => Math.round(bottom))).size;
    const empty = height - foot - end;
    if (i === 0) return [];
    if (i === pages.length - 1)
      return lines < fewest
        ? [{ kind: "last", what: `the last page has ${lines === 1 ? "one line" : `${lines} lines`}` }]
        : [];
    return empty > most ? [{ kind: "empty", what: `page ${i + 1} is empty for ${mm(empty)}` }] : [];
  });
}
