import type { Month } from "../../month.ts";

/** A month that cannot be right beside the others of its series. */
export type DoubtedMonth = {
  month: Month;
  of: "numerator" | "denominator"; // what is out of the question
  is: "none" | "few" | "many";
  counted: number;
  usual: number; // by the other months
};

/** A value in printed units that is many times the middle one of all recipients. */
export type FarValue = { value: number; median: number };

/** What cannot be right of one organisation on one indicator. Stays inside `measure`. */
export type SeriesDoubt = { months: readonly DoubtedMonth[]; far?: FarValue };

/** A doubt as its recipient may know it: no counts; of a kind of count that is protected not even that there were none. */
export type ToldDoubt = {
  readonly months: readonly Pick<DoubtedMonth, "month" | "of" | "is">[]; // of the window and the year before, in order
  readonly times?: number; // the value over the middle one of all recipients
};
