import { type Element, isElement, isMark, type Kid, type MarkKid, newElement } from "./elements.ts";

/** What the content behind a mark is, for the tree: words and whether anything of it is seen as letters or a picture. */
export type ShapeContent = { letters: string; shows: boolean };

/** Looks up what a mark shows; undefined where the page does not have it. */
export type ContentOf = (mark: MarkKid) => ShapeContent | undefined;

/**
 * Mutates the tree so that it says what the page means and no more: elements of no meaning give way to what they hold, words that
 * stand in none become paragraphs, an item of a list is a label and a body, lines and grounds are no content. What leaves the tree is
 * decoration, and is given back.
 */
export function shapeTree(tree: readonly Element[], contentOf: ContentOf): MarkKid[] {
  const decoration: MarkKid[] = [];
  for (const element of tree) shape(element);
  return decoration;

  function shape(element: Element): void {
    if (pictures.has(element.type)) return;
    element.kids = element.kids.filter((kid) => !isDecoration(kid, element.type));
    if (element.type === "LI") element.kids = asItem(element.kids);
    if (element.type === "TH") dropRepeats(element);
    const kids = groups.has(element.type)
      ? element.kids.flatMap(asBlocks)
      : holders.has(element.type)
        ? asHeld(element.kids)
        : element.kids.flatMap(opened);
    element.kids = kids;
    for (const kid of kids) if (isElement(kid)) shape(kid);
  }

  /** The head of a table that goes on overleaf is printed there again: for the eye alone, since a cell is read once. */
  function dropRepeats(head: Element): void {
    const marks = marksIn(head);
    const onPage = (page: number) => marks.filter((mark) => mark.page === page);
    const wordsOn = (page: number) =>
      onPage(page)
        .map((mark) => contentOf(mark)?.letters)
        .join("")
        .trim();
    const [first, ...later] = [...new Set(marks.map(({ page }) => page))];
    const repeats = later.filter((page) => wordsOn(page) === wordsOn(first!)).flatMap(onPage);
    if (repeats.length === 0) return;
    decoration.push(...repeats);
    drop(head, new Set(repeats));
  }

  /** Lines and grounds are painted as content of what they belong to; so is the space between the items of a list. */
  function isDecoration(kid: Kid, type: string): boolean {
    if (isElement(kid)) {
      if (!isMeaningless(kid)) return false;
      kid.kids = kid.kids.filter((each) => !isDecoration(each, type));
      return kid.kids.length === 0;
    }
    if (!isMark(kid)) return false;
    const content = contentOf(kid);
    const isSaid = content?.shows === true && !(parted.has(type) && content.letters.trim() === "");
    if (content && !isSaid) decoration.push(kid);
    return !isSaid;
  }
}

function marksIn({ kids }: Element): MarkKid[] {
  return kids.flatMap((kid) => (isElement(kid) ? marksIn(kid) : isMark(kid) ? [kid] : []));
}

/** Mutates the element: takes marks out, and what held nothing else. */
function drop(element: Element, marks: ReadonlySet<Kid>): void {
  element.kids = element.kids.filter((kid) => {
    if (!isElement(kid)) return !marks.has(kid);
    drop(kid, marks);
    return kid.kids.length > 0;
  });
}

/** An item is a label, where it has one, and a body (14.8.4.3.3). */
function asItem(kids: readonly Kid[]): Kid[] {
  const isPart = (kid: Kid) => isElement(kid) && (kid.type === "Lbl" || kid.type === "LBody");
  const rest = kids.filter((kid) => !isPart(kid));
  return [...kids.filter(isPart), ...(rest.length > 0 ? [newElement("LBody", rest)] : [])];
}

/** In a group, words stand in paragraphs; what has no meaning and holds blocks gives way to them. */
function asBlocks(kid: Kid): Kid[] {
  if (!isElement(kid)) return [isMark(kid) ? newElement("P", [kid]) : kid];
  if (!isMeaningless(kid)) return inline.has(kid.type) ? [newElement("P", [kid])] : [kid];
  return isLine(kid) ? [newElement("P", kid.kids.flatMap(opened))] : kid.kids.flatMap(asBlocks);
}

/** What holds one line of words holds it at once; of several, each is a paragraph. */
function asHeld(kids: readonly Kid[]): Kid[] {
  if (kids.every((kid) => !isElement(kid) || isText(kid) || inline.has(kid.type))) return kids.flatMap(opened);
  const held: Kid[] = [];
  let line: Kid[] = [];
  for (const kid of kids) {
    if (!isElement(kid) || isText(kid) || inline.has(kid.type)) line.push(...opened(kid));
    else {
      endLine();
      held.push(...asBlocks(kid));
    }
  }
  endLine();
  return held.length === 1 && isElement(held[0]!) && held[0].type === "P" && !held[0].from ? held[0].kids : held;

  function endLine(): void {
    if (line.length > 0) held.push(newElement("P", line));
    line = [];
  }
}

/** A line of words: some of them stand in it at once, not in blocks of its own. */
function isLine(element: Element): boolean {
  return (
    element.kids.some((kid) => !isElement(kid) || isText(kid)) &&
    element.kids.every((kid) => !isElement(kid) || isMeaningless(kid) || inline.has(kid.type))
  );
}

/** What the browser puts around words of one style. */
function isText(kid: Kid): boolean {
  return isElement(kid) && isMeaningless(kid) && kid.kids.length > 0 && kid.kids.every(isMark);
}

/** Without what has no meaning, at any depth. */
function opened(kid: Kid): Kid[] {
  return isElement(kid) && isMeaningless(kid) ? kid.kids.flatMap(opened) : [kid];
}

function isMeaningless({ type, dict }: Element): boolean {
  return type === "NonStruct" && !telling.some((key) => dict.has(key));
}

const telling = ["Alt", "ActualText", "Lang", "E", "ID"];
const groups: ReadonlySet<string> = new Set("Document Part Art Sect Div Aside BlockQuote".split(" "));
const holders: ReadonlySet<string> = new Set("TH TD LBody Note".split(" "));
const inline: ReadonlySet<string> = new Set("Span Strong Em Link Reference Quote Code Annot".split(" "));
const pictures: ReadonlySet<string> = new Set(["Figure", "Formula", "Form", "Lbl"]); // bullets are drawn
const parted: ReadonlySet<string> = new Set(["L", "Table", "TR", "THead", "TBody", "TFoot"]); // which hold no words themselves
