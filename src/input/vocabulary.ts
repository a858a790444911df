import type { Signal } from "./signals.ts";

/** One variable a block may use: what it prints, and the signals that must be vouched for by the block's condition. */
export type Variable = { prints: string; needs: readonly Signal[] };

/**
 * Every variable of the words, with an example of what it prints. A path not here is an error at load. A variable with a
 * need may be used only in a block whose `when` (or whose section's) sets that signal or one that implies it.
 */
export const vocabulary: Readonly<Record<string, Variable>> = {
  "campaign.title": { prints: "High-dose opioids for long-term pain", needs: [] },
  "cycle.number": { prints: "7", needs: [] },
  "cycle.of": { prints: "12", needs: [] },
  "cycle.issued": { prints: "12 October 2026", needs: [] },
  "cycle.next": { prints: "14 December 2026; on the last report: to be announced", needs: [] },
  "period.text": { prints: "12 months to August 2026", needs: [] },
  "period.months": { prints: "12", needs: [] },
  "period.last": { prints: "August 2026", needs: [] },
  "issuer.name": { prints: "Marlshire Prescribing Feedback", needs: [] },
  "issuer.interests": { prints: "Paid for by the NHS. We take no money from industry.", needs: [] },
  "recipient.name": { prints: "Millbrook Surgery", needs: [] },
  "recipient.place": { prints: "West Marlshire: what its peers have in common", needs: [] },
  "indicator.title": { prints: "High-dose opioid items", needs: [] },
  "indicator.name": { prints: "high-dose opioid items", needs: [] },
  "indicator.short": { prints: "high-dose opioids", needs: [] },
  "indicator.unit": { prints: "per 1,000 patients a month", needs: [] },
  "indicator.describes": { prints: "what is counted, from the indicator", needs: [] },
  "indicator.exclusion": { prints: "what is left out, from the indicator", needs: [] },
  "indicator.source": { prints: "NHS Business Services Authority (Open Government Licence v3.0)", needs: [] },
  extracted: { prints: "5 October 2026: when the data were taken", needs: [] },

  "own.value": { prints: "2.9", needs: ["measured"] },
  "own.count": { prints: "352: numerator over the whole window", needs: ["measured"] },
  "own.monthly": { prints: "29: numerator a month", needs: ["measured"] },
  "own.base": { prints: "1,385: denominator over the whole window (of a share)", needs: ["measured"] },
  "own.one-in": { prints: "1 in 4; 35 in 100: a share in words (say: … of your items)", needs: ["measured"] },
  "own.below": { prints: "fewer than 8: a withheld count", needs: ["withheld"] },
  "own.patients": { prints: "7,994: registered patients", needs: ["sized"] },

  "peers.label": { prints: "practices in West Marlshire", needs: [] },
  "peers.count": { prints: "64: practices compared, the own included", needs: ["peers-known"] },
  "peers.others": { prints: "63", needs: ["peers-known"] },
  "median.value": { prints: "1.5", needs: ["peers-known"] },
  "median.count": { prints: "180: items in the window at the own size", needs: ["peers-known", "sized"] },
  "median.monthly": { prints: "15: items a month at the own size", needs: ["peers-known", "sized"] },
  "median.one-in": { prints: "1 in 5: a share in words", needs: ["peers-known"] },
  "best.value": { prints: "0.7: limit of the best quarter (of the lowest, without direction)", needs: ["peers-known"] },
  "best.count": { prints: "84", needs: ["peers-known", "sized"] },
  "best.monthly": { prints: "7", needs: ["peers-known", "sized"] },
  "target.value": { prints: "10%", needs: ["misses-target"] },

  "rank.more": { prints: "8 of the other 70; none of the other 70; all the other 70", needs: ["compared"] },
  "rank.fewer": { prints: "62 of the other 70: how many have a lower value", needs: ["compared"] },
  "rank.better": { prints: "62 of the other 70: how many do better", needs: ["compared"] },
  "rank.worse": { prints: "8 of the other 70", needs: ["compared"] },
  "ratio.median": {
    prints: "twice as many; half as many; 1.6 times as many (say: … as a typical practice)",
    needs: ["compared"],
  },

  "gap.median.monthly": { prints: "14: items a month to reach the typical practice", needs: ["worse-than-median"] },
  "gap.median.count": { prints: "170: items in the window", needs: ["worse-than-median"] },
  "gap.best.monthly": { prints: "22: items a month to reach the best quarter", needs: ["outside-best-quarter"] },
  "gap.best.count": { prints: "264", needs: ["outside-best-quarter"] },
  "under.median.monthly": {
    prints: "19: items a month below the typical practice of the own size",
    needs: ["better-than-median"],
  },

  "past.value": { prints: "3.2: the same months a year before", needs: ["has-past"] },
  "past.count": { prints: "376", needs: ["has-past"] },
  "past.monthly": { prints: "31", needs: ["has-past"] },
  "past.median": { prints: "1.6: the typical practice a year before", needs: ["has-past", "peers-known"] },
  "change.count": { prints: "24: difference of the counts, without sign", needs: ["has-past"] },
  "change.way": { prints: "fewer; more", needs: ["has-past"] },
  "change.verb": { prints: "down from; up from; the same as", needs: ["has-past"] },
  "change.percent": { prints: "6%: relative change of the value, without sign", needs: ["improving"] },
  "list.step": { prints: "May 2026: month in which the list jumped", needs: ["list-step"] },
  "list.change": { prints: "80% more: how much it jumped", needs: ["list-step"] },
  "months.known": { prints: "10: months of the window with data", needs: ["incomplete"] },

  "overview.worse": { prints: "two: indicators on which worse than the median", needs: [] },
  "overview.counted": { prints: "three: indicators with a direction", needs: [] },
};
