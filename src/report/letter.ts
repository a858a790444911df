import type { SectionKind } from "../input/campaign/sections.ts";
import type { Report } from "./report.ts";
import { hasFigures } from "./sections.ts";

/** Whether sections of these kinds make a letter: there is one, and none with figures. */
export function isLetter(kinds: readonly SectionKind[]): boolean {
  return kinds.includes("letter") && !kinds.some(hasFigures);
}

/** Whether a report is a letter: what it says is words alone. */
export function isLetterReport({ sections }: Pick<Report, "sections">): boolean {
  return isLetter(sections.map(({ kind }) => kind));
}
