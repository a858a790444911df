import { createCanvas, GlobalFonts, type SKRSContext2D } from "canvas";
import { fontFiles, type Weight } from "../font.ts";
import { remembered } from "../remembered.ts";

/** A face of the theme's font: size in CSS px, weight as loaded for print. */
export type Face = { size: number; weight: Weight; spacing?: number /* em */ };

const FAMILY = "Arimo";

/** Width of a text in px, measured with the very font that will print it. */
export function textWidth(text: string, face: Face): number {
  return inPx(widthAt100(text, face.weight), [...text].length, face);
}

function inPx(at100: number, characters: number, { size, spacing = 0 }: Face): number {
  return (at100 / 100) * size + spacing * size * characters;
}

/**
 * Width at 100 px. Measuring goes through a native call, and the lines of reports are made of the same words again and again: a
 * text is the sum of its words and of what stands between each two, which hangs on the characters on either side alone (kerning
 * is by pairs). Other than Latin letters are measured as a whole, for they may be shaped by what is around them.
 */
function widthAt100(text: string, weight: Weight): number {
  if (!isLatin.test(text)) return measured[weight](text);
  const [first = "", ...more] = text.split(" ");
  let [width, last] = [measured[weight](first), first];
  for (const word of more) {
    width += gapAt100(last, word, weight) + measured[weight](word);
    last = word;
  }
  return width;
}

/** Words of Latin letters, digits and the marks beside them, with one space between each two. */
const isLatin = /^(?:[!-~\u00A0-\u024F\u2010-\u2026€]+(?: (?!$)|$))+$/;

/** What stands between two words of Latin letters: the space, drawn nearer or further by the characters beside it; at 100 px. */
function gapAt100(one: string, other: string, weight: Weight): number {
  const [before, after] = [one.charCodeAt(one.length - 1), other.charCodeAt(0)];
  const key = before * 2 ** 14 + after; // Latin letters and their marks are below
  const known = gaps[weight].get(key);
  if (known !== undefined) return known;
  const gap = besideEachOther(`${one.at(-1)} ${other[0]}`, weight);
  gaps[weight].set(key, gap);
  return gap;
}

const gaps = eachWeight(() => new Map<number, number>());

/** What the first character and the last add to their widths where they stand so: what is between them, and kerning. */
function besideEachOther(characters: string, weight: Weight): number {
  const of = measured[weight];
  return of(characters) - of(characters[0]!) - of(characters.at(-1)!);
}

const measured = eachWeight((weight) =>
  remembered(
    (text: string) => (isFigure.test(text) ? ofFigure(text, weight) : penFor(weight).measureText(text).width),
    itself,
  ),
);

const isFigure = /^(?=[!-~]{3,}$).*\d/;

/** A number or a code, of which each recipient has others, as the sum of its characters: widths are whole units of the font, so that it is exact. */
function ofFigure(text: string, weight: Weight): number {
  let width = measured[weight](text[0]!);
  for (let i = 1; i < text.length; i++)
    width += besideEachOther(text.slice(i - 1, i + 1), weight) + measured[weight](text[i]!);
  return width;
}

function eachWeight<T>(of: (weight: Weight) => T): Readonly<Record<Weight, T>> {
  return { 400: of(400), 600: of(600), 700: of(700) };
}

function itself(text: string): string {
  return text;
}

/**
 * The text broken into as few lines as are no wider than `width` px, and these as even as they can be, so that no word is left alone
 * on the last. It is broken at spaces only; a longer word stands on a line of its own.
 */
export function toLines(text: string, width: number, face: Face): string[] {
  const words = text.split(" ");
  const ruler = rulerOf(text, words, face);
  const widest = (lines: readonly WrappedLine[]) => Math.max(...lines.map((line) => line.width));
  let lines = filled(ruler, words.length, width);
  for (;;) {
    const narrower = filled(ruler, words.length, widest(lines) - 0.01);
    if (narrower.length > lines.length || widest(narrower) >= widest(lines))
      return lines.map(({ from, to }) => words.slice(from, to).join(" "));
    lines = narrower;
  }
}

/** Words of a text from one to before another, and how wide they are on one line, px. */
type WrappedLine = { from: number; to: number; width: number };

/** Each line takes as many words as it holds. */
function filled(ruler: Ruler, words: number, width: number): WrappedLine[] {
  const lines: WrappedLine[] = [];
  for (let word = 0; word < words; word++) {
    const last = lines.at(-1);
    const longer = last ? ruler.add(word) : Number.POSITIVE_INFINITY;
    if (last && longer <= width) [last.to, last.width] = [word + 1, longer];
    else lines.push({ from: word, to: word + 1, width: ruler.begin(word) });
  }
  return lines;
}

/** The width of a line, px, as it begins with a word of a text and takes the next ones, each counted from 0. */
type Ruler = { begin: (word: number) => number; add: (word: number) => number };

function rulerOf(text: string, words: readonly string[], face: Face): Ruler {
  return isLatin.test(text) ? rulerOfWords(words, face) : rulerOfWhole(words, face);
}

/** A line of Latin letters is the sum of its words and gaps, each looked up once: `textWidth` of the line, to the last bit. */
function rulerOfWords(words: readonly string[], face: Face): Ruler {
  const { weight } = face;
  const alone = words.map((word) => measured[weight](word));
  const added = words.map((word, i) => (i === 0 ? 0 : gapAt100(words[i - 1]!, word, weight) + alone[i]!));
  let [at100, characters] = [0, 0];
  return {
    begin(word) {
      [at100, characters] = [alone[word]!, words[word]!.length];
      return inPx(at100, characters, face);
    },
    add(word) {
      [at100, characters] = [at100 + added[word]!, characters + 1 + words[word]!.length];
      return inPx(at100, characters, face);
    },
  };
}

function rulerOfWhole(words: readonly string[], face: Face): Ruler {
  let line = "";
  const widthWith = (longer: string) => {
    line = longer;
    return textWidth(line, face);
  };
  return { begin: (word) => widthWith(words[word]!), add: (word) => widthWith(`${line} ${words[word]!}`) };
}

/**
 * How many lines Chromium sets a text in: broken at spaces, after hyphens and dashes that no digit follows, and what is still wider
 * than a line between any two characters (`overflow-wrap: break-word`). It does not break after a stroke: mmol/mol stays whole.
 */
export function countLines(text: string, width: number, face: Face): number {
  return fitsSurely(text, width, face) ? 1 : linesIn(text, width, face);
}

const widest = 1.1; // em: no letter, digit or mark of ASCII is wider, at 1.02 for "@"
const isAscii = /^[ -~]*$/;

/** Whether a text is so short that it fits its line whatever it says: so are most labels, names and lines of an address. */
function fitsSurely(text: string, width: number, { size, spacing = 0 }: Face): boolean {
  return text.length * size * (widest + Math.max(0, spacing)) <= width && isAscii.test(text);
}

const linesIn = remembered(
  linesOf,
  (text: string, width: number, { size, weight, spacing = 0 }: Face) => `${width} ${size} ${weight} ${spacing} ${text}`,
);

function linesOf(text: string, width: number, face: Face): number {
  const words = text.split(" ");
  const mayBreakInWords = text.includes("-") || text.includes("–");
  const lines =
    mayBreakInWords && breaksInWords.test(text) ? [] : filled(rulerOf(text, words, face), words.length, width);
  const isWhole = lines.length > 0 && lines.every((line) => line.width <= width);
  return isWhole ? lines.length : linesOfParts(words, width, face);
}

const breaksInWords = /(?<=[\p{L}\p{N}][-–])(?=\p{L})/u;

/** The same where a line may end within a word. */
function linesOfParts(words: readonly string[], width: number, face: Face): number {
  const fits = (part: string) => textWidth(part, face) <= width;
  const parts = words.flatMap((word): [before: string, part: string][] => {
    const [first = "", ...more] = word.split(breaksInWords).flatMap((piece) => brokenTo(piece, fits));
    return [[" ", first], ...more.map((part): [string, string] => ["", part])];
  });
  let [count, line] = [0, ""];
  for (const [before, part] of parts) {
    const longer = `${line}${before}${part}`;
    if (count > 0 && fits(longer)) line = longer;
    else [count, line] = [count + 1, part];
  }
  return count;
}

/** What is wider than a line, in parts that are not. */
function brokenTo(piece: string, fits: (part: string) => boolean): string[] {
  if (fits(piece)) return [piece];
  const parts: string[] = [];
  for (const character of piece) {
    const last = parts.at(-1);
    if (last !== undefined && fits(last + character)) parts[parts.length - 1] = last + character;
    else parts.push(character);
  }
  return parts;
}

const pens = new Map<Weight, SKRSContext2D>(); // one for each weight: to change the font takes longer than to measure

/** Registers the fonts on first use; Vega measures with the same ones, since its canvas is this package. */
function penFor(weight: Weight): SKRSContext2D {
  const known = pens.get(weight);
  if (known) return known;
  if (pens.size === 0) for (const file of Object.values(fontFiles)) GlobalFonts.registerFromPath(file, FAMILY);
  const pen = createCanvas(1, 1).getContext("2d");
  pen.font = `${weight} 100px ${FAMILY}`;
  pens.set(weight, pen);
  return pen;
}
