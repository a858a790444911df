import { isName, isStream, type PdfDict, type PdfValue } from "../pdf/syntax.ts";
import type { UaCondition } from "./condition.ts";
import { dictOf, listOf, type UaView } from "./view.ts";

/** Fonts by their dictionaries: clause 7.21. Their glyphs are in `glyph-conditions.ts`. */
export const fontConditions: readonly UaCondition[] = [
  {
    id: "7.21.3.2-1",
    says: "composite TrueType fonts map their codes to glyphs",
    find: (view) =>
      fontsIn(view).flatMap(({ name, font, inner }) =>
        inner !== font && kindOf(view, inner) === "CIDFontType2" && !isMap(view, inner.get("CIDToGIDMap"))
          ? [name]
          : [],
      ),
  },
  {
    id: "7.21.3.3-1",
    says: "encodings of composite fonts are in the file or known to every reader",
    find: (view) =>
      fontsIn(view).flatMap(({ name, font, inner }) => {
        const encoding = view.document.file.get(font.get("Encoding"));
        const isKnown = isStream(encoding) || (isName(encoding) && /^Identity-[HV]$/.test(encoding.name));
        return inner === font || isKnown ? [] : [name];
      }),
  },
  {
    id: "7.21.4.1-1",
    says: "every font is in the file",
    find: (view) =>
      fontsIn(view).flatMap(({ name, font, inner }) => {
        const descriptor = dictOf(view.document.file.get(inner.get("FontDescriptor")));
        const isThere = ["FontFile", "FontFile2", "FontFile3"].some((key) => descriptor.has(key));
        return isThere || kindOf(view, font) === "Type3" ? [] : [name];
      }),
  },
  {
    id: "7.21.7-1",
    says: "every letter can be read as text",
    find: ({ document: { pages } }) =>
      pages.flatMap(({ runs }, i) =>
        runs.some(({ text }) => text.includes("\0")) ? [`page ${i + 1}: a letter that no text is known of`] : [],
      ),
  },
  {
    id: "7.21.7-2",
    says: "no letter is read as a mark of the byte order or as none",
    find: (view) =>
      fontsIn(view).flatMap(({ name, font }) => {
        const letters = view.document.file.get(font.get("ToUnicode"));
        if (!isStream(letters)) return [];
        return codesOf(view.document.file.decoded(letters)).some((code) => noLetters.has(code)) ? [name] : [];
      }),
  },
];

const noLetters: ReadonlySet<number> = new Set([0, 0xfeff, 0xfffe]);

/** What codes are read as, each letter or run of letters by its first unit of UTF-16. */
function codesOf(map: Uint8Array): number[] {
  const text = Buffer.from(map).toString("latin1");
  const hex = "<([0-9A-Fa-f]{4})[0-9A-Fa-f]*>";
  const inside = (kind: string) =>
    [...text.matchAll(new RegExp(`begin${kind}([\\s\\S]*?)end${kind}`, "g"))].map(([, all = ""]) => all);
  const single = inside("bfchar").flatMap((all) => [...all.matchAll(new RegExp(`<[0-9A-Fa-f]+>\\s*${hex}`, "g"))]);
  const ranges = inside("bfrange").flatMap((all) => [
    ...all.matchAll(new RegExp(`<([0-9A-Fa-f]+)>\\s*<([0-9A-Fa-f]+)>\\s*(?:${hex}|\\[([^\\]]*)\\])`, "g")),
  ]);
  return [
    ...single.map(([, code = ""]) => Number.parseInt(code, 16)),
    ...ranges.flatMap(([, from = "", to = "", first, list]) =>
      first === undefined
        ? [...(list ?? "").matchAll(new RegExp(hex, "g"))].map(([, code = ""]) => Number.parseInt(code, 16))
        : Array.from(
            { length: Math.min(0x10000, Number.parseInt(to, 16) - Number.parseInt(from, 16) + 1) },
            (_, i) => Number.parseInt(first, 16) + i,
          ),
    ),
  ];
}

/** Which glyph each code is: a table in the file, or the word that code and glyph are the same. */
function isMap({ document: { file } }: UaView, value: PdfValue | undefined): boolean {
  const map = file.get(value);
  return isStream(map) || (isName(map) && map.name === "Identity");
}

/** A font that a page has at hand. */
export type Font = { name: string; font: PdfDict; inner: PdfDict }; // the descendant of a composite one, else itself

/** The fonts that pages and their forms have at hand, each once. */
export function fontsIn({ document: { file, pages } }: UaView): Font[] {
  const found = new Map<PdfDict, Font>();
  for (const { dict } of pages) addFrom(file.get(dict.get("Resources")), 0);
  return [...found.values()];

  function addFrom(resources: PdfValue, depth: number): void {
    for (const [, value] of dictOf(file.get(dictOf(resources).get("Font")))) {
      const font = dictOf(file.get(value));
      const [inner] = listOf(file.get(font.get("DescendantFonts")));
      const name = file.get(font.get("BaseFont"));
      found.set(font, {
        name: isName(name) ? name.name : "a font",
        font,
        inner: inner === undefined ? font : dictOf(file.get(inner)),
      });
    }
    for (const [, value] of dictOf(file.get(dictOf(resources).get("XObject")))) {
      const form = file.get(value);
      if (isStream(form) && depth < 20) addFrom(file.get(form.dict.get("Resources")), depth + 1);
    }
  }
}

/** The kind of a font, e.g. "CIDFontType2". */
export function kindOf({ document: { file } }: UaView, dict: PdfDict): string {
  const kind = file.get(dict.get("Subtype"));
  return isName(kind) ? kind.name : "";
}
