import { readFileSync } from "node:fs";
import { deflateSync } from "node:zlib";
import { fontFiles } from "../../font.ts";
import { qrOf } from "../../render/qr.ts";
import { textWidth } from "../../render/text-width.ts";
import { entriesOf, named } from "../finish/objects.ts";
import type { Copier } from "../pdf/copy.ts";
import type { PdfFile } from "../pdf/file.ts";
import type { PdfWriter } from "../pdf/stream.ts";
import type { PdfDict, PdfRef, PdfValue } from "../pdf/syntax.ts";

/** What is printed on the front of sheets for the print house, besides the report. */
export type SheetMarks = {
  sheets: boolean; // "3/5 Z10003" at the foot, so that sheets can be put together again
  codes?: boolean | undefined; // a QR code in the left margin at the foot, which an inserting machine reads: see `sheetCode`
  panels?: number | undefined; // hairlines where the page is folded into so many parts
};

/** A front side: of which letter of the print run, the how-manieth sheet of how many, and whose. */
type Front = {
  sequence: number;
  sheet: number;
  sheets: number;
  label: string;
  file: PdfFile;
  copier: Copier;
  dict: PdfDict;
};

export type MarkMaker = { marked(page: PdfDict, front: Front): PdfDict };

const pt = 72 / 25.4; // of a mm
const text = { x: 25 * pt, y: 6 * pt, size: 6 }; // at the foot, 6 mm from the edge: inside what print houses keep clear
const code = { x: 6 * pt, y: 8 * pt, module: 0.5 * pt }; // white up to 20.5 mm at the longest, where reports begin at 24.7 mm
const fold = { from: 3 * pt, to: 8 * pt, width: 0.25 }; // at the left edge, points

/** Puts marks on pages as artifacts; a page without any stays as it is. */
export function openMarks(writer: PdfWriter, marks: SheetMarks | undefined): MarkMaker {
  let font: PdfRef | undefined;
  let before: PdfRef | undefined;
  return {
    marked(page, { sequence, sheet, sheets, label, file, copier, dict }) {
      const drawn = [
        ...(marks?.panels ? [foldsOf(marks.panels, heightOf(file, dict))] : []),
        ...(marks?.sheets ? [textOf(`${sheet}/${sheets} ${label}`)] : []),
        ...(marks?.codes ? [barsOf(sheetCode({ sequence, sheet, sheets, label }))] : []),
      ];
      if (drawn.length === 0) return page;
      before ??= writer.add(streamOf("q\n"));
      const after = writer.add(streamOf(`Q\n/Artifact BMC\nq 0 g 0 G ${drawn.join("\n")} Q\nEMC\n`));
      const contents = page.get("Contents");
      const own = Array.isArray(contents) ? contents : contents === undefined ? [] : [contents];
      const resources = entriesOf(file.get(dict.get("Resources")));
      const fonts = [...entriesOf(file.get(resources.get("Font")))];
      const copied = [...resources].map(([key, value]) => [key, copier.copyShared(value)] as const);
      font ??= marks?.sheets ? fontOf(writer) : undefined;
      const withFont = new Map<string, PdfValue>([
        ...fonts.map(([key, value]) => [key, copier.copyShared(value)] as const),
        ...(font ? [["Sheet", font] as const] : []),
      ]);
      return new Map<string, PdfValue>([
        ...page,
        ["Contents", [before, ...own, after]],
        ["Resources", new Map<string, PdfValue>([...copied, ["Font", withFont]])],
      ]);
    },
  };
}

function heightOf(file: PdfFile, dict: PdfDict): number {
  const box = file.get(dict.get("MediaBox"));
  return Array.isArray(box) ? Number(file.get(box[3])) : 0;
}

/** Hairlines at the left edge, where a page of so many equal parts is folded. */
function foldsOf(panels: number, height: number): string {
  const at = Array.from({ length: panels - 1 }, (_, i) => (height * (i + 1)) / panels);
  return `${fold.width} w ${at.map((y) => `${fold.from.toFixed(2)} ${y.toFixed(2)} m ${fold.to.toFixed(2)} ${y.toFixed(2)} l S`).join(" ")}`;
}

/** What the code of a sheet says: "000012/1/3/Z10003", the letter's place in the print run, the sheet, of how many, and whose. */
function sheetCode({ sequence, sheet, sheets, label }: Pick<Front, "sequence" | "sheet" | "sheets" | "label">): string {
  return `${String(sequence).padStart(6, "0")}/${sheet}/${sheets}/${label}`;
}

function barsOf(said: string): string {
  const { size, bars } = qrOf(said);
  const { x: left, y: foot, module } = code;
  const drawn = bars.map(({ x, y, length }) => {
    const [at, up] = [left + x * module, foot + (size - 1 - y) * module];
    return `${at.toFixed(3)} ${up.toFixed(3)} ${(length * module).toFixed(3)} ${module.toFixed(3)} re`;
  });
  return `${drawn.join(" ")} f`;
}

/** Codes and figures alone, which stand in a string as they are. */
function textOf(said: string): string {
  const bytes = said.replace(/[^ -~]/g, "?").replace(/[()\\]/g, "\\$&");
  return `BT /Sheet ${text.size} Tf ${text.x.toFixed(2)} ${text.y.toFixed(2)} Td (${bytes}) Tj ET`;
}

function streamOf(content: string): PdfValue {
  return { dict: new Map([["Filter", named("FlateDecode")]]), raw: deflateSync(content) };
}

const [first, last] = [32, 126];

/** The font of reports as a simple one, whole: the letters of ASCII are used (9.6.3). */
function fontOf(writer: PdfWriter): PdfRef {
  const bytes = readFileSync(fontFiles[400]);
  const codes = Array.from({ length: last - first + 1 }, (_, i) => first + i);
  const program = writer.add({
    dict: new Map<string, PdfValue>([
      ["Filter", named("FlateDecode")],
      ["Length1", bytes.byteLength],
    ]),
    raw: deflateSync(bytes),
  });
  const descriptor = writer.add(
    new Map<string, PdfValue>([
      ["Type", named("FontDescriptor")],
      ["FontName", named("Arimo-Regular")],
      ["Flags", 32], // letters of the standard alphabet
      ["FontBBox", [-482, -390, 2797, 1043]],
      ["ItalicAngle", 0],
      ["Ascent", 905],
      ["Descent", -212],
      ["CapHeight", 688],
      ["StemV", 46],
      ["FontFile2", program],
    ]),
  );
  const hex = (code: number, digits: number) => code.toString(16).toUpperCase().padStart(digits, "0");
  const letters = `/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Sheet def /CMapType 2 def
1 begincodespacerange <00> <FF> endcodespacerange
1 beginbfrange <${hex(first, 2)}> <${hex(last, 2)}> <${hex(first, 4)}> endbfrange
endcmap CMapName currentdict /CMap defineresource pop end end`;
  const widths = codes.map((code) => Math.round(textWidth(String.fromCharCode(code), { size: 1000, weight: 400 })));
  return writer.add(
    new Map<string, PdfValue>([
      ["Type", named("Font")],
      ["Subtype", named("TrueType")],
      ["BaseFont", named("Arimo-Regular")],
      ["FirstChar", first],
      ["LastChar", last],
      ["Widths", widths],
      ["FontDescriptor", descriptor],
      ["Encoding", named("WinAnsiEncoding")],
      ["ToUnicode", writer.add(streamOf(letters))],
    ]),
  );
}
