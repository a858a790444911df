import type { Cycle } from "../../input/campaign/campaign.ts";
import type { Organisation } from "../../input/data/organisation.ts";
import { isRecipient } from "../../input/data/recipients.ts";
import { type Indicator, isCounted } from "../../input/library/indicator.ts";
import type { Signal } from "../../input/library/signals.ts";
import type { Inputs } from "../../input/load.ts";
import { toMonth } from "../../month.ts";
import { followedGround, groundOf } from "../ground.ts";
import { z95 } from "../interval.ts";
import { latestPatients } from "../lists.ts";
import { publishedAt } from "../published.ts";
import { roundHalfUp } from "../rounding.ts";
import type { Standing, Window } from "../standing.ts";
import { monthly, sumOver, wantedWindow, windowsOf } from "../windows.ts";
import type { DeliveryFound } from "./found.ts";
import { isOpen } from "./months.ts";
import { type Members, membersOf } from "./moved.ts";
import { findSwapped } from "./swapped.ts";

/** A delivery in a few numbers, kept with its run, so that the next one can be held beside it. */
export type Summary = {
  organisations: number; // recipients open at the end of the window
  joined?: number; // closed ones whose figures are counted with their successors'
  reports: number; // of them
  silent?: number; // of them, those to whom a trial sends nothing in this cycle by design
  patients?: number; // on all lists, in the window's last known month
  indicators: Readonly<Record<string, IndicatorSummary>>;
  members?: Members; // absent in runs of before
};

/** Sums of the window over all recipients, and the share of reports that say each of some things. */
export type IndicatorSummary = {
  organisations: number; // with data
  numerator?: number; // of all together; not of published values
  denominator?: number;
  mean?: number; // of published values
  told: Readonly<Partial<Record<Signal, number>>>;
};

const told: readonly Signal[] = [
  "better-than-median",
  "worse-than-median",
  "improving",
  "worsening",
  "withheld",
  "no-data",
];

/** The numbers of one delivery. `standings` are those of the reports, by indicator and in any order; `silent` are sent nothing by design. */
export function summaryOf(
  inputs: Inputs,
  cycle: Cycle,
  standings: readonly (readonly Standing[])[],
  silent = 0,
): Summary {
  const { campaign, indicators } = inputs;
  const ground = followedGround(groundOf(inputs), cycle);
  const { directory, observations, followed } = ground;
  const window = wantedWindow(monthly, campaign.window, toMonth(cycle.data.to));
  const all = [...directory.values()].filter((each) => isRecipient(campaign, each));
  const open = all.filter((each) => isOpen(each, window.to) && !followed?.into.has(each.code));
  const joined = all.filter(({ code }) => followed?.into.has(code)).length;
  const lists = open.flatMap(({ code }) => latestPatients(observations, code, window) ?? []);
  return {
    organisations: open.length,
    joined,
    reports: standings.length,
    ...(silent > 0 ? { silent } : {}),
    ...(lists.length > 0 ? { patients: roundHalfUp(sum(lists)) } : {}),
    members: membersOf(open, { observations, campaign, indicators }, window.to),
    indicators: Object.fromEntries(
      [...indicators].map(([indicator, each]): [string, IndicatorSummary] => {
        const own = windowsOf(ground, each, cycle).window;
        const theirs = standings.flatMap((all) => all.find((standing) => standing.indicator === indicator) ?? []);
        const share = (signal: Signal) =>
          theirs.filter(({ signals }) => signals.includes(signal)).length / Math.max(1, theirs.length);
        return [
          indicator,
          {
            ...figuresOf(observations, each, { open, window: own }),
            told: Object.fromEntries(told.map((signal) => [signal, roundHalfUp(share(signal), 4)])),
          },
        ];
      }),
    ),
  };
}

/** What all recipients have of an indicator: counts are summed, published values are not. */
function figuresOf(
  observations: Inputs["observations"],
  indicator: Indicator,
  { open, window }: { open: readonly Organisation[]; window: Window },
): Omit<IndicatorSummary, "told"> {
  if (isCounted(indicator)) {
    const sums = open.map(({ code }) => sumOver(observations, indicator, code, window));
    const known = sums.filter(({ months }) => months > 0);
    return {
      organisations: known.length,
      numerator: roundHalfUp(sum(known.map(({ numerator }) => numerator)), 3),
      denominator: roundHalfUp(sum(known.map(({ denominator }) => denominator)), 3),
    };
  }
  const values = open.flatMap(({ code }) => {
    const own = publishedAt(observations, indicator, code, window);
    return own ? [own.value] : [];
  });
  return {
    organisations: values.length,
    ...(values.length > 0 ? { mean: roundHalfUp(sum(values) / values.length, 6) } : {}),
  };
}

/** What has changed since an earlier delivery by more than a share: numbers by their ratio, shares of reports by their difference, where that is more than chance. */
export function findChanges(
  now: Summary,
  before: Summary,
  { cycle, limit }: { cycle: string; limit: number },
): DeliveryFound[] {
  const gone = (now.joined ?? 0) - (before.joined ?? now.joined ?? 0); // into others, so they are not lost
  const isSilent = (now.silent ?? before.silent) !== undefined;
  const whole = [
    changed("organisations", before.organisations, now.organisations, gone),
    changed(isSilent ? "reports, and none by design," : "reports", dueOf(before), dueOf(now), gone),
    changed("patients on lists", before.patients, now.patients),
  ];
  const swapped = findSwapped(now, before, { cycle, limit });
  const isTold = (indicator: string) => swapped.some(({ message }) => message.includes(`"${indicator}"`)); // one cause is told once
  const per = Object.entries(now.indicators).flatMap(([indicator, own]) => {
    if (isTold(indicator)) return [];
    const was = before.indicators[indicator];
    return was ? [{ indicator, changes: changesOf(was, own, Math.min(before.reports, now.reports)) }] : [];
  });
  const found = [{ changes: whole }, ...per].flatMap(({ changes, ...of }): DeliveryFound[] => {
    const large = changes.filter(({ size }) => size > limit);
    if (large.length === 0) return [];
    const about = "indicator" in of ? `"${of.indicator}"` : "the delivery";
    return [
      {
        check: "since-last-run",
        ...of,
        size: Math.max(...large.map(({ size }) => size)),
        limit,
        message: `${about} has changed since the run of ${cycle}: ${large.map(({ text }) => text).join("; ")}`,
        hint: "look whether the extract has the same organisations, units and rules as the one before",
      },
    ];
  });
  return [...swapped, ...found];
}

/** What could have been reported on: a trial's schedule is no change of the delivery. */
function dueOf({ reports, silent = 0 }: Summary): number {
  return reports + silent;
}

type RunChange = { size: number; text: string };

function changesOf(was: IndicatorSummary, now: IndicatorSummary, reports: number): RunChange[] {
  const rate = ({ numerator, denominator }: IndicatorSummary) =>
    numerator !== undefined && denominator ? numerator / denominator : undefined;
  return [
    changed("organisations with data", was.organisations, now.organisations),
    changed("numerators together", was.numerator, now.numerator),
    changed("denominators together", was.denominator, now.denominator),
    changed("the value of all together", rate(was), rate(now)),
    changed("the mean of the values", was.mean, now.mean),
    ...told.map((signal): RunChange => {
      const [before = 0, after = 0] = [was.told[signal], now.told[signal]];
      const text = `\`${signal}\` holds in ${percent(after)} of reports, ${percent(before)} before`;
      const common = (before + after) / 2;
      const chance = z95 * Math.sqrt((2 * common * (1 - common)) / Math.max(1, reports)); // of a few reports many may change
      const size = Math.abs(after - before);
      return { size: size > chance ? size : 0, text };
    }),
  ];
}

/** By what part a number has grown, or would have to grow to be what it was: in thousands in place of ones is 999 either way. */
function changed(what: string, was: number | undefined, now: number | undefined, joined = 0): RunChange {
  const more = joined > 0 ? ` (${joined} of them joined others since)` : "";
  const text = `${what} ${told3(now)}, ${told3(was)} before${more}`;
  if (!was || !now) return { size: was === now || was === undefined ? 0 : 1, text };
  const ratio = (now + Math.max(0, joined)) / was;
  return { size: Math.max(ratio, 1 / ratio) - 1, text };
}

function told3(value: number | undefined): string {
  return value === undefined
    ? "none"
    : value.toLocaleString("en-GB", { maximumSignificantDigits: value < 1000 ? 3 : 9 });
}

function percent(share: number): string {
  return `${roundHalfUp(100 * share)}%`;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
