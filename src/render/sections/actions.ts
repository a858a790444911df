import { capital } from "../../report/format.ts";
import type { Section } from "../../report/sections.ts";
import type { SectionFace } from "./module.ts";

export const actions: SectionFace<"actions"> = {
  pointer: countOf,
  screen: {
    view: (section, { report }) => ({
      ...section,
      canTake: report.sections.some(({ kind }) => kind === "own-plan"), // into the plan that stands on the same page
    }),
    contents: (section) => capital(countOf(section)),
  },
};

function countOf({ actions: { length } }: Section<"actions">): string {
  return length === 1 ? "one action" : `${counts[length] ?? length} actions`;
}

const counts = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight"];
