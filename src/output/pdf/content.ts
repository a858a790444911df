import type { PdfFile } from "./file.ts";
import { type PdfFont, readFont } from "./font.ts";
import { colourOf } from "./ground.ts";
import type { Transform } from "./matrix.ts";
import { openPen, type Paper, type PenState } from "./pen.ts";
import type { RunMark, TextRun } from "./runs.ts";
import {
  invalidPdf,
  isDict,
  isName,
  isStream,
  isString,
  openPdfReader,
  type PdfDict,
  type PdfValue,
} from "./syntax.ts";

/** What is written on a page, in the order of painting, and the fonts at hand there. */
export type Content = { runs: readonly TextRun[]; fonts: readonly string[] };

/** Fonts that have been read, by their dictionary: pages share them. */
export type FontCache = Map<PdfDict, PdfFont>;

type PageGround = { resources: PdfDict; paper: Paper; fonts: FontCache };

/** Reads the operators of a page (ISO 32000-1, annex A) and of the forms that it shows. Throws on any that it does not know. */
export function readContent(file: PdfFile, bytes: Uint8Array, { resources, paper, fonts }: PageGround): Content {
  const pen = openPen(paper);
  const names = new Set<string>();
  let mark: RunMark = { mark: undefined, isArtifact: false };
  read(bytes, resources, 0);
  return { runs: pen.runs(), fonts: [...names] };

  /** Operators stand after what they are given. */
  function read(content: Uint8Array, own: PdfDict, depth: number): void {
    if (depth > deepest) throw invalidPdf("forms within forms");
    const ownFonts = readFonts(file, own, fonts);
    for (const { name } of ownFonts.values()) names.add(name);
    const states: PenState[] = [];
    const marks: RunMark[] = [];
    const args: PdfValue[] = [];
    let given = 0; // of `args`
    const operators = new Map<string, () => void>(
      Object.entries({
        BT: () => pen.place(),
        Tm: () => pen.place(matrixAt()),
        Td: () => pen.nextLine(numberAt(0), numberAt(1)),
        TD: () => {
          pen.set({ leading: -numberAt(1) });
          pen.nextLine(numberAt(0), numberAt(1));
        },
        "T*": () => pen.nextLine(),
        Tj: () => pen.show(stringAt(0)),
        TJ: () => showSpaced(args[0]),
        "'": () => {
          pen.nextLine();
          pen.show(stringAt(0));
        },
        '"': () => {
          pen.set({ wordSpace: numberAt(0), letterSpace: numberAt(1) });
          pen.nextLine();
          pen.show(stringAt(2));
        },
        Tf: () => pen.set({ font: fontAt(0), size: numberAt(1) }),
        Tc: () => pen.set({ letterSpace: numberAt(0) }),
        Tw: () => pen.set({ wordSpace: numberAt(0) }),
        Tz: () => pen.set({ scale: numberAt(0) / 100 }),
        TL: () => pen.set({ leading: numberAt(0) }),
        Ts: () => pen.set({ rise: numberAt(0) }),
        q: () => states.push(pen.state()),
        Q: () => pen.set(states.pop() ?? refuse("a page that ends a state which it has not begun")),
        cm: () => pen.transform(matrixAt()),
        BMC: () => begin(nameAt(0), undefined),
        BDC: () => begin(nameAt(0), args[1]),
        EMC: () => {
          mark = marks.pop() ?? refuse("a page that ends a tag which it has not begun");
          pen.mark(mark);
        },
        Do: () => showForm(nameAt(0)),
        gs: () => setState(file.get(resource("ExtGState", nameAt(0)))),
        m: () => pen.ground.moveTo(numberAt(0), numberAt(1)),
        l: () => pen.ground.lineTo(numberAt(0), numberAt(1)),
        c: () => pen.ground.curveTo(pointAt(0), pointAt(2), pointAt(4)),
        v: () => pen.ground.curveTo(undefined, pointAt(0), pointAt(2)),
        y: () => pen.ground.curveTo(pointAt(0), pointAt(2), pointAt(2)),
        re: () => pen.ground.rectangle(numberAt(0), numberAt(1), numberAt(2), numberAt(3)),
        ...Object.fromEntries(["f", "F", "f*", "B", "B*", "b", "b*"].map((name) => [name, fill])),
        ...Object.fromEntries(["n", "S", "s"].map((name) => [name, pen.ground.drop])),
        ...Object.fromEntries(["g", "rg", "k", "sc", "scn"].map((name) => [name, setColour])),
      }),
    );
    const reader = openPdfReader(content);
    for (let token = reader.next(); token !== undefined; token = reader.next()) {
      if (typeof token !== "string") args[given++] = token;
      else {
        const perform = operators.get(token);
        if (perform) perform();
        else if (!others.has(token)) refuse(`"${token}" on a page`);
        given = 0;
      }
    }
    if (states.length > 0 || marks.length > 0) throw invalidPdf("a page that ends in the middle");

    function fill(): void {
      pen.ground.fill(pen.state().ink);
    }

    function setColour(): void {
      const parts = args.slice(0, given).filter((each) => typeof each === "number");
      pen.set({ ink: { ...pen.state().ink, colour: parts.length === given ? colourOf(parts) : undefined } });
    }

    function setState(state: PdfValue): void {
      if (!isDict(state)) return;
      if (state.has("Font")) refuse("a font that is set with other things");
      const alpha = file.get(state.get("ca"));
      if (typeof alpha === "number") pen.set({ ink: { ...pen.state().ink, alpha } });
    }

    function pointAt(i: number): readonly [number, number] {
      return [numberAt(i), numberAt(i + 1)];
    }

    function showSpaced(parts: PdfValue | undefined): void {
      if (!Array.isArray(parts)) refuse("a text is missing on a page");
      for (const part of parts)
        if (isString(part)) pen.show(part.bytes);
        else if (typeof part === "number") pen.move(-part / 1000);
    }

    /** Inside an artifact or numbered content all is of it, until a number of its own. */
    function begin(tag: string, given: PdfValue | undefined): void {
      marks.push(mark);
      const properties = isName(given) ? file.get(resource("Properties", given.name)) : given;
      const number = isDict(properties) ? file.get(properties.get("MCID")) : null;
      mark = {
        mark: typeof number === "number" ? number : mark.mark,
        isArtifact: mark.isArtifact || tag === "Artifact",
      };
      pen.mark(mark);
    }

    function showForm(name: string): void {
      const form = file.get(resource("XObject", name));
      if (!isStream(form)) refuse("a form is missing on a page");
      const kind = file.get(form.dict.get("Subtype"));
      if (isName(kind) && kind.name === "Image") return;
      const before = pen.state();
      const matrix = file.get(form.dict.get("Matrix"));
      if (matrix !== null) pen.transform(toMatrix(Array.isArray(matrix) ? matrix : []));
      const inner = file.get(form.dict.get("Resources"));
      read(file.decoded(form), isDict(inner) ? inner : own, depth + 1);
      pen.set(before);
    }

    function resource(kind: string, name: string): PdfValue | undefined {
      const all = file.get(own.get(kind));
      return isDict(all) ? all.get(name) : undefined;
    }

    function numberAt(i: number): number {
      const value = i < given ? args[i] : undefined;
      return typeof value === "number" ? value : refuse("a number is missing on a page");
    }

    function stringAt(i: number): string {
      const value = i < given ? args[i] : undefined;
      return isString(value) ? value.bytes : refuse("a text is missing on a page");
    }

    function nameAt(i: number): string {
      const value = i < given ? args[i] : undefined;
      return isName(value) ? value.name : refuse("a name is missing on a page");
    }

    function fontAt(i: number): PdfFont {
      return ownFonts.get(nameAt(i)) ?? refuse("a font is missing on a page");
    }

    function matrixAt(): Transform {
      return toMatrix(args.slice(0, given));
    }
  }
}

/** The fonts at hand, by the names that operators use for them; each is read once for all pages. */
export function readFonts(file: PdfFile, resources: PdfDict, known: FontCache): ReadonlyMap<string, PdfFont> {
  const all = file.get(resources.get("Font"));
  const found = new Map<string, PdfFont>();
  for (const [name, value] of isDict(all) ? all : []) {
    const dict = file.dict(value, `font "${name}"`);
    const font = known.get(dict) ?? readFont(file, dict);
    known.set(dict, font);
    found.set(name, font);
  }
  return found;
}

const deepest = 20; // forms within forms

function toMatrix(values: readonly PdfValue[]): Transform {
  if (values.length !== 6 || !values.every((each) => typeof each === "number"))
    throw invalidPdf("a number is missing on a page");
  return values as unknown as Transform;
}

function refuse(what: string): never {
  throw invalidPdf(what);
}

/** Operators that show no letters and move none. Pictures within a page are not among them: the browser writes none. */
const others: ReadonlySet<string> = new Set(
  "ET Tr BX CS cs d d0 d1 DP EX G h i j J K M MP RG ri SC SCN sh w W W*".split(" "),
);
