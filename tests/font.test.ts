import { readFileSync } from "node:fs";
import { createCanvas, GlobalFonts } from "canvas";
import { describe, expect, test } from "vitest";
import { fontFiles, lettersIn, lettersLacking, named } from "../src/font.ts";

describe("letters that the font lacks", () => {
  test.each([
    ["Meddygfa Tŷ Gwyn – Łódź Road, 5 °C ≥ 2 “quoted” café £ € …", []],
    ["Cafe\u0301", []],
    ["soft\u00adhyphen, zero\u200bwidth, a\u00a0b\n", []],
    ["Surgery 健康", ["健", "康"]],
    ["✓ ✓ 🙂", ["✓", "🙂"]],
    ["مركز", ["م", "ر", "ك", "ز"]],
  ])("of %j", (text, letters) => {
    expect(lettersLacking(text)).toEqual(letters);
  });

  test("are named", () => {
    expect(named(["✓"])).toBe('"✓" (U+2713)');
    expect(named(["✓", "🙂"])).toBe('"✓" (U+2713) and "🙂" (U+1F642)');
    expect(named(["a", "b", "c", "d", "e"])).toBe('"a" (U+0061), "b" (U+0062), "c" (U+0063) and 2 more');
  });
});

describe("the letters of a font file", () => {
  test("are those that a drawing has ink of", () => {
    GlobalFonts.registerFromPath(fontFiles[400], "Read");
    const letters = lettersIn(readFileSync(fontFiles[400]));
    const pen = createCanvas(1, 1).getContext("2d");
    pen.font = "100px Read";
    const widths = (text: string) => pen.measureText(text).width;
    for (const [text, is] of [
      ["A", true],
      ["ŷ", true],
      ["健", false],
    ] as const)
      expect([text, letters.has(text.codePointAt(0)!), widths(text) > 0]).toEqual([text, is, true]);
  });

  test("can be read in either format", () => {
    const [ends, starts, deltas, ranges] = [
      [0x62, 0xffff],
      [0x61, 0xffff],
      [0xffb0, 1],
      [0, 0],
    ] as const;
    const segments = lettersIn(font(4, [32, 0, 4, 0, 0, 0, ...ends, 0, ...starts, ...deltas, ...ranges]));
    expect([...segments]).toEqual([0x61, 0x62]);
    expect([...lettersIn(font(12, [0, 0, 28, 0, 0, 0, 1, 1, 0xf600, 1, 0xf601, 0, 9]))]).toEqual([0x1f600, 0x1f601]);
  });

  test("in no other, nor without a table", () => {
    expect(() => lettersIn(font(6, []))).toThrow("a font with a cmap of neither format 4 nor 12");
    expect(() => lettersIn(Buffer.alloc(12))).toThrow("a font without a cmap table");
  });
});

/** A font file with nothing but a cmap of one subtable: 16-bit numbers, its format and what follows. */
function font(format: number, words: readonly number[]): Buffer {
  const file = [1, 0, 1, 0, 0, 0];
  const record = [0x636d, 0x6170, 0, 0, 0, 28, 0, 0]; // "cmap", at 28
  const cmap = [0, 1, 3, 10, 0, 12];
  const all = [...file, ...record, ...cmap, format, ...words];
  const buffer = Buffer.alloc(all.length * 2);
  for (const [i, word] of all.entries()) buffer.writeUInt16BE(word, 2 * i);
  return buffer;
}
