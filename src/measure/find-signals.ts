import { namedComparator } from "../input/library/comparators.ts";
import type { Indicator } from "../input/library/indicator.ts";
import type { Signal } from "../input/library/signals.ts";
import { monthName } from "../month.ts";
import { absenceText } from "./absence.ts";
import { distance } from "./change.ts";
import { aims, comparatorValues } from "./comparators.ts";
import { better } from "./direction.ts";
import type { Ground } from "./ground.ts";
import type { Interval } from "./interval.ts";
import { doubtText, doubtWithin } from "./plausibility/told.ts";
import { type Clear, sideOfNumber } from "./published.ts";
import { printedNumber, roundHalfUp } from "./rounding.ts";
import {
  baseOf,
  countsOf,
  type Fired,
  type Own,
  type PeerGroup,
  type PeerStatistics,
  type Published,
  publishedOf,
  type Rank,
  type Standing,
} from "./standing.ts";
import { findTooFew } from "./too-few.ts";

/** What the signals are found from: a standing before its signals, its peers, and how the campaign judges. */
export type JudgedSignals = {
  campaign: Pick<Ground["campaign"], "recipients" | "peers" | "small-numbers">;
  indicator: Indicator;
  standing: Omit<Standing, "signals" | "overview">;
  group: PeerGroup | undefined;
  firstReport: boolean;
};

type ShownOwn = Own & { state: "shown" };

/** All signals of one standing, each with its evidence, in the order of the vocabulary's kinds. */
export function findSignals(known: JudgedSignals): Fired[] {
  const { standing, group, firstReport } = known;
  const fired: Fired[] = [];
  const set = (signal: Signal, evidence: string) => fired.push({ signal, evidence });
  const statistics = group?.statistics;
  if (statistics) set("peers-known", peersText(known.campaign.recipients.many, group));
  else
    set(
      "few-peers",
      group
        ? `only ${group.count} in ${group.place}; ${known.campaign.peers.minimum} are needed`
        : "belongs to no group of peers",
    );
  if (firstReport) set("first-report", "no earlier report of this series");
  const { target } = known.indicator;
  if (target) set("has-target", `${target.label}: ${printedNumber(known.indicator, target.value)}`);
  const best = statistics?.benchmark;
  if (best !== undefined) set("has-benchmark", `benchmark ${printedNumber(known.indicator, best)}`);
  const { own, listStep, list } = standing;
  if (list !== undefined) set("list-known", `${roundHalfUp(list)} registered`);
  if (own.state === "none")
    return [...fired, { signal: "no-data", evidence: absenceText(own.reason, known.indicator) }];
  if (listStep)
    set("list-step", `list ${roundHalfUp(listStep.ratio, 2)} times the one before ${monthName(listStep.month)}`);
  const base = baseOf(own);
  if (base !== undefined) set("sized", `${roundHalfUp(base, 1)} in the denominator`);
  const months = standing.window.to - standing.window.from + 1;
  if (own.months < months) set("incomplete", `${own.months} of ${months} months`);
  if (own.state === "withheld")
    return [
      ...fired,
      { signal: "withheld", evidence: `${own.of === "rest" ? "all but fewer" : "fewer"} than ${own.below}` },
    ];
  const [counts, published] = [countsOf(own), publishedOf(own)];
  set("measured", `${printedNumber(known.indicator, own.value)} (${originOf(known.indicator, own)})`);
  const doubt = doubtWithin(standing.doubt, standing.window);
  if (doubt) return [...fired, { signal: "implausible", evidence: doubtText(known.indicator, doubt) }];
  if (counts?.count === 0) set("zero", "numerator 0");
  if (own.interval) set("has-interval", intervalText(known.indicator, own.interval));
  if (published) fired.push(...findPublished(known.indicator, published));
  if (standing.past.state === "shown" && standing.trend)
    set("has-past", `${printedNumber(known.indicator, standing.past.value)} a year before`);
  if (standing.past.state === "shown" && standing.trend) {
    const { told, amount } = amountOf(known.indicator, standing.past);
    set(amount === 0 ? "past-zero" : "past-some", `${told} a year before`);
  }
  const few = findTooFew(known, own, statistics);
  if (few.length > 0) return [...fired, ...few];
  const compared = group && statistics ? compare(known, own, statistics) : [];
  const moved = [...findMovement(known), ...findForYearsSignals(known)];
  return [
    ...fired,
    ...compared,
    ...compareWithAims(known, own),
    ...moved,
    ...(statistics ? findTurns(known, new Set([...compared, ...moved].map(({ signal }) => signal)), statistics) : []),
  ];
}

/** "41 practices in West Wold"; "59: all practices" where peers share no place. */
function peersText(many: string, { count, place }: { count: number; place: string }): string {
  return place === `all ${many}` ? `${count}: ${place}` : `${count} ${many} in ${place}`;
}

/** "95% interval 41.2 to 49.4" */
function intervalText(indicator: Indicator, { lower, upper }: Interval): string {
  return `95% interval ${printedNumber(indicator, lower)} to ${printedNumber(indicator, upper)}`;
}

/** What an own value rests on: "352 over 121,000", "published, 95% interval 41.2 to 49.4". */
function originOf(indicator: Indicator, own: ShownOwn): string {
  if ("count" in own) return `${roundHalfUp(own.count, 1)} over ${roundHalfUp(own.base, 1)}`;
  const { interval, n } = own;
  return [
    "published",
    interval ? intervalText(indicator, interval) : "without an interval",
    ...(n === undefined ? [] : [`of ${roundHalfUp(n)}`]),
  ].join(", ");
}

/** How many there were, or the value that was published. */
export function amountOf(indicator: Indicator, own: ShownOwn): { amount: number; told: string } {
  if ("count" in own) return { amount: own.count, told: `numerator ${roundHalfUp(own.count, 1)}` };
  return { amount: own.value, told: `${printedNumber(indicator, own.value)}` };
}

/** What follows from a published value alone: that there are none, and what its publisher says of it. */
function findPublished({ kind }: Indicator, { value, verdict }: Published): Fired[] {
  const isNone = value === 0 && (kind === "share" || kind === "rate");
  return [
    ...(isNone ? [{ signal: "zero" as const, evidence: "a value of 0" }] : []),
    ...(verdict && verdict !== "too-few"
      ? [{ signal: `published-${verdict}` as const, evidence: `the publisher's verdict: ${verdict}` }]
      : []),
  ];
}

function compare({ indicator, standing }: JudgedSignals, own: ShownOwn, statistics: PeerStatistics): Fired[] {
  const { lower, median, upper } = statistics;
  const { direction } = indicator;
  const chance = chanceAmong(statistics);
  const print = (value: number) => printedNumber(indicator, value);
  const against = `${print(own.value)} against ${print(median)}`;
  const fired: Fired[] = [{ signal: "compared", evidence: against }, ...findUsual(indicator, own, standing.usual)];
  const side = chance ? "untold" : sideOf(indicator, own, median, standing.atOwnSize.median);
  fired.push(
    chance ? { signal: "unreliable", evidence: chance } : { signal: "ranked", evidence: placedAmong(standing.rank) },
  );
  if (side === "level") fired.push({ signal: "about-level", evidence: `${against}: level in print` });
  else if (side === "untold") {
    fired.push({ signal: "about-level", evidence: `${against}: ${chance ?? untold(indicator, own)}` });
    if (!isNear(indicator, own, statistics))
      fired.push({
        signal: "level-by-chance",
        evidence: `${print(own.value)}; the middle half: ${print(lower)} to ${print(upper)}; typical ${print(median)}`,
      });
  } else fired.push({ signal: `${side}-median`, evidence: against });
  if (direction === "none") {
    if (chance) return fired;
    if (side === "below" && isAtOrBeyond("below", sideOfLimit(indicator, own, lower), own.value <= lower))
      fired.push({
        signal: "in-lowest-quarter",
        evidence: `${print(own.value)}; the lowest quarter ends at ${print(lower)}`,
      });
    if (side === "above" && isAtOrBeyond("above", sideOfLimit(indicator, own, upper), own.value >= upper))
      fired.push({
        signal: "in-highest-quarter",
        evidence: `${print(own.value)}; the highest quarter begins at ${print(upper)}`,
      });
    return fired;
  }
  const quartile = direction === "lower" ? lower : upper;
  const limit = `${print(own.value)}; the best quarter ${direction === "lower" ? "ends" : "begins"} at ${print(quartile)}`;
  const worse = side === worseSide(direction);
  const isBetter = side === "below" || side === "above" ? !worse : false;
  if (worse || isBetter) fired.push({ signal: worse ? "worse-than-median" : "better-than-median", evidence: against });
  const place = chance ? "level" : placeBy(indicator, own, quartile, direction);
  const isIn = place === "reached" && isBetter;
  const untoldBecause =
    chance ?? (place === "reached" ? "not surely better than typical" : untold(indicator, own, quartile));
  if (isIn || place === "ahead")
    fired.push({ signal: isIn ? "in-best-quarter" : "outside-best-quarter", evidence: limit });
  else fired.push({ signal: "about-best-quarter", evidence: `${limit}: ${untoldBecause}` });
  if (isIn && isBest(direction, standing.rank))
    fired.push({ signal: "best-of-peers", evidence: "every peer is surely worse" });
  if (direction === "lower" && median > 0)
    fired.push(...findMultiples(own.value / median, { worse, better: isBetter }));
  return fired;
}

/** All others lie on the worse side wherever in its interval the own value is. */
function isBest(direction: "lower" | "higher", rank: Standing["rank"]): boolean {
  return rank !== undefined && rank.surely[direction === "lower" ? "higher" : "lower"] === othersIn(rank);
}

function othersIn({ lower, equal, higher }: Rank): number {
  return lower + equal + higher;
}

/** "above 62 to 68 of 75, below 7 to 13": the places that the own 95% interval leaves open. */
function placedAmong(rank: Standing["rank"]): string {
  if (!rank) return "no others";
  const { surely } = rank;
  const all = othersIn(rank);
  const range = (least: number, most: number) => (least === most ? `${least}` : `${least} to ${most}`);
  return `above ${range(surely.lower, all - surely.higher)} of ${all}`;
}

const near = Math.log(1.2); // a fifth more or less than typical

/** Near enough to typical to be called level where the two cannot be told apart: in the middle half, and within a fifth of typical. */
function isNear(indicator: Indicator, { value }: ShownOwn, { lower, median, upper }: PeerStatistics): boolean {
  return value >= lower && value <= upper && !((distance(indicator, value, median) ?? 0) > near);
}

const dependable = 0.7; // reliability from which single organisations may be compared (Abel and Lyratzopoulos, PMC5750427)

/** Why nobody in a group is told to be better or worse: they differ mostly by chance. */
function chanceAmong({ reliability }: PeerStatistics): string | undefined {
  if (reliability === undefined || reliability >= dependable) return undefined;
  return `reliability ${roundHalfUp(reliability, 2)}: differences between these are mostly chance`;
}

/**
 * Beside all peers: within the spread that is usual among them, or outside. What prints as a limit is not told to be beyond it:
 * readers would see 0.0 said to be lower than 0.0.
 */
function findUsual(indicator: Indicator, { value }: ShownOwn, usual: Standing["usual"]): Fired[] {
  if (!usual) return [];
  const print = (number: number) => printedNumber(indicator, number);
  const [own, lower, upper] = [print(value), print(usual.lower), print(usual.upper)];
  const signal = own > upper ? "unusual-high" : own < lower ? "unusual-low" : "usual";
  return [{ signal, evidence: `${print(value)}; usual for the size: ${print(usual.lower)} to ${print(usual.upper)}` }];
}

/** Untold: the own 95% interval holds the other number, so that nobody can tell on which side it is. */
type ClearSide = Clear | "untold";

/** On which side of a number the own value surely is, by its interval; level where the two print alike, or come to the same count. */
function sideOf(indicator: Indicator, own: ShownOwn, value: number, atOwnSize?: number): ClearSide {
  const print = (number: number) => printedNumber(indicator, number);
  if ("count" in own && atOwnSize !== undefined && roundHalfUp(own.count) === roundHalfUp(atOwnSize)) return "level";
  const side = sideOfNumber(own, value, print);
  return side === "level" && print(own.value) !== print(value) ? "untold" : side;
}

/**
 * Where a value is on the way to a limit. What was counted is a fact: it has reached the limit or not, exactly; level in print is
 * told as level. Of a published value its interval decides.
 */
function placeBy(
  indicator: Indicator,
  own: ShownOwn,
  limit: number,
  direction: "lower" | "higher",
): "reached" | "level" | "ahead" {
  const side = sideOfLimit(indicator, own, limit);
  if (side === "untold") return "level";
  if ("count" in own) {
    if (!better(direction, limit, own.value)) return "reached";
    return side === "level" ? "level" : "ahead";
  }
  return side === worseSide(direction) ? "ahead" : "reached";
}

/** Of what was counted by the values, level where they print alike. */
function sideOfLimit(indicator: Indicator, own: ShownOwn, limit: number): ClearSide {
  if (!("count" in own)) return sideOf(indicator, own, limit);
  if (printedNumber(indicator, own.value) === printedNumber(indicator, limit)) return "level";
  return own.value > limit ? "above" : "below";
}

function worseSide(direction: "lower" | "higher"): ClearSide {
  return direction === "lower" ? "above" : "below";
}

/** In an outer quarter: by its value, and not where an interval leaves that open. */
function isAtOrBeyond(beyond: Clear, side: ClearSide, byValue: boolean): boolean {
  return byValue && (side === beyond || side === "level");
}

/** "within its 95% interval, 41.2 to 49.4"; where it lies outside, the two print alike. */
function untold(indicator: Indicator, { interval }: Pick<ShownOwn, "interval">, limit?: number): string {
  if (!interval || (limit !== undefined && (limit < interval.lower || limit > interval.upper))) return "level in print";
  const print = (value: number) => printedNumber(indicator, value);
  return `within its 95% interval, ${print(interval.lower)} to ${print(interval.upper)}`;
}

/** About twice the median, or half of it: only where lower is better. */
export function findMultiples(ratio: number, { worse, better }: { worse: boolean; better: boolean }): Fired[] {
  const evidence = `${roundHalfUp(ratio, 2)} times the median`;
  if (worse && ratio >= 1.75 && Number.isFinite(ratio)) return [{ signal: "twice-median", evidence }];
  return better && ratio <= 0.6 ? [{ signal: "half-median", evidence }] : [];
}

/** On which side of the comparators that are judged by their value alone: target and benchmark. */
function compareWithAims({ indicator, group }: JudgedSignals, own: ShownOwn): Fired[] {
  const { direction } = indicator;
  if (direction === "none") return [];
  return comparatorValues(indicator, group).flatMap(([id, value]): Fired[] => {
    const { signals } = namedComparator(id);
    if (!signals || !aims.includes(id) || id === "top-quartile") return []; // the best quarter is told by `compare`
    const place = placeBy(indicator, own, value, direction);
    const evidence = `${printedNumber(indicator, own.value)} against ${printedNumber(indicator, value)}`;
    if (place === "level")
      return [{ signal: signals.level, evidence: `${evidence}: ${untold(indicator, own, value)}` }];
    const isSure = id === "target" && place === "reached" && isWhollyBetter(own, value, direction);
    return [
      { signal: signals[place], evidence },
      ...(isSure ? [{ signal: "surely-meets-target" as const, evidence: intervalText(indicator, own.interval!) }] : []),
    ];
  });
}

function isWhollyBetter({ interval }: ShownOwn, value: number, direction: "lower" | "higher"): boolean {
  if (!interval) return false;
  return direction === "lower" ? interval.upper < value : interval.lower > value;
}

function findMovement({ indicator, standing: { trend } }: JudgedSignals): Fired[] {
  if (!trend) return [];
  const { direction, evidence } = trend;
  if (direction === "steady" || indicator.direction === "none") return [{ signal: direction, evidence }];
  const improving = (direction === "falling") === (indicator.direction === "lower");
  return [
    { signal: direction, evidence },
    { signal: improving ? "improving" : "worsening", evidence },
  ];
}

function findForYearsSignals({ standing: { forYears } }: JudgedSignals): Fired[] {
  if (!forYears) return [];
  const { direction, evidence } = forYears;
  return [
    { signal: "for-years", evidence },
    { signal: `${direction}-for-years`, evidence },
  ];
}

/** Achievement, loss and approach: on which side of a comparator it was a year before, and on which it is now. */
function findTurns(
  { indicator, standing }: JudgedSignals,
  now: ReadonlySet<Signal>,
  { median, lower, upper, pastMedian, pastLower, pastUpper }: PeerStatistics,
): Fired[] {
  const { past } = standing;
  const { direction } = indicator;
  if (past.state !== "shown" || direction === "none" || pastMedian === undefined) return [];
  const print = (value: number) => printedNumber(indicator, value);
  const pastQuartile = direction === "lower" ? pastLower : pastUpper;
  const quartile = direction === "lower" ? lower : upper;
  const isWorse = (side: number) => {
    if (!("count" in past)) return sideOf(indicator, past, side) === worseSide(direction);
    return print(past.value) !== print(side) && better(direction, side, past.value);
  };
  const wasWorse = isWorse(pastMedian);
  const wasOutside = pastQuartile !== undefined && isWorse(pastQuartile);
  const atMedian = `${print(past.value)} against ${print(pastMedian)} a year before; ${print(median)} is typical now`;
  const atQuartile = `${print(past.value)} a year before; the best quarter ${direction === "lower" ? "ends" : "begins"} at ${print(quartile)} now`;
  const worse = now.has("worse-than-median");
  const reached = now.has("better-than-median");
  const [inBest, outside] = [now.has("in-best-quarter"), now.has("outside-best-quarter")];
  const turns: [Signal, boolean, string][] = [
    ["achieved-median", now.has("improving") && wasWorse && reached, atMedian],
    ["achieved-best-quarter", now.has("improving") && wasOutside && inBest, atQuartile],
    ["lost-median", now.has("worsening") && !wasWorse && worse, atMedian],
    ["lost-best-quarter", now.has("worsening") && pastQuartile !== undefined && !wasOutside && outside, atQuartile],
    ["approaching-median", now.has("improving") && worse, atMedian],
    ["approaching-best-quarter", now.has("improving") && !worse && outside, atQuartile],
  ];
  return turns.filter(([, holds]) => holds).map(([signal, , evidence]) => ({ signal, evidence }));
}
