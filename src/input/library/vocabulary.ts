import { type Comparator, comparatorIds, namedComparator } from "./comparators.ts";
import type { Signal } from "./signals.ts";

/**
 * One variable a block may use: what it prints, the signals that the block's condition must make certain, and whether it
 * is of counts, which an indicator with `given: value` does not have.
 */
export type Variable = { prints: string; needs: readonly Signal[]; counts?: true };

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
  "period.text": {
    prints: "12 months to August 2026; 2021/22; on 31 August 2026: by the period of the indicator",
    needs: [],
  },
  "period.months": { prints: "12: months that the value covers; 1 of a snapshot", needs: [] },
  "period.in": {
    prints: "in a year; in three months; in 2021/22; on 31 August 2026: after a count of the window",
    needs: [],
  },
  "period.last": { prints: "August 2026", needs: [] },
  "issuer.name": { prints: "Marlshire Prescribing Feedback", needs: [] },
  "issuer.interests": { prints: "Paid for by the NHS. We take no money from industry.", needs: [] },
  "recipient.name": { prints: "Millbrook Surgery", needs: [] },
  "recipients.one": { prints: "practice: what one recipient is called", needs: [] },
  "recipients.many": { prints: "practices", needs: [] },
  "recipient.place": { prints: "West Marlshire: what its peers have in common", needs: [] },
  "indicator.title": { prints: "High-dose opioid items", needs: [] },
  "indicator.name": { prints: "high-dose opioid items", needs: [] },
  "indicator.short": { prints: "high-dose opioids", needs: [] },
  "indicator.one": { prints: "item: one of what is counted", needs: [], counts: true },
  "indicator.many": { prints: "items: several of what is counted", needs: [], counts: true },
  "indicator.unit": { prints: "per 1,000 patients a month", needs: [] },
  "said.one": { prints: "high-dose opioid item; of a share, after is: a spray", needs: [] },
  "said.many": { prints: "high-dose opioid items; of a share, after are: sprays", needs: [] },
  "said.verb": { prints: "prescribe; of a share are: after you, or after several", needs: [] },
  "said.does": { prints: "prescribes; of a share is: the same after one", needs: [] },
  "said.per": { prints: "per 1,000 patients a month; of a share, after of your: preventer inhalers", needs: [] },
  "said.what": { prints: "rate; share; figure: what a value of this kind is called", needs: [] },
  "indicator.describes": { prints: "what is counted, from the indicator", needs: [] },
  "indicator.exclusion": { prints: "what is left out, from the indicator", needs: [] },
  "indicator.source": { prints: "NHS Business Services Authority (Open Government Licence v3.0)", needs: [] },
  extracted: { prints: "5 October 2026: when the data were taken", needs: [] },

  "own.value": { prints: "2.9", needs: ["measured"] },
  "own.count": { prints: "352: numerator over the whole window", needs: ["measured"], counts: true },
  "own.monthly": {
    prints: "29: numerator a month; of other periods a quarter, a year or on that day, as all `monthly`",
    needs: ["measured"],
    counts: true,
  },
  "own.base": { prints: "1,385: denominator over the whole window (of a share)", needs: ["measured"], counts: true },
  "own.noun": {
    prints: "high-dose opioid items; where the count is one, high-dose opioid item: goes with {{own.count}}",
    needs: ["measured"],
    counts: true,
  },
  "own.verb": { prints: "are; where the count is one, is: goes with {{own.count}}", needs: ["measured"], counts: true },
  "own.among": {
    prints: "your 1,385 preventer inhalers; 1 among your preventer inhalers: the denominator of a share in words",
    needs: ["measured"],
    counts: true,
  },
  "own.interval": {
    prints: "41.2% to 49.4%: the 95% interval of the own value, worked out or published",
    needs: ["has-interval"],
  },
  "own.below": { prints: "fewer than 8: a withheld count", needs: ["withheld"], counts: true },
  "own.patients": { prints: "7,994: registered patients, the mean of the window", needs: ["list-known"] },

  "peers.label": { prints: "practices in West Marlshire", needs: [] },
  "peers.count": { prints: "64: practices compared, including this one", needs: ["peers-known"] },
  "peers.others": { prints: "63", needs: ["peers-known"] },
  "peers.limit": {
    prints: "with 1,000 patients or more; of any size: whose lists make them peers",
    needs: ["list-known"],
  },
  "peers.minimum": { prints: "ten: fewest peers for a comparison", needs: [] },
  "peers.marks": {
    prints: "Typical: the median. Best quarter: the rate that the best quarter of them reach.",
    needs: [],
  },
  "median.more": { prints: "more; fewer: on which side of the typical count the own one is", needs: ["compared"] },
  "median.side": {
    prints: "below; above; level with: where the own value is, compared with the typical one",
    needs: ["compared"],
  },
  "median.worse-side": { prints: "above; below: the worse side of the typical value", needs: [] },
  "best.way": { prints: "lower; higher: which way the best quarter lies", needs: ["peers-known"] },
  ...Object.fromEntries(comparatorIds.flatMap(valuesOf)),
  "lowest.value": { prints: "0.7: limit of the lowest quarter, whichever way is better", needs: ["peers-known"] },
  "highest.value": { prints: "2.4: limit of the highest quarter, whichever way is better", needs: ["peers-known"] },
  "target.label": { prints: "National ambition: what the target is called", needs: ["has-target"] },

  "rank.more": {
    prints: "at least 8 of the other 70: how many have a higher value, wherever the own one is in its 95% interval",
    needs: ["ranked"],
  },
  "rank.fewer": { prints: "at least 62 of the other 70; up to 3 of the other 70; all the other 70", needs: ["ranked"] },
  "rank.better": { prints: "at least 62 of the other 70: how many do better", needs: ["ranked"] },
  "rank.worse": { prints: "at least 8 of the other 70", needs: ["ranked"] },
  "ratio.median": {
    prints: "twice as many; half as many; 1.6 times as many (say: … as a typical practice)",
    needs: ["compared"],
  },

  "gap.way": { prints: "fewer; more: which way a gap is closed; of a published value lower; higher", needs: [] },
  "said.less": { prints: "less; more: what would close a gap, where nothing is counted", needs: [] },
  ...Object.fromEntries(comparatorIds.flatMap(gapsTo)),
  "under.median.monthly": {
    prints: "19: items a month better than a typical practice of the same size, at least",
    needs: ["better-than-median"],
    counts: true,
  },
  "under.median.count": {
    prints: "228: items in the window; with the own count it makes that of a typical practice",
    needs: ["better-than-median"],
    counts: true,
  },
  "under.target.monthly": {
    prints: "6: items a month better than the target, at least; 0 where it is just met",
    needs: ["meets-target"],
    counts: true,
  },
  "under.median.step": {
    prints: "228 fewer a year; 40 more a year: how far on the better side of a typical practice of the same size",
    needs: ["better-than-median"],
    counts: true,
  },
  "under.target.count": { prints: "72: items in the window", needs: ["meets-target"], counts: true },
  "apart.median.monthly": {
    prints: "19: items a month, more or fewer than a practice of the same size at the median; 0 where level",
    needs: ["compared"],
    counts: true,
  },
  "apart.median.count": { prints: "228: items in the window", needs: ["compared"], counts: true },
  "apart.median.way": {
    prints: "fewer; as many; more: goes with the count in the window",
    needs: ["compared"],
    counts: true,
  },

  "past.value": {
    prints: "3.2: the same months a year before; of a snapshot up to 15 months before",
    needs: ["has-past"],
  },
  "past.count": { prints: "376", needs: ["has-past"], counts: true },
  "past.monthly": { prints: "31", needs: ["has-past"], counts: true },
  "past.median": { prints: "1.6: the typical practice a year before", needs: ["has-past", "peers-known"] },
  "change.count": { prints: "24: difference of the counts, without sign", needs: ["has-past"], counts: true },
  "change.way": { prints: "fewer; more", needs: ["has-past"], counts: true },
  "change.verb": {
    prints: "down from; up from; where no change is named, after; the same as",
    needs: ["has-past"],
  },
  "change.since": {
    prints: "since about March 2026; where only two periods are compared, in a year",
    needs: ["has-past"],
  },
  "slope.years": { prints: "7: for how many years the value has gone one way", needs: ["for-years"], counts: true },
  "slope.from": { prints: "412: the value in the first of these years", needs: ["for-years"], counts: true },
  "change.moving": { prints: "falling; rising; steady", needs: ["has-past"] },
  "change.moved": { prints: "fallen; risen; not changed", needs: ["has-past"] },
  "change.direction": { prints: "down; up: which way the value was brought", needs: ["has-past"] },
  "change.percent": { prints: "6%: relative change of the value, without sign", needs: ["past-some"] },
  "since.value": { prints: "3.1: what the last report told", needs: ["told-before"] },
  "since.issued": { prints: "17 August 2026: the day of issue of the last report", needs: ["told-before"] },
  "since.moved": {
    prints:
      "up from 3.1; down from 3.1; where no change is named, after 3.1; the same as 3.1: what the last report told",
    needs: ["told-before"],
  },
  "list.step": { prints: "May 2026: month in which the list jumped", needs: ["list-step"] },
  "list.change": { prints: "80% more: how much it jumped", needs: ["list-step"] },
  "absent.why": {
    prints:
      "we have data of yours for 8 of 12 months, fewer than a fair comparison needs; we have no data of yours for August 2026: why there is no value",
    needs: ["no-data"],
  },
  "absent.briefly": {
    prints: "data for 8 of 12 months; no data for August 2026; no data: the same in a few words",
    needs: ["no-data"],
  },
  "few.patients": {
    prints: "one patient; two patients: about how many would take as much all the time",
    needs: ["few-patients"],
    counts: true,
  },
  "doubted.what": {
    prints: "no items are recorded for March 2025: what must be checked first, of the year before or another indicator",
    needs: ["doubted"],
  },
  "implausible.what": {
    prints: "no items are recorded for December 2025 to February 2026: what cannot be right of the own figures",
    needs: ["implausible"],
  },
  "months.known": { prints: "10: months of the window with data", needs: ["incomplete"] },

  "overview.worse": { prints: "two: indicators on which the recipient is worse than the median", needs: [] },
  "overview.counted": { prints: "three: indicators with a direction that can be compared", needs: [] },
  "overview.of": { prints: "three measures; three measures compared, where more have a direction", needs: [] },
  "overview.all": { prints: "all three measures; both measures compared", needs: [] },
};

/** The variable that an action with `how-many` has beside the vocabulary. */
export const amount = { prints: "five people a month; all three people; up to three people", needs: [] } as const;

export const amountMark = /\{\{\s*amount\s*\}\}/;

function valuesOf(id: Comparator): [string, Variable][] {
  const { variables, known, prints, counts: ofCounts } = namedComparator(id);
  return [
    [`${variables}.value`, { prints: prints.value, needs: [known], ...(ofCounts ? { counts: true } : {}) }],
    [`${variables}.count`, { prints: prints.count, needs: [known, "sized"], counts: true }],
    [`${variables}.monthly`, { prints: prints.monthly, needs: [known, "sized"], counts: true }],
  ];
}

/** The way to a comparator, and the next goal on it; none to one without a signal that says it is still ahead. */
function gapsTo(id: Comparator): [string, Variable][] {
  const { variables, signals, prints } = namedComparator(id);
  if (!signals) return [];
  const needs = [signals.ahead];
  return [
    [`gap.${variables}.monthly`, { prints: prints.gapMonthly, needs, counts: true }],
    [`gap.${variables}.count`, { prints: prints.gapCount, needs, counts: true }],
    [
      `gap.${variables}.step`,
      {
        prints: "264 fewer a year; of a snapshot, or where it would be longer than a lead may be, 1,264 fewer",
        needs,
        counts: true,
      },
    ],
    [`goal.${variables}.step`, { prints: "36 fewer a year; of a snapshot 36 fewer", needs, counts: true }],
    [`gap.${variables}.value`, { prints: "4.1; of a share 4.1 points: the way in values, rounded up", needs }],
    [`goal.${variables}.monthly`, { prints: "3: items a month, the next goal on that way", needs, counts: true }],
    [`goal.${variables}.count`, { prints: "36: items in the window, the next goal on that way", needs, counts: true }],
    [
      `goal.${variables}.of`,
      { prints: "part of the 170; where the goal is all of it, all the way (say: … to typical)", needs, counts: true },
    ],
    [`goal.${variables}.to`, { prints: "26: items a month once that goal is reached", needs, counts: true }],
  ];
}
