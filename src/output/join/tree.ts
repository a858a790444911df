import { entriesOf, named } from "../finish/objects.ts";
import type { Copier } from "../pdf/copy.ts";
import type { PdfFile } from "../pdf/file.ts";
import type { PdfWriter } from "../pdf/stream.ts";
import { isString, type PdfRef, type PdfValue } from "../pdf/syntax.ts";

/** The tree of tags of a joined file: one document, whose parts are those of the files. */
export type TagTree = {
  entries(): number; // how many are in the index of parents so far
  add(file: PdfFile, copier: Copier, apart: { prefix: string }): void;
  end(): PdfRef; // the root
};

export function openTree(writer: PdfWriter): TagTree {
  const [root, document] = [writer.reserve(), writer.reserve()];
  const parts: PdfValue[] = [];
  const parents: PdfRef[] = []; // pieces of the index of parents, one for each file
  const ids: PdfRef[] = []; // and of that of ids
  const roles = new Map<string, PdfValue>();
  let entries = 0;
  return { entries: () => entries, add, end };

  function add(file: PdfFile, copier: Copier, { prefix }: { prefix: string }): void {
    const own = file.dict(file.root.get("StructTreeRoot"), "tags");
    copier.lead(file.root.get("StructTreeRoot"), document);
    const kids = file.get(own.get("K"));
    const copied = copier.copy(Array.isArray(kids) ? kids : [own.get("K") ?? null]);
    parts.push(...(copied as readonly PdfValue[]));
    for (const [type, role] of entriesOf(file.get(own.get("RoleMap")))) roles.set(type, role);
    addParents(file.get(entriesOf(file.get(own.get("ParentTree"))).get("Nums")), copier);
    addIds(file.get(entriesOf(file.get(own.get("IDTree"))).get("Names")), copier, prefix);
    entries += Number(file.get(own.get("ParentTreeNextKey")) ?? 0);
  }

  /** A piece of a tree of numbers (7.9.7). */
  function addParents(nums: PdfValue, copier: Copier): void {
    if (!Array.isArray(nums) || nums.length === 0) return;
    const counted = nums.map((each, i) => (i % 2 === 0 ? Number(each) + entries : copier.copy(each)));
    const limits = [counted[0]!, counted.at(-2)!];
    parents.push(piece("Nums", counted, limits));
  }

  function addIds(names: PdfValue, copier: Copier, prefix: string): void {
    if (!Array.isArray(names) || names.length === 0) return;
    const own = names.map((each, i) =>
      i % 2 === 0 && isString(each) ? { bytes: prefix + each.bytes } : copier.copy(each),
    );
    ids.push(piece("Names", own, [own[0]!, own.at(-2)!]));
  }

  function piece(key: "Nums" | "Names", values: readonly PdfValue[], limits: readonly PdfValue[]): PdfRef {
    return writer.add(
      new Map<string, PdfValue>([
        ["Limits", limits],
        [key, values],
      ]),
    );
  }

  function end(): PdfRef {
    const kids = (pieces: readonly PdfRef[]) => writer.add(new Map([["Kids", pieces]]));
    writer.put(
      document,
      new Map<string, PdfValue>([
        ["Type", named("StructElem")],
        ["S", named("Document")],
        ["P", root],
        ["K", parts],
      ]),
    );
    writer.put(
      root,
      new Map<string, PdfValue>([
        ["Type", named("StructTreeRoot")],
        ["K", [document]],
        ["ParentTree", kids(parents)],
        ["ParentTreeNextKey", entries],
        ...(roles.size > 0 ? ([["RoleMap", new Map([...roles].sort(([a], [b]) => (a < b ? -1 : 1)))]] as const) : []),
        ...(ids.length > 0 ? ([["IDTree", kids(ids)]] as const) : []),
      ]),
    );
    return root;
  }
}
