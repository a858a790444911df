import { type FontCache, readFonts } from "../pdf/content.ts";
import type { PdfFile } from "../pdf/file.ts";
import type { PdfFont } from "../pdf/font.ts";
import { type Transform, times } from "../pdf/matrix.ts";
import { isDict, isName, isStream, isString, openPdfReader, type PdfDict, type PdfValue } from "../pdf/syntax.ts";
import { grow, include, nothing, type PageBox } from "./box.ts";

/** What the operators of one stream do, with the places of what may be written anew. */
export type Scan = {
  marks: ReadonlyMap<number, MarkedText>; // by their number
  loose: readonly Loose[]; // what is painted without a mark
  colours: readonly ColourRange[];
  others: readonly string[]; // operators that paint otherwise than with a colour of red, green and blue, or of grey
};

/** A colour of red, green and blue from 0 to 1, of letters and grounds or of lines. */
export type ColourRange = ByteRange & { parts: readonly [number, number, number]; isOfLines: boolean };

/** Content with a number: where its operands and operator stand, what it shows. */
export type MarkedText = { begin: ByteRange; letters: string; shows: boolean; box: PageBox };

/** What is painted without a mark: where it stands in the stream, and how high on the page its text is; turned where it runs across. */
export type Loose = ByteRange & { text?: { y: number; isTurned: boolean } };

export type ByteRange = { from: number; to: number };

type ScanSetting = { file: PdfFile; resources: PdfDict; fonts: FontCache; measures: (mark: number) => boolean };

/**
 * Goes through the operators of a page or a form once. The room that content takes is worked out only where it is asked for:
 * lines by their points, letters by their widths from the base line up.
 */
export function scanContent(bytes: Uint8Array, { file, resources, fonts, measures }: ScanSetting): Scan {
  const ownFonts = readFonts(file, resources, fonts);
  const marks = new Map<number, MarkedText>();
  const loose: Loose[] = [];
  const colours: ColourRange[] = [];
  const others = new Set<string>();
  const states: [Transform, PdfFont | undefined, number][] = [];
  const open: (MarkedText | undefined)[] = []; // the marks around, innermost last; undefined for one without a number
  let [ctm, font, size]: [Transform, PdfFont | undefined, number] = [[1, 0, 0, 1, 0, 0], undefined, 0];
  let line: Transform = [1, 0, 0, 1, 0, 0];
  let current: MarkedText | undefined;
  let isMeasured = false;
  let path: { from: number; box: PageBox } | undefined;
  let text: { from: number; shows: boolean; place?: Loose["text"] } | undefined;
  let isApart = true; // whether what is painted next may not stand in one artifact with what was painted last
  const args: PdfValue[] = [];
  let from = -1; // of the first operand
  const reader = openPdfReader(bytes);
  for (let at = 0, token = reader.next(); token !== undefined; at = reader.at(), token = reader.next()) {
    if (from < 0) from = at;
    if (typeof token !== "string") {
      args.push(token);
      continue;
    }
    operate(token, reader.at());
    args.length = 0;
    from = -1;
  }
  return { marks, loose, colours, others: [...others] };

  function operate(operator: string, to: number): void {
    switch (operator) {
      case "q":
        states.push([ctm, font, size]);
        isApart = true;
        return;
      case "Q":
        [ctm, font, size] = states.pop() ?? [ctm, font, size];
        isApart = true;
        return;
      case "cm":
        ctm = times(matrixOf(args), ctm);
        return;
      case "BMC":
      case "BDC":
        begin(to);
        return;
      case "EMC":
        open.pop();
        enter(open.findLast((each) => each !== undefined));
        return;
      case "BT":
        text = { from, shows: false };
        line = [1, 0, 0, 1, 0, 0];
        return;
      case "ET":
        if (text?.shows) paintLoose(text.from, to, text.place);
        text = undefined;
        return;
      case "Tf":
        font = ownFonts.get(nameIn(args[0]));
        size = Number(args[1]);
        return;
      case "Tm":
        line = matrixOf(args);
        return;
      case "Td":
        moveLine(Number(args[0]), Number(args[1]));
        return;
      case "Tj":
        show(isString(args[0]) ? args[0].bytes : "");
        return;
      case "TJ":
        for (const part of Array.isArray(args[0]) ? args[0] : []) if (isString(part)) show(part.bytes);
        return;
      case "re":
      case "m":
      case "l":
      case "c":
      case "v":
      case "y":
        addToPath(operator);
        return;
      case "n":
        path = undefined;
        return;
      case "rg":
      case "RG":
        setColour(operator === "RG", to);
        return;
      case "k":
      case "K":
      case "sc":
      case "SC":
      case "scn":
      case "SCN":
      case "sh":
      case "BI":
        others.add(operator);
        return;
      case "Do":
        showForm(to);
        return;
      default:
        if (paints.has(operator)) paint(to);
    }
  }

  function begin(to: number): void {
    const given = isName(args[1]) ? file.get(resource("Properties", args[1].name)) : args[1];
    const number = isDict(given) ? file.get(given.get("MCID")) : null;
    if (typeof number !== "number") {
      open.push(undefined);
      isApart = true;
      return;
    }
    const mark = { begin: { from: skipped(from), to }, letters: "", shows: false, box: nothing() };
    marks.set(number, mark);
    open.push(mark);
    enter(mark);
    isMeasured = measures(number);
  }

  function enter(mark: MarkedText | undefined): void {
    current = mark;
    isMeasured = false;
    isApart = true;
  }

  /** Most operators of a page move by one letter: nothing is made anew for them. */
  function moveLine(x: number, y: number): void {
    const moved = line as unknown as number[];
    moved[4]! += x * line[0] + y * line[2];
    moved[5]! += x * line[1] + y * line[3];
  }

  function show(codes: string): void {
    if (text) text.shows ||= open.length === 0;
    if (!font) return;
    let wide = 0;
    let letters = "";
    for (let i = 0; i < codes.length; i += font.codeBytes) {
      const code = font.codeBytes === 1 ? codes.charCodeAt(i) : codes.charCodeAt(i) * 256 + codes.charCodeAt(i + 1);
      letters += font.letters.get(code) ?? "\0";
      if (isMeasured) wide += font.width(code);
    }
    if (current) {
      current.letters += letters;
      current.shows = true;
      if (isMeasured) measureText(wide);
    } else if (text && open.length === 0 && !text.place) {
      const [, b, , , , y] = times(line, ctm);
      text.place = { y, isTurned: Math.abs(b) > 0.01 };
    }
  }

  /** From a fifth below the base line to four fifths of an em above it, and as wide as the letters. */
  function measureText(wide: number): void {
    const whole = times(line, ctm);
    for (const x of [0, wide * size]) for (const y of [-0.2 * size, 0.8 * size]) grow(current!.box, whole, x, y);
  }

  function addToPath(operator: string): void {
    path ??= { from: skipped(from), box: nothing() };
    if (!isMeasured) return;
    const values = args as readonly number[];
    if (operator === "re") {
      const [x = 0, y = 0, width = 0, height = 0] = values;
      grow(path.box, ctm, x, y);
      grow(path.box, ctm, x + width, y + height);
      grow(path.box, ctm, x, y + height);
      grow(path.box, ctm, x + width, y);
    } else for (let i = 0; i + 1 < values.length; i += 2) grow(path.box, ctm, values[i]!, values[i + 1]!);
  }

  function paint(to: number): void {
    if (current && isMeasured && path) include(current.box, path.box);
    paintLoose(path?.from ?? from, to);
    path = undefined;
  }

  function paintLoose(start: number, to: number, place?: Loose["text"]): void {
    if (open.length > 0) return;
    const last = loose.at(-1);
    if (last && !isApart && isOneLine(last.text, place)) last.to = to;
    else loose.push({ from: skipped(start), to, ...(place ? { text: place } : {}) });
    isApart = false;
  }

  /** Forms with marks of their own are looked at by themselves. */
  function showForm(to: number): void {
    const form = file.get(resource("XObject", nameIn(args[0])));
    if (!isStream(form)) return;
    if (!form.dict.has("StructParents")) others.add("Do");
    if (current) current.shows = true;
    if (current && isMeasured)
      for (const [x, y] of cornersOf(file.get(form.dict.get("BBox")))) grow(current.box, ctm, x, y);
    if (!form.dict.has("StructParents")) paintLoose(from, to);
  }

  function setColour(isOfLines: boolean, to: number): void {
    const [red = 0, green = 0, blue = 0] = args as readonly number[];
    colours.push({ from: skipped(from), to, parts: [red, green, blue], isOfLines });
  }

  function resource(kind: string, name: string): PdfValue | undefined {
    const all = file.get(resources.get(kind));
    return isDict(all) ? all.get(name) : undefined;
  }

  /** Where the token begins that the space before a place leads to. */
  function skipped(place: number): number {
    let at = place;
    while (bytes[at]! <= 32) at++;
    return at;
  }
}

/** Whether two artifacts can be one: lines and grounds, or words at one height, as at both ends of a foot. */
function isOneLine(a: Loose["text"], b: Loose["text"]): boolean {
  if (!a || !b) return !a && !b;
  return a.isTurned === b.isTurned && Math.abs(a.y - b.y) < 6; // points
}

const paints: ReadonlySet<string> = new Set("S s f F f* B B* b b* sh".split(" "));

function matrixOf(values: readonly PdfValue[]): Transform {
  return values.map(Number) as unknown as Transform;
}

function nameIn(value: PdfValue | undefined): string {
  return isName(value) ? value.name : "";
}

/** A picture fills the square of its own space; a form says what it fills. */
function cornersOf(box: PdfValue): [number, number][] {
  const [x = 0, y = 0, X = 1, Y = 1] = Array.isArray(box) ? box.map(Number) : [];
  return [
    [x, y],
    [X, Y],
    [x, Y],
    [X, y],
  ];
}
