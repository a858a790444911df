import { invalidPdf, isDict, isName, isRef, type PdfDict, type PdfRef, type PdfValue } from "../pdf/syntax.ts";
import type { Objects } from "./objects.ts";

/** An element of the tree of tags (14.7.2) while it is put in shape. */
export type Element = {
  type: string; // e.g., "P"
  from?: PdfRef; // what it was read as; none where finishing has added it
  dict: PdfDict; // what it was read as: its language, texts, attributes
  kids: Kid[]; // in the order of reading
};

export type Kid = Element | MarkKid | ObjectKid;

/** Content of a page or of a form, by its number there. */
export type MarkKid = { page: number; mark: number; stream?: PdfRef }; // page by the number of its object

/** A link's place on a page. */
export type ObjectKid = { page: number; object: PdfRef };

/** Reads the tree below its root. Throws where it has none: what is not tagged cannot be finished. */
export function readElements({ file, get }: Objects): Element[] {
  const root = file.dict(file.root.get("StructTreeRoot"), "tags");
  return kidsOf(root.get("K"), undefined, 0).filter(isElement);

  function kidsOf(value: PdfValue | undefined, page: number | undefined, depth: number): Kid[] {
    if (depth > 200) throw invalidPdf("tags within themselves");
    const kids = get(value);
    if (kids === null) return [];
    return (Array.isArray(kids) ? kids : [value!]).map((kid) => kidOf(kid, page, depth));
  }

  function kidOf(value: PdfValue, above: number | undefined, depth: number): Kid {
    const kid = get(value);
    if (typeof kid === "number" && above !== undefined) return { page: above, mark: kid };
    if (!isDict(kid)) throw invalidPdf("a tag that is none");
    const own = kid.get("Pg");
    const page = isRef(own) ? own.ref : above;
    const type = get(kid.get("S"));
    if (isName(type)) {
      const kids = kidsOf(kid.get("K"), page, depth + 1);
      return { type: type.name, ...(isRef(value) ? { from: value } : {}), dict: kid, kids };
    }
    const mark = get(kid.get("MCID"));
    const object = kid.get("Obj");
    const stream = kid.get("Stm");
    if (page === undefined) throw invalidPdf("a tag without its page");
    if (typeof mark === "number") return { page, mark, ...(isRef(stream) ? { stream } : {}) };
    if (isRef(object)) return { page, object };
    throw invalidPdf("a tag that is none");
  }
}

export function isElement(kid: Kid): kid is Element {
  return "kids" in kid;
}

export function isMark(kid: Kid): kid is MarkKid {
  return "mark" in kid;
}

/** An element that finishing adds. */
export function newElement(type: string, kids: Kid[]): Element {
  return { type, dict: new Map(), kids };
}

/** All elements of some trees, each before those within it. */
export function* elementsIn(kids: readonly Kid[]): Generator<Element> {
  for (const kid of kids)
    if (isElement(kid)) {
      yield kid;
      yield* elementsIn(kid.kids);
    }
}

/** All content of some trees, in the order of reading. */
export function* marksIn(kids: readonly Kid[]): Generator<MarkKid> {
  for (const kid of kids)
    if (isElement(kid)) yield* marksIn(kid.kids);
    else if (isMark(kid)) yield kid;
}

/** By which content is found: the stream that holds it, and its number there. */
export function keyOf({ page, mark, stream }: MarkKid): string {
  return `${stream?.ref ?? page}/${mark}`;
}
