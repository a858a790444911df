import { isName, isStream, isString, type PdfDict } from "../pdf/syntax.ts";
import type { UaCondition } from "./condition.ts";
import { dictOf, listOf, type UaView } from "./view.ts";

/** What the file says of itself: clauses 5, 6 and 7.1. */
export const fileConditions: readonly UaCondition[] = [
  {
    id: "5-1",
    says: "the metadata claim PDF/UA",
    find: (view) => whereTold(view, (xmp) => "part" in claimIn(xmp), "no claim"),
  },
  {
    id: "5-2",
    says: "the part that is claimed is 1",
    find: (view) => whereTold(view, (xmp) => (claimIn(xmp).part?.value ?? "1") === "1", "another part"),
  },
  prefix("5-3", "part"),
  prefix("5-4", "amd"),
  prefix("5-5", "corr"),
  {
    id: "6.2-1",
    says: "the file is marked as tagged",
    find: ({ document: { file } }) =>
      unless(file.get(dictOf(file.get(file.root.get("MarkInfo"))).get("Marked")) === true, "no Marked true"),
  },
  {
    id: "7.1-4",
    says: "no tag is suspected of being wrong",
    find: ({ document: { file } }) =>
      unless(file.get(dictOf(file.get(file.root.get("MarkInfo"))).get("Suspects")) !== true, "Suspects true"),
  },
  {
    id: "7.1-8",
    says: "the catalogue has metadata",
    find: ({ document: { file } }) => unless(isStream(file.get(file.root.get("Metadata"))), "no Metadata"),
  },
  {
    id: "7.1-9",
    says: "the metadata have a title",
    find: (view) => whereTold(view, (xmp) => /<dc:title>(\s*<(?!\/dc:title)[^>]*>)*\s*[^<\s]/.test(xmp), "no dc:title"),
  },
  {
    id: "7.1-10",
    says: "the window shows the title",
    find: ({ document: { file } }) =>
      unless(
        file.get(dictOf(file.get(file.root.get("ViewerPreferences"))).get("DisplayDocTitle")) === true,
        "no DisplayDocTitle true",
      ),
  },
  {
    id: "7.1-11",
    says: "the file has a tree of tags",
    find: ({ nodes }) => unless(nodes.length > 0, "no StructTreeRoot"),
  },
  {
    id: "7.2-29",
    says: "languages are named as in RFC 3066",
    find: ({ document: { file }, nodes }) =>
      [file.get(file.root.get("Lang")), ...nodes.map(({ dict }) => file.get(dict.get("Lang")))].flatMap((lang) =>
        isString(lang) && !/^[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*$/.test(lang.bytes) ? [`"${lang.bytes}"`] : [],
      ),
  },
  {
    id: "7.2-33",
    says: "the language of the file is told",
    find: ({ document: { file } }) => unless(isString(file.get(file.root.get("Lang"))), "no Lang"),
  },
  {
    id: "7.10-1",
    says: "layers have names",
    find: (view) => (layersIn(view).some((each) => !each.has("Name")) ? ["a layer without a name"] : []),
  },
  {
    id: "7.10-2",
    says: "no layer is turned on or off by itself",
    find: (view) => (layersIn(view).some((each) => each.has("AS")) ? ["a layer with AS"] : []),
  },
  {
    id: "7.11-1",
    says: "files within the file are named in both ways",
    find: ({ dicts, document: { file } }) =>
      dicts.flatMap((dict) =>
        dict.has("EF") && !["F", "UF"].every((key) => isString(file.get(dict.get(key))))
          ? ["a file without F or UF"]
          : [],
      ),
  },
  {
    id: "7.15-1",
    says: "there is no XFA form",
    find: ({ document: { file } }) => unless(!dictOf(file.get(file.root.get("AcroForm"))).has("XFA"), "an XFA form"),
  },
  {
    id: "7.20-1",
    says: "no form is kept in another file",
    find: ({ document: { file, pages } }) =>
      pages.flatMap(({ dict }) =>
        [...dictOf(file.get(dictOf(file.get(dict.get("Resources"))).get("XObject")))].flatMap(([name, value]) => {
          const form = file.get(value);
          const kind = isStream(form) ? file.get(form.dict.get("Subtype")) : null;
          return isStream(form) && isName(kind) && kind.name === "Form" && form.dict.has("Ref") ? [name] : [];
        }),
      ),
  },
];

/** The claim's own entries are in the namespace of the standard under the prefix that it fixes (clause 5). */
function prefix(id: string, key: string): UaCondition {
  return {
    id,
    says: `the claim's ${key} has the prefix pdfuaid`,
    find: (view) => whereTold(view, (xmp) => (claimIn(xmp)[key]?.prefix ?? "pdfuaid") === "pdfuaid", "another prefix"),
  };
}

/** What metadata say under the namespace of PDF/UA, by the names of its entries. */
function claimIn(xmp: string): Readonly<Record<string, { prefix: string; value: string }>> {
  const prefixes = [...xmp.matchAll(/xmlns:([\w-]+)="http:\/\/www\.aiim\.org\/pdfua\/ns\/id\/"/g)].map(
    ([, each]) => each,
  );
  const entries = [...xmp.matchAll(/[<\s]([\w-]+):(part|amd|corr)(?:="([^"]*)"|[^>]*>([^<]*)<)/g)];
  return Object.fromEntries(
    entries.flatMap(([, prefix = "", key = "", quoted, inner]) =>
      prefixes.includes(prefix) ? [[key, { prefix, value: (inner ?? quoted ?? "").trim() }]] : [],
    ),
  );
}

/** The settings of layers, the usual one first. */
function layersIn({ document: { file } }: UaView): PdfDict[] {
  const layers = dictOf(file.get(file.root.get("OCProperties")));
  const configs = [layers.get("D"), ...listOf(file.get(layers.get("Configs")))].map((each) => dictOf(file.get(each)));
  return layers.size > 0 ? configs : [];
}

/** Of metadata; where there are none, that alone is told. */
function whereTold({ document: { file } }: UaView, holds: (xmp: string) => boolean, seen: string): string[] {
  const metadata = file.get(file.root.get("Metadata"));
  return isStream(metadata) ? unless(holds(Buffer.from(file.decoded(metadata)).toString()), seen) : [];
}

function unless(holds: boolean, seen: string): string[] {
  return holds ? [] : [seen];
}
