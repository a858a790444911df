import type { Section } from "../report/sections.ts";
import { faceOf } from "./sections.ts";
import type { Sizes } from "./sizes.ts";

/**
 * Page one takes the sections that may lead it; after that every `startsPage` begins a new one. Where the words are too
 * large for all of it, what gives way begins the next page.
 */
export function toPages(
  sections: readonly Section[],
  { comparisonPage }: Pick<Sizes, "comparisonPage">,
): { first: Section[]; pages: Section[][] } {
  const leading = leadingSections(sections);
  const isLater = (section: Section) => comparisonPage > 1 && faceOf(section).pageOne?.givesWay === true;
  const later = leading.filter(isLater);
  const pages: Section[][] = later.length > 0 ? [later] : [];
  for (const section of sections.slice(leading.length)) {
    const last = pages.at(-1);
    if (last && !section.startsPage) last.push(section);
    else pages.push([section]);
  }
  return { first: leading.filter((section) => !isLater(section)), pages };
}

/** The sections from the first to the one that has no place on page one, or begins another. */
export function leadingSections(sections: readonly Section[]): Section[] {
  const end = sections.findIndex((section, i) => !faceOf(section).pageOne || (i > 0 && section.startsPage));
  return end < 0 ? [...sections] : sections.slice(0, end);
}

/** How many pages a report is meant to have: the first, and one for every section that begins one after it. */
export function plannedPages(sections: readonly Section[]): number {
  return 1 + toPages(sections, { comparisonPage: 1 }).pages.length;
}
