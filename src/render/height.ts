import type { Report } from "../report/report.ts";
import type { Sizes, Type } from "./sizes.ts";
import { countLines, type Face } from "./text-width.ts";

/** How page one is set: everything at its usual size, or what gives way so that it stays one page. */
export type Fit = {
  pointers: boolean; // what stands on the next pages
  close: boolean; // smaller gaps around standfirst, comparison and facts
  longHeadline: boolean; // 20.5 instead of 25.5 pt, also where the headline would be short enough
  room?: number; // for the dots of the chart, px
  smallStep: boolean; // the first step at 13 instead of 16.5 pt
  address: "ten" | "nine" | "eight"; // pt
};

/** What the height of a section on page one depends on, besides its words. */
export type Setting = { report: Report; sizes: Sizes; fit: Omit<Fit, "address"> };

export type Line = { width: number; as: Type; weight?: Face["weight"]; spacing?: number }; // width: mm

/** Height of a text in a column, mm. */
export function tall(text: string, { type }: Sizes, { width, as, weight = 400, spacing = 0 }: Line): number {
  const { pt, leading } = type[as];
  return countLines(text, width * pxPerMm, { size: (pt * 96) / 72, weight, spacing }) * leading;
}

export const pxPerMm = 96 / 25.4;

/** Width of the whole page between its margins, mm. */
export const fullWidth = 165;

export function sum(numbers: readonly number[]): number {
  return numbers.reduce((a, b) => a + b, 0);
}
