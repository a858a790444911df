import type { SectionModule } from "./module.ts";
import { composePoints, type Points, pointTexts } from "./points.ts";

export type CautionsSection = Points<"cautions">;

/** What must be said for safety. */
export const cautions: SectionModule<"cautions", CautionsSection> = {
  compose: (settings, composing) => composePoints("cautions", { ...settings, most: settings.blocks.length }, composing),
  texts: pointTexts,
  charts: () => [],
};
