import type { Comparator } from "../input/library/comparators.ts";
import type { Interval } from "../measure/interval.ts";
import type { Called } from "./called.ts";
import type { Sentence } from "./sentence.ts";

// Charts as data: what they show, in printed units, and the words in them.

export type MarkRole = "own" | "goal" | Comparator; // goal: that the recipient has set itself

/**
 * What a chart shows, as a table for those who read numbers rather than marks: on a page for the screen it stands under the chart.
 * `columns` has a name for the heads of its rows too.
 */
export type ChartTable = { columns: readonly string[]; rows: readonly { head: string; cells: readonly string[] }[] };

/** A label of a chart: where it stands on the value axis, a heading and a note under it. `aim`: something to reach. */
export type ChartLabel = { role: MarkRole; aim?: true; at: number; head: Sentence; note: Sentence };

/**
 * Own value against peers and comparators. `peers` are the released values of the others, ascending, without names.
 * `own.interval` is its 95% interval, where that is known. `own.value` is absent where it is withheld (then it lies somewhere from `own.from`, 0 if left out, to
 * `own.upTo`) or where there are no data.
 */
export type ComparisonChart = {
  kind: "dots" | "ranked" | "bars";
  peers: readonly number[];
  own: { value?: number; interval?: Interval; from?: number; upTo?: number };
  perDot?: number; // most recipients that a dot stands for; absent where each has its own
  best?: { role: Comparator; from: number; to: number }; // what reaches a comparator, as ground; absent where the indicator has no direction
  labels: readonly ChartLabel[]; // at most own and two comparators
  decimals: number; // of the axis, at most
  percent: boolean; // values are fractions, printed as per cent
  alt: Sentence;
  shortAlt: Sentence; // at most 160 characters, for the email
  table: ChartTable;
  called?: Called; // what its dots are called; absent where they are practices
};

/** Own values over time against the median and the middle half of peers; every date is the middle of its period. */
export type TrendChart = {
  kind: "trend";
  title?: Sentence; // of one of several small multiples
  points: readonly TrendPoint[];
  from: string; // ISO date: first day shown
  to: string; // ISO date: last day shown
  ticks: readonly { date: string; text: string }[];
  events: readonly { date: string; head: string; note: string }[];
  first?: { date: string; label: Sentence }; // the own value at the start
  ends: readonly ChartLabel[]; // labels at the right end; `at` is a value
  goal?: number; // that the recipient has set itself, as a line across; absent where there is none
  decimals: number;
  percent: boolean;
  alt: Sentence;
  table: ChartTable;
};

export type TrendPoint = {
  date: string; // ISO date, middle of the period
  own: number | null; // null: no data or withheld
  median: number | null;
  lower: number | null; // lower quartile of peers
  upper: number | null;
};

/** One indicator in one row of the table: middle half of peers, median, own dot. */
export type StripChart = {
  kind: "strip";
  lower: number;
  upper: number;
  median: number;
  own?: number;
  interval?: Interval; // 95%, of own
  largest: number;
  max?: number; // end of the scale, where strips share one
  alt: Sentence;
};
