import type { Axis } from "./axis.ts";
import { textWidth } from "./text-width.ts";
import { faces } from "./theme.ts";

/** The chart templates there are. */
export const drawings = ["dots", "ranked", "bars", "trend", "multiples", "strip"] as const;

/** Everything a chart template is given: sizes in px at 96 to the inch, signals and rows of its datasets. */
export type Drawing = {
  template: (typeof drawings)[number];
  alt: string;
  width: number; // of the plot, without padding
  height: number;
  padding: { left: number; top: number; right: number; bottom: number };
  signals: Readonly<Record<string, number>>;
  data: Readonly<Record<string, readonly ChartRow[]>>;
};

export type ChartRow = Readonly<Record<string, number | string | null>>;

/** Every chart is a whole number of quarter lines (1.25 mm) high, so that what follows it keeps to the baseline. */
export function snap(px: number): number {
  return Math.ceil(px / QUARTER - 1e-6) * QUARTER;
}

/** The quarter of a line: 1.25 mm in px. */
export const QUARTER = (1.25 * 96) / 25.4;

/** Ticks of an axis along the bottom, `width` px long; the first and last words keep within it, and where neighbours
 * would touch every second one goes without. */
export function tickRows({ max, ticks, texts }: Axis, width: number): TickRow[] {
  const last = ticks.length - 1;
  const wide = (i: number) => textWidth(texts[i] ?? "", faces.note);
  const left = (i: number) => ((ticks[i] ?? 0) / max) * width - (i === 0 ? 0 : i === last ? wide(i) : wide(i) / 2);
  const crowded = ticks.some((_, i) => i > 0 && left(i) < left(i - 1) + wide(i - 1) + 10);
  const text = (i: number) => (crowded && (last - i) % 2 === 1 ? "" : (texts[i] ?? ""));
  return ticks.map((x, i) => ({ x, text: text(i), align: i === 0 ? "left" : i === last ? "right" : "center" }));
}

type TickRow = { x: number; text: string; align: "left" | "center" | "right" };
