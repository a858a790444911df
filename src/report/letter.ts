import type { SectionKind } from "../input/campaign/campaign.ts";
import type { Report } from "./report.ts";

const withFigures: readonly string[] = [
  "headline",
  "comparison",
  "trend",
  "table",
  "multiples",
  "groups",
] satisfies SectionKind[];

/** Whether sections of these kinds make a letter: there is one, and none with figures. */
export function isLetter(kinds: readonly string[]): boolean {
  return kinds.includes("letter") && !kinds.some((kind) => withFigures.includes(kind));
}

/** Whether a report is a letter: what it says is words alone. */
export function isLetterReport({ sections }: Pick<Report, "sections">): boolean {
  return isLetter(sections.map(({ kind }) => kind));
}
