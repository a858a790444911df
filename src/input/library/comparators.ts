import type { Signal } from "./signals.ts";

/** A comparator as an author names it in `comparators`. */
export type NamedComparator = {
  is: string; // what it is, for the file reference
  variables: string; // what its variables begin with: best.value, gap.best.count
  record: string; // its value in the record of a standing
  known: Signal; // must be set before its value may be used
  counts?: true; // worked out from counts: an indicator with `given: value` has none
  signals?: { reached: Signal; ahead: Signal; level: Signal }; // on which side of it the recipient is; level: nobody can tell
  prints: { value: string; count: string; monthly: string; gapMonthly: string; gapCount: string }; // examples of its variables
};

/**
 * What a recipient may be held against, in the order of charts. What each is worth, how it is drawn and what it is called is
 * in src/measure/comparators.
 */
export const comparators = {
  "top-quartile": {
    is: "the limit of the best quarter",
    variables: "best",
    record: "bestQuarter",
    known: "peers-known",
    signals: { reached: "in-best-quarter", ahead: "outside-best-quarter", level: "about-best-quarter" },
    prints: {
      value: "0.7: limit of the best quarter (of the lowest, without direction)",
      count: "84: items in the window that a practice of the same size may have there",
      monthly: "7: items a month for a practice of the same size",
      gapMonthly: "22: items a month to reach the best quarter, rounded up",
      gapCount: "264: the least items in the window that reach it",
    },
  },
  median: {
    is: "the median",
    variables: "median",
    record: "median",
    known: "peers-known",
    signals: { reached: "compared", ahead: "worse-than-median", level: "about-level" },
    prints: {
      value: "1.5",
      count: "180: items in the window for a practice of the same size",
      monthly: "15: items a month for a practice of the same size",
      gapMonthly: "15: items a month to reach the typical practice, rounded up",
      gapCount: "170: the least items in the window that reach it",
    },
  },
  benchmark: {
    is: "the achievable benchmark: for shares, the pooled share of the best practices that together have a tenth of the patients; for rates, the same by rate",
    variables: "benchmark",
    record: "benchmark",
    known: "has-benchmark",
    counts: true,
    signals: { reached: "meets-benchmark", ahead: "misses-benchmark", level: "about-benchmark" },
    prints: {
      value: "0.4: what the best practices with a tenth of the patients come to together",
      count: "48: items in the window for a practice of the same size",
      monthly: "4: items a month for a practice of the same size",
      gapMonthly: "25: items a month to reach the benchmark, rounded up",
      gapCount: "300: the least items in the window that reach it",
    },
  },
  target: {
    is: "the indicator's target",
    variables: "target",
    record: "target",
    known: "has-target",
    signals: { reached: "meets-target", ahead: "misses-target", level: "about-target" },
    prints: {
      value: "10%",
      count: "120: items in the window for a practice of the same size",
      monthly: "10: items a month for a practice of the same size",
      gapMonthly: "9: items a month to reach the target, rounded up",
      gapCount: "108: the least items in the window that reach it",
    },
  },
} as const satisfies Record<string, NamedComparator>;

export type Comparator = keyof typeof comparators;

export const comparatorIds = Object.keys(comparators) as readonly Comparator[];

/** A comparator with its optional parts. */
export function namedComparator(id: Comparator): NamedComparator {
  return comparators[id];
}
