import type { SectionFace } from "./module.ts";

export const actions: SectionFace<"actions"> = {
  pointer: ({ actions: { length } }) => (length === 1 ? "one action" : `${counts[length] ?? length} actions`),
};

const counts = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight"];
