import { isName, isStream, isString } from "../pdf/syntax.ts";
import type { Condition } from "./condition.ts";
import { dictOf, listOf, type View } from "./view.ts";

/** What the file says of itself: clauses 5, 6 and 7.1. */
export const fileConditions: readonly Condition[] = [
  {
    id: "5-1",
    says: "the metadata claim PDF/UA-1",
    find: (view) => whereTold(view, /<pdfuaid:part>1<\/pdfuaid:part>|\bpdfuaid:part="1"/, "no claim"),
  },
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
    find: (view) => whereTold(view, /<dc:title>(\s*<(?!\/dc:title)[^>]*>)*\s*[^<\s]/, "no dc:title"),
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
    find: ({ document: { file } }) => {
      const layers = dictOf(file.get(file.root.get("OCProperties")));
      const configs = [layers.get("D"), ...listOf(file.get(layers.get("Configs")))].map((each) =>
        dictOf(file.get(each)),
      );
      return layers.size > 0 && configs.some((each) => !each.has("Name")) ? ["a layer without a name"] : [];
    },
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

/** Of metadata; where there are none, that alone is told. */
function whereTold({ document: { file } }: View, wanted: RegExp, seen: string): string[] {
  const metadata = file.get(file.root.get("Metadata"));
  return isStream(metadata) ? unless(wanted.test(Buffer.from(file.decoded(metadata)).toString()), seen) : [];
}

function unless(holds: boolean, seen: string): string[] {
  return holds ? [] : [seen];
}
