/**
 * Named facts about one recipient's standing on one indicator in one cycle, that words may depend on. The rule that
 * sets each is in `findSignals` (measure/find-signals.ts); this is the vocabulary, what it means, and what else is
 * true when each is set. Authors read it in docs/reference.md.
 */
const glossary = {
  // what is known
  measured: {
    meaning: "an own value is known and may be shown",
    fires: "the window has its months (up to three of twelve may be missing) and the own count is not withheld",
  },
  "no-data": {
    meaning: "there is nothing to report",
    fires: "no observations in the window, more than three of twelve months missing, or nothing for the last month",
  },
  withheld: {
    meaning: "the own count may not be shown",
    fires: "the campaign's disclosure policy protects the count; value, rank, gap and change are then not worked out",
  },
  "small-numbers": {
    meaning: "the count is shown, but is too few to compare or rank",
    fires:
      "fewer expected at the typical rate than `small-numbers.expected-below` (for a share: fewer in the denominator), unless the own 95% interval leaves out the typical value; or a count from 1 to just under `count-below`; neither for a quantity; or `few-patients`. Of a published value: its `n` is below `expected-below`, or its publisher says so. No comparison or trend signal is set with it",
  },
  "few-patients": {
    meaning: "small numbers, for they come to what one or a few patients take all the time",
    fires:
      "the indicator says what `one-patient` is counted for in a month, and the count (of a share, the denominator) is more than 0 and comes to fewer of them than `small-numbers.patients-below`, however steady its months are",
  },
  "clearly-few": {
    meaning: "small numbers, but fewer than chance explains",
    fires:
      "the upper 99.8% limit of the count lies below what is typical for the size; of `few-patients`, that of the patients it comes to",
  },
  implausible: {
    meaning: "some of the own figures cannot be right, so nothing is concluded from them",
    fires:
      "measured, and in the window a month is none or far below where the series' own level puts that out of the question (less than one in a million), or twenty times its middle month; such months are in no value. Or the value is twenty times the middle one of all recipients. No comparison, trend, target or small-numbers signal is set with it",
  },
  doubted: {
    meaning:
      "figures that this one rests on, or is read beside, cannot be right, though those of its own window may be",
    fires:
      "measured, not `implausible`, and months of the year before, or months in the window of another indicator of the campaign, are none or far off as in `implausible`. No thanks for what may be a fault of the data: say it where the headline is",
  },
  incomplete: {
    meaning: "some months of the window are missing",
    fires: "one to three of twelve months are not in the data of the recipient",
  },
  sized: {
    meaning: "the own denominator is known, so comparators can be given for the same size",
    fires: "always, except with `no-data`, and never for an indicator with `given: value`",
  },
  "has-interval": {
    meaning: "a 95% interval of the own value is known",
    fires:
      "the value comes from counts of events; of an indicator with `given: value`, limits came with it, or a standard deviation and n of a mean",
  },
  "list-known": {
    meaning: "the number of registered patients is known",
    fires: "the data give it: `patients` in the observations, or a column `patients` in the organisations",
  },
  compared: {
    meaning: "the own value is compared with peers",
    fires: "measured, not small, and peers are known",
  },
  "peers-known": {
    meaning: "there are enough peers: the median and the quartiles may be shown",
    fires: "at least `peers.minimum` peers at the first or the wider level",
  },
  "few-peers": {
    meaning: "too few peers for any comparator",
    fires: "fewer than `peers.minimum`, or no group; everybody has either this or `peers-known`",
  },
  "has-past": {
    meaning: "the same months a year before are known and comparable",
    fires: "both years are shown, the year before has no more missing months than this one, and the list did not jump",
  },
  "first-report": {
    meaning: "the first report of the series, or the first for this recipient",
    fires: "the campaign's first cycle, or the practice opened after the last issue",
  },
  "list-step": {
    meaning: "the list jumped (a merger or a transfer), so the own past is not comparable",
    fires: "a month's list is 1.25 times the one before or more, or as much less, and it lasts",
  },
  zero: {
    meaning: "there are none",
    fires: "the numerator over the window is 0; of a published share or rate, the value",
  },
  "past-zero": {
    meaning: "there were none a year before",
    fires: "the numerator over the same months a year before was 0; of a published value, the value",
  },
  "past-some": {
    meaning: "there were some a year before, so a change can be given in per cent",
    fires:
      "`has-past`, and the numerator over the same months a year before was more than 0; of a published value, the value",
  },
  "has-target": {
    meaning: "the indicator has a target",
    fires: "set for every indicator that has a `target`",
  },
  "has-benchmark": {
    meaning: "an achievable benchmark is known",
    fires: "`peers-known`, the indicator has a direction, and no single practice makes up most of the benchmark",
  },
  unreliable: {
    meaning: "differences between these practices are mostly chance, so that nobody is told to be better or worse",
    fires:
      "less than .7 of what they differ by is more than chance (reliability); everybody who is compared is then `about-level` and, with a direction, `about-best-quarter`",
  },
  ranked: {
    meaning: "differences between these practices are more than chance, so that one may be placed among them",
    fires: "`compared`, and not `unreliable`",
  },
  usual: {
    meaning: "within the spread that is usual among the peers",
    fires:
      "compared, and within limits that allow for chance and for how much the peers differ anyway (over-dispersion, 99.8%)",
  },
  "unusual-high": {
    meaning: "higher than is usual among the peers, whichever way is better",
    fires: "above those limits",
  },
  "unusual-low": {
    meaning: "lower than is usual among the peers, whichever way is better",
    fires: "below those limits",
  },
  // against comparators, by the indicator's direction
  "better-than-median": {
    meaning: "surely on the better side of the typical practice",
    fires:
      "better, and the typical value lies outside the own 95% interval; everybody who is compared has this, `about-level` or `worse-than-median`",
  },
  "worse-than-median": {
    meaning: "surely on the worse side of the typical practice",
    fires: "as `better-than-median`, the other way",
  },
  "about-level": {
    meaning: "cannot be told apart from the typical practice",
    fires:
      "the typical value lies within the own 95% interval (of a share Wilson's; of a rate by its months; of a published value the published one), or the two print alike",
  },
  "level-by-chance": {
    meaning: "cannot be told apart from the typical practice, and yet not near it: the difference may be chance",
    fires:
      "`about-level`, not in print, and outside the middle half of the peers or a fifth and more away from typical (of a share, in odds)",
  },
  "in-best-quarter": {
    meaning: "in the best quarter",
    fires: "at the best quartile or beyond it, and `better-than-median`",
  },
  "outside-best-quarter": {
    meaning: "not in the best quarter",
    fires:
      "short of the best quartile, in print too; of a published value, its interval is. Everybody who is compared has this, `in-best-quarter` or `about-best-quarter`",
  },
  "about-best-quarter": {
    meaning: "whether in the best quarter or not cannot be told",
    fires:
      "short of the best quartile, but level with it in print; or beyond it, but `about-level`; or the published interval holds it",
  },
  "best-of-peers": {
    meaning: "nobody does better",
    fires:
      "`in-best-quarter`, and the value of every peer lies on the worse side of the own 95% interval (widened as for {{rank.better}}); none that is withheld could be better",
  },
  "twice-median": {
    meaning: "about twice the typical practice, and worse",
    fires: "at least 1.75 times the median; only where lower is better",
  },
  "half-median": {
    meaning: "about half the typical practice, and better",
    fires: "at most 0.6 of the median; only where lower is better",
  },
  "meets-target": {
    meaning: "at the indicator's target or better",
    fires:
      "measured, not small, `has-target`, and exactly at the target or beyond it; of a published value, its interval is",
  },
  "surely-meets-target": {
    meaning: "at the indicator's target or better, and by more than chance",
    fires: "`meets-target`, and its 95% interval lies wholly on the better side of the target",
  },
  "misses-target": {
    meaning: "short of the indicator's target",
    fires: "measured, not small, `has-target`, and short of the target, in print too",
  },
  "about-target": {
    meaning: "whether the target is met or not cannot be told",
    fires: "short of the target, but level with it in print; or the published interval holds it",
  },
  "meets-benchmark": {
    meaning: "at the achievable benchmark or better",
    fires: "measured, not small, `has-benchmark`, and exactly at the benchmark or beyond it",
  },
  "misses-benchmark": {
    meaning: "short of the achievable benchmark",
    fires: "measured, not small, `has-benchmark`, and short of the benchmark, in print too",
  },
  "about-benchmark": {
    meaning: "level with the achievable benchmark",
    fires: "short of the benchmark, but level with it in print",
  },
  "published-better": {
    meaning: "its publisher says: better",
    fires:
      "only for an indicator with `given: value`, by the column `verdict` and what `verdicts` in data.yaml makes of its words",
  },
  "published-no-different": {
    meaning: "its publisher says: no different",
    fires: "as `published-better`",
  },
  "published-worse": {
    meaning: "its publisher says: worse",
    fires: "as `published-better`",
  },
  // against comparators, without direction
  "above-median": {
    meaning: "a higher value than the typical practice",
    fires: "higher, and the typical value lies outside the own 95% interval",
  },
  "below-median": {
    meaning: "a lower value than the typical practice",
    fires: "lower, and the typical value lies outside the own 95% interval",
  },
  "in-lowest-quarter": {
    meaning: "among the lowest quarter",
    fires: "at or under the lower quartile, and `below-median`; only for an indicator with direction `none`",
  },
  "in-highest-quarter": {
    meaning: "among the highest quarter",
    fires: "at or over the upper quartile, and `above-median`; only for an indicator with direction `none`",
  },
  // over time
  improving: {
    meaning: "a change for the better since the year before",
    fires:
      "the change shows in print, is at least `trend.at-least` of the value before (of a share, of its odds), is more than chance moves months that are like their neighbours (99%; of patients by the two counts), is not one month's, and lasts to the end; of other periods than months, the two counts a year apart differ by more than chance and more than all change (95%); of published values, the two values do, by their intervals",
  },
  worsening: {
    meaning: "a change for the worse since the year before",
    fires: "as `improving`, the other way",
  },
  rising: {
    meaning: "the value went up",
    fires: "as `improving`, whichever way is better; the one to use with direction `none`",
  },
  falling: {
    meaning: "the value went down",
    fires: "as `rising`, the other way",
  },
  steady: {
    meaning: "no clear change since the year before",
    fires: "there is a past, and neither `rising` nor `falling`",
  },
  "for-years": {
    meaning: "the value has gone one way for years, whatever the last one shows by itself",
    fires:
      "five whole years or more up to now, of an indicator with months and a window of twelve (not of patients): the straight line through them rises or falls by more than chance moves such years (99%, with the correlation of neighbouring years pooled over organisations), the last two lie further that way than the two before, the first and the last differ in print and by `trend.at-least`, and no change of the last year goes the other way",
  },
  "rising-for-years": { meaning: "the value has gone up for years", fires: "as `for-years`, upwards" },
  "falling-for-years": { meaning: "the value has gone down for years", fires: "as `for-years`, downwards" },
  "achieved-median": {
    meaning: "has reached the typical practice's level or better within the year",
    fires: "improving, was worse than the median a year before, and is not now",
  },
  "achieved-best-quarter": {
    meaning: "has entered the best quarter within the year",
    fires: "improving, was outside it a year before, and is in it now",
  },
  "lost-median": {
    meaning: "has become worse than the typical practice within the year",
    fires: "worsening, was not worse than the median a year before, and is now",
  },
  "lost-best-quarter": {
    meaning: "has left the best quarter within the year",
    fires: "worsening, was in it a year before, and is outside now",
  },
  "approaching-median": {
    meaning: "worse than the typical practice, but getting closer",
    fires: "improving and `worse-than-median`",
  },
  "approaching-best-quarter": {
    meaning: "on its way from the typical practice to the best quarter",
    fires: "improving, not worse than the median, not in the best quarter",
  },
  // since the last report that the recipient had
  "told-before": {
    meaning: "the last report told a value that this one can be set beside",
    fires:
      "only in a campaign with a section `since-last`, and only of the headline indicator: a report of the year before was handed over and told a value of it; measured, the list did not jump, no figures are joined with its own since, and none must be checked first",
  },
  "better-since": {
    meaning: "better since the last report",
    fires:
      "`told-before`, not small: the months since (three or more) differ from those that report told of by more than chance moves such months (99%), it is not one month's, it lasts, and the two printed values go the same way by `trend.at-least`; of patients, protected counts and other periods than months by the two values, where they share no month",
  },
  "worse-since": { meaning: "worse since the last report", fires: "as `better-since`, the other way" },
  "rising-since": {
    meaning: "the value went up since the last report",
    fires: "as `better-since`, whichever way is better; the one to use with direction `none`",
  },
  "falling-since": { meaning: "the value went down since the last report", fires: "as `rising-since`, the other way" },
  "early-since": {
    meaning: "too early to tell whether anything has changed since the last report",
    fires: "`told-before`, not small, neither `rising-since` nor `falling-since`, and less than a year of newer months",
  },
  "steady-since": {
    meaning: "no clear change since the last report",
    fires: "as `early-since`, with a year of newer months",
  },
  // over all indicators of the campaign
  balanced: {
    meaning: "its balancing measures are known, and none of them goes the wrong way",
    fires:
      "only for an indicator with a direction and `balanced-by`: measured, and each balancing measure is compared or has a past, has not changed for the worse, and is not in the worst quarter",
  },
  unbalanced: {
    meaning: "better here, and worse on a balancing measure: no reason for praise",
    fires:
      "better than typical, improving, or at the target or benchmark; and a balancing measure is `worsening` (of one without a direction `rising`), or in the worst quarter and `worse-than-median`. Where a balancing measure cannot be told, neither this nor `balanced` is set",
  },
  "all-worse": {
    meaning: "worse than the typical practice on every indicator that can be compared",
    fires:
      "set only with two or more indicators that have a direction and are compared; {{overview.all}} gives their number",
  },
  "all-better": {
    meaning: "about level with the typical practice or better on every indicator that can be compared",
    fires: "as `all-worse`",
  },
  mixed: {
    meaning: "worse than the typical practice on some indicators, not on others",
    fires: "as `all-worse`",
  },
} as const satisfies Record<string, Meaning>;

/** What a signal says about a practice, and the rule by which it is set. Both as an author reads them. */
export type Meaning = { meaning: string; fires: string };

export type Signal = keyof typeof glossary;

/** Every signal, in the order of the glossary. */
export const signals = Object.keys(glossary) as readonly Signal[];

export const meanings: Readonly<Record<Signal, Meaning>> = glossary;

/** The kinds of signal, each with the first signal of its kind. */
export const signalKinds: readonly { kind: string; from: Signal }[] = [
  { kind: "of what is known", from: "measured" },
  { kind: "against comparators, by the indicator's direction", from: "better-than-median" },
  { kind: "against comparators, without direction", from: "above-median" },
  { kind: "over time", from: "improving" },
  { kind: "since the last report that the recipient had", from: "told-before" },
  { kind: "over all indicators of the campaign", from: "balanced" },
];

/** What else must be true when a signal is set. A variable may be used only where the signals it needs are certain. */
const implies: Readonly<Partial<Record<Signal, readonly Signal[]>>> = {
  measured: ["sized"],
  withheld: ["sized"],
  "small-numbers": ["measured"],
  "has-interval": ["measured"],
  "few-patients": ["small-numbers"],
  "clearly-few": ["small-numbers", "peers-known"],
  implausible: ["measured"],
  doubted: ["measured"],
  zero: ["measured"],
  "past-zero": ["has-past"],
  "past-some": ["has-past"],
  incomplete: ["sized"],
  compared: ["measured", "peers-known"],
  unreliable: ["about-level"],
  ranked: ["compared"],
  usual: ["compared"],
  "unusual-high": ["compared"],
  "unusual-low": ["compared"],
  "better-than-median": ["ranked"],
  "worse-than-median": ["ranked"],
  "about-level": ["compared"],
  "level-by-chance": ["about-level"],
  "in-best-quarter": ["better-than-median"],
  "outside-best-quarter": ["ranked"],
  "about-best-quarter": ["compared"],
  "best-of-peers": ["in-best-quarter"],
  "twice-median": ["worse-than-median"],
  "half-median": ["better-than-median"],
  "meets-target": ["measured", "has-target"],
  "surely-meets-target": ["meets-target"],
  "misses-target": ["measured", "has-target"],
  "about-target": ["measured", "has-target"],
  "published-better": ["measured"],
  "published-no-different": ["measured"],
  "published-worse": ["measured"],
  "has-benchmark": ["peers-known"],
  "meets-benchmark": ["compared", "has-benchmark"],
  "misses-benchmark": ["compared", "has-benchmark"],
  "about-benchmark": ["compared", "has-benchmark"],
  "above-median": ["ranked"],
  "below-median": ["ranked"],
  "in-lowest-quarter": ["ranked", "below-median"],
  "in-highest-quarter": ["ranked", "above-median"],
  balanced: ["measured"],
  unbalanced: ["measured"],
  "has-past": ["measured"],
  improving: ["has-past"],
  worsening: ["has-past"],
  rising: ["has-past"],
  falling: ["past-some"],
  steady: ["has-past"],
  "for-years": ["measured"],
  "rising-for-years": ["for-years"],
  "falling-for-years": ["for-years"],
  "told-before": ["measured"],
  "better-since": ["told-before"],
  "worse-since": ["told-before"],
  "rising-since": ["told-before"],
  "falling-since": ["told-before"],
  "early-since": ["told-before"],
  "steady-since": ["told-before"],
  "achieved-median": ["improving", "compared"],
  "achieved-best-quarter": ["in-best-quarter", "improving"],
  "lost-median": ["worse-than-median", "worsening"],
  "lost-best-quarter": ["outside-best-quarter", "worsening"],
  "approaching-median": ["worse-than-median", "improving"],
  "approaching-best-quarter": ["outside-best-quarter", "improving"],
};

/** What a signal implies directly. */
export function impliedBy(signal: Signal): readonly Signal[] {
  return implies[signal] ?? [];
}

/** A signal with all that it implies, directly or through another. */
export function closure(signal: Signal): Signal[] {
  return [signal, ...(implies[signal] ?? []).flatMap(closure)];
}
