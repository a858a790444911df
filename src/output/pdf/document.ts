import { Parser } from "htmlparser2";
import { type Content, type FontCache, readContent } from "./content.ts";
import { openPdf, type PdfFile, textOfString } from "./file.ts";
import type { Paper } from "./pen.ts";
import { invalidPdf, isDict, isName, isStream, isString, type PdfDict, type PdfValue } from "./syntax.ts";
import { readTags, type Tag } from "./tags.ts";

/** A whole PDF as it is read: its objects, its pages with what is written on them, its tags. */
export type PdfDocument = {
  file: PdfFile;
  pages: readonly PdfPage[];
  tags: readonly Tag[]; // of the root of the tree; none where it is not tagged
};

export type PdfPage = Content & {
  dict: PdfDict;
  paper: Paper;
  links: readonly string[]; // where they lead, as it is written
  called: readonly string[]; // what links and other notes on the page are called for whoever does not see them
};

/** Reads a PDF. Throws where it is not one, and where anything in it cannot be read. */
export function readDocument(bytes: Uint8Array): PdfDocument {
  const file = openPdf(bytes);
  const fonts: FontCache = new Map();
  const pages = pagesIn(file).map((page) => readPage(file, page, fonts));
  return { file, pages, tags: readTags(file) };
}

/** The pages in their order (7.7.3), each with what it inherits. */
export function pagesIn(file: PdfFile): PdfDict[] {
  const pages: PdfDict[] = [];
  const seen = new Set<PdfDict>();
  const root = file.dict(file.root.get("Pages"), "pages");
  add(root, new Map());
  if (file.get(root.get("Count")) !== pages.length) throw invalidPdf("it does not have the pages that it says");
  return pages;

  function add(node: PdfDict, above: PdfDict): void {
    if (seen.has(node)) throw invalidPdf("pages within themselves");
    seen.add(node);
    const own: PdfDict = new Map([...above, ...node]);
    const kids = file.get(node.get("Kids"));
    if (!Array.isArray(kids)) pages.push(own);
    else
      for (const kid of kids)
        add(
          file.dict(kid, "page that it names"),
          new Map(inherited.flatMap((key) => (own.has(key) ? [[key, own.get(key)!]] : []))),
        );
  }
}

const inherited = ["Resources", "MediaBox", "CropBox"];

/** Reads one of its pages. */
export function readPage(file: PdfFile, dict: PdfDict, fonts: FontCache): PdfPage {
  const paper = paperOf(file, dict);
  const resources = file.dict(dict.get("Resources"), "resources of a page");
  return {
    ...readContent(file, contentsOf(file, dict), { resources, paper, fonts }),
    dict,
    paper,
    ...linksOn(file, dict),
  };
}

/** What is seen of the page: its paper, where it is cut. */
function paperOf(file: PdfFile, dict: PdfDict): Paper {
  const media = boxOf(file, dict.get("MediaBox"));
  if (!media) throw invalidPdf("a page without a size");
  const crop = boxOf(file, dict.get("CropBox")) ?? media;
  return {
    left: Math.max(media.left, crop.left),
    bottom: Math.max(media.bottom, crop.bottom),
    right: Math.min(media.right, crop.right),
    top: Math.min(media.top, crop.top),
  };
}

function boxOf(file: PdfFile, value: PdfValue | undefined): Paper | undefined {
  const box = file.get(value);
  if (!Array.isArray(box)) return undefined;
  const [x = Number.NaN, y = Number.NaN, X = Number.NaN, Y = Number.NaN] = box.map((each) => Number(file.get(each)));
  return { left: Math.min(x, X), bottom: Math.min(y, Y), right: Math.max(x, X), top: Math.max(y, Y) };
}

/** The streams of a page, one after another. */
export function contentsOf(file: PdfFile, dict: PdfDict): Uint8Array {
  const contents = file.get(dict.get("Contents"));
  const streams = Array.isArray(contents) ? contents.map(file.get) : contents === null ? [] : [contents];
  const parts = streams.map((stream) => (isStream(stream) ? file.decoded(stream) : undefined));
  if (parts.length === 1 && parts[0]) return parts[0];
  return Buffer.concat(
    parts.flatMap((part) => {
      if (!part) throw invalidPdf("a page without its content");
      return [part, Buffer.from("\n")];
    }),
  );
}

function linksOn(file: PdfFile, dict: PdfDict): Pick<PdfPage, "links" | "called"> {
  const listed = file.get(dict.get("Annots"));
  const annotations = Array.isArray(listed) ? listed.map((each) => file.dict(each, "note that a page names")) : [];
  const textsOf = (values: readonly (PdfValue | undefined)[]) =>
    values.map(file.get).flatMap((value) => (isString(value) ? [textOfString(value.bytes)] : []));
  return {
    links: textsOf(
      annotations.map((each) => {
        const action = file.get(each.get("A"));
        return isDict(action) ? action.get("URI") : undefined;
      }),
    ),
    called: textsOf(annotations.map((each) => each.get("Contents"))),
  };
}

/** What a PDF says of itself (14.3): its properties by name, and as `xmp` the words of its metadata. */
export function propertiesOf(file: PdfFile): Record<string, string> {
  const texts: Record<string, string> = {};
  const info = file.get(file.trailer.get("Info"));
  for (const [key, value] of isDict(info) ? info : []) {
    const found = file.get(value);
    if (isString(found)) texts[key] = textOfString(found.bytes);
    else if (isName(found)) texts[key] = found.name;
  }
  const metadata = file.get(file.root.get("Metadata"));
  if (isStream(metadata)) texts.xmp = wordsOfXml(Buffer.from(file.decoded(metadata)).toString());
  return texts;
}

/** The texts of an XML file and the values of its attributes, but for the names of its languages. */
function wordsOfXml(xml: string): string {
  const words: string[] = [];
  const parser = new Parser(
    {
      onattribute: (name, value) => void (name.startsWith("xmlns") || words.push(value)),
      ontext: (text) => void words.push(text),
    },
    { xmlMode: true },
  );
  parser.end(xml);
  return words.join(" ").replace(/\s+/g, " ").trim();
}
