import type { PdfDocument } from "../pdf/document.ts";
import type { PdfFile } from "../pdf/file.ts";
import { isDict, isName, isStream, type PdfDict, type PdfValue } from "../pdf/syntax.ts";

/** A PDF as its conditions are looked at: its tree with types as roles make them, its annotations, what its pages paint. */
export type UaView = {
  document: PdfDocument;
  nodes: readonly UaNode[]; // each before those within it
  roles: PdfDict;
  parents: ReadonlyMap<number, PdfValue>; // the index of parents
  annotations: readonly { dict: PdfDict; page: PdfDict }[];
  dicts: readonly PdfDict[]; // of all objects, with those within them
};

/** An element of the tree. */
export type UaNode = {
  type: string; // as roles make it
  own: string; // as it is written
  dict: PdfDict;
  parent: UaNode | undefined;
  kids: readonly UaNode[];
  marks: readonly { page: PdfDict | undefined; stream: PdfValue; mark: number }[];
  objects: readonly PdfDict[]; // annotations that it holds
};

/** What the conditions are asked of. */
export function viewOf(document: PdfDocument): UaView {
  const { file, pages } = document;
  const tree = dictOf(file.get(file.root.get("StructTreeRoot")));
  const roles = dictOf(file.get(tree.get("RoleMap")));
  const nodes: UaNode[] = [];
  for (const kid of listOf(file.get(tree.get("K")))) read(kid, undefined, undefined);
  return {
    document,
    nodes,
    roles,
    parents: new Map(numbersIn(tree.get("ParentTree"))),
    dicts: dictsIn(file),
    annotations: pages.flatMap(({ dict: page }) =>
      listOf(file.get(page.get("Annots"))).map((each) => ({ dict: dictOf(file.get(each)), page })),
    ),
  };

  function read(value: PdfValue, parent: UaNode | undefined, above: PdfDict | undefined): UaNode | undefined {
    const dict = dictOf(file.get(value));
    const name = file.get(dict.get("S"));
    if (!isName(name)) return undefined;
    const own = file.get(dict.get("Pg"));
    const page = isDict(own) ? own : above;
    const kids: UaNode[] = [];
    const marks: UaNode["marks"][number][] = [];
    const objects: PdfDict[] = [];
    const node = { type: roleOf(name.name), own: name.name, dict, parent, kids, marks, objects };
    nodes.push(node);
    for (const each of listOf(file.get(dict.get("K")))) {
      const kid = file.get(each);
      if (typeof kid === "number") marks.push({ page, stream: null, mark: kid });
      if (!isDict(kid)) continue;
      const mark = file.get(kid.get("MCID"));
      const on = kid.has("Pg") ? dictOf(file.get(kid.get("Pg"))) : page;
      if (typeof mark === "number") marks.push({ page: on, stream: file.get(kid.get("Stm")), mark });
      else if (kid.has("Obj")) objects.push(dictOf(file.get(kid.get("Obj"))));
      else {
        const element = read(each, node, page);
        if (element) kids.push(element);
      }
    }
    return node;
  }

  /** The type that a role leads to; its own where roles lead in a circle or nowhere. */
  function roleOf(type: string): string {
    const seen = new Set<string>();
    for (let at = type; !seen.has(at); ) {
      seen.add(at);
      const next = file.get(roles.get(at));
      if (standardTypes.has(at) || !isName(next)) return at;
      at = next.name;
    }
    return type;
  }

  function numbersIn(value: PdfValue | undefined): [number, PdfValue][] {
    const node = dictOf(file.get(value));
    const list = listOf(file.get(node.get("Nums")));
    const own = list.flatMap((each, i): [number, PdfValue][] =>
      i % 2 === 0 && typeof each === "number" ? [[each, file.get(list[i + 1])]] : [],
    );
    return [...own, ...listOf(file.get(node.get("Kids"))).flatMap(numbersIn)];
  }
}

/** Every dictionary of a file, also those that nothing leads to. */
function dictsIn(file: PdfFile): PdfDict[] {
  const size = Math.min(Number(file.get(file.trailer.get("Size"))), mostObjects);
  const found: PdfDict[] = [];
  for (let ref = 1; ref < size; ref++) add(file.get({ ref }));
  return found;

  function add(value: PdfValue): void {
    if (Array.isArray(value)) for (const each of value) add(each);
    else if (isStream(value)) add(value.dict);
    else if (isDict(value)) {
      found.push(value);
      for (const each of value.values()) add(each);
    }
  }
}

const mostObjects = 8_388_607; // of a file (annex C)

/** The types of ISO 32000-1, 14.8.4. */
export const standardTypes: ReadonlySet<string> = new Set(
  "Document Part Art Sect Div BlockQuote Caption TOC TOCI Index NonStruct Private P H H1 H2 H3 H4 H5 H6 L LI Lbl LBody Table TR TH TD THead TBody TFoot Span Quote Note Reference BibEntry Code Link Annot Ruby RB RT RP Warichu WT WP Figure Formula Form".split(
    " ",
  ),
);

/** A dictionary, or an empty one where the value is none. */
export function dictOf(value: PdfValue | undefined): PdfDict {
  return isDict(value) ? value : new Map();
}

/** A list, a single value as a list of one, nothing as none. */
export function listOf(value: PdfValue | undefined): readonly PdfValue[] {
  if (value === null || value === undefined) return [];
  return Array.isArray(value) ? value : [value as PdfValue];
}
