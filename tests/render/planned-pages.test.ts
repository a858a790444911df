import { expect, test } from "vitest";
import { plannedPages } from "../../src/render/pages.ts";
import type { Section } from "../../src/report/sections.ts";

/** Sections by kind; a star begins a page. */
function sections(...names: string[]): Section[] {
  return names.map((name) => ({ kind: name.replace("*", ""), startsPage: name.endsWith("*") }) as Section);
}

test.each([
  ["page one alone", 1, ["headline", "comparison", "first-step"]],
  ["whatever follows page one begins the second", 2, ["headline", "comparison", "trend", "table"]],
  ["a section that says so begins another", 3, ["headline", "comparison", "trend*", "table", "actions*", "method"]],
  ["also one that would have been on page one", 3, ["headline", "comparison*", "trend*"]],
  ["a letter with its evidence", 2, ["letter", "why"]],
])("%s", (_, pages, names) => {
  expect(plannedPages(sections(...names))).toBe(pages);
});
