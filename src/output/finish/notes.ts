import type { PdfDict, PdfRef } from "../pdf/syntax.ts";
import { type Element, elementsIn, isElement, newElement } from "./elements.ts";

/** What a link leads to within the file, if it does: the name of the place, as pages have it. */
export type TargetOf = (annotation: PdfRef) => string | undefined;

/** The text of an element, in the order of reading. */
export type TextOf = (element: Element) => string;

/** A source as a note of the text: its element, and its id. */
export type NoteElement = { element: Element; id: string };

/**
 * Mutates the tree: a small number in the text that leads to a source becomes a reference with a link in it, and the source a note
 * with an id (14.8.4.4.1), found by the number that it begins with. A number whose source is on no page is a reference alone. Gives
 * the notes by the names of their places.
 */
export function tagNotes(
  tree: readonly Element[],
  targetOf: TargetOf,
  textOf: TextOf,
): ReadonlyMap<string, NoteElement> {
  const targets = new Set<string>();
  for (const element of [...elementsIn(tree)]) {
    element.kids = element.kids.map((kid) => {
      if (!isElement(kid) || kid.type !== "Link" || element.type === "Reference") return kid;
      const place = kid.kids.find((each) => "object" in each);
      if (!place) return newElement("Reference", kid.kids);
      const target = targetOf((place as { object: PdfRef }).object);
      if (target === undefined) return kid;
      targets.add(target);
      return newElement("Reference", [kid]);
    });
  }
  return new Map([...targets].flatMap((target) => noteOf(tree, target, textOf)));
}

function noteOf(tree: readonly Element[], target: string, textOf: TextOf): [string, NoteElement][] {
  const number = /\d+$/.exec(target)?.[0];
  const bodies = [...elementsIn(tree)].filter(({ type }) => type === "LBody");
  const body = bodies.find((each) => number !== undefined && /^\d+(?=\s)/.exec(textOf(each).trim())?.[0] === number);
  if (!body) return [];
  const id = `note-${number}`;
  const element: Element = { ...newElement("Note", body.kids), dict: new Map([["ID", { bytes: id }]]) as PdfDict };
  body.kids = [element];
  return [[target, { element, id }]];
}
