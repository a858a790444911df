import type { Axis } from "./axis.ts";

/** Everything a chart template is given: sizes in px at 96 to the inch, signals and rows of its datasets. */
export type Drawing = {
  template: "dots" | "ranked" | "bars" | "trend" | "multiples" | "strip" | "email-strip";
  alt: string;
  width: number; // of the plot, without padding
  height: number;
  padding: { left: number; top: number; right: number; bottom: number };
  signals: Readonly<Record<string, number>>;
  data: Readonly<Record<string, readonly Row[]>>;
};

export type Row = Readonly<Record<string, number | string | null>>;

/** Every chart is a whole number of quarter lines (1.25 mm) high, so that what follows it keeps to the baseline. */
export function snap(px: number): number {
  return Math.ceil(px / QUARTER - 1e-6) * QUARTER;
}

/** The quarter of a line: 1.25 mm in px. */
export const QUARTER = (1.25 * 96) / 25.4;

/** Ticks of an axis along the bottom; the first and last words keep within the plot. */
export function tickRows({ ticks, texts }: Axis): Row[] {
  return ticks.map((x, i) => ({ x, text: texts[i] ?? "", align: i === 0 ? "left" : i === ticks.length - 1 ? "right" : "center" }));
}
