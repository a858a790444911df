import { isString, type PdfValue } from "../pdf/syntax.ts";
import type { UaCondition } from "./condition.ts";
import { dictOf, listOf, type UaNode, type UaView } from "./view.ts";

/** Tables as grids: clauses 7.2 and 7.5. */
export const tableConditions: readonly UaCondition[] = [
  {
    id: "7.2-15",
    says: "no cell lies on another",
    find: (view) => tablesIn(view).flatMap((table) => (gridOf(view, table).overlaps ? ["two cells in one place"] : [])),
  },
  {
    id: "7.2-41",
    says: "no cell of a table reaches below its last row",
    find: (view) => tablesIn(view).flatMap((table) => (gridOf(view, table).hangs ? ["a cell below the last row"] : [])),
  },
  {
    id: "7.2-42",
    says: "all rows of a table have the same width",
    find: (view) =>
      tablesIn(view).flatMap((table) => {
        const widths = [...new Set(gridOf(view, table).widths)];
        return widths.length > 1 ? [`rows of ${widths.join(" and ")} cells`] : [];
      }),
  },
  {
    id: "7.5-1",
    says: "every cell has headers, or a heading cell of its table tells its scope",
    find: (view) =>
      tablesIn(view).flatMap((table) => {
        const cells = cellsIn(table);
        const isScoped = cells.some((cell) => cell.type === "TH" && attributeOf(view, cell, "Scope") !== null);
        const bare = cells.filter((cell) => cell.type === "TD" && attributeOf(view, cell, "Headers") === null);
        return !isScoped && bare.length > 0 ? [`${bare.length} cells without headers`] : [];
      }),
  },
  {
    id: "7.5-2",
    says: "every header that a cell names is there",
    find: (view) => {
      const ids = new Set(view.nodes.flatMap(({ dict }) => textOf(view.document.file.get(dict.get("ID")))));
      return view.nodes
        .filter(({ type }) => type === "TD" || type === "TH")
        .flatMap((cell) => listOf(attributeOf(view, cell, "Headers")).flatMap(textOf))
        .filter((id) => !ids.has(id));
    },
  },
];

function tablesIn({ nodes }: UaView): readonly UaNode[] {
  return nodes.filter(({ type }) => type === "Table");
}

function rowsIn(table: UaNode): readonly UaNode[] {
  return table.kids.flatMap((kid) =>
    kid.type === "TR" ? [kid] : /^T(Head|Body|Foot)$/.test(kid.type) ? rowsIn(kid) : [],
  );
}

function cellsIn(table: UaNode): readonly UaNode[] {
  return rowsIn(table).flatMap(({ kids }) => kids.filter(({ type }) => type === "TH" || type === "TD"));
}

function gridOf(view: UaView, table: UaNode): { widths: readonly number[]; overlaps: boolean; hangs: boolean } {
  const taken = rowsIn(table).map(() => new Set<number>());
  let overlaps = false;
  let hangs = false;
  for (const [row, { kids }] of rowsIn(table).entries()) {
    let column = 0;
    for (const cell of kids.filter(({ type }) => type === "TH" || type === "TD")) {
      while (taken[row]!.has(column)) column++;
      const [high, wide] = ["RowSpan", "ColSpan"].map((key) => Number(attributeOf(view, cell, key) ?? 1));
      hangs ||= row + high! > taken.length;
      for (let down = row; down < Math.min(row + high!, taken.length); down++)
        for (let across = column; across < column + wide!; across++) {
          overlaps ||= taken[down]!.has(across);
          taken[down]!.add(across);
        }
      column += wide!;
    }
  }
  return { widths: taken.map(({ size }) => size), overlaps, hangs };
}

function attributeOf({ document: { file } }: UaView, { dict }: UaNode, key: string): PdfValue {
  for (const each of listOf(file.get(dict.get("A")))) {
    const value = file.get(dictOf(file.get(each)).get(key));
    if (value !== null) return value;
  }
  return null;
}

function textOf(value: PdfValue): string[] {
  return isString(value) ? [value.bytes] : [];
}
