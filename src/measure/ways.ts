import { type Indicator, isCounted } from "../input/library/indicator.ts";

type ToldWays = Pick<Indicator, "given" | "kind" | "numerator">;

/** What can be counted is fewer or more; what is measured, lower or higher. */
export function fewer(indicator: ToldWays): string {
  return isCountable(indicator) ? "fewer" : "lower";
}

export function more(indicator: ToldWays): string {
  return isCountable(indicator) ? "more" : "higher";
}

function isCountable(indicator: ToldWays): boolean {
  return isCounted(indicator) && indicator.kind === "rate" && indicator.numerator.counts !== "quantity";
}

/** A heading within a sentence: "Regional goal" → "regional goal"; "NHS goal" stays. */
export function lowerFirst(text: string): string {
  return /^\p{Lu}\p{Ll}/u.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
}
