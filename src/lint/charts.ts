import type { Report } from "../report/report.ts";
import { chartsIn, type Section } from "../report/sections.ts";
import { toWords } from "../report/sentence.ts";

/** Whether a section draws something. The strips of a table are part of the table. */
export function hasChart(section: Section): boolean {
  return chartsIn(section).some(({ kind }) => kind !== "strip");
}

/** The words above a chart. */
export function messageOf(section: Section, { figures }: Report): string {
  return hasChart(section) && "message" in section ? toWords(section.message, figures) : "";
}
