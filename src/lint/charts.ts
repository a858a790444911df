import { toWords } from "../render/sentence.ts";
import type { Report, Section } from "../report/report.ts";

/** Whether a section draws something. The strips of a table are part of the table. */
export function hasChart(section: Section): boolean {
  return (
    (section.kind === "comparison" && section.chart !== undefined) ||
    section.kind === "trend" ||
    section.kind === "multiples"
  );
}

/** The words above a chart. */
export function messageOf(section: Section, { figures }: Report): string {
  if (section.kind === "comparison") return toWords(section.message, figures);
  return section.kind === "trend" || section.kind === "multiples" ? toWords(section.title, figures) : "";
}
