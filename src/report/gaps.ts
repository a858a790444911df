import { type Comparator, comparatorIds, namedComparator } from "../input/library/comparators.ts";
import { type Indicator, isCounted } from "../input/library/indicator.ts";
import { comparatorModules } from "../measure/comparators.ts";
import { nextGoal, roomOf } from "../measure/goal.ts";
import { roundDown, roundHalfUp, roundUp } from "../measure/rounding.ts";
import { baseOf, countsOf } from "../measure/standing.ts";
import { countFigure, monthlyFigure, pointsFigure, textFigure, valueFigure } from "./format.ts";
import type { Voice } from "./material.ts";
import type { Figure } from "./sentence.ts";
import { aWindow, isOnePeriod, timesIn } from "./time.ts";

/*
 * What it takes to reach a comparator, as it is printed. Counts of the window are exact: own count, count at the own size and
 * gap add up, and the gap is the least whole number that does it. Counts a month are rounded so that who keeps to them for
 * every month of the window is there: a gap up, what is allowed to the better side.
 */

type GapVariable = (voice: Voice) => Figure | undefined;

/** What every comparator has: its value, what that comes to at the own size, the gap to it, and the next goal on the way. */
export function gapVariables(): [string, GapVariable][] {
  return [
    ...comparatorIds.flatMap(variablesOf),
    ["gap.way", ({ indicator }) => textFigure(gapWay(indicator))],
    ["said.less", ({ indicator }) => textFigure(indicator.direction === "higher" ? "more" : "less")],
    ...(["median", "target"] as const).flatMap((id): [string, GapVariable][] => [
      [`under.${id}.monthly`, (voice) => monthlyOf(voice, apartMonthly(voice, id))],
      [`under.${id}.count`, (voice) => countOf(sizeOf(apartCount(voice, id)))],
    ]),
    ["under.median.step", (voice) => stepOf(voice, sizeOf(apartCount(voice, "median")))],
    ["apart.median.monthly", (voice) => monthlyOf(voice, apartMonthly(voice, "median"))],
    ["apart.median.count", (voice) => countOf(sizeOf(apartCount(voice, "median")))],
    ["apart.median.way", (voice) => wayOf(apartCount(voice, "median"))],
  ];
}

function variablesOf(id: Comparator): [string, GapVariable][] {
  const { variables: name, signals } = namedComparator(id);
  const found: [string, GapVariable][] = [
    [`${name}.value`, (voice) => comparatorFigure(voice, id)],
    [`${name}.count`, (voice) => atOwnSize(voice, id)],
    [`${name}.monthly`, (voice) => monthlyOf(voice, monthlyAt(voice, id))],
  ];
  if (!signals) return found;
  return [
    ...found,
    [`gap.${name}.monthly`, (voice) => monthlyUp(voice, voice.standing.toChange[id])],
    [`gap.${name}.count`, (voice) => countOf(voice.standing.toChange[id])],
    [`gap.${name}.step`, (voice) => stepOf(voice, voice.standing.toChange[id])],
    [`goal.${name}.step`, (voice) => stepOf(voice, goalCount(voice, id))],
    [`gap.${name}.value`, (voice) => gapValue(voice, id)],
    [`goal.${name}.monthly`, (voice) => monthlyUp(voice, goalCount(voice, id))],
    [`goal.${name}.count`, (voice) => countOf(goalCount(voice, id))],
    [`goal.${name}.of`, (voice) => goalOf(voice, id)],
    [`goal.${name}.to`, (voice) => monthlyOf(voice, goalMonthly(voice, id))],
  ];
}

/** A comparator at the own size, as it is printed: none only where it is none. */
function atOwnSize(voice: Voice, id: Comparator): Figure | undefined {
  const count = countAt(voice, id);
  if (count === 0 && (voice.standing.atOwnSize[id] ?? 0) > 0) return textFigure("under 1", 0);
  return countOf(count);
}

/** The value of a comparator; undefined where it is not known. */
export function comparatorFigure({ indicator, group }: Voice, id: Comparator): Figure | undefined {
  const value = comparatorModules[id].value(indicator, group?.statistics);
  return value === undefined ? undefined : valueFigure(indicator, value);
}

/** The own count a month, of other periods a period, as it is printed. */
export function ownMonthly(voice: Voice): number | undefined {
  const own = countsOf(voice.standing.own);
  return own && roundHalfUp(own.count / timesIn(voice, own), monthlyDecimals(voice));
}

/** The own count a month that a recipient is asked to set its own goal from; undefined where it is too small, or none that people count. */
export function goalFrom(voice: Voice): number | undefined {
  const { indicator, standing } = voice;
  const counts = countsOf(standing.own);
  if (!isCounted(indicator) || indicator.numerator.counts === "quantity" || !counts) return undefined;
  return asDefined(voice, counts.count) < 3 * timesIn(voice, counts) ? undefined : ownMonthly(voice);
}

/** A comparator as a count of the window at the own size: whole, and on its better side, so that who keeps to it reaches it. */
export function countAt({ indicator, standing: { atOwnSize } }: Voice, id: Comparator): number | undefined {
  const count = atOwnSize[id];
  return count === undefined ? undefined : toBetterSide(indicator, count, 0);
}

/** The same a month, of other periods a period, as it is printed: kept in every month of the window it reaches the comparator. */
export function monthlyAt(voice: Voice, id: Comparator): number | undefined {
  const { own } = voice.standing;
  const count = countAt(voice, id);
  if (count === undefined || own.state === "none") return undefined;
  return toBetterSide(voice.indicator, count / timesIn(voice, own), monthlyDecimals(voice));
}

function toBetterSide({ direction }: Pick<Indicator, "direction">, count: number, decimals: number): number {
  const round = { lower: roundDown, higher: roundUp, none: roundHalfUp }[direction];
  return round(count, decimals);
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

export function monthlyOf(voice: Voice, count: number | undefined): Figure | undefined {
  return count === undefined ? undefined : monthlyFigure(count, monthlyDecimals(voice));
}

/** A count of the window as the least number a month that comes to it. */
function monthlyUp(voice: Voice, count: number | undefined): Figure | undefined {
  const own = countsOf(voice.standing.own);
  if (!own || count === undefined) return undefined;
  return monthlyOf(voice, roundUp(count / timesIn(voice, own), monthlyDecimals(voice)));
}

/** A gap in values, as printed: "4.1", of a share "4.1 points". The least number of so many decimals that reaches the comparator. */
function gapValue({ indicator, standing: { own }, group }: Voice, id: Comparator): Figure | undefined {
  const value = comparatorModules[id].value(indicator, group?.statistics);
  if (own.state !== "shown" || value === undefined) return undefined;
  const times = indicator.kind === "share" ? 100 : 1;
  return pointsFigure(indicator, roundUp(Math.abs(own.value - value) * times, indicator.decimals));
}

const longestLead = 17; // characters: such a step begins a fact

/** "36 fewer a year", "4 more", "12 fewer in three months": a count of the window that is closed the better way. */
function stepOf(voice: Voice, count: number | undefined): Figure | undefined {
  if (count === undefined) return undefined;
  const step = `${countFigure(count).text} ${gapWay(voice.indicator)}`;
  const whole = `${step}${aWindow(voice)}`;
  return textFigure(whole.length <= longestLead ? whole : step, count);
}

/** How many to change next on the way to a comparator, over the window. */
export function goalCount({ indicator, standing, material }: Voice, id: Comparator): number | undefined {
  const left = standing.toChange[id];
  const own = countsOf(standing.own);
  return left === undefined || !own
    ? undefined
    : nextGoal(left, { room: roomOf(indicator, own), share: material.campaign.goal.share });
}

/** "part of the 170", or "all the way": the gap that the next goal is a part of. */
function goalOf(voice: Voice, id: Comparator): Figure | undefined {
  const [goal, left] = [goalCount(voice, id), voice.standing.toChange[id]];
  if (goal === undefined || left === undefined) return undefined;
  return textFigure(goal === left ? "all the way" : `part of the ${countFigure(left).text}`, left);
}

/** What the own count a month comes to with the next goal reached. */
export function goalMonthly(voice: Voice, id: Comparator): number | undefined {
  const { indicator, standing } = voice;
  const own = countsOf(standing.own);
  const goal = goalCount(voice, id);
  if (!own || goal === undefined) return undefined;
  const count = indicator.direction === "higher" ? own.count + goal : own.count - goal;
  return toBetterSide(indicator, count / timesIn(voice, own), monthlyDecimals(voice));
}

/** Own count and comparator at the own size, the window over: above 0 where the own is larger. */
function apartCount(voice: Voice, id: Comparator): number | undefined {
  const own = countsOf(voice.standing.own);
  const at = countAt(voice, id);
  return own && at !== undefined ? roundHalfUp(own.count) - at : undefined;
}

/** The same a month, without sign: of what is still to do the least that does it; of a lead no more than it is. */
function apartMonthly(voice: Voice, id: Comparator): number | undefined {
  const { indicator, standing } = voice;
  const own = countsOf(standing.own);
  const apart = apartCount(voice, id);
  if (!own || apart === undefined) return undefined;
  const isAhead = indicator.direction === "higher" ? apart > 0 : apart < 0;
  const round = indicator.direction === "none" ? roundHalfUp : isAhead ? roundDown : roundUp;
  return round(Math.abs(apart) / timesIn(voice, own), monthlyDecimals(voice));
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
export function wayOf(apart: number | undefined): Figure | undefined {
  if (apart === undefined) return undefined;
  return textFigure(apart < 0 ? "fewer" : apart > 0 ? "more" : "as many", apart);
}

export function countOf(count: number | undefined): Figure | undefined {
  return count === undefined ? undefined : countFigure(count);
}

/** A count of the window as the indicator defines it: how it is printed does not depend on which way round a share is told. */
export function asDefined({ indicator, standing: { own } }: Voice, count: number): number {
  return indicator.turned ? (baseOf(own) ?? 0) - count : count;
}
