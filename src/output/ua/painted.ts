import { contentsOf } from "../pdf/document.ts";
import type { PdfFile } from "../pdf/file.ts";
import {
  isDict,
  isName,
  isStream,
  isString,
  openPdfReader,
  type PdfDict,
  type PdfStream,
  type PdfValue,
} from "../pdf/syntax.ts";
import { dictOf, listOf } from "./view.ts";

/** How what a page paints is marked. */
export type Painted = {
  loose: number; // operators that paint outside of marks and artifacts
  artifactsInTagged: number;
  taggedInArtifacts: number;
  marks: ReadonlySet<number>; // of the page itself, not of its forms
  codes: ReadonlyMap<PdfDict, ReadonlySet<number>>; // what is written in each font, as its codes
  forms: readonly PdfStream[]; // those with numbered marks of their own, as often as they are shown
};

const known = new WeakMap<PdfDict, Painted>();

/** Goes through the operators of a page, and of the forms that it shows, once. */
export function painted(file: PdfFile, page: PdfDict): Painted {
  const before = known.get(page);
  if (before) return before;
  const found = follow(file, contentsOf(file, page), dictOf(file.get(page.get("Resources"))));
  known.set(page, found);
  return found;
}

/** The same of a drawing that stands by itself, as that of an annotation. */
export function paintedBy(file: PdfFile, drawing: PdfStream): Painted {
  return follow(file, file.decoded(drawing), dictOf(file.get(drawing.dict.get("Resources"))));
}

function follow(file: PdfFile, content: Uint8Array, own: PdfDict): Painted {
  const marks = new Set<number>();
  const codes = new Map<PdfDict, Set<number>>();
  const forms: PdfStream[] = [];
  const found = { loose: 0, artifactsInTagged: 0, taggedInArtifacts: 0, marks, codes, forms };
  let numbered = false; // whether the form that is read has marks with numbers
  const open: ("artifact" | "tagged" | "other")[] = [];
  read(content, own, 0);
  return found;

  function read(bytes: Uint8Array, resources: PdfDict, depth: number): void {
    const args: PdfValue[] = [];
    const reader = openPdfReader(bytes);
    let font: PdfDict | undefined;
    const fonts: (PdfDict | undefined)[] = []; // of states that are to come back
    for (let token = reader.next(); token !== undefined; token = reader.next()) {
      if (typeof token !== "string") {
        args.push(token);
        continue;
      }
      if (token === "BMC" || token === "BDC") begin(args, resources, depth);
      else if (token === "EMC") open.pop();
      else if (token === "Do") show(args[0], resources, depth);
      else if (token === "Tf") font = fontAt(args[0], resources);
      else if (token === "q") fonts.push(font);
      else if (token === "Q") font = fonts.pop();
      else if (paints.has(token)) {
        if (!isMarked()) found.loose++;
        if (font && writes.has(token)) write(font, args.at(-1));
      }
      args.length = 0;
    }
  }

  function fontAt(name: PdfValue | undefined, resources: PdfDict): PdfDict | undefined {
    const font = isName(name) ? file.get(dictOf(file.get(resources.get("Font"))).get(name.name)) : null;
    return isDict(font) ? font : undefined;
  }

  /** Notes the codes of a text, or of the texts of a line with spaces between. */
  function write(font: PdfDict, text: PdfValue | undefined): void {
    const size = font.has("DescendantFonts") ? 2 : 1;
    const own = codes.get(font) ?? new Set();
    codes.set(font, own);
    for (const part of listOf(text))
      if (isString(part))
        for (let i = 0; i + size <= part.bytes.length; i += size)
          own.add(
            size === 2 ? part.bytes.charCodeAt(i) * 256 + part.bytes.charCodeAt(i + 1) : part.bytes.charCodeAt(i),
          );
  }

  function begin([tag, given]: readonly PdfValue[], resources: PdfDict, depth: number): void {
    const named = isName(given) ? dictOf(file.get(resources.get("Properties"))).get(given.name) : given;
    const properties = file.get(named);
    const mark = isDict(properties) ? file.get(properties.get("MCID")) : null;
    const isArtifact = isName(tag) && tag.name === "Artifact";
    if (isArtifact && open.includes("tagged")) found.artifactsInTagged++;
    if (typeof mark === "number") {
      if (open.includes("artifact")) found.taggedInArtifacts++;
      if (depth === 0) marks.add(mark);
      else numbered = true;
    }
    open.push(isArtifact ? "artifact" : typeof mark === "number" ? "tagged" : "other");
  }

  function show(name: PdfValue | undefined, resources: PdfDict, depth: number): void {
    const form = isName(name) ? file.get(dictOf(file.get(resources.get("XObject"))).get(name.name)) : null;
    if (!isStream(form)) return;
    const kind = file.get(form.dict.get("Subtype"));
    if (isName(kind) && kind.name === "Form" && depth < 20) {
      const own = file.get(form.dict.get("Resources"));
      const before = numbered;
      numbered = false;
      read(file.decoded(form), isDict(own) ? own : resources, depth + 1);
      if (numbered) forms.push(form);
      numbered ||= before;
    } else if (!isMarked()) found.loose++;
  }

  function isMarked(): boolean {
    return open.includes("artifact") || open.includes("tagged");
  }
}

/** Operators that write letters, the text last of what they are given. */
const writes: ReadonlySet<string> = new Set("Tj TJ ' \"".split(" "));

const paints: ReadonlySet<string> = new Set("S s f F f* B B* b b* sh Tj TJ ' \"".split(" "));
