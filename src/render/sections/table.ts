import type { Section } from "../../report/sections.ts";
import type { SectionFace } from "./module.ts";
import { drawStrips } from "./strips.ts";

export const table: SectionFace<"table"> = {
  pointer: () => "all measures",
  paper: withGoals,
  screen: { view: withGoals, contents: () => "All measures" },
};

/** The rows with their strips drawn; a template must be given what a row may do without. */
function withGoals(section: Section<"table">, drawing: Parameters<typeof drawStrips>[1]) {
  const rows = section.rows.map((row) => ({ ...row, goal: row.goal ?? [] }));
  return drawStrips({ ...section, rows }, drawing);
}
