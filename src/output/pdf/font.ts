import type { PdfFile } from "./file.ts";
import { invalidPdf, isName, isStream, isString, openPdfReader, type PdfDict, type PdfValue } from "./syntax.ts";

/** A font as far as reading needs it: which letters its codes are, and how wide. */
export type PdfFont = {
  name: string; // e.g., "Arimo-Bold"; "Type 3" where its letters are drawings
  codeBytes: 1 | 2;
  letters: ReadonlyMap<number, string>; // by code; a code that it lacks has no letter
  width: (code: number) => number; // as a part of the font's size
};

/** Reads the dictionary of a font: composite with codes that are glyphs (Identity-H), simple, or made of drawings. */
export function readFont(file: PdfFile, dict: PdfDict): PdfFont {
  const kind = file.get(dict.get("Subtype"));
  if (!isName(kind)) throw invalidPdf("a font without a kind");
  const letters = readLetters(file, dict);
  if (kind.name === "Type0") return { ...compositeOf(file, dict), letters };
  const first = file.get(dict.get("FirstChar"));
  const widths = file.get(dict.get("Widths"));
  const ofMatrix = kind.name === "Type3" ? numbersOf(file, dict.get("FontMatrix"))[0] : undefined;
  const unit = ofMatrix ?? 0.001;
  const list = Array.isArray(widths) ? numbersOf(file, widths) : [];
  return {
    name: kind.name === "Type3" ? "Type 3" : fontName(file, dict),
    codeBytes: 1,
    letters,
    width: (code) => (list[code - (typeof first === "number" ? first : 0)] ?? 0) * unit,
  };
}

function compositeOf(file: PdfFile, dict: PdfDict): Omit<PdfFont, "letters"> {
  const encoding = file.get(dict.get("Encoding"));
  if (!isName(encoding) || encoding.name !== "Identity-H") throw invalidPdf("a font with an encoding that is not read");
  const descendants = file.get(dict.get("DescendantFonts"));
  const own = file.dict(Array.isArray(descendants) ? descendants[0] : undefined, "font that it names");
  const width = widthsOf(file, own);
  return { name: fontName(file, dict), codeBytes: 2, width: (code) => width(code) / 1000 };
}

/** How wide the codes of the descendant of a composite font are, thousandths of its size. */
export function widthsOf(file: PdfFile, descendant: PdfDict): (code: number) => number {
  const usual = file.get(descendant.get("DW"));
  const widths = readWidths(file, descendant.get("W"));
  const otherwise = typeof usual === "number" ? usual : 1000;
  return (code) => widths.get(code) ?? otherwise;
}

/** Without the six letters of a part of a font: "AAAAAA+Arimo-Bold". */
function fontName(file: PdfFile, dict: PdfDict): string {
  const name = file.get(dict.get("BaseFont"));
  if (!isName(name)) throw invalidPdf("a font without a name");
  return name.name.replace(/^[A-Z]{6}\+/, "");
}

/** Widths of glyphs: "3 [277 300]" from the third on, "19 28 556" from one to another (9.7.4.3). */
function readWidths(file: PdfFile, value: PdfValue | undefined): ReadonlyMap<number, number> {
  const widths = new Map<number, number>();
  const list = file.get(value);
  if (list === null) return widths;
  if (!Array.isArray(list)) throw invalidPdf("a font with broken widths");
  for (let i = 0; i < list.length; ) {
    const [first, next] = [file.get(list[i]), file.get(list[i + 1])];
    if (typeof first !== "number") throw invalidPdf("a font with broken widths");
    if (Array.isArray(next)) {
      for (const [place, width] of numbersOf(file, next).entries()) widths.set(first + place, width);
      i += 2;
      continue;
    }
    const width = file.get(list[i + 2]);
    if (typeof next !== "number" || typeof width !== "number" || next - first > 0xffff)
      throw invalidPdf("a font with broken widths");
    for (let code = first; code <= next; code++) widths.set(code, width);
    i += 3;
  }
  return widths;
}

/** Which letters the codes are (9.10.3): without that, none is known. */
function readLetters(file: PdfFile, dict: PdfDict): ReadonlyMap<number, string> {
  const map = file.get(dict.get("ToUnicode"));
  const letters = new Map<number, string>();
  if (!isStream(map)) return letters;
  const reader = openPdfReader(file.decoded(map));
  let values: PdfValue[] = [];
  for (let value = reader.next(); value !== undefined; value = reader.next()) {
    if (typeof value !== "string") {
      values.push(value);
      continue;
    }
    if (value === "endbfchar") addChars(letters, values);
    else if (value === "endbfrange") addRanges(letters, values);
    values = [];
  }
  return letters;
}

function addChars(letters: Map<number, string>, values: readonly PdfValue[]): void {
  for (let i = 0; i + 1 < values.length; i += 2) letters.set(codeOf(values[i]), lettersOf(values[i + 1]));
}

function addRanges(letters: Map<number, string>, values: readonly PdfValue[]): void {
  for (let i = 0; i + 2 < values.length; i += 3) {
    const [first, last, to] = [codeOf(values[i]), codeOf(values[i + 1]), values[i + 2]];
    if (last - first > 0xffff) throw invalidPdf("a font with broken letters");
    for (let code = first; code <= last; code++)
      letters.set(code, Array.isArray(to) ? lettersOf(to[code - first]) : later(lettersOf(to), code - first));
  }
}

/** The letters whose last is so many after that of some letters. */
function later(letters: string, by: number): string {
  const last = letters.codePointAt(letters.length - 1) ?? 0;
  return letters.slice(0, -1) + String.fromCodePoint(last + by);
}

function codeOf(value: PdfValue | undefined): number {
  if (!isString(value)) throw invalidPdf("a font with broken letters");
  return [...value.bytes].reduce((code, byte) => code * 256 + byte.charCodeAt(0), 0);
}

/** Ligatures as the letters that they stand for: a reader looks for words. Any space is one; what is never seen is nothing. */
function lettersOf(value: PdfValue | undefined): string {
  if (!isString(value) || value.bytes.length % 2 === 1) throw invalidPdf("a font with broken letters");
  const text = Buffer.from(value.bytes, "latin1").swap16().toString("utf16le");
  if (/^\s+$/.test(text)) return " ";
  return text.replace(/[\uFB00-\uFB4F]/g, (letter) => letter.normalize("NFKC")).replace(/\p{Cf}/gu, "");
}

function numbersOf(file: PdfFile, value: PdfValue | undefined): number[] {
  const list = file.get(value);
  if (!Array.isArray(list)) throw invalidPdf("numbers are missing");
  return list.map((each) => {
    const number = file.get(each);
    if (typeof number !== "number") throw invalidPdf("numbers are missing");
    return number;
  });
}
