import type { PdfValue } from "../pdf/syntax.ts";
import { include, nothing, type PageBox } from "./box.ts";
import { type Element, elementsIn, keyOf, type MarkKid, marksIn } from "./elements.ts";
import { named } from "./objects.ts";

/** The content of all figures, by its keys. */
export function figureMarks(tree: readonly Element[]): ReadonlySet<string> {
  return new Set([...elementsIn(tree)].filter(isFigure).flatMap((figure) => [...marksIn([figure])].map(keyOf)));
}

function isFigure({ type }: Element): boolean {
  return type === "Figure" || type === "Formula";
}

/** Mutates the tree: a figure tells the room that it takes on its page (14.8.5.4.3), by what is drawn of it. */
export function boxFigures(tree: readonly Element[], contentOf: (mark: MarkKid) => { box: PageBox } | undefined): void {
  for (const element of elementsIn(tree)) {
    if (!isFigure(element)) continue;
    const box = nothing();
    for (const mark of marksIn([element])) include(box, contentOf(mark)?.box ?? box);
    if (box.left > box.right) continue;
    const layout = new Map<string, PdfValue>([
      ["O", named("Layout")],
      ["BBox", [box.left, box.bottom, box.right, box.top].map((place) => Math.round(place * 100) / 100)],
    ]);
    const others = element.dict.get("A") ?? [];
    element.dict = new Map([...element.dict, ["A", [...(Array.isArray(others) ? others : [others]), layout]]]);
  }
}
