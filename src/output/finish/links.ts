import { textOfString } from "../pdf/file.ts";
import { isDict, isName, isString, type PdfDict, type PdfRef } from "../pdf/syntax.ts";
import { stringOfText } from "../pdf/write.ts";
import { type Element, elementsIn } from "./elements.ts";
import type { NoteElement, TextOf } from "./notes.ts";
import { entriesOf, type Objects } from "./objects.ts";

/** The name of the place within the file that a link leads to, if it leads to one. */
export function targetOf({ get }: Objects): (annotation: PdfRef) => string | undefined {
  return (annotation) => {
    const target = get(entriesOf(get(annotation)).get("Dest"));
    return isName(target) ? target.name : isString(target) ? target.bytes : undefined;
  };
}

type LinkNaming = { notes: ReadonlyMap<string, NoteElement>; textOf: TextOf };

/**
 * Gives each link a name for whoever does not see where it stands (14.9.3): the source that it leads to, else its own words, else
 * its address.
 */
export function nameLinks(objects: Objects, tree: readonly Element[], { notes, textOf }: LinkNaming): void {
  for (const element of elementsIn(tree)) {
    if (element.type !== "Link") continue;
    for (const kid of element.kids) {
      if (!("object" in kid)) continue;
      const link = entriesOf(objects.get(kid.object));
      const note = notes.get(targetOf(objects)(kid.object) ?? "");
      const words = [...(note ? [textOf(note.element)] : []), textOf(element), addressOf(objects, link)].map(plain);
      const name = words.find((each) => each !== "");
      if (name) objects.set(kid.object, new Map([...link, ["Contents", stringOfText(name)]]));
    }
  }
}

function addressOf({ get }: Objects, link: PdfDict): string {
  const action = get(link.get("A"));
  const address = isDict(action) ? get(action.get("URI")) : null;
  return isString(address) ? textOfString(address.bytes) : "";
}

function plain(text: string): string {
  return text.replaceAll("\0", "").replace(/\s+/g, " ").trim();
}
