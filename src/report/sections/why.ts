import type { SectionModule } from "./module.ts";
import { composePoints, type Points, pointTexts } from "./points.ts";

export type WhySection = Points<"why">;

/** Why it matters: points with their sources. */
export const why: SectionModule<"why", WhySection> = {
  compose: (settings, composing) => composePoints("why", { ...settings, most: settings["at-most"] }, composing),
  texts: pointTexts,
  charts: () => [],
};
