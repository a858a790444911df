/*
 * The program of a TrueType font as far as it tells which glyphs it has, how wide they are and which tables of codes (ISO/IEC
 * 14496-22: head, maxp, hhea, hmtx, loca, cmap).
 */
export type FontProgram = {
  glyphs: number; // how many; the first is .notdef
  width: (glyph: number) => number | undefined; // thousandths of an em; undefined where it has no such glyph
  isDrawn: (glyph: number) => boolean; // whether it has an outline; a space has none
  maps: readonly { platform: number; encoding: number }[]; // its tables of codes
};

/** Reads a font program. Returns undefined where it is no TrueType font with the tables that widths need. */
export function readProgram(bytes: Uint8Array): FontProgram | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    return programIn(view);
  } catch (error) {
    if (error instanceof RangeError) return undefined; // a table that ends too early
    throw error;
  }
}

function programIn(view: DataView): FontProgram | undefined {
  const tables = tablesIn(view);
  const [head, maxp, hhea, hmtx] = ["head", "maxp", "hhea", "hmtx"].map((tag) => tables.get(tag));
  if (head === undefined || maxp === undefined || hhea === undefined || hmtx === undefined) return undefined;
  const units = view.getUint16(head + 18);
  const isLong = view.getInt16(head + 50) === 1;
  const glyphs = view.getUint16(maxp + 4);
  const widths = view.getUint16(hhea + 34); // those after the last have its width
  const loca = tables.get("loca");
  const placeOf = (glyph: number) =>
    isLong ? view.getUint32(loca! + 4 * glyph) : 2 * view.getUint16(loca! + 2 * glyph);
  return {
    glyphs,
    width: (glyph) =>
      glyph < glyphs && widths > 0
        ? (view.getUint16(hmtx + 4 * Math.min(glyph, widths - 1)) * 1000) / units
        : undefined,
    isDrawn: (glyph) => loca !== undefined && glyph < glyphs && placeOf(glyph + 1) > placeOf(glyph),
    maps: mapsIn(view, tables.get("cmap")),
  };
}

/** Where each table begins, by its tag. */
function tablesIn(view: DataView): ReadonlyMap<string, number> {
  const tables = new Map<string, number>();
  for (let i = 0; i < view.getUint16(4); i++) {
    const at = 12 + 16 * i;
    const tag = String.fromCharCode(...[0, 1, 2, 3].map((place) => view.getUint8(at + place)));
    tables.set(tag, view.getUint32(at + 8));
  }
  return tables;
}

function mapsIn(view: DataView, cmap: number | undefined): FontProgram["maps"] {
  if (cmap === undefined) return [];
  return Array.from({ length: view.getUint16(cmap + 2) }, (_, i) => {
    const at = cmap + 4 + 8 * i;
    return { platform: view.getUint16(at), encoding: view.getUint16(at + 2) };
  });
}
