import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

/** The weights that reports are printed in. */
export type Weight = 400 | 600 | 700;

/** The font files that print, pictures and metrics share, by weight. */
export const fontFiles: Readonly<Record<Weight, string>> = {
  400: fontFile("400Regular"),
  600: fontFile("600SemiBold"),
  700: fontFile("700Bold"),
};

/** The characters of a text that the font has no letter for, each once: "健" of "Surgery 健康". */
export function lettersLacking(text: string): string[] {
  const letters = lettersOfAll();
  const lacking = new Set<string>();
  for (const character of text.normalize("NFC"))
    if (!letters.has(character.codePointAt(0)!) && !isUnseen(character)) lacking.add(character);
  return [...lacking];
}

/** `"健" (U+5065) and "康" (U+5EB7)`; of more than three the first and how many more. */
export function named(letters: readonly string[]): string {
  const names = letters.map(
    (letter) => `"${letter}" (U+${letter.codePointAt(0)!.toString(16).toUpperCase().padStart(4, "0")})`,
  );
  if (names.length > 3) return `${names.slice(0, 3).join(", ")} and ${names.length - 3} more`;
  return [names.slice(0, -1).join(", "), names.at(-1)].filter(Boolean).join(" and ");
}

/** Spaces, controls and marks without a form of their own, which need no letter. */
function isUnseen(character: string): boolean {
  return /[\s\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]/u.test(character);
}

let known: ReadonlySet<number> | undefined;

/** Code points that every weight has a letter for. */
function lettersOfAll(): ReadonlySet<number> {
  known ??= Object.values(fontFiles)
    .map((file) => lettersIn(readFileSync(file)))
    .reduce((all, one) => all.intersection(one));
  return known;
}

/**
 * The code points that a TrueType font maps to a letter: its table `cmap`, in the format 12 that covers all of Unicode or the
 * format 4 of its first 65,536 (OpenType 1.9, chapter cmap).
 */
export function lettersIn(bytes: Uint8Array): Set<number> {
  const font = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const tables = Array.from({ length: font.getUint16(4) }, (_, i) => 12 + 16 * i);
  const record = tables.find((at) => font.getUint32(at) === cmapTag);
  if (record === undefined) throw new Error("a font without a cmap table");
  const cmap = from(font, font.getUint32(record + 8));
  const subtables = Array.from({ length: cmap.getUint16(2) }, (_, i) => from(cmap, cmap.getUint32(8 + 8 * i)));
  for (const [format, read] of [
    [12, readGroups],
    [4, readSegments],
  ] as const) {
    const subtable = subtables.find((each) => each.getUint16(0) === format);
    if (subtable) return read(subtable);
  }
  throw new Error("a font with a cmap of neither format 4 nor 12");
}

const cmapTag = 0x636d6170; // "cmap"

function from(view: DataView, offset: number): DataView {
  return new DataView(view.buffer, view.byteOffset + offset);
}

/** Format 12: groups of first and last code point, and the glyph of the first. */
function readGroups(table: DataView): Set<number> {
  const found = new Set<number>();
  for (let i = 0; i < table.getUint32(12); i++) {
    const [first, last, glyph] = [0, 4, 8].map((at) => table.getUint32(16 + 12 * i + at)) as [number, number, number];
    for (let point = first; point <= last; point++) if (glyph + point - first !== 0) found.add(point);
  }
  return found;
}

/** Format 4: segments with last and first code point, and what is added to a code point, or where its glyph is looked up. */
function readSegments(table: DataView): Set<number> {
  const found = new Set<number>();
  const twice = table.getUint16(6); // twice the number of segments
  for (let at = 0; at < twice; at += 2) {
    const [last, first, delta, range] = [14, 16 + twice, 16 + 2 * twice, 16 + 3 * twice].map((part) =>
      table.getUint16(part + at),
    ) as [number, number, number, number];
    const lookUp = 16 + 3 * twice + at + range;
    for (let point = first; point <= last && point < 0xffff; point++) {
      const glyph = range === 0 ? point : table.getUint16(lookUp + 2 * (point - first));
      if (glyph !== 0 && ((glyph + delta) & 0xffff) !== 0) found.add(point);
    }
  }
  return found;
}

function fontFile(face: string): string {
  return createRequire(import.meta.url).resolve(`@expo-google-fonts/arimo/${face}/Arimo_${face}.ttf`);
}
