import type { Column } from "./column.ts";

/** Where what is counted stands, and over what. */
export type Counts =
  | { in: "pair"; numerator: Column; denominator: Column }
  | { in: "each"; numerators: readonly Column[]; denominator: Column } // each column is an indicator
  | { in: "rows"; names: string; values: string; numerator: string; denominator: string } // rows of their own, by the text of a column
  | { in: "against"; names: string; values: string; whole: string; parts: readonly string[] } // each text is an indicator over one of them
  | { in: "files"; parts: Readonly<Record<string, "numerator" | "denominator">>; values: Column } // files of their own
  | { in: "percent"; percent: Column; denominator: Column };

/** What stands in the columns of periods, where each has one of its own. */
export const figure = "figure";
