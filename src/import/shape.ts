import type { Part, People, SourceGroup } from "./part.ts";
import type { ImportSource } from "./source.ts";

/** A form in which public data come: how its files are known, and what they become in data.yaml. */
export type PublicShape = {
  is: string; // "measures of OpenPrescribing, one row for each practice and month"
  isOf: (source: ImportSource) => boolean; // by the names of its columns
  propose: (group: SourceGroup, around: Around) => Promise<Part>;
};

/** What else was given: an adapter may need files of another shape. */
export type Around = {
  lists: SourceGroup | undefined; // list sizes of practices
  bnf: readonly string[]; // codes of the BNF, or their beginnings
  by?: string | undefined; // COLUMN or COLUMN=TEXT: what rows that are parts are told apart by
  people?: People | undefined; // numbers of patients among files of no known shape
};
