import type { Ink } from "../../input/campaign/print.ts";
import { luminanceOf } from "../pdf/luminance.ts";
import type { ByteRange, ColourRange } from "./scan.ts";

const darkest = 0.184; // luminance of a grey of L* 50: text and lines are darker, grounds and marks of others are lighter

/**
 * A colour as its operator is written for an ink; undefined where it stays. In colour greys are colours of one part, so that a printer
 * makes them of black alone. In black alone what is dark is black, for small letters of dots are hard to read, and what is light is the
 * grey of the same luminance (WCAG 2.2; IEC 61966-2-1).
 */
export function inkOf(
  { from, to, parts, isOfLines }: ColourRange,
  ink: Ink,
): (ByteRange & { text: string }) | undefined {
  const [red, green, blue] = parts;
  const grey = ink === "k-only" ? blackOf(parts) : red === green && green === blue ? red : undefined;
  return grey === undefined ? undefined : { from, to, text: `${grey} ${isOfLines ? "G" : "g"}` };
}

function blackOf(parts: ColourRange["parts"]): number {
  const luminance = luminanceOf(parts);
  return luminance < darkest ? 0 : Math.round(encoded(luminance) * 1000) / 1000;
}

function encoded(luminance: number): number {
  return luminance <= 0.0031308 ? luminance * 12.92 : 1.055 * luminance ** (1 / 2.4) - 0.055;
}
