import type { z } from "zod";
import type { Campaign, SectionKind, sections } from "../input/campaign/campaign.ts";

/** The settings of one kind of section, as its schema gives them. */
export type SectionSettings<K extends SectionKind> = z.output<(typeof sections)[K]>;

/** One section of a design, by its kind. */
export type SectionEntry = { [K in SectionKind]: { kind: K; settings: SectionSettings<K> } }[SectionKind];

/** `{ trend: {…} }` → { kind: "trend", settings: {…} }. The schema has seen that there is exactly one. */
export function entryOf(section: Campaign["sections"][number]): SectionEntry {
  const found = Object.entries(section).find(([, settings]) => settings !== undefined);
  if (!found) throw new Error("a section without a name");
  return { kind: found[0], settings: found[1] } as SectionEntry;
}
