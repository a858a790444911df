import { remembered } from "../remembered.ts";
import { calledOf } from "../report/called.ts";
import type { ComparisonChart } from "../report/chart.ts";

/** A value axis from 0 to a round end: its ticks, at most seven and equally far apart, and how each is printed. */
export type Axis = { max: number; ticks: readonly number[]; texts: readonly string[] };

/** How values of an axis are printed: decimals at most, and fractions as per cent. */
export type NumberStyle = { decimals: number; percent: boolean };

/** The axis of a comparison: what lies beyond its end is named in `note`, never pressed into the scale. */
export type ComparisonAxis = Axis & {
  beyond: readonly number[]; // values off the scale, ascending, the own one included
  note?: string; // "one practice at 46"
};

/** The round end for an axis that starts at 0 and must hold `largest`, with steps no finer than the decimals print. */
export const axisFor: (largest: number, style: NumberStyle) => Axis = remembered(
  toAxis, // peers share the largest value
  (largest, { decimals, percent }) => `${largest} ${decimals} ${percent}`,
);

function toAxis(largest: number, style: NumberStyle): Axis {
  const finest = 10 ** -(style.decimals + (style.percent ? 2 : 0));
  const step = stepFor(Math.max(largest, finest), finest);
  const count = Math.max(1, Math.ceil(largest / step - 1e-9));
  const ticks = Array.from({ length: count + 1 }, (_, i) => clean(i * step));
  const decimals = Math.max(0, ...ticks.map((tick) => decimalsOf(style.percent ? tick * 100 : tick)));
  return {
    max: clean(count * step),
    ticks,
    texts: ticks.map((tick) => (tick === 0 ? zeroText(style) : numberText(tick, { ...style, decimals }))),
  };
}

/**
 * The axis that bars, dots and email cells of one comparison share. One or a few practices far from all others would
 * press the rest into a corner; they are left off the scale and named beside it. So the axis ends at the largest value
 * that is not set apart, where those set apart are at most one in twenty (but two are always allowed) and each is more
 * than 2.5 times as large as all others and as every comparator.
 */
export function comparisonAxis(chart: ComparisonChart): ComparisonAxis {
  const own = chart.own.value;
  const values = [...chart.peers, ...(own === undefined ? [] : [own])].sort((a, b) => a - b);
  const marks = chart.labels.filter(({ role }) => role !== "own").map(({ at }) => at);
  const least = Math.max(0, chart.own.upTo ?? 0, ...marks);
  const apart = chart.kind === "bars" ? 0 : countApart(values, least);
  const beyond = values.slice(values.length - apart);
  const shown = chart.kind === "bars" ? [own ?? 0] : values.slice(0, values.length - apart);
  const axis = axisFor(
    shown.reduce((a, b) => Math.max(a, b), least),
    chart,
  );
  return beyond.length === 0 ? { ...axis, beyond } : { ...axis, beyond, note: noteOn(beyond, own, chart) };
}

/** A number as an axis prints it, e.g. "0.25", "12,500", "30%". */
export function numberText(value: number, { decimals, percent }: NumberStyle): string {
  const [whole = "", fraction] = (percent ? value * 100 : value).toFixed(decimals).split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  return `${grouped}${fraction ? `.${fraction}` : ""}${percent ? "%" : ""}`;
}

function zeroText({ percent }: NumberStyle): string {
  return percent ? "0%" : "0";
}

const STEPS = [0.1, 0.2, 0.25, 0.5, 1];
const FAR = 2.5;

function stepFor(largest: number, finest: number): number {
  const power = 10 ** Math.floor(Math.log10(largest) + 1e-9);
  const fits = (step: number) => largest / step <= 6 + 1e-9 && isMultiple(step, finest);
  const step = [power / 10, power, power * 10].flatMap((p) => STEPS.map((s) => clean(s * p))).find(fits);
  return step ?? power * 10;
}

function isMultiple(step: number, unit: number): boolean {
  return Math.abs(step / unit - Math.round(step / unit)) < 1e-6 && step / unit > 0.5;
}

/** How many of the largest values stand apart from the rest (0 for none). */
function countApart(values: readonly number[], least: number): number {
  const at = (i: number) => values[i] ?? 0;
  const most = Math.min(Math.max(2, Math.floor(values.length / 20)), Math.floor(values.length / 5));
  for (let count = most; count > 0; count--) {
    const rest = Math.max(at(values.length - count - 1), least);
    if (rest > 0 && at(values.length - count) > FAR * rest) return count;
  }
  return 0;
}

function noteOn(beyond: readonly number[], own: number | undefined, chart: ComparisonChart): string {
  const { one, many } = calledOf(chart);
  const first = numberText(beyond[0] ?? 0, chart);
  const last = numberText(beyond.at(-1) ?? 0, chart);
  const range = first === last ? `at ${first}` : `at ${first} to ${last}`;
  const mine = own !== undefined && beyond.includes(own);
  if (beyond.length === 1) return mine ? `your ${one} ${range}` : `one ${one} ${range}`;
  return mine
    ? `yours and ${countText(beyond.length - 1)} more ${range}`
    : `${countText(beyond.length)} ${many} ${range}`;
}

/** In words up to nine, so that a count is not read as a tick. */
function countText(count: number): string {
  return ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"][count] ?? String(count);
}

function decimalsOf(value: number): number {
  const text = clean(value).toString();
  if (text.includes("e-")) return Number(text.split("e-")[1]);
  return text.split(".")[1]?.length ?? 0;
}

/** Without the dust of binary fractions: 0.30000000000000004 → 0.3. */
function clean(value: number): number {
  return Number(value.toPrecision(10));
}
