import { pageLabels, propertyDate, xmpOf } from "../finish/metadata.ts";
import { named, openObjects, pagesOf } from "../finish/objects.ts";
import { openCopier, type SharedObjects } from "../pdf/copy.ts";
import { openPdf, type PdfFile, textOfString } from "../pdf/file.ts";
import { openPdfWriter, type PdfWriter } from "../pdf/stream.ts";
import { isString, type PdfRef, type PdfValue } from "../pdf/syntax.ts";
import { stringOfText } from "../pdf/write.ts";
import { editOf } from "./edit.ts";
import { type MarkMaker, openMarks, type SheetMarks } from "./marks.ts";
import { type Bookmarks, openBookmarks } from "./outline.ts";
import { openTree, type TagTree } from "./tree.ts";

/** A PDF of its own that becomes some pages of a larger one. */
export type DocumentPart = {
  bytes: Uint8Array;
  label: string; // begins the labels of its pages: "Z10003"
  title: string; // of its bookmark: "Z10003 Alder Surgery"
};

/** How parts are joined. */
export type Joining = {
  title: string;
  date: string; // of the file: "2026-10-12"
  isTagged: boolean; // whether tags, links and bookmarks within parts are kept
  first?: number; // place of the first part in the print run, 1 if left out
  marks?: SheetMarks | undefined;
};

/**
 * Joins PDFs that we have finished into one, in chunks as it is written: each part begins on the front of a sheet, what parts have in
 * common is there once. The same parts give the same bytes. Throws where one cannot be read.
 */
export async function* joinParts(parts: AsyncIterable<DocumentPart>, joining: Joining): AsyncGenerator<Uint8Array> {
  const writer = openPdfWriter();
  const whole = openWhole(writer, joining);
  for await (const part of parts) {
    joinPart(whole, part);
    yield writer.taken();
  }
  endWhole(whole);
  yield writer.taken();
}

/** What all parts go into. */
type JoinedDocument = {
  writer: PdfWriter;
  joining: Joining;
  shared: SharedObjects;
  pages: { root: PdfRef; nodes: PdfRef[]; count: number }; // nodes: of each part
  labels: PdfValue[];
  bookmarks: Bookmarks;
  tree: TagTree | undefined;
  marks: MarkMaker;
  language: string;
  producer: string;
  parts: number;
};

function openWhole(writer: PdfWriter, joining: Joining): JoinedDocument {
  return {
    writer,
    joining,
    shared: new Map(),
    pages: { root: writer.reserve(), nodes: [], count: 0 },
    labels: [],
    bookmarks: openBookmarks(writer),
    tree: joining.isTagged ? openTree(writer) : undefined,
    marks: openMarks(writer, joining.marks),
    language: "",
    producer: "",
    parts: 0,
  };
}

/** Mutates the whole: adds the pages of a part, and an empty one where they are odd in number. */
function joinPart(whole: JoinedDocument, { bytes, label, title }: DocumentPart): void {
  const { writer, shared, tree, pages, bookmarks, marks } = whole;
  const file = openPdf(bytes);
  const number = whole.parts++;
  whole.language ||= textAt(file, file.root.get("Lang"));
  whole.producer ||= textAt(file, file.dict(file.trailer.get("Info"), "properties").get("Producer"));
  const edit = editOf(file, { prefix: `${String(number + 1).padStart(5, "0")}-`, firstEntry: tree?.entries() ?? 0 });
  const copier = openCopier({ file, writer, shared, edit });
  const node = writer.reserve();
  const own = pagesOf(openObjects(file)).map(({ ref, dict }) => ({ from: ref, to: writer.reserve(), dict }));
  for (const { from, to } of own) copier.lead(from, to);
  const sheets = Math.ceil(own.length / 2);
  const sequence = (whole.joining.first ?? 1) + number;
  for (const [i, { to, dict }] of own.entries()) {
    const left = new Map([...dict].filter(([key]) => !takenOut.has(key) && (tree !== undefined || !ofTags.has(key))));
    const page = new Map(
      [...left].map(([key, value]) => [key, key === "Resources" ? copier.copyShared(value) : copier.copy(value)]),
    );
    page.set("Parent", node);
    page.set("TrimBox", page.get("MediaBox")!);
    const entry = dict.get("StructParents");
    if (tree && typeof entry === "number") page.set("StructParents", entry + tree.entries());
    writer.put(
      to,
      i % 2 === 0 ? marks.marked(page, { sequence, sheet: i / 2 + 1, sheets, label, file, copier, dict }) : page,
    );
  }
  const kids = own.map(({ to }) => to);
  if (own.length % 2 === 1) kids.push(emptyPage(writer, node, copier.copy(own[0]!.dict.get("MediaBox") ?? null)));
  writer.put(
    node,
    new Map<string, PdfValue>([
      ["Type", named("Pages")],
      ["Parent", pages.root],
      ["Kids", kids],
      ["Count", kids.length],
    ]),
  );
  whole.labels.push(pages.count, labelled(label));
  pages.nodes.push(node);
  pages.count += kids.length;
  bookmarks.add({ title, page: kids[0]!, ...(tree ? { within: file.root.get("Outlines"), file, copier } : {}) });
  tree?.add(file, copier, { prefix: `${String(number + 1).padStart(5, "0")}-` });
  copier.finish();
}

const takenOut: ReadonlySet<string> = new Set(["Parent", "StructParents", "TrimBox"]);
const ofTags: ReadonlySet<string> = new Set(["Annots", "Tabs"]);

/** A side of paper without anything on it. */
function emptyPage(writer: PdfWriter, parent: PdfRef, box: PdfValue): PdfRef {
  return writer.add(
    new Map<string, PdfValue>([
      ["Type", named("Page")],
      ["Parent", parent],
      ["MediaBox", box],
      ["TrimBox", box],
      ["Resources", new Map()],
    ]),
  );
}

/** "Z10003-1", "Z10003-2" … (12.4.2) */
function labelled(label: string): PdfValue {
  return new Map<string, PdfValue>([
    ["P", stringOfText(`${label}-`)],
    ["S", named("D")],
  ]);
}

function endWhole({ writer, joining, pages, labels, bookmarks, tree, language, producer }: JoinedDocument): void {
  const { title, date, isTagged } = joining;
  const stamp = { bytes: propertyDate(date) };
  const info = writer.add(
    new Map<string, PdfValue>([
      ["Title", stringOfText(title)],
      ["Producer", stringOfText(producer)],
      ["CreationDate", stamp],
      ["ModDate", stamp],
    ]),
  );
  writer.put(
    pages.root,
    new Map<string, PdfValue>([
      ["Type", named("Pages")],
      ["Kids", pages.nodes],
      ["Count", pages.count],
    ]),
  );
  const metadata = writer.add({
    dict: new Map([
      ["Type", named("Metadata")],
      ["Subtype", named("XML")],
    ]),
    raw: Buffer.from(xmpOf({ title, language, date, producer, claims: isTagged })),
  });
  const root = writer.add(
    new Map<string, PdfValue>([
      ["Type", named("Catalog")],
      ["Pages", pages.root],
      ["Lang", stringOfText(language)],
      ["Metadata", metadata],
      ["Outlines", bookmarks.end()],
      ["PageLabels", labels.length > 0 ? new Map([["Nums", labels]]) : pageLabels],
      ["ViewerPreferences", new Map<string, PdfValue>([["DisplayDocTitle", true]])],
      ...(tree
        ? ([
            ["MarkInfo", new Map<string, PdfValue>([["Marked", true]])],
            ["StructTreeRoot", tree.end()],
          ] as const)
        : []),
    ]),
  );
  writer.end(root, info);
}

function textAt(file: PdfFile, value: PdfValue | undefined): string {
  const found = file.get(value);
  return isString(found) ? textOfString(found.bytes) : "";
}
