import type { FoundColumn } from "./column.ts";

/** Where what is counted stands, and over what. */
export type ProposedCounts =
  | { in: "pair"; numerator: FoundColumn; denominator: FoundColumn }
  | { in: "each"; numerators: readonly FoundColumn[]; denominator: FoundColumn } // each column is an indicator
  | { in: "rows"; names: string; values: string; numerator: string; denominator: string } // rows of their own, by the text of a column
  | { in: "against"; names: string; values: string; whole: string; parts: readonly string[] } // each text is an indicator over one of them
  | { in: "files"; parts: Readonly<Record<string, "numerator" | "denominator">>; values: FoundColumn } // files of their own
  | { in: "percent"; percent: FoundColumn; denominator: FoundColumn };

/** What stands in the columns of periods, where each has one of its own. */
export const figure = "figure";
