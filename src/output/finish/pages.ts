import { deflateSync } from "node:zlib";
import type { Ink } from "../../input/campaign/print.ts";
import type { FontCache } from "../pdf/content.ts";
import { contentsOf } from "../pdf/document.ts";
import { invalidPdf, isDict, isStream, type PdfDict, type PdfRef } from "../pdf/syntax.ts";
import { type Element, keyOf, type MarkKid, marksIn } from "./elements.ts";
import { named, type Objects, pagesOf } from "./objects.ts";
import { rewriteContent } from "./rewrite.ts";
import { type MarkedText, type Scan, scanContent } from "./scan.ts";

/** What pages, and forms with marks of their own, show: gone through once. */
export type Pages = {
  contentOf: (mark: MarkKid) => MarkedText | undefined;
  entryOf: (of: number) => number | undefined; // in the index of parents, by the number of a page, form or link
  sheets: readonly FinishedSheet[];
};

type FinishedSheet = { ref: PdfRef; dict: PdfDict; bytes: Uint8Array; scan: Scan; height?: number }; // without a height it is a form

/** Goes through all content that the tree may name; of the marks of figures, the room that they take too. */
export function openPages(objects: Objects, tree: readonly Element[], figures: ReadonlySet<string>): Pages {
  const { file, get } = objects;
  const fonts: FontCache = new Map();
  const scan = (ref: PdfRef, bytes: Uint8Array, resources: PdfDict) =>
    scanContent(bytes, { file, resources, fonts, measures: (mark) => figures.has(`${ref.ref}/${mark}`) });
  const pages = pagesOf(objects).map(({ ref, dict }): FinishedSheet => {
    const bytes = contentsOf(file, dict);
    const box = get(dict.get("MediaBox"));
    const height = Array.isArray(box) ? Number(box[3]) : 0;
    return { ref, dict, bytes, scan: scan(ref, bytes, file.dict(dict.get("Resources"), "resources")), height };
  });
  const streams = new Map([...marksIn(tree)].flatMap(({ stream }) => (stream ? [[stream.ref, stream] as const] : [])));
  const forms = [...streams.values()].map((ref): FinishedSheet => {
    const form = get(ref);
    if (!isStream(form)) throw invalidPdf("a tag of a form that is none");
    const resources = get(form.dict.get("Resources"));
    const bytes = file.decoded(form);
    return { ref, dict: form.dict, bytes, scan: scan(ref, bytes, isDict(resources) ? resources : new Map()) };
  });
  const sheets = [...pages, ...forms];
  const scans = new Map(sheets.map(({ ref, scan }) => [ref.ref, scan]));
  return {
    sheets,
    contentOf: ({ page, mark, stream }) => scans.get(stream?.ref ?? page)?.marks.get(mark),
    entryOf(of) {
      const value = get({ ref: of });
      const dict = isStream(value) ? value.dict : isDict(value) ? value : undefined;
      const entry = get(dict?.get("StructParents") ?? dict?.get("StructParent"));
      return typeof entry === "number" ? entry : undefined;
    },
  };
}

/** Writes their operators anew; `decoration` are the marks that have left the tree. */
export function writePages(
  objects: Objects,
  { sheets }: Pages,
  { decoration, ink }: { decoration: ReadonlySet<string>; ink: Ink },
): void {
  const others = ink === "k-only" ? sheets.flatMap(({ scan }) => scan.others) : [];
  if (others.length > 0)
    throw new Error(
      `a page for black ink alone has a picture, a blend or a colour that cannot be told in black (${[...new Set(others)].join(", ")}): draw it in the template with plain colours, or leave it out`,
    );
  for (const { ref, dict, bytes, scan, height } of sheets) {
    const left = [...scan.marks.keys()].filter((mark) => decoration.has(keyOf({ page: ref.ref, mark })));
    const raw = deflateSync(rewriteContent(bytes, scan, { decoration: left, ink, ...(height ? { height } : {}) }));
    if (height === undefined) objects.set(ref, { dict: new Map([...dict, ["Filter", named("FlateDecode")]]), raw });
    else {
      const contents = objects.add({ dict: new Map([["Filter", named("FlateDecode")]]), raw });
      objects.set(ref, new Map([...dict, ["Contents", contents]]));
    }
  }
}
