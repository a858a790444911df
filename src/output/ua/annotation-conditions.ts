import { isName, isStream, isString, type PdfDict, type PdfValue } from "../pdf/syntax.ts";
import type { UaCondition } from "./condition.ts";
import { paintedBy } from "./painted.ts";
import { dictOf, listOf, type UaView } from "./view.ts";

/** Links and other annotations: clause 7.18. */
export const annotationConditions: readonly UaCondition[] = [
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
    id: "7.18.1-3",
    says: "fields have a text that tells what they are for",
    find: (view) =>
      of(view, (kind) => kind === "Widget")
        .filter(({ dict }) => !isNamed(view, dict))
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
    id: "7.18.4-2",
    says: "a Form holds one field and nothing else, or says its role",
    find: ({ nodes, document: { file } }) =>
      nodes.flatMap(({ type, objects, kids, marks, dict }) => {
        const isOne = objects.length === 1 && kids.length === 0 && marks.length === 0;
        const hasRole = listOf(file.get(dict.get("A"))).some((each) => dictOf(file.get(each)).has("Role"));
        return type === "Form" && !isOne && !hasRole ? [`a Form with ${objects.length} fields`] : [];
      }),
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
  {
    id: "7.18.6.2-1",
    says: "films and sounds say what form they are in",
    find: (view) => clipsIn(view).flatMap((clip) => (clip.has("CT") ? [] : ["a clip without CT"])),
  },
  {
    id: "7.18.6.2-2",
    says: "films and sounds have a text in their place",
    find: (view) => clipsIn(view).flatMap((clip) => (clip.has("Alt") ? [] : ["a clip without Alt"])),
  },
  {
    id: "7.18.8-1",
    says: "marks for the printer are not in the tree",
    find: (view) =>
      of(view, (kind) => kind === "PrinterMark")
        .filter(({ dict }) => parentOf(view, dict) !== undefined)
        .map(({ kind }) => kind),
  },
  {
    id: "28-018",
    says: "marks for the printer are drawn as artifacts",
    find: (view) =>
      of(view, (kind) => kind === "PrinterMark").flatMap(({ dict, kind }) => {
        const { file } = view.document;
        const drawing = file.get(dictOf(file.get(dict.get("AP"))).get("N"));
        return isStream(drawing) && paintedBy(file, drawing).loose > 0 ? [kind] : [];
      }),
  },
];

/** The data of films and sounds (ISO 32000-1, 13.2.4.2). */
function clipsIn({ dicts, document: { file } }: UaView): PdfDict[] {
  return dicts.filter((dict) => {
    const kind = file.get(dict.get("S"));
    return isName(kind) && kind.name === "MCD";
  });
}

function of({ annotations, nodes, document: { file } }: UaView, isWanted: (kind: string) => boolean) {
  if (nodes.length === 0) return []; // that there is no tree is told by itself
  return annotations.flatMap(({ dict }) => {
    const kind = file.get(dict.get("Subtype"));
    return isName(kind) && isWanted(kind.name) ? [{ dict, kind: kind.name }] : [];
  });
}

/** The type of the element that an annotation stands in, by the index of parents and by the tree. */
function parentOf({ parents, nodes, document: { file } }: UaView, dict: PdfDict): string | undefined {
  const entry = file.get(dict.get("StructParent"));
  const named = typeof entry === "number" ? parents.get(entry) : undefined;
  return nodes.find((node) => node.dict === named && node.objects.includes(dict))?.type;
}

/** By the text of its field, or of a field that this is a part of; by the element that it stands in. */
function isNamed({ parents, document: { file } }: UaView, widget: PdfDict): boolean {
  const entry = file.get(widget.get("StructParent"));
  const element = dictOf(typeof entry === "number" ? parents.get(entry) : undefined);
  for (
    let field = widget, depth = 0;
    field.size > 0 && depth < 20;
    field = dictOf(file.get(field.get("Parent"))), depth++
  )
    if (isText(file.get(field.get("TU")))) return true;
  return isText(file.get(element.get("Alt")));
}

function isText(value: PdfValue): boolean {
  return isString(value) && value.bytes.trim() !== "";
}

function isCalled({ document: { file } }: UaView, dict: PdfDict): boolean {
  return isText(file.get(dict.get("Contents")));
}
