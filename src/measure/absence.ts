import { monthName } from "../month.ts";
import { doubtText } from "./plausibility/told.ts";
import type { Absence } from "./standing.ts";
import type { ToldIndicator } from "./told-indicator.ts";

/** Why there is no value, as evidence for those who look into a report: "only 8 of 12 months". */
export function absenceText(reason: Absence, indicator: ToldIndicator): string {
  switch (reason.is) {
    case "nothing":
      return "no observations";
    case "few-months":
      return `only ${reason.known} of ${reason.of} months`;
    case "left":
      return `no data for ${monthName(reason.month)}`;
    case "no-denominator":
      return "no denominator";
    case "small-denominator":
      return `fewer than ${reason.below} ${indicator.denominator?.many ?? "in the denominator"}`;
    case "small-part":
      return "one of those that were joined has counts too small to be added";
    case "implausible":
      return doubtText(indicator, reason.doubt);
    case "list-step":
      return "the list jumped since";
    case "fewer-than-now":
      return `only ${reason.known} months are known`;
    case "other-months":
      return "other months of it are known than of this year";
  }
}

/** The same in a few words, for a cell of a table or beside the name of an indicator: "data for 8 of 12 months". */
export function brieflyAbsent(reason: Absence): string {
  switch (reason.is) {
    case "few-months":
      return `data for ${reason.known} of ${reason.of} months`;
    case "left":
      return `no data for ${monthName(reason.month)}`;
    case "no-denominator":
      return "nothing counted";
    case "small-denominator":
    case "small-part":
      return "too few to say";
    case "implausible":
      return "to be checked";
    default:
      return "no data";
  }
}

/** The same as part of a sentence to its reader; `period`: "in the 12 months to August 2026". */
export function whyAbsent(reason: Absence, indicator: ToldIndicator, period: string): string {
  switch (reason.is) {
    case "few-months":
      return `we have data of yours for ${reason.known} of ${reason.of} months, fewer than a fair comparison needs`;
    case "left":
      return `we have no data of yours for ${monthName(reason.month)}`;
    case "no-denominator":
      return `nothing was counted for you ${period}`;
    case "small-denominator":
      return `your data cover fewer than ${reason.below} ${indicator.denominator?.many ?? "in the denominator"}`;
    case "small-part":
      return "counts of those that joined you are too small to be added";
    case "implausible":
      return doubtText(indicator, reason.doubt);
    default:
      return `we have no data of yours ${period}`;
  }
}
