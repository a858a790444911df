import type { Report } from "../report/report.ts";
import type { Sizes, Type } from "./sizes.ts";
import { countLines, type Face } from "./text-width.ts";

/** How page one is set: everything at its usual size, or what gives way so that it stays one page. */
export type Fit = {
  step: number; // of fitting, from 1: as it is
  pointers: boolean; // what stands on the next pages
  close: boolean; // smaller gaps around standfirst, comparison and facts
  longHeadline: boolean; // 20.5 instead of 25.5 pt: where it runs to more than three lines, or page one is full
  room?: number; // for the dots of the chart, px
  smallStep: boolean; // the first step at 13 instead of 16.5 pt
  toolsLater?: true; // searches and links of the first step stand among the actions alone
  address: "ten" | "nine" | "eight"; // pt
};

/** A fit without what hangs on the recipient alone. */
export type Rung = Omit<Fit, "address">;

/** By recipient, how page one is set where that is decided for several reports at once; or why none of them can be. */
export type Fits = Readonly<Record<string, Rung | { none: string }>>;

/** How page one is set, where that is decided already. Throws where no setting is for all that are to be set alike. */
export function decidedFor(code: string, fits: Fits = {}): Rung | undefined {
  const decided = fits[code];
  if (decided && "none" in decided) throw new Error(decided.none);
  return decided;
}

/** What the height of a section on page one depends on, besides its words. */
export type HeightSetting = { report: Report; sizes: Sizes; fit: Rung };

export type LineHeight = { width: number; as: Type; weight?: Face["weight"]; spacing?: number }; // width: mm

/** Height of a text in a column, mm. */
export function tall(text: string, { type }: Sizes, { width, as, weight = 400, spacing = 0 }: LineHeight): number {
  const { pt, leading } = type[as];
  return countLines(text, width * pxPerMm, { size: (pt * 96) / 72, weight, spacing }) * leading;
}

export const pxPerMm = 96 / 25.4;

/** Width of the whole page between its margins, mm. */
export const fullWidth = 165;

export function sum(numbers: readonly number[]): number {
  return numbers.reduce((a, b) => a + b, 0);
}
