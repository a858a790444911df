import { type PdfFile, textOfString } from "./file.ts";
import { invalidPdf, isDict, isName, isString, type PdfDict, type PdfValue } from "./syntax.ts";

/** A part of the text as a screen reader goes through it (14.7.2). */
export type Tag = {
  kind: string; // e.g., "P", "Figure"
  alt?: string; // what is read out in place of a picture
  actual?: string; // what is read out in place of the letters
  page: PdfDict | undefined;
  parts: readonly (Tag | MarkedContent)[]; // in the order of reading
};

/** Content of a page by its number there. */
export type MarkedContent = { page: PdfDict | undefined; mark: number };

/** The tags of a file; none where it has none. */
export function readTags(file: PdfFile): Tag[] {
  const root = file.get(file.root.get("StructTreeRoot"));
  if (!isDict(root)) return [];
  const seen = new Set<PdfDict>();
  return partsOf(root.get("K"), undefined, 0).filter((part) => "kind" in part);

  function partsOf(value: PdfValue | undefined, page: PdfDict | undefined, depth: number): (Tag | MarkedContent)[] {
    const kids = file.get(value);
    if (kids === null) return [];
    return (Array.isArray(kids) ? kids : [kids]).flatMap((kid) => partOf(file.get(kid), page, depth));
  }

  function partOf(kid: PdfValue, page: PdfDict | undefined, depth: number): (Tag | MarkedContent)[] {
    if (typeof kid === "number") return [{ page, mark: kid }];
    if (!isDict(kid)) throw invalidPdf("a tag that is none");
    const own = file.get(kid.get("Pg"));
    const on = isDict(own) ? own : page;
    const kind = file.get(kid.get("S"));
    if (!isName(kind)) {
      const mark = file.get(kid.get("MCID"));
      return typeof mark === "number" ? [{ page: on, mark }] : []; // else a link's or a field's place on the page
    }
    if (depth > 200 || seen.has(kid)) throw invalidPdf("tags within themselves");
    seen.add(kid);
    const alt = file.get(kid.get("Alt"));
    const actual = file.get(kid.get("ActualText"));
    return [
      {
        kind: kind.name,
        ...(isString(alt) ? { alt: textOfString(alt.bytes) } : {}),
        ...(isString(actual) ? { actual: textOfString(actual.bytes) } : {}),
        page: on,
        parts: partsOf(kid.get("K"), on, depth + 1),
      },
    ];
  }
}

/** What is read out besides the letters: alternative texts, and texts in place of letters. */
export function spokenIn(tags: readonly (Tag | MarkedContent)[]): string[] {
  return tags.flatMap((tag) =>
    "kind" in tag
      ? [...[tag.alt, tag.actual].filter((text) => text !== undefined && text !== ""), ...spokenIn(tag.parts)]
      : [],
  ) as string[];
}
