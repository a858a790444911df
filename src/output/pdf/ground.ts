import { luminanceOf } from "./luminance.ts";
import { identity, type Transform } from "./matrix.ts";

/** A colour of the screen: red, green and blue from 0 to 1. */
export type Colour = readonly [red: number, green: number, blue: number];

/** What letters and areas are filled with: a colour, or undefined where it is a pattern; `alpha` is 1 where nothing shows through. */
export type PaintedInk = { colour: Colour | undefined; alpha: number };

export const black: PaintedInk = { colour: [0, 0, 0], alpha: 1 };
const white: Colour = [1, 1, 1];

type PdfPoint = readonly [x: number, y: number];
type PaintedArea = {
  outlines: readonly (readonly PdfPoint[])[];
  box: readonly [number, number, number, number];
  colour: Colour | undefined;
};

/**
 * The areas of a page as they are filled, one over another, to tell how well letters stand out from what lies under them. Curves are
 * taken for lines through two of their points; what clips an area is not looked at.
 */
export function openGround() {
  const areas: PaintedArea[] = [];
  let outlines: PdfPoint[][] = [];
  let ctm = identity;
  return { setCtm, moveTo, lineTo, curveTo, rectangle, fill, drop, contrastAt };

  function setCtm(matrix: Transform): void {
    ctm = matrix;
  }

  function onPage(x: number, y: number): PdfPoint {
    const [a, b, c, d, e, f] = ctm;
    return [x * a + y * c + e, x * b + y * d + f];
  }

  function moveTo(x: number, y: number): void {
    outlines.push([onPage(x, y)]);
  }

  function lineTo(x: number, y: number): void {
    outlines.at(-1)?.push(onPage(x, y));
  }

  /** A curve with two points that pull it, to its end (8.5.2.2); without the first it is pulled from where it begins. */
  function curveTo(first: PdfPoint | undefined, [x2, y2]: PdfPoint, [x, y]: PdfPoint): void {
    const outline = outlines.at(-1);
    const from = outline?.at(-1);
    if (!outline || !from) return;
    const [one, two, to] = [first ? onPage(...first) : from, onPage(x2, y2), onPage(x, y)];
    for (const t of [1 / 3, 2 / 3]) {
      const u = 1 - t;
      const along = (i: 0 | 1) => u ** 3 * from[i] + 3 * u * u * t * one[i] + 3 * u * t * t * two[i] + t ** 3 * to[i];
      outline.push([along(0), along(1)]);
    }
    outline.push(to);
  }

  function rectangle(x: number, y: number, wide: number, high: number): void {
    moveTo(x, y);
    lineTo(x + wide, y);
    lineTo(x + wide, y + high);
    lineTo(x, y + high);
  }

  /** The path that has been made is filled. */
  function fill(ink: PaintedInk): void {
    const [first] = outlines;
    if (first?.[0] && ink.alpha > 0) {
      const points = outlines.flat();
      const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)];
      const under = groundAt(...first[0]);
      areas.push({
        outlines,
        box: [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)],
        colour: over(ink, under),
      });
    }
    drop();
  }

  /** The path ends, and is not filled. */
  function drop(): void {
    outlines = [];
  }

  /** The colour that lies at a point; undefined where it is no plain colour. */
  function groundAt(x: number, y: number): Colour | undefined {
    const area = areas.findLast(({ box: [left, bottom, right, top], outlines }) =>
      x >= left && x <= right && y >= bottom && y <= top ? isInside(outlines, x, y) : false,
    );
    return area ? area.colour : white;
  }

  /** How well a letter stands out (WCAG 2.2, contrast ratio), 1 to 21; undefined where a colour is not known. */
  function contrastAt(ink: PaintedInk, x: number, y: number): number | undefined {
    const under = groundAt(x, y);
    const shown = over(ink, under);
    return under && shown && contrastOf(shown, under);
  }
}

/** An ink over what lies under it. */
function over({ colour, alpha }: PaintedInk, under: Colour | undefined): Colour | undefined {
  if (!colour || alpha === 1) return colour;
  if (!under) return undefined;
  const mixed = (i: 0 | 1 | 2) => colour[i] * alpha + under[i] * (1 - alpha);
  return [mixed(0), mixed(1), mixed(2)];
}

/** By the even-odd rule. */
function isInside(outlines: readonly (readonly PdfPoint[])[], x: number, y: number): boolean {
  let inside = false;
  for (const outline of outlines)
    for (let i = 0, j = outline.length - 1; i < outline.length; j = i++) {
      const [[x1, y1], [x2, y2]] = [outline[i]!, outline[j]!];
      if (y1 > y !== y2 > y && x < ((x2 - x1) * (y - y1)) / (y2 - y1) + x1) inside = !inside;
    }
  return inside;
}

/** Contrast ratio of two colours (WCAG 2.2), 1 to 21. */
function contrastOf(one: Colour, other: Colour): number {
  const [a, b] = [luminanceOf(one), luminanceOf(other)];
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

/** The colour that numbers stand for: grey, red-green-blue or cyan-magenta-yellow-black (8.6.4). */
export function colourOf(parts: readonly number[]): Colour | undefined {
  const [a = 0, b = 0, c = 0, d = 0] = parts;
  if (parts.length === 1) return [a, a, a];
  if (parts.length === 3) return [a, b, c];
  if (parts.length === 4) return [(1 - a) * (1 - d), (1 - b) * (1 - d), (1 - c) * (1 - d)];
  return undefined;
}
