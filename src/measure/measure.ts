import type { Cycle } from "../input/campaign/campaign.ts";
import type { Organisation } from "../input/data/organisations.ts";
import type { Comparator } from "../input/library/comparators.ts";
import { type Indicator, isCounted } from "../input/library/indicator.ts";
import type { Inputs } from "../input/load.ts";
import { dayAfter, firstDay, monthName, toMonth } from "../month.ts";
import { type Common, commonOf, twoYears } from "./common.ts";
import { comparatorValues } from "./comparators.ts";
import { controlOf, releaseOwn, releasePoints } from "./disclosure.ts";
import { findSignals } from "./find-signals.ts";
import { type Ground, groundOf } from "./ground.ts";
import { findListStep, latestPatients, meanPatients } from "./lists.ts";
import { guarded } from "./nested.ts";
import { findPeers, groupKey, placeOf } from "./peers.ts";
import { publishedAt, publishedPoints } from "./published.ts";
import { scaleOf } from "./rounding.ts";
import {
  baseOf,
  countsOf,
  type Fired,
  type Own,
  type OwnPoint,
  type PeerGroup,
  publishedOf,
  type Rank,
  type Standing,
  type Standings,
  type Suppression,
  type Trend,
  type Window,
  type Withheld,
} from "./standing.ts";
import { type MeasureSubgroups, subgroupsIn } from "./subgroups.ts";
import { toSwitch } from "./to-change.ts";
import { findPublishedChange, findTrend, findYearOnYear } from "./trend.ts";
import { intervalOf, usualFor } from "./uncertainty.ts";
import { knownMonths } from "./verdict/months.ts";
import {
  expectedMonths,
  knownIn,
  lastMonthKnown,
  monthly,
  pointOver,
  since,
  sumOver,
  type Windows,
  windowsOf,
} from "./windows.ts";

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
  const inputs = { ...given, observations: since(given.observations, toMonth(cycle.data.from)) };
  const windows = new Map(
    [...inputs.indicators.values()].map((indicator) => [indicator.indicator, windowsOf(inputs, indicator, cycle)]),
  );
  const of = ({ indicator }: Indicator) => windows.get(indicator)!;
  const common = new Map(
    [...inputs.indicators.values()].map((indicator) => [
      indicator.indicator,
      commonOf(inputs, indicator, of(indicator)),
    ]),
  );
  const commonBy = ({ indicator }: Indicator) => common.get(indicator)!;
  const groups = new Map<string, PeerGroup>();
  for (const indicator of inputs.indicators.values()) {
    for (const level of levelsOf(inputs.campaign)) {
      for (const group of findPeers(inputs, indicator, level, { windows: of(indicator), common: commonBy(indicator) }))
        groups.set(group.key, group);
    }
  }
  const subgroups = subgroupsIn(inputs, of);
  const known = { inputs, cycle, windowsOf: of, commonOf: commonBy, subgroups };
  const standings = Object.fromEntries(recipients.map((code) => [code, standingsOf(known, groups, code)]));
  const used = new Set(Object.values(standings).flatMap((all) => all.map(({ group }) => group)));
  return { groups: Object.fromEntries([...groups].filter(([key]) => used.has(key))), of: standings };
}

/** The level peers share, then the wider one for those who have too few. */
function levelsOf({ peers }: Ground["campaign"]): string[] {
  return [...new Set([peers.of, ...(peers.otherwise ? [peers.otherwise] : [])])];
}

function standingsOf(known: Shared, groups: ReadonlyMap<string, PeerGroup>, code: string): Standing[] {
  const { inputs } = known;
  const organisation = inputs.directory.get(code);
  if (!organisation) throw new Error(`no organisation ${code}`);
  const standings = [...inputs.indicators.values()].map((indicator) =>
    standingOf({
      ...known,
      windows: known.windowsOf(indicator),
      common: known.commonOf(indicator),
      indicator,
      organisation,
      group: groupOf(inputs.campaign, organisation, indicator, groups),
    }),
  );
  return withOverview(standings, inputs.indicators);
}

function groupOf(
  campaign: Ground["campaign"],
  organisation: Organisation,
  { indicator }: Indicator,
  groups: ReadonlyMap<string, PeerGroup>,
): PeerGroup | undefined {
  const found = levelsOf(campaign).flatMap((level) => {
    const parent = placeOf(campaign, organisation, level);
    const group = parent && groups.get(groupKey(indicator, level, parent.code));
    return group ? [group] : [];
  });
  return found.find(({ statistics }) => statistics) ?? found[0];
}

/** What all recipients share. */
type Shared = {
  inputs: Ground;
  cycle: Cycle;
  windowsOf: (indicator: Indicator) => Windows;
  commonOf: (indicator: Indicator) => Common;
  subgroups: MeasureSubgroups;
};

type Subject = Shared & {
  windows: Windows;
  common: Common;
  indicator: Indicator;
  organisation: Organisation;
  group: PeerGroup | undefined;
};

function standingOf(subject: Subject): Omit<Standing, "overview"> {
  const { inputs, cycle, windows, indicator, organisation, group } = subject;
  const { observations, campaign } = inputs;
  const { code } = organisation;
  const own = withInterval(subject, ifStillThere(subject, ownOver(subject, windows.window)));
  const listStep = findListStep(observations, code, { from: windows.past.from, to: windows.window.to });
  const past = listStep
    ? ({ state: "none", reason: "the list jumped since" } as const)
    : comparable(subject, own, ownOver(subject, windows.past));
  const trend = trendOf(subject, own, past);
  const patients = latestPatients(observations, code, windows.lists) ?? organisation.patients;
  const list = meanPatients(observations, code, windows.window) ?? patients;
  const day = dayOf(subject);
  const series = seriesOf(subject, { own, past });
  const subgroups =
    own.state === "shown" && isCounted(indicator) ? subject.subgroups(indicator, code, group) : undefined;
  const rank = own.state === "shown" && group?.statistics ? rankOf(group, code, own.value) : undefined;
  const usual = usualFor(indicator, own, group);
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
    toChange: toChange(indicator, own, group),
    ...(trend ? { trend } : {}),
    ...(listStep ? { listStep } : {}),
    series,
    ...(subgroups ? { subgroups } : {}),
    suppressions: suppressionsOf(own, past, series),
  };
  return {
    ...standing,
    signals: findSignals({ campaign, indicator, standing, group, firstReport: isFirst(subject, cycle) }),
  };
}

/** On which day a snapshot was taken, where the data say it. */
function dayOf({ inputs: { observations }, indicator, windows: { window } }: Subject): string | undefined {
  const day = observations.days?.get(indicator.indicator)?.get(window.to);
  return day === undefined ? undefined : dayAfter(firstDay(window.to), day - 1);
}

/**
 * Nothing where the organisation has left the data before the window ends: its list is not known in the last month in which
 * others' are. Without lists the indicator's own months tell.
 */
function ifStillThere(
  { inputs: { observations }, indicator, organisation: { code }, windows: { window } }: Subject,
  own: Own,
): Own {
  const by = observations.patients ?? indicator.indicator;
  const last = lastMonthKnown(observations, by, window);
  if (own.state === "none" || last === undefined) return own;
  const gone = knownIn(observations, { indicator: by, ...monthly }, code, { from: last, to: last }).length === 0;
  return gone ? { state: "none", reason: `no data for ${monthName(last)}` } : own;
}

/** With what is known of its uncertainty: the 95% interval, in printed units. That of patients rests on what is shown alone. */
function withInterval({ inputs, indicator, organisation, windows, common }: Subject, own: Own): Own {
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
function comparable({ inputs, indicator, organisation: { code }, windows }: Subject, own: Own, past: Own): Own {
  if (own.state === "none" || past.state === "none") return past;
  if (past.months < own.months) return { state: "none", reason: `only ${past.months} months are known` };
  const known = (stretch: Window) => knownIn(inputs.observations, indicator, code, stretch).join();
  if (known(windows.window) === known(windows.past)) return past;
  return { state: "none", reason: "other months of it are known than of this year" };
}

/** The own value of a stretch of months; nothing where too many of them are missing. */
function ownOver({ inputs, indicator, organisation: { code } }: Subject, stretch: Window): Own {
  const { observations, campaign } = inputs;
  if (!isCounted(indicator))
    return publishedAt(observations, indicator, code, stretch) ?? { state: "none", reason: "no observations" };
  const raw = guarded(inputs, indicator, code, stretch, sumOver(observations, indicator, code, stretch));
  const expected = expectedMonths(observations, indicator, stretch);
  if (raw.months === 0) return { state: "none", reason: "no observations" };
  const allowed = Math.floor((missing * (stretch.to - stretch.from + 1)) / 12);
  if (raw.months < expected - allowed) return { state: "none", reason: `only ${raw.months} of ${expected} months` };
  return releaseOwn(controlOf(campaign, indicator), raw);
}

/** The points of the own trend, beside the totals that are shown. */
function seriesOf(
  { inputs, indicator, organisation: { code }, windows }: Subject,
  { own, past }: { own: Own; past: Own },
): OwnPoint[] {
  if (!isCounted(indicator)) return publishedPoints(inputs.observations, indicator, code, windows.points);
  const pointAt = (stretch: Window) => {
    const point = pointOver(inputs.observations, indicator, code, stretch);
    return { ...point, raw: guarded(inputs, indicator, code, stretch, point.raw) };
  };
  const totals = [
    ...(own.state === "shown" ? [pointAt(windows.window)] : []),
    ...(past.state === "shown" ? [pointAt(windows.past)] : []),
  ];
  return releasePoints(controlOf(inputs.campaign, indicator), windows.points.map(pointAt), totals);
}

/** By its months, where values are of months; else by what two periods a year apart tell. */
function trendOf(
  { inputs, indicator, organisation, windows, common }: Subject,
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
  if (indicator.period !== "month")
    return before && now && findYearOnYear(indicator, { before, now, atLeast }, common.yearly);
  const values = { before: past.value, now: own.value, atLeast };
  const months = knownMonths(inputs.observations, indicator.indicator, organisation.code, twoYears(windows.window));
  return findTrend(indicator, values, { ...common, window: windows.window, months });
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
  return Object.fromEntries(
    comparatorValues(indicator, group).map(([key, benchmark]) => [
      key,
      toSwitch(counts, { benchmark, direction, per: scaleOf(indicator) }),
    ]),
  );
}

/** Where the own value stands among the others; it is counted in whether or not it is one of the peers. */
function rankOf({ members, withheld }: PeerGroup, code: string, value: number): Rank {
  const others = [
    ...members.filter((member) => member.code !== code).map((member) => ({ from: member.value, to: member.value })),
    ...withheld,
  ];
  const lower = others.filter(({ to }) => to < value).length;
  const higher = others.filter(({ from }) => from > value).length;
  return {
    lower,
    equal: others.length - lower - higher,
    higher,
    percentRank: others.length === 0 ? 0 : lower / others.length,
  };
}

function suppressionsOf(own: Own, past: Own, series: readonly OwnPoint[]): Suppression[] {
  const points = series.filter(({ withheld }) => withheld).length;
  return [
    ...(own.state === "withheld" ? [{ what: "own count, value, rank, gap and change", reason: reasonOf(own) }] : []),
    ...(past.state === "withheld"
      ? [{ what: "count and value a year before, and the change since", reason: reasonOf(past) }]
      : []),
    ...(points > 0
      ? [
          {
            what: `${points} of ${series.length} points of the trend`,
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
function isFirst({ inputs: { campaign }, organisation: { opened } }: Subject, cycle: Cycle): boolean {
  const before = campaign.cycles[campaign.cycles.findIndex(({ id }) => id === cycle.id) - 1];
  return before === undefined || (opened !== undefined && opened > before.issued);
}

/** What holds over all indicators with a direction that can be compared. */
function withOverview(
  standings: readonly Omit<Standing, "overview">[],
  indicators: ReadonlyMap<string, Indicator>,
): Standing[] {
  const directed = standings.filter(({ indicator }) => indicators.get(indicator)?.direction !== "none");
  const judged = directed.filter(({ signals }) => signals.some(({ signal }) => signal === "compared"));
  const worse = judged.filter(({ signals }) => signals.some(({ signal }) => signal === "worse-than-median")).length;
  const overview = { worse, counted: judged.length, directed: directed.length };
  const beside = judged.length < directed.length ? ` that can be compared, of ${directed.length} with a direction` : "";
  const evidence = `worse than the median on ${worse} of ${judged.length}${beside}`;
  const fired: Fired[] =
    judged.length < 2
      ? []
      : [{ signal: worse === judged.length ? "all-worse" : worse === 0 ? "all-better" : "mixed", evidence }];
  return standings.map((standing) => ({ ...standing, overview, signals: [...standing.signals, ...fired] }));
}
