import type { PdfDocument, PdfPage } from "./document.ts";
import type { PdfDict } from "./syntax.ts";
import type { MarkedContent, Tag } from "./tags.ts";

/** A part of the text that begins on a page, from 1, and goes on overleaf; with how it begins. */
export type TextSplit = { page: number; text: string };

const whole: ReadonlySet<string> = new Set(["TR", "LI", "Note"]); // rows, points of lists, sources

/** The rows, points and notes that stand on more than one page, in the order of reading; of those within each other the innermost. */
export function splitsIn({ pages, tags }: Pick<PdfDocument, "pages" | "tags">): TextSplit[] {
  const numbers = new Map<PdfDict, number>();
  const numberOf = (dict: PdfDict) => {
    const contents = dict.get("Contents");
    const known = numbers.get(dict) ?? pages.findIndex((page) => page.dict.get("Contents") === contents) + 1;
    numbers.set(dict, known);
    return known;
  };
  return tags.flatMap((tag) => splitsOf(tag));

  function splitsOf(tag: Tag): TextSplit[] {
    const inner = tag.parts.flatMap((part) => ("kind" in part ? splitsOf(part) : []));
    if (inner.length > 0 || !whole.has(tag.kind)) return inner;
    const marked = markedIn(tag);
    const on = [...new Set(marked.flatMap(({ page }) => (page ? [numberOf(page)] : [])))].filter((page) => page > 0);
    if (on.length < 2) return [];
    const page = Math.min(...on);
    return [{ page, text: textOf(pages[page - 1]!, marked, (dict) => numberOf(dict) === page) }];
  }
}

function markedIn(tag: Tag): MarkedContent[] {
  return tag.parts.flatMap((part) => ("kind" in part ? markedIn(part) : [part]));
}

/** What some marks of a page say. */
function textOf({ runs }: PdfPage, marked: readonly MarkedContent[], isHere: (page: PdfDict) => boolean): string {
  const marks = new Set(marked.flatMap(({ page, mark }) => (page && isHere(page) ? [mark] : [])));
  const own = runs.filter(({ mark, isArtifact }) => !isArtifact && mark !== undefined && marks.has(mark));
  return own
    .map(({ before, text }) => `${before}${text}`)
    .join("")
    .trim();
}
