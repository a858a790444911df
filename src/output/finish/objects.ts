import type { PdfFile } from "../pdf/file.ts";
import { isDict, isRef, type PdfDict, type PdfRef, type PdfValue } from "../pdf/syntax.ts";

/** The objects of a file while it is finished: as they were read, but for those that were changed or added. */
export type Objects = {
  file: PdfFile;
  get(value: PdfValue | undefined): PdfValue; // what a reference leads to now
  set(ref: PdfRef, value: PdfValue): void;
  add(value: PdfValue): PdfRef;
};

/** Opens the objects of a file for change; the file itself stays as it was read. */
export function openObjects(file: PdfFile): Objects {
  const changed = new Map<number, PdfValue>();
  let last = sizeOf(file);
  const objects: Objects = {
    file,
    get(value) {
      let found = value ?? null;
      while (isRef(found)) found = changed.has(found.ref) ? changed.get(found.ref)! : file.get(found);
      return found;
    },
    set: ({ ref }, value) => void changed.set(ref, value),
    add(value) {
      const ref = { ref: last++ };
      changed.set(ref.ref, value);
      return ref;
    },
  };
  return objects;
}

function sizeOf({ trailer, get }: PdfFile): number {
  const size = get(trailer.get("Size"));
  return typeof size === "number" ? size : 0;
}

/** The pages of a file in their order (7.7.3), each with its reference and what it inherits of the resources. */
export function pagesOf({ file, get }: Objects): { ref: PdfRef; dict: PdfDict }[] {
  const pages: { ref: PdfRef; dict: PdfDict }[] = [];
  add(file.root.get("Pages"), new Map());
  return pages;

  function add(value: PdfValue | undefined, above: PdfDict): void {
    const node = file.dict(value, "pages");
    const own: PdfDict = node.has("Resources") ? node : new Map([...above, ...node]);
    const kids = get(node.get("Kids"));
    if (!Array.isArray(kids)) pages.push({ ref: value as PdfRef, dict: own });
    else {
      const resources = own.get("Resources");
      for (const kid of kids) add(kid, resources === undefined ? new Map() : new Map([["Resources", resources]]));
    }
  }
}

/** A name of PDF. */
export function named(name: string): { name: string } {
  return { name };
}

/** The entries of a dictionary, or none where the value is none. */
export function entriesOf(value: PdfValue): PdfDict {
  return isDict(value) ? value : new Map();
}
