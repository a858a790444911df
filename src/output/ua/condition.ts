import type { UaView } from "./view.ts";

/**
 * One condition of PDF/UA-1 that a machine can check, by its number in veraPDF's profile of ISO 14289-1, or, where that has none, in
 * the Matterhorn protocol.
 */
export type UaCondition = {
  id: string; // e.g., "7.18.5-2": clause and test
  says: string; // what a file must keep to
  find: (view: UaView) => readonly string[]; // what does not, in words; none where all does
};

/** A condition that a file does not keep to, and where. */
export type UaFinding = { id: string; says: string; seen: string };
