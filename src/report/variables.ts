import { type Comparator, comparatorIds, comparators } from "../input/library/comparators.ts";
import type { Indicator } from "../input/library/indicator.ts";
import { periods, type Stretch } from "../input/library/period.ts";
import { whyAbsent } from "../measure/absence.ts";
import { comparatorModules } from "../measure/comparators.ts";
import type { Interval } from "../measure/interval.ts";
import { doubtText, doubtWithin } from "../measure/plausibility/told.ts";
import { printedNumber, roundHalfUp } from "../measure/rounding.ts";
import { baseOf, countsOf, publishedOf, type Standing, type Withheld } from "../measure/standing.ts";
import { dayName, monthName } from "../month.ts";
import {
  countFigure,
  monthlyFigure,
  numberWord,
  ofTheOthers,
  oneIn,
  textFigure,
  timesAsMany,
  valueFigure,
} from "./format.ts";
import type { Voice } from "./material.ts";
import { printedName } from "./sane-case.ts";
import type { Figure } from "./sentence.ts";

type Variable = (voice: Voice) => Figure | undefined;

/**
 * What each variable of the vocabulary prints for one recipient and indicator; undefined where it is not known. A block
 * whose condition vouches for its variables never meets an undefined one.
 */
export const variables: Readonly<Record<string, Variable>> = {
  ...Object.fromEntries(comparatorIds.flatMap(comparatorVariables)),
  "campaign.title": ({ material }) => textFigure(material.campaign.title),
  "cycle.number": (voice) => countFigure(cycleNumber(voice)),
  "cycle.of": ({ subject }) => countFigure(subject.design.cycles.length),
  "cycle.issued": ({ material }) => textFigure(dayName(material.cycle.issued)),
  "cycle.next": (voice) => textFigure(nextIssue(voice) ?? "to be announced"),
  "period.text": (voice) => textFigure(periodText(voice)),
  "period.months": (voice) => countFigure(monthsIn(voice)),
  "period.last": ({ standing }) => textFigure(monthName(standing.window.to)),
  "issuer.name": ({ material }) => textFigure(material.campaign.issuer.name),
  "issuer.interests": ({ material }) => textFigure(material.campaign.issuer.interests),
  "recipient.name": ({ subject }) => textFigure(printedName(subject.organisation)),
  "recipient.place": (voice) => textFigure(placeOf(voice)),
  "indicator.title": ({ indicator }) => textFigure(indicator.title),
  "indicator.name": ({ indicator }) => textFigure(indicator.name),
  "indicator.short": ({ indicator }) => textFigure(indicator.short),
  "indicator.one": ({ indicator }) => textOf(indicator.numerator?.one),
  "indicator.many": ({ indicator }) => textOf(indicator.numerator?.many),
  "indicator.unit": ({ indicator: { kind, unit } }) => textFigure(kind === "share" ? unit.replace(/^%\s*/, "") : unit), // a share has its sign
  "indicator.describes": ({ indicator }) => textFigure(indicator.describes),
  "indicator.exclusion": ({ indicator }) => textFigure(indicator.exclusion),
  "indicator.source": ({ material }) => textFigure(material.source),
  extracted: ({ material }) => textFigure(dayName(material.cycle.extracted)),

  "own.value": ({ indicator, standing: { own } }) =>
    own.state === "shown" ? valueFigure(indicator, own.value) : undefined,
  "own.count": ({ standing: { own } }) => countOf(countsOf(own)?.count),
  "own.monthly": (voice) => monthlyOf(voice, ownMonthly(voice)),
  "own.base": ({ standing: { own } }) => countOf(countsOf(own)?.base),
  "own.interval": (voice) => intervalFigure(voice),
  "own.one-in": (voice) => shareInWords(voice).own,
  "own.below": ({ standing: { own } }) => (own.state === "withheld" ? textFigure(withheldText(own)) : undefined),
  "own.patients": ({ standing }) => countOf(standing.list),

  "peers.label": (voice) => textFigure(peersLabel(voice)),
  "peers.count": ({ group }) => (group?.statistics ? countFigure(group.count) : undefined),
  "peers.others": (voice) => countOf(others(voice)),
  "median.side": ({ signals }) =>
    textFigure(signals.has("above-median") ? "above" : signals.has("below-median") ? "below" : "level with"),
  "median.worse-side": ({ indicator }) => textFigure(indicator.direction === "higher" ? "below" : "above"),
  "median.one-in": (voice) => shareInWords(voice).median,
  "best.way": ({ indicator }) => textFigure(indicator.direction === "higher" ? "higher" : "lower"),
  "lowest.value": ({ indicator, group }) =>
    group?.statistics ? valueFigure(indicator, group.statistics.lower) : undefined,
  "highest.value": ({ indicator, group }) =>
    group?.statistics ? valueFigure(indicator, group.statistics.upper) : undefined,
  "target.label": ({ indicator }) => (indicator.target ? textFigure(indicator.target.label) : undefined),

  "rank.more": (voice) => rankFigure(voice, ({ higher }) => higher),
  "rank.fewer": (voice) => rankFigure(voice, ({ lower }) => lower),
  "rank.better": (voice) =>
    rankFigure(voice, ({ lower, higher }) => (voice.indicator.direction === "higher" ? higher : lower)),
  "rank.worse": (voice) =>
    rankFigure(voice, ({ lower, higher }) => (voice.indicator.direction === "higher" ? lower : higher)),
  "ratio.median": (voice) => ratioFigure(voice),

  "gap.way": ({ indicator }) => textFigure(gapWay(indicator)),
  "under.median.monthly": (voice) => gapMonthly(voice, "median"),
  "under.target.monthly": (voice) => monthlyOf(voice, apartMonthly(voice, "target")),
  "under.target.count": (voice) => countOf(sizeOf(apartCount(voice, "target"))),
  "apart.median.monthly": (voice) => monthlyOf(voice, apartMonthly(voice, "median")),
  "apart.median.count": (voice) => countOf(sizeOf(apartCount(voice, "median"))),
  "apart.median.way": (voice) => wayOf(apartCount(voice, "median")),

  "past.value": ({ indicator, standing: { past } }) =>
    past.state === "shown" ? valueFigure(indicator, past.value) : undefined,
  "past.count": ({ standing: { past } }) => countOf(countsOf(past)?.count),
  "past.monthly": (voice) => monthlyOf(voice, pastMonthly(voice)),
  "past.median": ({ indicator, group }) =>
    group?.statistics?.pastMedian === undefined
      ? textFigure("not known")
      : valueFigure(indicator, group.statistics.pastMedian),
  "change.count": (voice) => countOf(sizeOf(changeOfCount(voice))),
  "change.way": (voice) => wayOf(changeOfCount(voice)),
  "change.verb": (voice) => changeOfValue(voice),
  "change.moving": ({ signals }) =>
    textFigure(signals.has("rising") ? "rising" : signals.has("falling") ? "falling" : "steady"),
  "change.moved": ({ signals }) =>
    textFigure(signals.has("rising") ? "risen" : signals.has("falling") ? "fallen" : "not changed"),
  "change.percent": ({ standing: { trend } }) =>
    trend?.relative === undefined
      ? textFigure("much")
      : textFigure(`${roundHalfUp(Math.abs(trend.relative) * 100)}%`, trend.relative),
  "list.step": ({ standing: { listStep } }) => (listStep ? textFigure(monthName(listStep.month)) : undefined),
  "list.change": ({ standing: { listStep } }) =>
    listStep
      ? textFigure(
          `${roundHalfUp(Math.abs(listStep.ratio - 1) * 100)}% ${listStep.ratio > 1 ? "more" : "fewer"}`,
          listStep.ratio,
        )
      : undefined,
  "absent.why": ({ indicator, standing: { own, ...standing } }) =>
    own.state === "none"
      ? textFigure(whyAbsent(own.reason, indicator, periods[indicator.period].at(stretchOf(standing))))
      : undefined,
  "implausible.what": ({ indicator, standing: { doubt, window } }) => {
    const within = doubtWithin(doubt, window);
    return within && textFigure(doubtText(indicator, within));
  },
  "months.known": ({ standing: { own } }) => (own.state === "none" ? undefined : countFigure(own.months)),

  "overview.worse": ({ standing: { overview } }) => textFigure(numberWord(overview.worse), overview.worse),
  "overview.counted": ({ standing: { overview } }) => textFigure(numberWord(overview.counted), overview.counted),
  "overview.of": ({ standing: { overview } }) => textFigure(measuresText(overview), overview.counted),
  "overview.all": ({ standing: { overview } }) =>
    textFigure(
      overview.counted === 2 ? `both ${measuresText(overview).replace(/^two /, "")}` : `all ${measuresText(overview)}`,
      overview.counted,
    ),
};

/** What every comparator has: its value, what that comes to at the own size, and the way to it. */
function comparatorVariables(id: Comparator): [string, Variable][] {
  const { variables: name } = comparators[id];
  return [
    [`${name}.value`, (voice) => comparatorFigure(voice, id)],
    [`${name}.count`, ({ standing }) => countOf(standing.atOwnSize[id])],
    [`${name}.monthly`, (voice) => monthlyOf(voice, monthlyAt(voice, id))],
    [`gap.${name}.monthly`, (voice) => gapMonthly(voice, id)],
    [`gap.${name}.count`, (voice) => gapCount(voice, id)],
  ];
}

/** The value of a comparator; undefined where it is not known. */
export function comparatorFigure({ indicator, group }: Voice, id: Comparator): Figure | undefined {
  const value = comparatorModules[id].value(indicator, group?.statistics);
  return value === undefined ? undefined : valueFigure(indicator, value);
}

/** What the values of an indicator speak of: "12 months to August 2026"; of a snapshot "on 31 August 2026". */
export function periodText({ indicator, standing }: Timed): string {
  return periods[indicator.period].called(stretchOf(standing));
}

/** " in 12 months": what follows a count of so many of the window's months. */
export function inPeriod({ indicator, standing }: Timed, months: number): string {
  return periods[indicator.period].within(stretchOf(standing), months);
}

type Timed = Pick<Voice, "indicator" | "standing">;

function stretchOf({ window, day }: Pick<Standing, "window" | "day">): Stretch {
  return { ...window, ...(day ? { day } : {}) };
}

/** Months that the window covers. */
export function monthsIn({ standing: { window } }: Timed): number {
  return window.to - window.from + 1;
}

type Issued = Pick<Voice, "material" | "subject">;

/** The how-manieth report of the series, from 1. */
export function cycleNumber({ material: { cycle }, subject: { design } }: Issued): number {
  return design.cycles.findIndex(({ id }) => id === cycle.id) + 1;
}

/** "14 December 2026", or undefined on the last. */
export function nextIssue(issued: Issued): string | undefined {
  const next = issued.subject.design.cycles[cycleNumber(issued)];
  return next ? dayName(next.issued) : undefined;
}

export function placeOf({ group, subject, material }: Voice): string {
  const { parents } = subject.organisation;
  const parent = group ? parents[group.level] : Object.values(parents)[0];
  if (parent) return printedName(parent);
  return group?.place ?? `all ${material.campaign.recipients.many}`;
}

/** "practices in West Marlshire"; where all are peers and the label asks for a place they share, "practices in this report". */
export function peersLabel(voice: Voice): string {
  const { peers } = voice.subject.design;
  const { recipients } = voice.material.campaign;
  const label = peers.label.replaceAll("{{recipients}}", recipients.many);
  return voice.group?.level === "all" && label.includes("{{place}}")
    ? `${recipients.many} in this report`
    : label.replaceAll("{{place}}", placeOf(voice));
}

/** "fewer than 8"; of a share of which all but a few are counted, "all but fewer than 8". */
export function withheldText({ of, below }: Withheld): string {
  return `${of === "rest" ? "all but " : ""}fewer than ${below}`;
}

/** How many peers there are besides the recipient. */
export function others({ group, subject, standing: { rank } }: Voice): number | undefined {
  if (!group?.statistics) return undefined;
  if (rank) return rank.lower + rank.equal + rank.higher;
  return group.count - (group.members.some(({ code }) => code === subject.organisation.code) ? 1 : 0);
}

/** The own count a month, of other periods a period, as it is printed. */
export function ownMonthly(voice: Voice): number | undefined {
  const own = countsOf(voice.standing.own);
  return own && roundHalfUp(own.count / timesIn(voice, own), monthlyDecimals(voice));
}

function pastMonthly(voice: Voice): number | undefined {
  const past = countsOf(voice.standing.past);
  return past && past.count / timesIn(voice, past);
}

/** How many periods of the indicator a count covers: of twelve months 12, of a year 1. */
export function timesIn({ indicator }: Pick<Voice, "indicator">, { months }: { months: number }): number {
  return months / periods[indicator.period].covers;
}

/** A comparator as a count a month at the own size, of other periods a period, as it is printed. */
export function monthlyAt(voice: Voice, comparator: Comparator): number | undefined {
  const { atOwnSize, own } = voice.standing;
  const count = atOwnSize[comparator];
  return count === undefined || own.state === "none"
    ? undefined
    : roundHalfUp(count / timesIn(voice, own), monthlyDecimals(voice));
}

/**
 * Counts a month get one decimal where the own or the typical one is under ten, or where both would print alike though
 * they differ: 3.4 against 2.1, 18.4 against 17.6. A window of one period has whole counts.
 */
export function monthlyDecimals(voice: Voice): 0 | 1 {
  const {
    standing: { own, atOwnSize },
    signals,
  } = voice;
  if (own.state === "none" || isOnePeriod(voice)) return 0;
  const monthly = [countsOf(own)?.count, atOwnSize.median].flatMap((count) =>
    count === undefined ? [] : [asDefined(voice, count) / timesIn(voice, own)],
  );
  const alike = monthly.length === 2 && new Set(monthly.map((count) => roundHalfUp(count))).size === 1;
  return monthly.some((count) => count < 10) || (alike && !signals.has("about-level")) ? 1 : 0;
}

function isOnePeriod({ indicator, standing: { window } }: Timed): boolean {
  return window.to - window.from < periods[indicator.period].covers;
}

/** What follows a count a month, or a year; nothing where a value speaks of one month, in which people are counted and not summed. */
export function aMonth(voice: Timed): string {
  const { each, covers } = periods[voice.indicator.period];
  return covers === 1 && isOnePeriod(voice) ? "" : each;
}

export function monthlyOf(voice: Voice, count: number | undefined): Figure | undefined {
  return count === undefined ? undefined : monthlyFigure(count, monthlyDecimals(voice));
}

/** Shares in words; where the same words would hide a difference, in hundredths: 21 in 100 and 19 in 100. */
function shareInWords({ indicator, standing: { own }, group }: Voice): { own?: Figure; median?: Figure } {
  const shares = { own: own.state === "shown" ? own.value : undefined, median: group?.statistics?.median };
  const same = shares.own !== undefined && shares.median !== undefined && oneIn(shares.own) === oneIn(shares.median);
  const differ = same && printedNumber(indicator, shares.own ?? 0) !== printedNumber(indicator, shares.median ?? 0);
  const say = (share: number) => textFigure(differ ? `${roundHalfUp(share * 100)} in 100` : oneIn(share), share);
  return {
    ...(shares.own === undefined ? {} : { own: say(shares.own) }),
    ...(shares.median === undefined ? {} : { median: say(shares.median) }),
  };
}

/** What is between own and comparator, a month; at least the smallest that is printed, since there is a gap. */
function gapMonthly(voice: Voice, comparator: Comparator): Figure | undefined {
  const apart = apartMonthly(voice, comparator);
  return apart === undefined ? undefined : monthlyOf(voice, Math.max(monthlyDecimals(voice) === 1 ? 0.1 : 1, apart));
}

/** The same over the whole window. */
function gapCount(voice: Voice, comparator: Comparator): Figure | undefined {
  const apart = apartCount(voice, comparator);
  return apart === undefined ? undefined : countFigure(Math.max(1, Math.abs(apart)));
}

/** What a reader gets by subtracting the two counts a month as they are printed, without sign. */
function apartMonthly(voice: Voice, comparator: Comparator): number | undefined {
  const { atOwnSize } = voice.standing;
  const own = countsOf(voice.standing.own);
  const at = atOwnSize[comparator];
  if (!own || at === undefined) return undefined;
  const monthly = (count: number) => roundHalfUp(asDefined(voice, count) / timesIn(voice, own), monthlyDecimals(voice));
  return Math.abs(monthly(own.count) - monthly(at));
}

/** The same over the whole window: above 0 where the own count, as it is told, is larger. */
function apartCount(voice: Voice, comparator: Comparator): number | undefined {
  const { atOwnSize } = voice.standing;
  const own = countsOf(voice.standing.own);
  const at = atOwnSize[comparator];
  if (!own || at === undefined) return undefined;
  const whole = (count: number) => roundHalfUp(asDefined(voice, count));
  return (whole(own.count) - whole(at)) * (voice.indicator.turned ? -1 : 1);
}

function sizeOf(apart: number | undefined): number | undefined {
  return apart === undefined ? undefined : Math.abs(apart);
}

/** Which way a gap is closed: by things that can be counted, or by a value. */
function gapWay({ given, direction }: Indicator): string {
  const ways = given === "value" ? ["lower", "higher"] : ["fewer", "more"];
  return ways[direction === "higher" ? 1 : 0]!;
}

/** "fewer" */
function wayOf(apart: number | undefined): Figure | undefined {
  if (apart === undefined) return undefined;
  return textFigure(apart < 0 ? "fewer" : apart > 0 ? "more" : "as many", apart);
}

/** A count of the window as the indicator defines it: a gap is the same number whichever way round a share is told. */
export function asDefined({ indicator, standing: { own } }: Voice, count: number): number {
  return indicator.turned ? (baseOf(own) ?? 0) - count : count;
}

function rankFigure(
  { standing: { rank } }: Voice,
  pick: (rank: { lower: number; higher: number }) => number,
): Figure | undefined {
  if (!rank) return undefined;
  const count = pick(rank);
  return textFigure(ofTheOthers(count, rank.lower + rank.equal + rank.higher), count);
}

function ratioFigure({ indicator, standing: { own }, group }: Voice): Figure | undefined {
  if (own.state !== "shown" || !group?.statistics) return undefined;
  const ratio = own.value / group.statistics.median;
  if (!Number.isFinite(ratio)) return textFigure("more");
  const isMeasured = indicator.kind === "mean" || indicator.kind === "ratio";
  return textFigure(isMeasured ? timesAsMany(ratio).replace(/as many$/, "as high") : timesAsMany(ratio), ratio);
}

function changeOfCount({ standing: { own, past } }: Voice): number | undefined {
  const [now, before] = [countsOf(own), countsOf(past)];
  return now && before && roundHalfUp(now.count) - roundHalfUp(before.count);
}

/** "41.2% to 49.4%": the 95% interval of a published value. */
export function intervalFigure({ indicator, standing: { own } }: Voice): Figure | undefined {
  const interval = publishedOf(own)?.interval;
  if (!interval) return undefined;
  const { lower, upper } = printedInterval(indicator, interval);
  return textFigure(`${valueFigure(indicator, lower).text} to ${valueFigure(indicator, upper).text}`);
}

/** An interval within what values may be: that of a mean may be worked out to begin below 0. */
function printedInterval({ kind }: Pick<Indicator, "kind">, { lower, upper }: Interval): Interval {
  return { lower: Math.max(0, lower), upper: kind === "share" ? Math.min(1, upper) : upper };
}

/** "up from", "down from" where a change is named, which shows in print; where it may be chance "after", which says nothing of a way. */
function changeOfValue({ indicator, signals, standing: { own, past } }: Voice): Figure | undefined {
  if (own.state !== "shown" || past.state !== "shown") return undefined;
  const [now, before] = [valueFigure(indicator, own.value).text, valueFigure(indicator, past.value).text];
  const change = own.value - past.value;
  const moved = signals.has("rising") ? "up from" : signals.has("falling") ? "down from" : undefined;
  return textFigure(moved ?? (now === before ? "the same as" : "after"), change);
}

/** "three measures"; where not every one with a direction can be compared, "three measures compared". */
function measuresText({ counted, directed }: Standing["overview"]): string {
  return `${numberWord(counted)} measures${counted === directed ? "" : " compared"}`;
}

function textOf(text: string | undefined): Figure | undefined {
  return text === undefined ? undefined : textFigure(text);
}

function countOf(count: number | undefined): Figure | undefined {
  return count === undefined ? undefined : countFigure(count);
}
