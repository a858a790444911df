import type { SectionKind } from "../input/campaign/sections.ts";

/** Why a section of the design is not in a report. */
export type SectionAbsence =
  | "nothing to show"
  | "nothing to draw" // it has words, and too few points for its chart
  | "no earlier report reached it"; // it speaks of the last one

/** Why a slot of the report says what it says: what was chosen, and what stood before it and was not. */
export type Choice = {
  section: string; // name of the section: "comparison", "trend-2"
  kind: SectionKind; // of the section
  slot: string; // its place in the section: "say", "facts.2", "points.1"; "" of the section as a whole
  indicator?: string;
  chosen?: string; // id of the block or action; absent where nothing applied
  version?: number;
  because: readonly string[]; // signals that made its condition hold; of what came back from the recipient, that it did
  bct: readonly string[];
  considered: readonly { id: string; not: string }[]; // not shown, with the reason
};
