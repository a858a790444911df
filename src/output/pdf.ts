import { Buffer } from "node:buffer";
import type { PageLayout } from "./inspect/layout.ts";
import { activeIn } from "./pdf/active.ts";
import { propertiesOf, readDocument } from "./pdf/document.ts";
import { textOfString } from "./pdf/file.ts";
import { textOfRuns } from "./pdf/runs.ts";
import { splitsIn, type TextSplit } from "./pdf/splits.ts";
import { isDict, isString } from "./pdf/syntax.ts";
import { spokenIn } from "./pdf/tags.ts";
import { checkUa } from "./ua/check.ts";
import type { UaFinding } from "./ua/condition.ts";

/** What a PDF says about itself, and every word on its pages. */
export type PdfFacts = {
  pages: number;
  sizes: readonly PageSize[]; // per page
  title?: string;
  language?: string; // e.g., "en-GB"
  tagged: boolean;
  text: readonly string[]; // per page, in the order of painting; lines end in "\n"; a letter no font has is U+0000
  unseen: Unseen; // what is not painted
  layout: readonly PageLayout[]; // the same per page, with places and sizes
  splits: readonly TextSplit[]; // rows, points and notes that go on overleaf
  fonts: readonly string[]; // e.g., "Arimo-Bold"; "Type 3" for letters that are drawings
  active: () => readonly string[]; // what it would do or carry besides being read; looked at when it is asked for
  ua: () => readonly UaFinding[]; // what it does not keep to of PDF/UA-1, looked at when it is asked for
};

/** What a PDF holds besides its pages: its properties, where links lead, what is read out in place of pictures and letters. */
export type Unseen = {
  properties: PdfProperties;
  links: readonly string[];
  alts: readonly string[]; // and what links are called
};

/** What a PDF says of itself: each property by its name, and the words of its metadata. */
export type PdfProperties = Readonly<Record<string, string>>; // e.g., { Title, Creator, Producer, … }

export type PageSize = { width: number; height: number }; // in points; A4 is about 595 × 842

/** How many pages a PDF has that the browser wrote: its objects stand in the clear. */
export function countPages(bytes: Uint8Array): number {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
  return text.match(/\/Type \/Page\b(?!s)/g)?.length ?? 0;
}

/** Reads a PDF back with a reader of our own, which shares no code with the browser that wrote it. Throws where it cannot. */
export function readPdf(bytes: Uint8Array): PdfFacts {
  const document = readDocument(bytes);
  const { file, pages, tags } = document;
  const properties = propertiesOf(file);
  const language = file.get(file.root.get("Lang"));
  const marked = file.get(file.root.get("MarkInfo"));
  return {
    pages: pages.length,
    sizes: pages.map(({ paper }) => ({ width: paper.right - paper.left, height: paper.top - paper.bottom })),
    ...(properties.Title ? { title: properties.Title } : {}),
    ...(isString(language) && language.bytes !== "" ? { language: textOfString(language.bytes) } : {}),
    tagged: isDict(marked) && file.get(marked.get("Marked")) === true,
    text: pages.map(({ runs }) => textOfRuns(runs)),
    layout: pages,
    splits: splitsIn(document),
    unseen: {
      properties,
      links: pages.flatMap(({ links }) => links),
      alts: [...spokenIn(tags), ...pages.flatMap(({ called }) => called)],
    },
    fonts: [...new Set(pages.flatMap(({ fonts }) => fonts))].sort(),
    active: () => activeIn(document),
    ua: () => checkUa(document),
  };
}
