import { isLetter } from "../input/campaign/sections.ts";
import type { Report } from "./report.ts";

/** Whether a report is a letter: what it says is words alone. */
export function isLetterReport({ sections }: Pick<Report, "sections">): boolean {
  return isLetter(sections.map(({ kind }) => kind));
}
