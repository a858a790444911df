import { createHash } from "node:crypto";
import type { Ink } from "../../input/campaign/print.ts";
import { openPdf, textOfString } from "../pdf/file.ts";
import { isString, type PdfRef, type PdfValue } from "../pdf/syntax.ts";
import { stringOfText, writePdf } from "../pdf/write.ts";
import { type Element, keyOf, type MarkKid, marksIn, readElements } from "./elements.ts";
import { boxFigures, figureMarks } from "./figures.ts";
import { nameLinks, targetOf } from "./links.ts";
import { pageLabels, propertyDate, xmpOf } from "./metadata.ts";
import { tagNotes } from "./notes.ts";
import { entriesOf, named, type Objects, openObjects } from "./objects.ts";
import { titleOutline } from "./outline.ts";
import { openPages, type Pages, writePages } from "./pages.ts";
import { shapeTree } from "./shape.ts";
import { writeTree } from "./structure.ts";

/** When a file was made, by the cycle; and whether it claims to keep to PDF/UA-1: only a file that is checked may; the ink, else colour. */
export type Finishing = { date: string; claims: boolean; ink?: Ink };

/**
 * A page of the browser as it is sent: the same to look at, with tags that say what it means, all else marked as no content, and
 * what a file must say of itself; nothing in it of the clock or of what was printed before. The same page gives the same bytes.
 * Throws where the file is not one that the browser writes, or is not tagged.
 */
export function finishPdf(bytes: Uint8Array, { date, claims, ink = "colour" }: Finishing): Uint8Array {
  const stamp = { bytes: propertyDate(date) };
  const objects = openObjects(openPdf(bytes));
  const tree = readElements(objects);
  const pages = openPages(objects, tree, figureMarks(tree));
  const textOf = (element: Element) => textOfMarks(marksIn([element]), pages);
  const decoration = shapeTree(tree, pages.contentOf);
  const notes = tagNotes(tree, targetOf(objects), textOf);
  boxFigures(tree, pages.contentOf);
  nameLinks(objects, tree, { notes, textOf });
  const { root, refs } = writeTree(objects, tree, pages);
  titleOutline(objects, tree, { refs, textOf });
  writePages(objects, pages, { decoration: new Set(decoration.map(keyOf)), ink });
  return write(objects, { root, stamp, date, claims });
}

function textOfMarks(marks: Iterable<MarkKid>, { contentOf }: Pages): string {
  return [...marks].map((mark) => contentOf(mark)?.letters ?? "").join("");
}

type FinishingRoot = Finishing & { root: PdfRef; stamp: { bytes: string } };

/** The catalogue, the properties and the metadata, and with them the file. */
function write(objects: Objects, { root, stamp, date, claims }: FinishingRoot): Uint8Array {
  const { trailer, root: catalogue } = objects.file;
  const properties = new Map(entriesOf(objects.get(trailer.get("Info"))));
  for (const key of ["CreationDate", "ModDate"]) properties.set(key, stamp);
  const about = {
    title: textIn(objects.get(properties.get("Title"))),
    language: textIn(objects.get(catalogue.get("Lang"))),
    producer: textIn(objects.get(properties.get("Producer"))),
  };
  properties.set("Title", stringOfText(about.title));
  const metadata = Buffer.from(xmpOf({ ...about, date, claims }));
  const kind: [string, PdfValue][] = [
    ["Type", named("Metadata")],
    ["Subtype", named("XML")],
  ];
  const finished = new Map([...catalogue]);
  finished.set("StructTreeRoot", root);
  finished.set("Metadata", objects.add({ dict: new Map(kind), raw: metadata }));
  finished.set("PageLabels", pageLabels);
  return writePdf({
    root: objects.add(finished),
    info: objects.add(properties),
    object: (ref) => objects.get(ref),
    identify: (content) => createHash("sha256").update(content).digest().subarray(0, 16).toString("latin1"),
  });
}

function textIn(value: PdfValue): string {
  return isString(value) ? textOfString(value.bytes) : "";
}
