import { Buffer } from "node:buffer";
import type { PageLayout } from "./inspect/layout.ts";
import { propertiesOf, readDocument } from "./pdf/document.ts";
import { textOfString } from "./pdf/file.ts";
import { textOfRuns } from "./pdf/runs.ts";
import { isDict, isString } from "./pdf/syntax.ts";
import { spokenIn } from "./pdf/tags.ts";

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
  fonts: readonly string[]; // e.g., "Arimo-Bold"; "Type 3" for letters that are drawings
};

/** What a PDF holds besides its pages: its properties, where links lead, what is read out in place of pictures and letters. */
export type Unseen = {
  properties: PdfProperties;
  links: readonly string[];
  alts: readonly string[];
};

/** What a PDF says of itself: each property by its name, and the words of its metadata. */
export type PdfProperties = Readonly<Record<string, string>>; // e.g., { Title, Creator, Producer, … }

export type PageSize = { width: number; height: number }; // in points; A4 is about 595 × 842

/**
 * The same PDF with what differs between two printings of one page taken out: the clock, and the numbers that the
 * browser gives to table cells, which go on counting while a page is used. Every replacement is as long as what it
 * replaces, so no offset in the file moves.
 */
export function pinPdf(bytes: Uint8Array, options: { date: string }): Uint8Array {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
  return Buffer.from(renumberNodes(pinDates(text, options.date)), "latin1");
}

/** How many pages a PDF has that the browser wrote: its objects stand in the clear. */
export function countPages(bytes: Uint8Array): number {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
  return text.match(/\/Type \/Page\b(?!s)/g)?.length ?? 0;
}

/** Reads a PDF back with a reader of our own, which shares no code with the browser that wrote it. Throws where it cannot. */
export function readPdf(bytes: Uint8Array): PdfFacts {
  const { file, pages, tags } = readDocument(bytes);
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
    unseen: { properties, links: pages.flatMap(({ links }) => links), alts: spokenIn(tags) },
    fonts: [...new Set(pages.flatMap(({ fonts }) => fonts))].sort(),
  };
}

/** Midnight of the cycle's date for both dates of the file. */
function pinDates(text: string, date: string): string {
  const day = date.replaceAll("-", "");
  if (!/^\d{8}$/.test(day)) throw new Error(`invalid date "${date}": write it as 2026-10-12`);
  return text.replace(/(\/(?:CreationDate|ModDate) \(D:)\d{14}/g, (_, before: string) => `${before}${day}000000`);
}

/** Counts the node numbers from 1, keeping their order: the PDF's index of them must stay sorted. */
function renumberNodes(text: string): string {
  const nodes = [...new Set(text.match(/\(node\d{8}\)/g))].sort();
  const renamed = new Map(nodes.map((node, index) => [node, `(node${String(index + 1).padStart(8, "0")})`]));
  return text.replace(/\(node\d{8}\)/g, (node) => renamed.get(node) ?? node);
}
