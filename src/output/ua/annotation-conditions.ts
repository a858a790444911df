import { isName, isString, type PdfDict } from "../pdf/syntax.ts";
import type { Condition } from "./condition.ts";
import type { View } from "./view.ts";

/** Links and other annotations: clause 7.18. */
export const annotationConditions: readonly Condition[] = [
  {
    id: "7.18.1-1",
    says: "annotations stand in an Annot",
    find: (view) =>
      of(view, (kind) => !["Link", "Widget", "Popup", "PrinterMark", "TrapNet"].includes(kind))
        .filter(({ dict }) => parentOf(view, dict) !== "Annot")
        .map(({ kind }) => kind),
  },
  {
    id: "7.18.1-2",
    says: "annotations have a text that tells what they are",
    find: (view) =>
      of(view, (kind) => !["Link", "Widget", "Popup", "PrinterMark", "TrapNet"].includes(kind))
        .filter(({ dict }) => !isCalled(view, dict))
        .map(({ kind }) => kind),
  },
  {
    id: "7.18.2-1",
    says: "there is no trap network",
    find: (view) => of(view, (kind) => kind === "TrapNet").map(({ kind }) => kind),
  },
  {
    id: "7.18.3-1",
    says: "the order of the tree is the order of the Tab key",
    find: ({ annotations, document: { file, pages } }) =>
      pages.flatMap(({ dict }, i) => {
        const tabs = file.get(dict.get("Tabs"));
        const has = annotations.some(({ page }) => page === dict);
        return has && !(isName(tabs) && tabs.name === "S") ? [`page ${i + 1}`] : [];
      }),
  },
  {
    id: "7.18.4-1",
    says: "fields stand in a Form",
    find: (view) =>
      of(view, (kind) => kind === "Widget")
        .filter(({ dict }) => parentOf(view, dict) !== "Form")
        .map(({ kind }) => kind),
  },
  {
    id: "7.18.5-1",
    says: "links stand in a Link",
    find: (view) =>
      of(view, (kind) => kind === "Link")
        .filter(({ dict }) => parentOf(view, dict) !== "Link")
        .map(({ dict }) => `in ${parentOf(view, dict) ?? "nothing"}`),
  },
  {
    id: "7.18.5-2",
    says: "links have a text that tells where they lead",
    find: (view) =>
      of(view, (kind) => kind === "Link")
        .filter(({ dict }) => !isCalled(view, dict))
        .map(() => "a link without Contents"),
  },
];

function of({ annotations, nodes, document: { file } }: View, isWanted: (kind: string) => boolean) {
  if (nodes.length === 0) return []; // that there is no tree is told by itself
  return annotations.flatMap(({ dict }) => {
    const kind = file.get(dict.get("Subtype"));
    return isName(kind) && isWanted(kind.name) ? [{ dict, kind: kind.name }] : [];
  });
}

/** The type of the element that an annotation stands in, by the index of parents and by the tree. */
function parentOf({ parents, nodes, document: { file } }: View, dict: PdfDict): string | undefined {
  const entry = file.get(dict.get("StructParent"));
  const named = typeof entry === "number" ? parents.get(entry) : undefined;
  return nodes.find((node) => node.dict === named && node.objects.includes(dict))?.type;
}

function isCalled({ document: { file } }: View, dict: PdfDict): boolean {
  const contents = file.get(dict.get("Contents"));
  return isString(contents) && contents.bytes.trim() !== "";
}
