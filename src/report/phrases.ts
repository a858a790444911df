import { type Comparator, namedComparator } from "../input/library/comparators.ts";
import type { Indicator } from "../input/library/indicator.ts";
import type { Interval } from "../measure/interval.ts";
import type { Voice } from "./material.ts";
import type { Sentence } from "./sentence.ts";
import { periodText } from "./time.ts";
import { printedInterval } from "./variables.ts";
import { sentenceOf } from "./words.ts";

// Turns of phrase that several kinds of section share.

/** "High-dose opioid items per 1,000 patients a month, 12 months to August 2026." */
export function unitLine(voice: Voice): Sentence {
  return sentenceOf(voice.notebook, `${titleWithUnit(voice.indicator)}, ${periodText(voice)}.`);
}

/** "High-dose opioid items per 1,000 patients a month"; of a share "High-dose share, % of long-acting opioid items". */
export function titleWithUnit({ title, unit, kind }: Indicator): string {
  return kind === "share" ? `${title}, ${unit}` : unit.startsWith("per ") ? `${title} ${unit}` : `${title}, ${unit}`;
}

/** Whether the own value may stand among the others. */
export function isDrawn({ signals }: Voice): boolean {
  return signals.has("measured") && !signals.has("small-numbers") && !signals.has("implausible");
}

/** The 95% interval that a chart draws round the own value; nothing where the value itself is not drawn. */
export function drawnInterval(voice: Voice): Interval | undefined {
  const { indicator, standing } = voice;
  const interval = standing.own.state === "shown" && isDrawn(voice) ? standing.own.interval : undefined;
  return interval && printedInterval(indicator, interval);
}

/** On which side of a comparator the recipient is, or that nobody can tell; undefined where that cannot be said. */
export function sideOf(
  { signals, standing: { toChange } }: Voice,
  id: Comparator,
): "reached" | "ahead" | "level" | undefined {
  const named = namedComparator(id).signals;
  if (named?.level && signals.has(named.level)) return "level";
  if (named) return signals.has(named.ahead) ? "ahead" : signals.has(named.reached) ? "reached" : undefined;
  const left = toChange[id];
  if (left === undefined || !signals.has("compared")) return undefined;
  return left > 0 ? "ahead" : "reached";
}
