import { Buffer } from "node:buffer";

/** What a PDF says about itself, and every word on its pages. */
export type PdfFacts = {
  pages: number;
  sizes: readonly PageSize[]; // per page
  title?: string;
  language?: string; // e.g., "en-GB"
  tagged: boolean;
  text: readonly string[]; // per page, in the order of painting; lines end in "\n"; a letter no font has is U+0000
  unseen: Unseen; // what is not painted; empty unless it is asked for
  fonts: readonly string[]; // e.g., "Arimo-Bold"; "Type 3" for letters that are drawings
};

/** What a PDF holds besides its pages: its properties, where links lead, the alternative texts of pictures. */
export type Unseen = {
  properties: Readonly<Record<string, unknown>>; // e.g., { Title, Creator, Producer, … }
  links: readonly string[];
  alts: readonly string[];
};

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

/** Reads a PDF back with pdf.js, which shares no code with the browser that wrote it. */
export async function readPdf(bytes: Uint8Array, { unseen = false } = {}): Promise<PdfFacts> {
  const { getDocument, VerbosityLevel } = await pdfjs();
  const task = getDocument({
    data: new Uint8Array(bytes), // a copy: pdf.js takes its input away
    verbosity: VerbosityLevel.ERRORS,
    disableFontFace: true,
    useSystemFonts: false,
    useWorkerFetch: false,
  });
  try {
    const document = await task.promise;
    const numbers = Array.from({ length: document.numPages }, (_, index) => index + 1);
    const [metadata, marks, pages] = await Promise.all([
      document.getMetadata(),
      document.getMarkInfo(),
      Promise.all(numbers.map(async (number) => readPage(await document.getPage(number), unseen))),
    ]);
    const { Title: title, Language: language } = metadata.info as { Title?: string; Language?: string };
    return {
      pages: document.numPages,
      sizes: pages.map((page) => page.size),
      ...(title ? { title } : {}),
      ...(language ? { language } : {}),
      tagged: isMarked(marks),
      text: pages.map((page) => page.text),
      unseen: {
        properties: unseen
          ? { ...propertiesIn(metadata.info), ...(metadata.metadata ? { xmp: [...metadata.metadata].flat() } : {}) }
          : {},
        links: pages.flatMap(({ links }) => links),
        alts: pages.flatMap(({ alts }) => alts),
      },
      fonts: fontNames(bytes),
    };
  } finally {
    await task.destroy();
  }
}

/** Properties by name; those that no standard names are a Map within them, of which no text would be found. */
function propertiesIn({ Custom: others, ...standard }: { Custom?: unknown }): Record<string, unknown> {
  return others instanceof Map ? { ...standard, Custom: Object.fromEntries(others) } : standard;
}

/** pdf.js documents an object and returns a Map. */
function isMarked(marks: unknown): boolean {
  return marks instanceof Map && marks.get("Marked") === true;
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

/** The browser writes its font dictionaries in the clear, so no font need be parsed to know their names. */
function fontNames(bytes: Uint8Array): string[] {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
  const names = [...text.matchAll(/\/BaseFont \/(?:[A-Z]{6}\+)?([^\s/<>[\]()]+)/g)].map((match) => match[1]!);
  if (/\/Subtype \/Type3\b/.test(text)) names.push("Type 3");
  return [...new Set(names)].sort();
}

type Page = { size: PageSize; text: string; links: readonly string[]; alts: readonly string[] };

async function readPage(page: PDFPageProxy, unseen: boolean): Promise<Page> {
  const [left = 0, bottom = 0, right = 0, top = 0] = page.view;
  const { items } = await page.getTextContent();
  const size = { width: right - left, height: top - bottom };
  return { size, text: textOf(items), ...(await readUnseen(page, unseen)) };
}

/** The items in the order of painting. One that begins left of where the last began, as the foot's halves do, is apart from it. */
function textOf(items: Awaited<ReturnType<PDFPageProxy["getTextContent"]>>["items"]): string {
  let last = Number.NEGATIVE_INFINITY;
  let text = "";
  for (const item of items) {
    if (!("str" in item)) continue;
    const from = Number(item.transform[4]);
    if (from < last && text !== "" && !text.endsWith("\n")) text += "\n";
    text += item.str + (item.hasEOL ? "\n" : "");
    last = item.hasEOL ? Number.NEGATIVE_INFINITY : from;
  }
  return text;
}

/** Where links lead, and the alternative texts of pictures. */
async function readUnseen(page: PDFPageProxy, asked: boolean): Promise<Pick<Unseen, "links" | "alts">> {
  if (!asked) return { links: [], alts: [] };
  const [annotations, tree] = await Promise.all([page.getAnnotations(), page.getStructTree()]);
  return { links: (annotations as { url?: string }[]).flatMap(({ url }) => url ?? []), alts: altsIn(tree) };
}

type StructNode = { alt?: string; children?: readonly unknown[] };

function altsIn(node: unknown): string[] {
  const { alt, children = [] } = (node ?? {}) as StructNode;
  return [...(alt ? [alt] : []), ...children.flatMap(altsIn)];
}

/** Loaded when first needed: it takes a tenth of a second. */
function pdfjs() {
  return import("pdfjs-dist/legacy/build/pdf.mjs");
}

type PDFPageProxy = import("pdfjs-dist").PDFPageProxy;
