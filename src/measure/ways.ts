import type { Indicator } from "../input/library/indicator.ts";

/** What can be counted is fewer or more; what is measured, lower or higher. */
export function fewer({ kind, numerator }: Pick<Indicator, "kind" | "numerator">): string {
  return kind === "share" || numerator.counts === "quantity" ? "lower" : "fewer";
}

export function more({ kind, numerator }: Pick<Indicator, "kind" | "numerator">): string {
  return kind === "share" || numerator.counts === "quantity" ? "higher" : "more";
}

/** A heading within a sentence: "Regional goal" → "regional goal"; "NHS goal" stays. */
export function lowerFirst(text: string): string {
  return /^\p{Lu}\p{Ll}/u.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
}
