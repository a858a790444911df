import { contentsOf } from "../pdf/document.ts";
import type { PdfFile } from "../pdf/file.ts";
import { isDict, isName, isStream, openPdfReader, type PdfDict, type PdfValue } from "../pdf/syntax.ts";
import { dictOf } from "./view.ts";

/** How what a page paints is marked. */
export type Painted = {
  loose: number; // operators that paint outside of marks and artifacts
  artifactsInTagged: number;
  taggedInArtifacts: number;
  marks: ReadonlySet<number>; // of the page itself, not of its forms
};

const known = new WeakMap<PdfDict, Painted>();

/** Goes through the operators of a page, and of the forms that it shows, once. */
export function painted(file: PdfFile, page: PdfDict): Painted {
  const before = known.get(page);
  if (before) return before;
  const marks = new Set<number>();
  const found = { loose: 0, artifactsInTagged: 0, taggedInArtifacts: 0, marks };
  const open: ("artifact" | "tagged" | "other")[] = [];
  read(contentsOf(file, page), dictOf(file.get(page.get("Resources"))), 0);
  known.set(page, found);
  return found;

  function read(bytes: Uint8Array, resources: PdfDict, depth: number): void {
    const args: PdfValue[] = [];
    const reader = openPdfReader(bytes);
    for (let token = reader.next(); token !== undefined; token = reader.next()) {
      if (typeof token !== "string") {
        args.push(token);
        continue;
      }
      if (token === "BMC" || token === "BDC") begin(args, resources, depth);
      else if (token === "EMC") open.pop();
      else if (token === "Do") show(args[0], resources, depth);
      else if (paints.has(token) && !isMarked()) found.loose++;
      args.length = 0;
    }
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
    }
    open.push(isArtifact ? "artifact" : typeof mark === "number" ? "tagged" : "other");
  }

  function show(name: PdfValue | undefined, resources: PdfDict, depth: number): void {
    const form = isName(name) ? file.get(dictOf(file.get(resources.get("XObject"))).get(name.name)) : null;
    if (!isStream(form)) return;
    const kind = file.get(form.dict.get("Subtype"));
    if (isName(kind) && kind.name === "Form" && depth < 20) {
      const own = file.get(form.dict.get("Resources"));
      read(file.decoded(form), isDict(own) ? own : resources, depth + 1);
    } else if (!isMarked()) found.loose++;
  }

  function isMarked(): boolean {
    return open.includes("artifact") || open.includes("tagged");
  }
}

const paints: ReadonlySet<string> = new Set("S s f F f* B B* b b* sh Tj TJ ' \"".split(" "));
