import type { Indicator } from "../../input/library/indicator.ts";
import type { PeerStatistics } from "../standing.ts";

/** What the words of a comparator may depend on: the indicator as it is told, and what one recipient is called. */
export type ComparatorTelling = { indicator: Indicator; one: string };

/** A comparator: what it is worth, how it is drawn, and what it is called. */
export type ComparatorModule = {
  /** In the unit of the indicator; undefined where it is not known. */
  value(indicator: Indicator, statistics: PeerStatistics | undefined): number | undefined;
  isAim: boolean; // something to reach, drawn hollow, and shown only where there is a better side; else what is usual
  isSet?: true; // by somebody, whatever peers do
  isGround?: true; // all that reaches it is shaded in the chart
  words: {
    name(telling: ComparatorTelling): string; // in a sentence: "the best quarter", after "To reach"
    title(telling: ComparatorTelling): string; // over a column: "Best quarter"
    short(telling: ComparatorTelling): string; // before its number: "best quarter"
    label(telling: ComparatorTelling): readonly [before: string, after: string]; // round its value in a chart: "Best quarter: ", " or fewer"
    note?(telling: ComparatorTelling): string; // under that label, in place of what it comes to at the own size
  };
};
