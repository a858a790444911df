import { isDict, isName, isString, type PdfDict, type PdfRef, type PdfValue } from "../pdf/syntax.ts";
import { type Element, elementsIn, isElement, isMark, type Kid, type MarkKid } from "./elements.ts";
import { named, type Objects } from "./objects.ts";

/** Where things stand that the tree names: the number under which a page, a form or a link is entered in the index of parents. */
export type EntryPlaces = { entryOf: (of: number) => number | undefined };

/** The tree as it is written: its root, and what each element that was read is now. */
export type WrittenTree = { root: PdfRef; refs: ReadonlyMap<number, PdfRef> };

/**
 * Writes the tree of tags with its indexes (14.7.2, 14.7.4.4): ids are counted anew in the order of reading, as are those that name
 * them, so that they do not tell what the browser printed before.
 */
export function writeTree(objects: Objects, tree: readonly Element[], { entryOf }: EntryPlaces): WrittenTree {
  const refs = new Map<Element, PdfRef>();
  const ids = newIds(tree);
  const parents = new Map<number, PdfValue[] | PdfRef>(); // by entry
  const root = objects.add(null);
  for (const element of elementsIn(tree)) refs.set(element, objects.add(null));
  for (const element of tree) write(element, root);
  const withIds = [...refs].flatMap(([{ dict }, ref]): [string, PdfRef][] => {
    const id = dict.get("ID");
    return isString(id) ? [[ids.get(id.bytes) ?? id.bytes, ref]] : [];
  });
  objects.set(
    root,
    new Map<string, PdfValue>([
      ["Type", named("StructTreeRoot")],
      ["K", tree.map((element) => refs.get(element)!)],
      ["ParentTree", objects.add(new Map([["Nums", [...parents].sort(([a], [b]) => a - b).flat()]]))],
      ["ParentTreeNextKey", Math.max(-1, ...parents.keys()) + 1],
      ...roleMap(tree),
      ...(withIds.length > 0
        ? ([["IDTree", new Map([["Names", sorted(withIds).flatMap(([id, ref]) => [{ bytes: id }, ref])]])]] as const)
        : []),
    ]),
  );
  return { root, refs: new Map([...refs].flatMap(([{ from }, ref]) => (from ? [[from.ref, ref] as const] : []))) };

  function write(element: Element, parent: PdfRef): void {
    const ref = refs.get(element)!;
    const page = pageOf(element);
    const dict = new Map<string, PdfValue>([
      ["Type", named("StructElem")],
      ["S", named(element.type)],
      ["P", parent],
      ...(page === undefined ? [] : ([["Pg", { ref: page }]] as const)),
    ]);
    for (const key of kept) if (element.dict.has(key)) dict.set(key, element.dict.get(key)!);
    const attributes = attributesOf(objects.get(element.dict.get("A")), objects, ids);
    if (attributes) dict.set("A", attributes);
    const id = element.dict.get("ID");
    if (isString(id)) dict.set("ID", { bytes: ids.get(id.bytes) ?? id.bytes });
    const kids = element.kids.map((kid) => entryFor(kid, page, ref));
    if (kids.length > 0) dict.set("K", kids.length === 1 ? kids[0]! : kids);
    objects.set(ref, dict);
    for (const kid of element.kids) if (isElement(kid)) write(kid, ref);
  }

  function entryFor(kid: Kid, page: number | undefined, parent: PdfRef): PdfValue {
    if (isElement(kid)) return refs.get(kid)!;
    const on: [string, PdfValue][] = kid.page === page ? [] : [["Pg", { ref: kid.page }]];
    if (!isMark(kid)) {
      enter(kid.object.ref, parent);
      return new Map<string, PdfValue>([["Type", named("OBJR")], ["Obj", kid.object], ...on]);
    }
    enter(kid.stream?.ref ?? kid.page, parent, kid);
    if (on.length === 0 && !kid.stream) return kid.mark;
    const stream: [string, PdfValue][] = kid.stream ? [["Stm", kid.stream]] : [];
    return new Map<string, PdfValue>([["Type", named("MCR")], ...on, ...stream, ["MCID", kid.mark]]);
  }

  function enter(of: number, parent: PdfRef, mark?: MarkKid): void {
    const entry = entryOf(of);
    if (entry === undefined) throw new Error("a tag names what is not in the index of parents");
    if (!mark) {
      parents.set(entry, parent);
      return;
    }
    const marks = parents.get(entry) ?? [];
    if (!Array.isArray(marks)) throw new Error("a tag names a page and a link under one number");
    while (marks.length <= mark.mark) marks.push(null);
    marks[mark.mark] = parent;
    parents.set(entry, marks);
  }
}

/** What is kept of an element as it was read. */
const kept = ["Lang", "Alt", "ActualText", "E", "T"];

/** The page of an element's own content: of the first, so that most is named by its number alone. */
function pageOf({ kids }: Element): number | undefined {
  return kids.flatMap((kid) => (isElement(kid) ? [] : [kid.page]))[0];
}

/** The ids of cells of tables, counted from 1; those that finishing gives stay. */
function newIds(tree: readonly Element[]): ReadonlyMap<string, string> {
  const read = [...elementsIn(tree)].flatMap(({ from, dict }) => {
    const id = dict.get("ID");
    return from && isString(id) ? [id.bytes] : [];
  });
  return new Map(read.map((id, i) => [id, `cell-${String(i + 1).padStart(4, "0")}`]));
}

/** Attributes of one owner as one dictionary, without what is so anyway. */
function attributesOf(value: PdfValue, { get }: Objects, ids: ReadonlyMap<string, string>): PdfValue | undefined {
  const byOwner = new Map<string, Map<string, PdfValue>>();
  for (const each of Array.isArray(value) ? value.map(get) : [value]) {
    const owner = isDict(each) ? get(each.get("O")) : null;
    if (!isDict(each) || !isName(owner)) continue;
    const all = byOwner.get(owner.name) ?? new Map<string, PdfValue>([["O", owner]]);
    byOwner.set(owner.name, all);
    for (const [key, given] of each) {
      if (key === "O" || ((key === "RowSpan" || key === "ColSpan") && get(given) === 1)) continue;
      all.set(key, key === "Headers" ? headersOf(get(given), ids) : given);
    }
  }
  const told = [...byOwner.values()].filter(({ size }) => size > 1);
  return told.length > 1 ? told : told[0];
}

function headersOf(value: PdfValue, ids: ReadonlyMap<string, string>): PdfValue {
  if (!Array.isArray(value)) return value;
  return value.map((id) => (isString(id) ? { bytes: ids.get(id.bytes) ?? id.bytes } : id));
}

/** Names of PDF 2.0 that the browser writes, as what PDF 1.7 has for them (14.8.4). */
const roles: Readonly<Record<string, string>> = {
  Aside: "Div",
  DocumentFragment: "Div",
  Em: "Span",
  FENote: "Note",
  Strong: "Span",
  Sub: "Span",
  Title: "P",
};

function roleMap(tree: readonly Element[]): [string, PdfDict][] {
  const used = [...new Set([...elementsIn(tree)].map(({ type }) => type))].filter((type) => Object.hasOwn(roles, type));
  return used.length > 0 ? [["RoleMap", new Map(used.sort().map((type) => [type, named(roles[type]!)]))]] : [];
}

function sorted(names: readonly [string, PdfRef][]): readonly [string, PdfRef][] {
  return [...names].sort(([a], [b]) => (a < b ? -1 : 1));
}
