import type { PdfDocument } from "./document.ts";
import { type PdfFile, textOfString } from "./file.ts";
import { isDict, isName, isString, type PdfDict, type PdfValue } from "./syntax.ts";

/**
 * What a PDF would do, play, send or carry besides being read (ISO 32000-1, 12.6 actions, 12.5.6 annotations, 7.11.4 embedded
 * files): a report has links to pages of the web, to a mailbox, to a number, and within itself, and nothing else.
 */
export function activeIn({ file, pages }: Pick<PdfDocument, "file" | "pages">): string[] {
  const { root } = file;
  const names = dictAt(file, root.get("Names"));
  const notes = pages.flatMap(({ dict }) => listAt(file, dict.get("Annots")).map((each) => dictAt(file, each)));
  return [
    ...heldBy(root, ["OpenAction", "AA", "AcroForm", "Collection", "URI"]),
    ...heldBy(names, ["JavaScript", "EmbeddedFiles", "AlternatePresentations"]),
    ...[...pages.map(({ dict }) => dict), ...notes].flatMap((dict) => heldBy(dict, ["AA", "PA", "AF", "FS"])),
    ...notes.flatMap((note) => noteIn(file, note)),
    ...[...notes, ...entriesOf(file, dictAt(file, root.get("Outlines")))].flatMap((dict) =>
      dict.has("A") ? actionIn(file, dictAt(file, dict.get("A"))) : [],
    ),
  ];
}

function heldBy(dict: PdfDict, keys: readonly string[]): string[] {
  return keys.filter((key) => dict.has(key));
}

function noteIn(file: PdfFile, note: PdfDict): string[] {
  const kind = nameAt(file, note.get("Subtype"));
  return kind === "Link" ? [] : [`a note of kind ${kind}`];
}

function actionIn(file: PdfFile, action: PdfDict): string[] {
  const kind = nameAt(file, action.get("S"));
  const next = action.has("Next") ? ["an action after another"] : [];
  if (kind === "GoTo") return next;
  if (kind !== "URI") return [`an action of kind ${kind}`, ...next];
  const uri = file.get(action.get("URI"));
  const address = isString(uri) ? textOfString(uri.bytes) : "";
  return /^(https:\/\/|mailto:|tel:)/.test(address) ? next : [`a link to "${address}"`, ...next];
}

/** The entries of an outline, each with those below it; every one once, however they are chained. */
function entriesOf(file: PdfFile, outline: PdfDict): PdfDict[] {
  const found = new Set<PdfDict>();
  const left = [outline];
  for (let at = left.pop(); at !== undefined; at = left.pop()) {
    for (const key of ["First", "Next"]) {
      const entry = file.get(at.get(key));
      if (!isDict(entry) || found.has(entry)) continue;
      found.add(entry);
      left.push(entry);
    }
  }
  return [...found];
}

function dictAt(file: PdfFile, value: PdfValue | undefined): PdfDict {
  const found = file.get(value);
  return isDict(found) ? found : new Map();
}

function listAt(file: PdfFile, value: PdfValue | undefined): readonly PdfValue[] {
  const found = file.get(value);
  return Array.isArray(found) ? found : [];
}

function nameAt(file: PdfFile, value: PdfValue | undefined): string {
  const found = file.get(value);
  return isName(found) ? found.name : "none";
}
