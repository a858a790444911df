import { setImmediate as breathe } from "node:timers/promises";
import type { Parent } from "../input/data/organisation.ts";
import type { Indicator } from "../input/library/indicator.ts";
import type { Signal } from "../input/library/signals.ts";
import { printedNumber } from "../measure/rounding.ts";
import type { Standing } from "../measure/standing.ts";
import { isThere } from "../remembered.ts";
import { grouped, valueFigure } from "../report/format.ts";
import type { Report } from "../report/report.ts";
import { printedName } from "../report/sane-case.ts";
import type { Sentence } from "../report/sentence.ts";
import { materialOf } from "../report/task.ts";
import type { Edition, EditionOutcome } from "./edition.ts";
import { outcomesOf, type Sight } from "./sight.ts";

/** All recipients of a cycle in a line each, and the ready-made picks among them. */
export type Overview = {
  cycle: string;
  indicator: { title: string; unit: string };
  called: string; // what one recipient is: "practice"
  recipients: readonly OverviewRow[];
  picks: readonly Pick[];
  wordings: readonly { id: string; count: number }[];
  isWhole: boolean; // whether every report has been composed, so that none is "waiting"
};

export type OverviewRow = {
  code: string;
  name: string;
  place: string;
  network: string;
  arm?: string; // of a trial's list
  state: EditionOutcome["state"] | "waiting"; // waiting: there is one, and it has not been composed yet
  says: readonly WordRun[]; // the headline, or why there is none; nothing while it is waited for
  wording: string; // the block it came from; empty where there is none
  value: number | null; // as printed, to sort by
  valueText: string; // "6.1", "withheld", "–"
  change: number | null; // over a year, as a reader would subtract it
  changeText: string; // "+1.9"
  patients: number | null;
};

export type WordRun = { text: string; strong?: true };

/** A recipient worth looking at; `code` is absent where this cycle has none of its kind. */
export type Pick = { id: string; label: string; code?: string; note: string };

/** A row with what it was made from, for the picks. */
type SeenRow = {
  row: OverviewRow;
  indicator: Indicator;
  standings: readonly Standing[];
  standing: Standing | undefined;
};

/** How far an overview goes: as far as some time lets it, to everybody's figures, or to every report. */
export type Extent = { within: number } | "figures" | "reports"; // ms

/**
 * Everybody at once. Reports are composed, and figures worked out, as far as is asked for; whoever is not reached is "waiting", with a
 * name alone, and picks wait until everybody's figures are known.
 */
export async function overviewOf(sight: Sight, extent: Extent = "reports"): Promise<Overview> {
  const within = extent === "reports" ? Number.POSITIVE_INFINITY : extent === "figures" ? 0 : extent.within;
  const outcomes = await outcomesOf(sight, within);
  if (extent === "figures") await judgeAll(sight);
  const seen = sight.codes.map((code) => seenOf(sight, code, outcomes.get(code) ?? { state: "waiting" }));
  const recipients = seen.map(({ row }) => row);
  const editions = new Set(sight.codes.map(sight.editionOf));
  const [first] = editions;
  if (!first) throw new Error("nobody to look at");
  const indicator = headlineOf(first);
  const isJudged = seen.every(({ row }) => row.state !== "waiting" || row.valueText !== unknown);
  return {
    cycle: sight.cycle.id,
    indicator: { title: indicator.title, unit: indicator.unit },
    called: first.inputs.campaign.recipients.one,
    recipients,
    picks: isJudged
      ? picksOf(indicator, seen)
      : kindsOfPick.map((kind) => ({ ...pickOf(kind, indicator), note: unknown })),
    wordings: wordingsOf(recipients, new Set([...editions].flatMap(({ inputs }) => [...inputs.blocks.keys()]))),
    isWhole: recipients.every(({ state }) => state !== "waiting"),
  };
}

const unknown = "…"; // in place of what is not worked out yet

/** Works out everybody's figures, some at a time; others are served meanwhile. */
async function judgeAll(sight: Sight): Promise<void> {
  for (const [i, code] of sight.codes.entries()) {
    if (i % 100 === 0) await breathe();
    void sight.editionOf(code).tasks.get(code)?.standings;
  }
}

/** What came of a recipient, as far as it is known. */
type SoFar = EditionOutcome | { state: "waiting" };

function headlineOf({ inputs: { campaign, indicators } }: Edition): Indicator {
  const indicator = indicators.get(campaign.headline);
  if (!indicator) throw new Error(`no indicator ${campaign.headline}`);
  return indicator;
}

function seenOf(sight: Sight, code: string, outcome: SoFar): SeenRow {
  const edition = sight.editionOf(code);
  const indicator = headlineOf(edition);
  const task = edition.tasks.get(code);
  const isJudged = task !== undefined && isThere(task, "standings");
  const standings = outcome.state === "without" || !isJudged ? [] : task.standings;
  const standing = standings.find((each) => each.indicator === indicator.indicator);
  const arm = sight.assignmentOf(code)?.arm;
  const known = rowOf({ indicator, standing, outcome });
  const row = task && !isJudged ? { ...known, valueText: unknown, changeText: unknown } : known;
  return { row: { code, ...nameOf(edition, code), ...(arm ? { arm } : {}), ...row }, indicator, standings, standing };
}

type OverviewParts = { indicator: Indicator; standing: Standing | undefined; outcome: SoFar };

function rowOf({
  indicator,
  standing,
  outcome,
}: OverviewParts): Omit<OverviewRow, "code" | "name" | "place" | "network"> {
  const { own, past, patients } = standing ?? {};
  const value = own?.state === "shown" ? printedNumber(indicator, own.value) : null;
  const before = past?.state === "shown" ? printedNumber(indicator, past.value) : null;
  const change = value === null || before === null ? null : Number((value - before).toFixed(indicator.decimals));
  return {
    state: outcome.state,
    ...saidBy(outcome),
    value,
    valueText:
      own?.state === "shown" ? valueFigure(indicator, own.value).text : own?.state === "withheld" ? "withheld" : "–",
    change,
    changeText: change === null ? "–" : signed(change, indicator.decimals),
    patients: patients === undefined ? null : Math.round(patients),
  };
}

/** What a recipient is called, report or not. The place is that of its peers, as in the report. */
export function nameOf(
  { inputs, tasks, materials }: Edition,
  code: string,
): { name: string; place: string; network: string } {
  const organisation = inputs.directory.get(code);
  const task = tasks.get(code);
  const isJudged = task !== undefined && isThere(task, "standings");
  const group = isJudged ? task.standings.find(({ group }) => group !== undefined)?.group : undefined;
  const place = task && group !== undefined ? materialOf(materials, task).standings.groups[group]?.place : undefined;
  return {
    name: organisation ? printedName(organisation) : code,
    place: place ?? named(organisation?.parents[inputs.campaign.peers.of]),
    network: named(organisation?.parents.pcn),
  };
}

function named(place: Parent | undefined): string {
  return place ? printedName(place) : "";
}

function saidBy(outcome: SoFar): { says: readonly WordRun[]; wording: string } {
  if (outcome.state === "waiting") return { says: [], wording: "" };
  if (outcome.state === "without") return { says: [{ text: `No report: ${outcome.reason}` }], wording: "" };
  if (outcome.state === "failed") return { says: [{ text: `Cannot be made: ${outcome.message}` }], wording: "" };
  const { report } = outcome;
  const headline = report.sections.find((section) => section.kind === "headline")?.say ?? [];
  return {
    says: toRuns(headline, report.figures),
    wording: report.choices.find(({ kind, slot }) => kind === "headline" && slot === "say")?.chosen ?? "",
  };
}

function toRuns(sentence: Sentence, figures: Report["figures"]): WordRun[] {
  return sentence.flatMap((span): WordRun[] => {
    if ("cite" in span) return [];
    const text = "text" in span ? span.text : (figures[span.figure]?.text ?? "");
    return [span.strong ? { text, strong: true } : { text }];
  });
}

function signed(change: number, decimals: number): string {
  return change > 0 ? `+${grouped(change, decimals)}` : grouped(change, decimals);
}

/** How often each headline is used, most first. */
function wordingsOf(recipients: readonly OverviewRow[], ids: Iterable<string>): { id: string; count: number }[] {
  return [...ids]
    .map((id) => ({ id, count: recipients.filter(({ wording }) => wording === id).length }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count || (a.id < b.id ? -1 : 1));
}

/** What authors look at first. Ties go to the first code, so a pick stays where it is until the data change. */
function picksOf(indicator: Indicator, seen: readonly SeenRow[]): Pick[] {
  const field = fieldOf(indicator, seen);
  return kindsOfPick.map((kind) => {
    const row = kind.find(field);
    return { ...pickOf(kind, indicator), ...(row ? { code: row.code, note: kind.note(row) } : { note: "none" }) };
  });
}

function pickOf({ id, label }: KindOfPick, indicator: Indicator): Omit<Pick, "note"> {
  return { id, label: typeof label === "string" ? label : label(indicator) };
}

/** All recipients as picks look at them. */
type OverviewField = {
  recipients: readonly OverviewRow[];
  withReport: readonly OverviewRow[];
  compared: readonly OverviewRow[]; // with their peers
  worth: (row: OverviewRow) => number; // its value, the better the less
  middle: number; // the value in the middle of these
  has: (signal: Signal) => (row: OverviewRow) => boolean;
  withholds: (row: OverviewRow) => boolean; // a figure of its own
  hidesSomething: (row: OverviewRow) => boolean; // the points of a trend, say
};

function fieldOf(indicator: Indicator, seen: readonly SeenRow[]): OverviewField {
  const recipients = seen.map(({ row }) => row);
  const seenBy = new Map(seen.map((each) => [each.row, each]));
  const has = (signal: Signal) => (row: OverviewRow) => seenBy.get(row)?.standing?.signals.includes(signal) === true;
  const sign = indicator.direction === "higher" ? -1 : 1;
  const compared = recipients.filter(has("compared"));
  return {
    recipients,
    withReport: recipients.filter(({ state }) => state === "report" || state === "waiting"),
    compared,
    worth: (row) => sign * figureOf(row),
    middle: quantile(
      compared.map(figureOf).sort((a, b) => a - b),
      0.5,
    ),
    has,
    withholds: (row) => seenBy.get(row)?.standings.some(({ own }) => own.state === "withheld") === true,
    hidesSomething: (row) => seenBy.get(row)?.standings.some(({ suppressions }) => suppressions.length > 0) === true,
  };
}

/** What a pick is called, whom it finds, and what is noted beside it. */
type KindOfPick = {
  id: string;
  label: string | ((indicator: Indicator) => string);
  find: (field: OverviewField) => OverviewRow | undefined;
  note: (row: OverviewRow) => string;
};

const kindsOfPick: readonly KindOfPick[] = [
  {
    id: "best",
    label: ({ direction }) => (direction === "none" ? "Lowest" : "Best"),
    find: ({ compared, worth }) => least(compared, worth),
    note: valueText,
  },
  {
    id: "worst",
    label: ({ direction }) => (direction === "none" ? "Highest" : "Worst"),
    find: ({ compared, worth }) => least(compared, (row) => -worth(row)),
    note: valueText,
  },
  {
    id: "median",
    label: "Median",
    find: ({ compared, middle }) => least(compared, (row) => Math.abs(figureOf(row) - middle)),
    note: valueText,
  },
  {
    id: "rising",
    label: "Fastest rising",
    find: ({ withReport }) =>
      least(
        withReport.filter(({ change }) => (change ?? 0) > 0),
        (row) => -(row.change ?? 0),
      ),
    note: ({ changeText }) => changeText,
  },
  { id: "achieved", label: "Just achieved", find: justAchieved, note: valueText },
  {
    id: "smallest",
    label: "Smallest",
    find: ({ withReport }) =>
      least(
        withReport.filter(({ patients }) => patients !== null),
        ({ patients }) => patients ?? 0,
      ),
    note: ({ patients }) => grouped(patients ?? 0, 0),
  },
  {
    id: "no-data",
    label: "No data",
    find: ({ withReport, recipients, has }) =>
      withReport.find(has("no-data")) ?? recipients.find(({ state }) => state === "without"),
    note: () => "",
  },
  {
    id: "suppressed",
    label: "Suppressed",
    find: ({ withReport, has, withholds, hidesSomething }) =>
      withReport.find(has("withheld")) ?? withReport.find(withholds) ?? withReport.find(hidesSomething),
    note: () => "",
  },
];

/** Of those on the good side of a line, the one nearest to the middle. */
function justAchieved({ withReport, middle, has }: OverviewField): OverviewRow | undefined {
  const achieved = withReport.filter((row) => has("achieved-median")(row) || has("achieved-best-quarter")(row));
  return least(achieved, (row) => Math.abs(figureOf(row) - middle));
}

function figureOf({ value }: OverviewRow): number {
  return value ?? 0;
}

function valueText({ valueText }: OverviewRow): string {
  return valueText;
}

function least<T>(items: readonly T[], by: (item: T) => number): T | undefined {
  return items.reduce<T | undefined>(
    (best, item) => (best === undefined || by(item) < by(best) ? item : best),
    undefined,
  );
}

function quantile(ascending: readonly number[], share: number): number {
  return ascending[Math.floor((ascending.length - 1) * share)] ?? 0;
}
