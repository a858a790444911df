import { createCanvas } from "canvas";
import { expect, test } from "vitest";
import { tiedWords } from "../../src/render/sentence.ts";
import { countLines, type Face, textWidth, toLines } from "../../src/render/text-width.ts";

const face: Face = { size: 14, weight: 400 };

/** Lines of a text in a column as wide as some words. */
function lines(text: string, column: string): number {
  return countLines(text, textWidth(column, face) + 0.1, face);
}

test.each([
  ["at spaces", "one two three", "one two", 2],
  ["nowhere, where it fits", "one two three", "one two three", 1],
  ["after a hyphen", "anti-inflammatories", "inflammatories", 2],
  ["not after a stroke, as in a unit", "aaaa bb/bb cccc", "aaaa bb/", 3],
  ["not before a digit", "now in 2024/25", "now in 2024/", 2],
  ["not before a digit, so that the word goes on the next line whole", "x long-75 yyy", "long-75", 3],
  ["between characters, where a word is wider than the column", "aaaaaaaaaa", "aaaa", 3],
  ["so that what is left of such a word goes on with the next", "aaaaaaaaaa bb", "aaa bb", 3],
  ["of nothing in one line", "", "one", 1],
])("a text is broken %s", (_, text, column, count) => {
  expect(lines(text, column)).toBe(count);
});

test.each([
  ["221 sprays a month at your size", "221 sprays a month at your", ["221 sprays a", "month at your size"]],
  ["one two three", "one two three", ["one two three"]],
  ["aaaaaaaaaaaaaaaa b c", "aaaa bb", ["aaaaaaaaaaaaaaaa", "b c"]],
  ["a b", "", ["a", "b"]],
])("a label of a chart leaves no word alone on its last line: %s", (text, column, wanted) => {
  expect(toLines(text, textWidth(column, face) + 0.1, face)).toEqual(wanted);
});

test("a short hyphenated word that is tied stays whole, and a number keeps its unit", () => {
  const tied = (text: string) => tiedWords([{ text }], {});
  expect(lines("a high-dose", "a high-")).toBe(2);
  expect(lines(tied("a high-dose"), "high-dose")).toBe(2);
  expect(lines("of high-dose", "of high-")).toBe(2);
  expect(lines(tied("of high-dose x"), "high-dose x")).toBe(2);
  expect(lines(tied("now 120 mg a day"), "now 120")).toBe(3);
});

test("a text that is held to fit its line unmeasured does: no letter, digit or mark of ASCII is wider", () => {
  const all = Array.from({ length: 95 }, (_, i) => String.fromCharCode(32 + i));
  for (const weight of [400, 600, 700] as const)
    for (const letter of all) expect(textWidth(letter.repeat(9), { size: 100, weight }), letter).toBeLessThan(990);
  expect(countLines("@ @ @", 5 * 1.1 * 14, face)).toBe(1);
  expect(countLines("@ @ @", textWidth("@ @ @", face) - 0.1, face)).toBe(2);
});

test("a text is as wide as its words and what stands between them, to the last bit: as the canvas measures it whole", () => {
  const texts = [
    "Your practice: 41 of 1,204 people, 3.4% (2.5% to 4.6%)",
    "AVAST To We Y. Wa – “Ty” £4’s fi ffl Å ŵ",
    "  two  spaces, and one at the end ",
    "1,204,117.5 (11.7% Z17TY-A4/fi). W7Y. '1V1A'",
    "健康 and other letters",
    "",
  ];
  for (const weight of [400, 600, 700] as const) {
    textWidth("", { size: 100, weight }); // which registers the font
    const pen = createCanvas(1, 1).getContext("2d");
    pen.font = `${weight} 100px Arimo`;
    for (const text of texts) expect(textWidth(text, { size: 100, weight }), text).toBe(pen.measureText(text).width);
  }
});

test("lines are filled word by word as wide as they are measured whole, to the last bit", () => {
  const texts = [
    "AVAST To We Y. Wa – “Ty” £4’s fi ffl Å ŵ and 41 of 1,204 people",
    "a\u00a0b long-acting items, high\u2011dose ones and 2.5 mg",
    "two  spaces here, and 健康 and other letters",
    "nothing",
  ];
  const faces: Face[] = [face, { size: 13.33, weight: 600, spacing: -0.008 }, { size: 20, weight: 700, spacing: 0.1 }];
  for (const each of faces)
    for (const text of texts)
      for (const width of [40, 61.7, 90, 133.3, 240, textWidth(text, each), textWidth(text, each) - 0.001]) {
        const lines: string[] = [];
        for (const word of text.split(" ")) {
          const longer = lines.length > 0 ? `${lines.at(-1)} ${word}` : word;
          if (lines.length > 0 && textWidth(longer, each) <= width) lines[lines.length - 1] = longer;
          else lines.push(word);
        }
        const isWhole = !/\w-[a-z]/.test(text) && lines.every((line) => textWidth(line, each) <= width);
        const even = toLines(text, width, each);
        expect([even.join(" "), even.length], `${text}, ${width}`).toEqual([text, lines.length]);
        if (isWhole) expect(countLines(text, width, each), `${text}, ${width}`).toBe(lines.length);
      }
});
