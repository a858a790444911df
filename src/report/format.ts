import { type Printing, printedNumber, roundHalfUp } from "../measure/rounding.ts";
import type { Figure } from "./sentence.ts";

/** How numbers are printed: British, rounded half up, thousands with commas. The only place that decides it. */

/** A value in its unit: 2.9, 25%, 1,240. */
export function valueFigure(indicator: Printing, value: number): Figure {
  const text = grouped(printedNumber(indicator, value), indicator.decimals);
  return { value, text: indicator.kind === "share" ? `${text}%` : text };
}

/** A difference of two values, as it is to be printed: 4.1; of a share 4.1 points (of a hundred). */
export function pointsFigure({ kind, decimals }: Printing, difference: number): Figure {
  const text = grouped(difference, decimals);
  return { value: difference, text: kind === "share" ? `${text} ${difference === 1 ? "point" : "points"}` : text };
}

/** A whole count: 1,385. */
export function countFigure(count: number): Figure {
  return { value: count, text: grouped(roundHalfUp(count), 0) };
}

/** A count a month, or what is left of one: whole, or with one decimal where small ones are compared. */
export function monthlyFigure(count: number, decimals: 0 | 1): Figure {
  const value = roundHalfUp(count, decimals);
  return { value, text: grouped(value, decimals) };
}

export function textFigure(text: string, value: number | null = null): Figure {
  return { value, text };
}

export function grouped(number: number, decimals: number): string {
  const [whole = "0", rest] = Math.abs(number).toFixed(decimals).split(".");
  const sign = number < 0 && Number(`${whole}.${rest ?? 0}`) !== 0 ? "−" : "";
  return `${sign}${whole.length > 3 ? whole.replace(/\B(?=(\d{3})+$)/g, ",") : whole}${rest ? `.${rest}` : ""}`;
}

const words = ["none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];

/** Small numbers as words: three. From 10 on as digits. */
export function numberWord(number: number): string {
  return words[number] ?? grouped(number, 0);
}

/** "twice as many", to be followed by "… as a typical practice". */
export function timesAsMany(ratio: number): string {
  const named: readonly (readonly [number, string])[] = [
    [0.08, "less than a tenth as many"],
    [0.115, "a tenth as many"],
    [0.14, "an eighth as many"],
    [0.18, "a sixth as many"],
    [0.225, "a fifth as many"],
    [0.29, "a quarter as many"],
    [0.37, "a third as many"],
    [0.45, "two fifths as many"],
    [0.57, "half as many"],
    [0.63, "three fifths as many"],
    [0.71, "two thirds as many"],
    [0.78, "three quarters as many"],
    [0.88, "four fifths as many"],
    [0.95, "nearly as many"],
    [1.05, "about as many"],
  ];
  const multiples: readonly (readonly [number, string])[] = [
    [2, "twice as many"],
    [3, "three times as many"],
    [4, "four times as many"],
    [5, "five times as many"],
  ];
  const name = named.find(([below]) => ratio < below) ?? multiples.find(([times]) => Math.abs(ratio - times) <= 0.1);
  if (name) return name[1];
  return ratio >= 10 ? `${roundHalfUp(ratio)} times as many` : `${roundHalfUp(ratio, 1)} times as many`;
}

/** "62 of the other 70", "none of the other 70", "all the other 70"; of a range "at least 62 of the other 70", "up to 3 of the other 70". */
export function ofTheOthers({ least, most }: { least: number; most: number }, others: number): string {
  const all = grouped(others, 0);
  if (least === others) return `all the other ${all}`;
  if (most === 0) return `none of the other ${all}`;
  if (least === most) return `${grouped(least, 0)} of the other ${all}`;
  return least === 0
    ? `up to ${grouped(most, 0)} of the other ${all}`
    : `at least ${grouped(least, 0)} of the other ${all}`;
}

/** The first letter as a capital. */
export function capital(text: string): string {
  const first = text.charAt(0);
  const large = first.toUpperCase();
  return large === first ? text : large + text.slice(1); // the same text is known again sooner than one put together anew
}
