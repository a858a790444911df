import type { Indicator } from "../input/library/indicator.ts";
import type { Voice } from "./material.ts";
import type { Sentence } from "./sentence.ts";
import { periodText } from "./variables.ts";
import { sentenceOf } from "./words.ts";

// Turns of phrase that several kinds of section share.

/** "High-dose opioid items per 1,000 patients a month, 12 months to August 2026." */
export function unitLine({ indicator, material, notebook }: Voice): Sentence {
  return sentenceOf(notebook, `${titleWithUnit(indicator)}, ${periodText(material)}.`);
}

/** "High-dose opioid items per 1,000 patients a month"; of a share "High-dose share, % of long-acting opioid items". */
export function titleWithUnit({ title, unit, kind }: Indicator): string {
  return kind === "share" ? `${title}, ${unit}` : unit.startsWith("per ") ? `${title} ${unit}` : `${title}, ${unit}`;
}

/** What can be counted is fewer or more; what is measured, lower or higher. */
export function fewer({ kind, numerator }: Indicator): string {
  return kind === "share" || numerator.counts === "quantity" ? "lower" : "fewer";
}

export function more({ kind, numerator }: Indicator): string {
  return kind === "share" || numerator.counts === "quantity" ? "higher" : "more";
}

/** Whether the own value may stand among the others. */
export function isDrawn({ signals }: Voice): boolean {
  return signals.has("measured") && !signals.has("small-numbers");
}

export function lowerFirst(text: string): string {
  return /^\p{Lu}\p{Ll}/u.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
}
