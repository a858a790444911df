import { widthsOf } from "../pdf/font.ts";
import { isName, isStream, type PdfDict } from "../pdf/syntax.ts";
import { type FontProgram, readProgram } from "../pdf/true-type.ts";
import type { UaCondition } from "./condition.ts";
import { type Font, fontsIn, kindOf } from "./font-conditions.ts";
import { painted } from "./painted.ts";
import { dictOf, type UaView } from "./view.ts";

/**
 * Glyphs, as the program of a font has them: clauses 7.21.4 to 7.21.8. Programs of TrueType are read; those of Type 1 and of
 * OpenType with its outlines are not, and nothing is said of them.
 */
export const glyphConditions: readonly UaCondition[] = [
  {
    id: "7.21.4.1-2",
    says: "the file has every glyph that is shown",
    find: (view) => ofGlyphs(view, ({ program, glyph }) => glyph >= program.glyphs),
  },
  {
    id: "7.21.4.2-2",
    says: "a list of the glyphs in a part of a font has them all",
    find: (view) =>
      programsIn(view).flatMap(({ name, inner, program }) => {
        const descriptor = dictOf(view.document.file.get(inner.get("FontDescriptor")));
        const set = view.document.file.get(descriptor.get("CIDSet"));
        if (!isStream(set)) return [];
        const listed = view.document.file.decoded(set);
        const isListed = (glyph: number) => (((listed[glyph >> 3] ?? 0) << (glyph & 7)) & 0x80) !== 0;
        for (let glyph = 1; glyph < program.glyphs; glyph++)
          if (program.isDrawn(glyph) && !isListed(glyph)) return [`${name}: glyph ${glyph}`];
        return [];
      }),
  },
  {
    id: "7.21.5-1",
    says: "glyphs are as wide as the file says",
    find: (view) =>
      ofGlyphs(view, ({ program, glyph, width }) => Math.abs((program.width(glyph) ?? width) - width) > 1),
  },
  {
    id: "7.21.6-1",
    says: "a TrueType font of letters has a table of their codes",
    find: (view) =>
      simpleIn(view, false).flatMap(({ name, program }) =>
        program?.maps.some(({ platform, encoding }) => !(platform === 3 && encoding === 0)) === false ? [name] : [],
      ),
  },
  {
    id: "7.21.6-2",
    says: "a TrueType font of letters has a known encoding",
    find: (view) =>
      simpleIn(view, false).flatMap(({ name, font, program }) => {
        const encoding = view.document.file.get(font.get("Encoding"));
        const base = isName(encoding) ? encoding : view.document.file.get(dictOf(encoding).get("BaseEncoding"));
        const isKnown = isName(base) && /^(MacRoman|WinAnsi)Encoding$/.test(base.name);
        const isUnicode = program?.maps.some((each) => each.platform === 3 && each.encoding === 1) ?? true;
        return isKnown && (isUnicode || !dictOf(encoding).has("Differences")) ? [] : [name];
      }),
  },
  {
    id: "7.21.6-3",
    says: "a TrueType font of symbols has no encoding but its own",
    find: (view) => simpleIn(view, true).flatMap(({ name, font }) => (font.has("Encoding") ? [name] : [])),
  },
  {
    id: "7.21.6-4",
    says: "a TrueType font of symbols has one table of codes, or the one for symbols",
    find: (view) =>
      simpleIn(view, true).flatMap(({ name, program }) => {
        const maps = program?.maps;
        const isClear = maps?.length === 1 || maps?.some((each) => each.platform === 3 && each.encoding === 0);
        return isClear === false ? [name] : [];
      }),
  },
  {
    id: "7.21.8-1",
    says: "nothing is shown that the font has no glyph for",
    find: (view) => ofGlyphs(view, ({ glyph }) => glyph === 0),
  },
];

type Programmed = Font & { program: FontProgram };

const known = new WeakMap<PdfDict, FontProgram | undefined>();

/** The program of a font that is one of TrueType. */
function programOf({ document: { file } }: UaView, inner: PdfDict): FontProgram | undefined {
  const descriptor = dictOf(file.get(inner.get("FontDescriptor")));
  if (known.has(descriptor)) return known.get(descriptor);
  const stream = file.get(descriptor.get("FontFile2"));
  const program = isStream(stream) ? readProgram(file.decoded(stream)) : undefined;
  known.set(descriptor, program);
  return program;
}

/** Composite fonts with a program of TrueType. */
function programsIn(view: UaView): Programmed[] {
  return fontsIn(view).flatMap((font) => {
    const program = font.inner === font.font ? undefined : programOf(view, font.inner);
    return program ? [{ ...font, program }] : [];
  });
}

type ShownGlyph = { program: FontProgram; glyph: number; width: number }; // the width that the file says, thousandths of an em

/** The first glyph that is shown of each composite font and for which something holds. */
function ofGlyphs(view: UaView, isWrong: (shown: ShownGlyph) => boolean): string[] {
  const { file, pages } = view.document;
  return programsIn(view).flatMap(({ name, font, inner, program }) => {
    const map = file.get(inner.get("CIDToGIDMap"));
    const glyphs = isStream(map) ? file.decoded(map) : undefined;
    const glyphOf = (code: number) => (glyphs ? (glyphs[2 * code] ?? 0) * 256 + (glyphs[2 * code + 1] ?? 0) : code);
    const widthOf = widthsOf(file, inner);
    const codes = new Set(pages.flatMap(({ dict }) => [...(painted(file, dict).codes.get(font) ?? [])]));
    const wrong = [...codes].find((code) => isWrong({ program, glyph: glyphOf(code), width: widthOf(code) }));
    return wrong === undefined ? [] : [`${name}: glyph ${glyphOf(wrong)}`];
  });
}

/** Fonts of TrueType with codes of one byte, those of symbols or those of letters. */
function simpleIn(view: UaView, isSymbolic: boolean): (Font & { program: FontProgram | undefined })[] {
  const { file } = view.document;
  return fontsIn(view).flatMap((font) => {
    const flags = file.get(dictOf(file.get(font.font.get("FontDescriptor"))).get("Flags"));
    const isWanted = kindOf(view, font.font) === "TrueType" && ((Number(flags) & 4) !== 0) === isSymbolic;
    return isWanted ? [{ ...font, program: programOf(view, font.font) }] : [];
  });
}
