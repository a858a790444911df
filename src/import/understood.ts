import { findNearMisses } from "../input/data/near-misses.ts";
import { figuresIn, type Observations, type Series } from "../input/data/observations.ts";
import type { Directory } from "../input/data/organisation.ts";
import { literal } from "../input/files/table.ts";
import type { Indicator } from "../input/library/indicator.ts";
import { type PeriodKind, periods, type Stretch } from "../input/library/period.ts";
import type { Data } from "../input/load-data.ts";
import type { Month } from "../month.ts";
import type { NamedTheirs } from "./names.ts";
import type { LeftRows, ObservationsPart, OrganisationsPart, PartWhere } from "./part.ts";
import { cell, countWhere } from "./source.ts";

/** What a run would read from a data.yaml: to be held against the files. */
export type Understood = {
  organisations: {
    count: number;
    type: string;
    levels: readonly { level: string; places: number }[];
    withoutData: readonly string[];
  };
  indicators: readonly UnderstoodIndicator[];
  worked: readonly string[]; // three rates in words
  strangers: readonly { code: string; rows: number; near?: string }[]; // codes that are not in the directory
};

export type UnderstoodIndicator = {
  id: string;
  theirs: string;
  organisations: number; // with a figure
  figures: number;
  period: PeriodKind;
  from: string; // its first period: "September 2023", "2021/22"
  to: string;
  at: string; // the last one: "in 2023/24"
  lowest: string; // values of the last period, in printed units
  middle: string;
  highest: string;
  unit: string;
};

/** Rows that are left out, and why. */
export type LeftOutInData = LeftRows;

type UnderstoodFiles = {
  codes: ReadonlyMap<string, number>; // rows of each code in the observations
  named: readonly { theirs: Pick<NamedTheirs["theirs"], "theirs">; is?: string | undefined }[];
  indicators: ReadonlyMap<string, Indicator>;
};

/** What the data are, of these indicators. */
export function understand(
  { read, map }: Pick<Data, "read" | "map">,
  { codes, named, indicators }: UnderstoodFiles,
): Understood {
  const { directory } = read;
  const found = named.flatMap(({ theirs, is }) => {
    const indicator = is === undefined ? undefined : indicators.get(is);
    return indicator ? [summaryOf(read.observations, indicator, theirs.theirs)].flatMap((each) => each ?? []) : [];
  });
  const withData = new Set([...read.observations.of.values()].flatMap((byCode) => [...byCode.keys()]));
  const strange = [...codes].filter(([code]) => code !== "" && !directory.has(code));
  const near = new Map(
    findNearMisses(
      strange.map(([code]) => code),
      directory.keys(),
    ).map(({ key, meant }) => [key, meant]),
  );
  const [fullest] = [...found].sort((a, b) => b.organisations - a.organisations || b.figures - a.figures);
  const first = fullest && indicators.get(fullest.id);
  return {
    organisations: {
      count: directory.size,
      type: map.organisations.type,
      levels: Object.keys(map.organisations.levels).map((level) => ({
        level,
        places: new Set([...directory.values()].flatMap(({ parents }) => parents[level]?.code ?? [])).size,
      })),
      withoutData: [...directory.keys()].filter((code) => !withData.has(code)),
    },
    indicators: found,
    worked: first ? workedOf(read.observations, first) : [],
    strangers: strange
      .map(([code, rows]) => ({ code, rows, ...(near.has(code) ? { near: near.get(code)! } : {}) }))
      .sort((a, b) => Number("near" in b) - Number("near" in a) || b.rows - a.rows || (a.code < b.code ? -1 : 1)),
  };
}

/** A value in printed units (a share as a fraction), and the counts or the interval that it comes with. */
type Rate = {
  code: string;
  month: Month;
  value: number;
  counts?: { numerator: number; denominator: number };
  interval?: { lower: number; upper: number };
};

/** The rates of the last period in which there are any, the lowest first. */
function ratesOf({ of, first }: Observations, indicator: Indicator): Rate[] {
  const all = [...(of.get(indicator.indicator) ?? [])];
  const last = Math.max(-1, ...all.map(([, series]) => places(series).at(-1) ?? -1));
  return all
    .flatMap(([code, series]): Rate[] => {
      const rate = rateAt(series, last, indicator);
      return rate ? [{ code, month: first + last, ...rate }] : [];
    })
    .sort((a, b) => a.value - b.value || (a.code < b.code ? -1 : 1));
}

function rateAt(series: Series, place: number, { multiplier }: Indicator): Omit<Rate, "code" | "month"> | undefined {
  if ("values" in series) {
    const [value = Number.NaN, lower = Number.NaN, upper = Number.NaN] = [
      series.values[place],
      series.lowers[place],
      series.uppers[place],
    ];
    if (Number.isNaN(value)) return undefined;
    return { value, ...(Number.isNaN(lower) || Number.isNaN(upper) ? {} : { interval: { lower, upper } }) };
  }
  const [numerator, denominator] = [series.numerators[place] ?? Number.NaN, series.denominators[place] ?? Number.NaN];
  if (!(denominator > 0) || Number.isNaN(numerator)) return undefined;
  return { value: (numerator / denominator) * multiplier, counts: { numerator, denominator } };
}

function places(series: Series): number[] {
  const figures = figuresIn(series);
  return [...figures.keys()].filter((place) => !Number.isNaN(figures[place]));
}

function summaryOf(observations: Observations, indicator: Indicator, theirs: string): UnderstoodIndicator | undefined {
  const all = [...(observations.of.get(indicator.indicator)?.values() ?? [])].map(places);
  const known = all.filter((own) => own.length > 0);
  if (known.length === 0) return undefined;
  const rates = ratesOf(observations, indicator);
  const stretch = (place: number) => stretchOf(indicator, observations.first + place);
  const { called } = periods[indicator.period];
  const last = stretch(known.reduce((most, own) => Math.max(most, own.at(-1)!), 0));
  const at = (place: number) => (rates[place] ? valueText(indicator, rates[place].value) : "none");
  return {
    id: indicator.indicator,
    theirs,
    organisations: known.length,
    figures: known.reduce((sum, own) => sum + own.length, 0),
    period: indicator.period,
    from: called(stretch(known.reduce((least, own) => Math.min(least, own[0]!), Number.POSITIVE_INFINITY))),
    to: called(last),
    at: periods[indicator.period].at(last),
    lowest: at(0),
    middle: at(Math.floor((rates.length - 1) / 2)),
    highest: at(rates.length - 1),
    unit: unitOf(indicator),
  };
}

/** The months that a figure at a month speaks of. */
function stretchOf({ period }: Indicator, to: Month): Stretch {
  return { from: to - periods[period].covers + 1, to };
}

function unitOf({ kind, multiplier, given, unit }: Indicator): string {
  if (kind === "share") return "%";
  return given === "value" ? unit : `per ${number(multiplier)}`;
}

function valueText({ kind }: Indicator, value: number): string {
  return (kind === "share" ? value * 100 : value).toFixed(1);
}

/** The lowest, the middle and the highest rate of the last period, in words. */
function workedOf(observations: Observations, indicator: Indicator): string[] {
  const rates = ratesOf(observations, indicator);
  const chosen = [...new Set([0, Math.floor((rates.length - 1) / 2), rates.length - 1])].filter((place) => place >= 0);
  const { numerator, denominator, kind } = indicator;
  return chosen.flatMap((place) => {
    const rate = rates[place];
    if (!rate) return [];
    const value = valueText(indicator, rate.value);
    const told = kind === "share" ? `${value}%` : `${value} ${unitOf(indicator)}`;
    const { counts, interval } = rate;
    if (!counts || !numerator || !denominator) {
      const range = interval && `${valueText(indicator, interval.lower)} to ${valueText(indicator, interval.upper)}`;
      return `${rate.code}: ${told} ${periods[indicator.period].at(stretchOf(indicator, rate.month))}${range ? ` (interval ${range})` : ""}`;
    }
    return `${rate.code}: ${number(counts.numerator)} ${numerator.many} among ${number(counts.denominator)} ${denominator.many} ${periods[indicator.period].at(stretchOf(indicator, rate.month))} (${told})`;
  });
}

function number(value: number): string {
  return value.toLocaleString("en-GB", { maximumFractionDigits: 3 });
}

type DataFound = {
  observations: ObservationsPart;
  organisations: OrganisationsPart;
  named: readonly NamedTheirs[];
  left: readonly LeftRows[];
  directory: Directory | undefined;
};

/** Rows of the files that do not become figures, each counted for the first reason. */
export async function findLeft({
  observations,
  organisations,
  named,
  left,
  directory,
}: DataFound): Promise<LeftOutInData[]> {
  const { from, where = {}, columns, sql, pivot, theirs } = observations;
  const found: LeftOutInData[] = [];
  const before: string[] = [];
  for (const [column, condition] of Object.entries(where)) {
    const kept = keeps(column, condition);
    found.push({
      rows: await countWhere(from.sources, [...before, `not (${kept})`].join(" and ")),
      why: condition.why,
    });
    before.push(kept);
  }
  const count = async (bad: string, why: string) => {
    found.push({ rows: await countWhere(from.sources, [...before, bad].join(" and ")), why });
    before.push(`not (${bad})`);
  };
  if (sql === undefined) {
    const isThere = from.sources.every((source) => source.columns.includes(columns.indicator));
    const mapped = named.flatMap((each) => (each.is === undefined ? [] : [each.theirs.theirs]));
    if (isThere && mapped.length < theirs.length)
      await count(`${cell(columns.indicator)} not in (${list(mapped)})`, "of an indicator that is not mapped");
    if (isThere && pivot)
      await count(
        `${cell(columns.indicator)} not in (${list(theirs.map((each) => each.theirs))})`,
        "of an indicator without numerator and denominator",
      );
  }
  if (pivot)
    await count(
      `${cell(pivot.names)} not in (${list([columns.numerator ?? "", columns.denominator ?? ""])})`,
      `neither numerator nor denominator (${pivot.names})`,
    );
  if (directory && observations.code && left.length === 0)
    await count(
      `${cell(observations.code)} not in (${list([...directory.keys()])})`,
      "of an organisation that is not in the directory",
    );
  if (sql === undefined && !pivot && columns.numerator !== undefined)
    await count(
      `(${cell(columns.numerator)} = '' or ${cell(columns.denominator)} = '')`,
      "without a numerator or a denominator: not known",
    );
  const ofDirectory: LeftOutInData[] = [];
  if (organisations.from.sources[0] && !from.sources.includes(organisations.from.sources[0])) {
    const passed: string[] = [];
    for (const [column, condition] of Object.entries(organisations.where ?? {})) {
      const kept = keeps(column, condition);
      ofDirectory.push({
        rows: await countWhere(organisations.from.sources, [...passed, `not (${kept})`].join(" and ")),
        why: `of the directory, ${condition.why}`,
      });
      passed.push(kept);
    }
  }
  return [...found, ...left, ...ofDirectory].filter(({ rows }) => rows > 0);
}

function keeps(column: string, condition: PartWhere[string]): string {
  const [texts, is] = "is" in condition ? [condition.is, "in"] : [condition.not, "not in"];
  return `${cell(column)} ${is} (${list(texts)})`;
}

/** Rows that the conditions keep, in SQL. */
export function wanted(where: PartWhere = {}): string {
  return ["true", ...Object.entries(where).map(([column, condition]) => keeps(column, condition))].join(" and ");
}

function list(texts: readonly string[]): string {
  return texts.map(literal).join(", ") || "''";
}
