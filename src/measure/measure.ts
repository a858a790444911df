import type { Cycle } from "../input/campaign/campaign.ts";
import type { Organisation } from "../input/data/organisation.ts";
import type { Comparator } from "../input/library/comparators.ts";
import { type Indicator, isCounted } from "../input/library/indicator.ts";
import type { Signal } from "../input/library/signals.ts";
import type { Inputs } from "../input/load.ts";
import { dayAfter, firstDay, toMonth } from "../month.ts";
import { onDemand } from "../remembered.ts";
import { groupCode } from "./adjusted.ts";
import { type AllOf, findBalance } from "./balance.ts";
import { type Common, commonOf, twoYears } from "./common.ts";
import { comparatorValues } from "./comparators.ts";
import { controlOf, releaseOwn, restsOnMonths } from "./disclosure.ts";
import { findDoubted } from "./doubted.ts";
import { type EarlierWindow, earlierWindows, findEarlier } from "./earlier.ts";
import { type FiguresOf, figuresOf, type OwnFigures } from "./figures.ts";
import { findSignals } from "./find-signals.ts";
import { followedGround, type Ground, groundOf } from "./ground.ts";
import { findListStep, latestPatients, meanPatients } from "./lists.ts";
import { findOverview } from "./overview.ts";
import { findPeers, type GroupsByPlace } from "./peers.ts";
import type { ToldDoubt } from "./plausibility/doubt.ts";
import { type Doubts, findDoubts, withoutDoubts } from "./plausibility/plausibility.ts";
import { doubtWithin, toldDoubt } from "./plausibility/told.ts";
import type { Point } from "./points.ts";
import { publishedAt, publishedPoints } from "./published.ts";
import { scaleOf } from "./rounding.ts";
import { findForYears, yearsOf } from "./slope.ts";
import {
  baseOf,
  countsOf,
  type FigureSuppression,
  type ForYears,
  type Neighbours,
  type Own,
  type OwnSeries,
  type PeerGroup,
  publishedOf,
  type Standing,
  type Standings,
  type Trend,
  type Withheld,
} from "./standing.ts";
import { type MeasureSubgroups, subgroupsIn } from "./subgroups.ts";
import type { JoinedLives } from "./successors.ts";
import { toStop, toSwitch } from "./to-change.ts";
import { findPublishedChange, findTrend, findYearOnYear } from "./trend.ts";
import { intervalOf, usualFor } from "./uncertainty.ts";
import { knownMonths } from "./verdict/months.ts";
import { rankAmong } from "./verdict/rank.ts";
import { knownIn, lastMonthKnown, monthly, since, type Windows, windowsOf } from "./windows.ts";

const missing = 3; // months of a year's window that may be missing before nothing is said; in proportion for a shorter one

/**
 * Every number of a cycle, once, for all recipients: windows are summed, peers found, comparators, ranks, gaps, trends
 * and signals worked out, and disclosure control applied before anything leaves.
 */
export function measure(inputs: Inputs, cycle: Cycle, recipients: readonly string[]): Standings {
  return measureOn(groundOf(inputs), cycle, recipients);
}

/** The same, from what figures rest on alone: equal grounds, cycles and recipients give equal figures. */
export function measureOn(given: Ground, cycle: Cycle, recipients: readonly string[]): Standings {
  const { of, standingsOf, ...shared } = measureShared(given, cycle, recipients);
  return { ...shared, of: Object.fromEntries(of.map((code) => [code, standingsOf(code)])) };
}

/**
 * The same figures: what recipients share is worked out at once, and each one's own standings when they are first asked for. For a look at
 * a few of thousands.
 */
export function measureOnDemand(given: Ground, cycle: Cycle, recipients: readonly string[]): Standings {
  const { of, standingsOf, ...shared } = measureShared(given, cycle, recipients);
  const standings: Record<string, readonly Standing[]> = {};
  for (const code of of) onDemand(standings, code, () => standingsOf(code));
  return { ...shared, of: standings };
}

type SharedFigures = Omit<Standings, "of"> & { of: readonly string[]; standingsOf: (code: string) => Standing[] };

/** Windows, peers and what is common to all, and how one recipient's standings follow. */
function measureShared(given: Ground, cycle: Cycle, recipients: readonly string[]): SharedFigures {
  const followed = followedGround(given, cycle);
  const inFull = { ...followed, observations: since(followed.observations, toMonth(cycle.data.from)) };
  const doubts = findDoubts(inFull, cycle);
  const inputs = { ...inFull, observations: withoutDoubts(inFull.observations, doubts) };
  const windows = new Map(
    [...inputs.indicators.values()].map((indicator) => [indicator.indicator, windowsOf(inputs, indicator, cycle)]),
  );
  const of = ({ indicator }: Indicator) => windows.get(indicator)!;
  const groups = new Map<string, PeerGroup>();
  const known = { inputs, cycle, doubts, subgroups: subgroupsIn(inputs, of) };
  const neighbours: Record<string, Neighbours> = {};
  const organisations = recipients.map((code) => organisationOf(inputs, code));
  const used = new Set<string>();
  const ways: ((organisation: Organisation) => Omit<Standing, "overview">)[] = []; // indicator by indicator
  for (const indicator of inputs.indicators.values()) {
    const [windows, levels] = [of(indicator), levelsOf(inputs.campaign)];
    const common = commonOf(inputs, indicator, windows);
    const before = earlierWindows(inputs, indicator, cycle, windows.window);
    const figures = isCounted(indicator) ? figuresOf(inputs, indicator, windows) : undefined;
    if (isCounted(indicator) && indicator.period === "month") {
      const { rho, series } = common.correlation;
      neighbours[indicator.indicator] = { correlation: rho, series };
    }
    const farOff = new Set(
      [...(doubts.get(indicator.indicator) ?? [])].flatMap(([code, { far }]) => (far ? [code] : [])),
    );
    const own: GroupsByPlace[] = []; // level by level
    const peersOf = (organisation: Organisation) =>
      groupOf(inputs.campaign, organisation, { indicator, levels, groups: own });
    for (const level of findPeers(inputs, indicator, {
      levels,
      windows,
      common,
      farOff,
      ...(figures ? { figures } : {}),
    })) {
      own.push(level);
      for (const group of level.values()) groups.set(group.key, group);
      if (organisations.every((organisation) => peersOf(organisation)?.statistics)) break; // the wider level is for those with too few
    }
    for (const organisation of organisations) {
      const key = peersOf(organisation)?.key;
      if (key !== undefined) used.add(key);
    }
    ways.push((organisation) => {
      const counts = figures ? { figures, own: figures.of(organisation.code) } : {};
      const group = peersOf(organisation);
      return standingOf({ ...known, windows, common, before, indicator, organisation, group, ...counts });
    });
  }
  const all = { indicators: inputs.indicators, groups: Object.fromEntries(groups) };
  return {
    groups: Object.fromEntries([...groups].filter(([key]) => used.has(key))),
    neighbours,
    of: recipients,
    standingsOf(code) {
      const organisation = organisationOf(inputs, code);
      return withAll({ ...all, standings: ways.map((way) => way(organisation)) });
    },
  };
}

/** The level peers share, then the wider one for those who have too few. */
function levelsOf({ peers }: Ground["campaign"]): string[] {
  return [...new Set([peers.of, ...(peers.otherwise ? [peers.otherwise] : [])])];
}

function organisationOf({ directory }: Ground, code: string): Organisation {
  const organisation = directory.get(code);
  if (!organisation) throw new Error(`no organisation ${code}`);
  return organisation;
}

/** Its peers at the first level at which they are enough; where they are so at none, at the first. */
function groupOf(
  campaign: Ground["campaign"],
  organisation: Organisation,
  { indicator, levels, groups }: { indicator: Indicator; levels: readonly string[]; groups: readonly GroupsByPlace[] },
): PeerGroup | undefined {
  let first: PeerGroup | undefined;
  for (const [i, byPlace] of groups.entries()) {
    const code = groupCode(campaign, organisation, { indicator, level: levels[i]! });
    const group = code === undefined ? undefined : byPlace.get(code);
    if (group?.statistics) return group;
    first ??= group;
  }
  return first;
}

/** What all recipients share. */
type SharedMeasures = {
  inputs: Ground;
  cycle: Cycle;
  doubts: Doubts;
  subgroups: MeasureSubgroups;
};

type MeasuredSubject = SharedMeasures & {
  windows: Windows;
  common: Common;
  before: readonly EarlierWindow[]; // cycles whose reports this one is set beside
  indicator: Indicator;
  organisation: Organisation;
  group: PeerGroup | undefined;
  figures?: FiguresOf; // of published values there are none
  own?: OwnFigures;
};

function standingOf(subject: MeasuredSubject): Omit<Standing, "overview"> {
  const { inputs, cycle, windows, indicator, organisation, group } = subject;
  const { observations, campaign } = inputs;
  const { code } = organisation;
  const own = withInterval(subject, ifStillThere(subject, ownOver(subject, "window")));
  const doubt = doubtIn(subject);
  const isDoubted = doubtWithin(doubt, windows.window) !== undefined;
  const listStep = findListStep(observations, code, { from: windows.past.from, to: windows.window.to });
  const past = listStep
    ? ({ state: "none", reason: { is: "list-step" } } as const)
    : comparable(subject, own, ownOver(subject, "past"));
  const trend = isDoubted ? undefined : trendOf(subject, own, past);
  const forYears = isDoubted || listStep ? undefined : forYearsOf(subject, own, trend);
  const patients = latestPatients(observations, code, windows.lists) ?? organisation.patients;
  const list = meanPatients(observations, code, windows.window) ?? patients;
  const day = dayOf(subject);
  const series = seriesOf(subject, { own, past });
  const joined = joinedIn(subject);
  const subgroups =
    own.state === "shown" && isCounted(indicator) && !isDoubted ? subject.subgroups(indicator, code, group) : undefined;
  const rank = own.state === "shown" && group?.statistics && !isDoubted ? rankAmong(group, code, own) : undefined;
  const usual = isDoubted ? undefined : usualFor(indicator, own, group);
  const standing: Omit<Standing, "signals" | "overview"> = {
    indicator: indicator.indicator,
    window: windows.window,
    before: windows.past,
    ...(day ? { day } : {}),
    ...(group ? { group: group.key } : {}),
    own,
    past,
    ...(patients === undefined ? {} : { patients }),
    ...(list === undefined ? {} : { list }),
    atOwnSize: atOwnSize(indicator, own, group),
    ...(rank ? { rank } : {}),
    ...(usual ? { usual } : {}),
    toChange: isDoubted ? {} : toChange(indicator, own, group),
    ...(trend ? { trend } : {}),
    ...(forYears ? { forYears } : {}),
    ...(listStep ? { listStep } : {}),
    ...earlierOf(subject, own),
    ...(doubt ? { doubt } : {}),
    ...(joined.length > 0 ? { joined } : {}),
    series,
    ...(subgroups ? { subgroups } : {}),
    suppressions: suppressionsOf(own, past, series),
  };
  return {
    ...standing,
    signals: findSignals({ campaign, indicator, standing, group, firstReport: isFirst(subject, cycle) }).map(
      ({ signal }) => signal,
    ),
  };
}

/** What cannot be right of it, as it may be told. */
function doubtIn({ inputs, doubts, indicator, organisation: { code } }: MeasuredSubject): ToldDoubt | undefined {
  const doubt = doubts.get(indicator.indicator)?.get(code);
  return doubt && toldDoubt(inputs.campaign, indicator, doubt);
}

/** On which day a snapshot was taken, where the data say it. */
function dayOf({ inputs: { observations }, indicator, windows: { window } }: MeasuredSubject): string | undefined {
  const day = observations.days?.get(indicator.indicator)?.get(window.to);
  return day === undefined ? undefined : dayAfter(firstDay(window.to), day - 1);
}

/**
 * Nothing where the organisation has left the data before the window ends: its list is not known in the last month in which
 * others' are. Without lists the indicator's own months tell.
 */
function ifStillThere(
  { inputs: { observations }, doubts, indicator, organisation: { code }, windows: { window } }: MeasuredSubject,
  own: Own,
): Own {
  const by = observations.patients ?? indicator.indicator;
  const last = lastMonthKnown(observations, by, window);
  if (own.state === "none" || last === undefined) return own;
  if (
    doubts
      .get(by)
      ?.get(code)
      ?.months.some(({ month }) => month === last)
  )
    return own; // it was there
  const gone = knownIn(observations, { indicator: by, ...monthly }, code, { from: last, to: last }).length === 0;
  return gone ? { state: "none", reason: { is: "left", month: last } } : own;
}

/** With what is known of its uncertainty: the 95% interval, in printed units. That of patients rests on what is shown alone. */
function withInterval({ inputs, indicator, organisation, windows, common }: MeasuredSubject, own: Own): Own {
  const counts = countsOf(own);
  if (!counts || !isCounted(indicator)) return own;
  const interval = intervalOf({ ground: inputs, indicator, common, window: windows.window }, organisation.code, {
    numerator: counts.count,
    denominator: counts.base,
  });
  if (!interval) return own;
  const scale = scaleOf(indicator);
  return { ...counts, interval: { lower: interval.lower * scale, upper: interval.upper * scale } };
}

/** The past as it may stand beside the present: of the same months a year before, for a sum of others would look like a change. */
function comparable({ inputs, indicator, organisation: { code }, windows }: MeasuredSubject, own: Own, past: Own): Own {
  if (own.state === "none" || past.state === "none") return past;
  if (past.months < own.months) return { state: "none", reason: { is: "fewer-than-now", known: past.months } };
  const [now, before] = [windows.window, windows.past].map((each) =>
    knownIn(inputs.observations, indicator, code, each),
  );
  if (now!.length === before!.length && now!.every((ago, i) => ago === before![i])) return past;
  return { state: "none", reason: { is: "other-months" } };
}

/** The own value of a stretch of months; nothing where too many of them are missing. */
function ownOver(subject: MeasuredSubject, of: "window" | "past"): Own {
  const { inputs, indicator, organisation, windows, own } = subject;
  const { observations, campaign } = inputs;
  if (!own || !isCounted(indicator))
    return (
      publishedAt(observations, indicator, organisation.code, windows[of]) ?? {
        state: "none",
        reason: { is: "nothing" },
      }
    );
  const { raw, ...stretch }: Point = own[of];
  const expected = own.expected[of];
  const doubt = doubtWithin(doubtIn(subject), stretch);
  const implausible =
    doubt && doubt.months.length > 0 && ({ state: "none", reason: { is: "implausible", doubt } } as const);
  if (raw.months === 0) return implausible || { state: "none", reason: { is: "nothing" } };
  const allowed = Math.floor((missing * (stretch.to - stretch.from + 1)) / 12);
  if (raw.months < expected - allowed)
    return implausible || { state: "none", reason: { is: "few-months", known: raw.months, of: expected } };
  return releaseOwn(controlOf(campaign, indicator), raw);
}

/** Who was joined, and has observations of the indicator in the months that are shown or compared. */
function joinedIn({ inputs, indicator, organisation: { code }, windows }: MeasuredSubject): JoinedLives[] {
  const joined = inputs.followed?.joined.get(code);
  if (!joined) return [];
  const from = Math.min(windows.past.from, ...windows.points.map((point) => point.from));
  const stretch = { from, to: windows.window.to };
  const looked = [stretch, windows.past, ...windows.points]; // of values that are not added, each has one
  return joined.filter(
    (each) =>
      each.since > from && looked.some((some) => knownIn(inputs.observations, indicator, each.code, some).length > 0),
  );
}

/** The points of the own trend, beside the totals that are shown. */
function seriesOf(
  { inputs, indicator, organisation, windows, figures, own: sums }: MeasuredSubject,
  { own, past }: { own: Own; past: Own },
): OwnSeries {
  if (!figures || !sums) return publishedPoints(inputs.observations, indicator, organisation.code, windows.points);
  const { window, past: before } = sums;
  const totals = [...(own.state === "shown" ? [window] : []), ...(past.state === "shown" ? [before] : [])];
  return figures.series(organisation.code, totals);
}

/** By its months, where values are of months that may decide it; else by what two periods a year apart tell. */
function trendOf(
  { inputs, indicator, organisation, windows, common }: MeasuredSubject,
  own: Own,
  past: Own,
): Trend | undefined {
  if (own.state !== "shown" || past.state !== "shown") return undefined;
  const atLeast = inputs.campaign.trend["at-least"];
  if (!isCounted(indicator)) {
    const [before, now] = [publishedOf(past), publishedOf(own)];
    return before && now && findPublishedChange(indicator, before, now, atLeast);
  }
  const [before, now] = [countsOf(past), countsOf(own)];
  const isProtectedItem = indicator.numerator.counts !== "patients" && !restsOnMonths(inputs.campaign, indicator);
  if (indicator.period !== "month" || isProtectedItem)
    return before && now && findYearOnYear(indicator, { before, now, atLeast }, common.yearly);
  const values = { before: past.value, now: own.value, atLeast };
  const months = knownMonths(inputs.observations, indicator.indicator, organisation.code, twoYears(windows.window));
  return findTrend(indicator, values, { ...common, window: windows.window, months });
}

/** What has come since the reports of earlier cycles, where one is set beside them. */
function earlierOf(
  { inputs: ground, indicator, organisation: { code }, windows: { window }, common, before }: MeasuredSubject,
  own: Own,
): Pick<Standing, "earlier"> {
  if (before.length === 0 || own.state !== "shown") return {};
  return { earlier: findEarlier({ ground, indicator, code, window, common, own }, before) };
}

function forYearsOf(
  { inputs, indicator, organisation, windows, common }: MeasuredSubject,
  own: Own,
  trend: Trend | undefined,
): ForYears | undefined {
  const years = yearsOf(inputs, indicator, organisation.code, windows.window);
  const atLeast = inputs.campaign.trend["at-least"];
  return findForYears(indicator, years, { alike: common.years, own, trend, atLeast });
}

/** What each comparator means as a count in the window for an organisation of the own size. */
function atOwnSize(indicator: Indicator, own: Own, group: PeerGroup | undefined): Partial<Record<Comparator, number>> {
  const base = baseOf(own);
  if (base === undefined) return {};
  return Object.fromEntries(
    comparatorValues(indicator, group).map(([key, value]) => [key, (value * base) / scaleOf(indicator)]),
  );
}

function toChange(indicator: Indicator, own: Own, group: PeerGroup | undefined): Partial<Record<Comparator, number>> {
  const { direction } = indicator;
  const known = countsOf(own);
  if (!known || direction === "none") return {};
  const counts = { numerator: known.count, denominator: known.base };
  const least = indicator.numerator?.leaves ? toStop : toSwitch;
  return Object.fromEntries(
    comparatorValues(indicator, group).map(([key, benchmark]) => [
      key,
      least(counts, { benchmark, direction, per: scaleOf(indicator) }),
    ]),
  );
}

function suppressionsOf(own: Own, past: Own, { points: all, withheld = [] }: OwnSeries): FigureSuppression[] {
  const points = withheld.length;
  return [
    ...(own.state === "withheld" ? [{ what: "own count, value, rank, gap and change", reason: reasonOf(own) }] : []),
    ...(past.state === "withheld"
      ? [{ what: "count and value a year before, and the change since", reason: reasonOf(past) }]
      : []),
    ...(points > 0
      ? [
          {
            what: `${points} of ${all.length} points of the trend`,
            reason: "small counts, or totals would give them away",
          },
        ]
      : []),
  ];
}

function reasonOf({ below, guard }: Withheld): string {
  return guard ? "a small count of the same composite would follow from it" : `a count under ${below}`;
}

/** The first cycle of the series, or the first in which the organisation could have had a report. */
function isFirst({ inputs: { campaign }, organisation: { opened } }: MeasuredSubject, cycle: Cycle): boolean {
  const before = campaign.cycles[campaign.cycles.findIndex(({ id }) => id === cycle.id) - 1];
  return before === undefined || (opened !== undefined && opened > before.issued);
}

/** The standings of one recipient with what follows from all of them together. */
function withAll({ standings, ...known }: AllOf): Standing[] {
  const balanced = standings.map((standing) => {
    const balance = findBalance(standing, { ...known, standings });
    return balance ? withSignal(standing, balance.signal) : standing;
  });
  const isDoubtful = balanced.some(({ doubt }) => doubt);
  const doubted = !isDoubtful
    ? balanced
    : balanced.map((standing) => {
        const [first] = findDoubted(standing, { ...known, standings: balanced });
        return first === undefined ? standing : { ...withSignal(standing, "doubted"), doubted: first };
      });
  const { overview, fired } = findOverview(doubted, known.indicators);
  return doubted.map((standing) => ({ ...(fired ? withSignal(standing, fired.signal) : standing), overview }));
}

function withSignal<T extends Pick<Standing, "signals">>(standing: T, signal: Signal): T {
  return { ...standing, signals: [...standing.signals, signal] };
}
