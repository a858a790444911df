/**
 * Named facts about one recipient's standing on one indicator in one cycle, that words may depend on. The rule that
 * sets each is in `findSignals` (measure.ts); this is the vocabulary and what each signal vouches for.
 */
export const signals = [
  // what is known
  "measured", // an own value is known and may be shown
  "no-data", // nothing to report: no observations, or too few months of them
  "withheld", // the own count may not be shown (disclosure control)
  "small-numbers", // shown, but too few to compare or rank; no comparison or trend signal is set beside it
  "clearly-few", // small numbers, but beyond chance below what is typical for the size
  "incomplete", // some months of the window are missing
  "sized", // the own denominator is known: comparators can be said at the own size
  "compared", // measured, not small, and peers are known
  "peers-known", // enough peers: median and quartiles may be shown
  "few-peers", // too few peers for any comparator
  "has-past", // the same months a year before are known and comparable
  "first-report", // the first report of the series, or the first for this recipient
  "list-step", // the list jumped (a merger or a transfer), so the own past is not comparable
  "zero", // the numerator is 0
  "past-zero", // the numerator was 0 a year before
  // against comparators, oriented by the indicator's direction
  "better-than-median",
  "worse-than-median",
  "near-median", // prints the same value
  "in-best-quarter", // at or beyond the best quartile
  "outside-best-quarter",
  "best-of-peers", // no peer is better
  "twice-median", // at least 1.75 times the median, and worse
  "half-median", // at most 0.6 of the median, and better
  "meets-target",
  "misses-target",
  // without direction
  "above-median",
  "below-median",
  "in-lowest-quarter",
  "in-highest-quarter",
  // over time
  "improving",
  "worsening",
  "rising",
  "falling",
  "steady",
  "achieved-median", // was worse than the median a year before, improving, is now at or better
  "achieved-best-quarter",
  "lost-median", // was at or better than the median, worsening, is now worse
  "lost-best-quarter",
  "approaching-median", // worse than the median, improving
  "approaching-best-quarter", // at or better than the median, not in the best quarter, improving
  // over several indicators (role overview)
  "all-worse", // worse than the median on every indicator with a direction
  "all-better", // at or better than the median on every indicator with a direction
  "mixed",
] as const;

export type Signal = (typeof signals)[number];

/** What else must be true when a signal is set. A variable may only be used where its needs are vouched for. */
const implies: Readonly<Partial<Record<Signal, readonly Signal[]>>> = {
  measured: ["sized"],
  withheld: ["sized"],
  "small-numbers": ["measured"],
  "clearly-few": ["small-numbers", "peers-known"],
  zero: ["measured"],
  "past-zero": ["has-past"],
  incomplete: ["sized"],
  compared: ["measured", "peers-known"],
  "better-than-median": ["compared"],
  "worse-than-median": ["compared"],
  "near-median": ["compared"],
  "in-best-quarter": ["compared"],
  "outside-best-quarter": ["compared"],
  "best-of-peers": ["in-best-quarter"],
  "twice-median": ["worse-than-median"],
  "half-median": ["better-than-median"],
  "meets-target": ["measured"],
  "misses-target": ["measured"],
  "above-median": ["compared"],
  "below-median": ["compared"],
  "in-lowest-quarter": ["compared"],
  "in-highest-quarter": ["compared"],
  "has-past": ["measured"],
  improving: ["has-past"],
  worsening: ["has-past"],
  rising: ["has-past"],
  falling: ["has-past"],
  steady: ["has-past"],
  "achieved-median": ["improving", "compared"],
  "achieved-best-quarter": ["in-best-quarter", "improving"],
  "lost-median": ["worse-than-median", "worsening"],
  "lost-best-quarter": ["outside-best-quarter", "worsening"],
  "approaching-median": ["worse-than-median", "improving"],
  "approaching-best-quarter": ["outside-best-quarter", "improving"],
};

/** A signal with all that it implies, directly or through another. */
export function closure(signal: Signal): Signal[] {
  return [signal, ...(implies[signal] ?? []).flatMap(closure)];
}
