import { isRef, type PdfDict, type PdfRef, type PdfValue } from "../pdf/syntax.ts";
import { stringOfText } from "../pdf/write.ts";
import { type Element, elementsIn, isElement } from "./elements.ts";
import type { TextOf } from "./notes.ts";
import { entriesOf, type Objects } from "./objects.ts";

type Headings = { refs: ReadonlyMap<number, PdfRef>; textOf: TextOf };

/**
 * Each bookmark has the words of its heading, spaces at the ends of lines included and marks of sources left out, and leads to it in
 * the tree as it is now.
 */
export function titleOutline(objects: Objects, tree: readonly Element[], { refs, textOf }: Headings): void {
  const headings = new Map(
    [...elementsIn(tree)].flatMap((each) => (each.from ? [[each.from.ref, each] as const] : [])),
  );
  each(entriesOf(objects.get(objects.file.root.get("Outlines"))).get("First"));

  function each(first: PdfValue | undefined): void {
    for (let at = first; isRef(at); ) {
      const item: PdfDict = entriesOf(objects.get(at));
      const heading = item.get("SE");
      const now = isRef(heading) ? refs.get(heading.ref) : undefined;
      const changed = new Map(item);
      changed.delete("SE");
      if (now && isRef(heading)) {
        changed.set("SE", now);
        const words = wordsOf(headings.get(heading.ref)!);
        if (words !== "") changed.set("Title", stringOfText(words));
      }
      objects.set(at, changed);
      each(item.get("First"));
      at = item.get("Next");
    }
  }

  function wordsOf(heading: Element): string {
    const bare = { ...heading, kids: heading.kids.filter((kid) => !isElement(kid) || kid.type !== "Reference") };
    return textOf(bare).replaceAll("\0", "").replace(/\s+/g, " ").trim();
  }
}
