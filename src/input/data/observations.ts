import type { DuckDBConnection } from "@duckdb/node-api";
import { type Month, toMonth } from "../../month.ts";
import { rows } from "../files/table.ts";
import type { ObservationSource } from "./observation-source.ts";

/** The observations of one organisation and one indicator, a month a place; NaN where there is none. */
export type Series = CountSeries | ValueSeries;

export type CountSeries = { numerators: Float64Array; denominators: Float64Array };

/** Values as they were published, in printed units (a share as a fraction), and what came with each. */
export type ValueSeries = {
  values: Float64Array;
  lowers: Float64Array; // of the interval; NaN where none was published
  uppers: Float64Array;
  deviations: Float64Array; // standard deviation of what a mean is of
  sizes: Float64Array; // how many a value is of
  percentiles: Float64Array; // the publisher's, 0 to 100
  verdicts: Float64Array; // the publisher's, as places in `verdicts`
};

/** The figures of a series: a place without one has no observation. */
export function figuresIn(series: Series): Float64Array {
  return "values" in series ? series.values : series.numerators;
}

/** The counts of a series; nothing of published values. */
export function countsIn(series: Series | undefined): CountSeries | undefined {
  return series && "numerators" in series ? series : undefined;
}

/** All observations on one axis of months: `first` is the month at place 0. */
export type Observations = {
  first: Month;
  length: number;
  of: ReadonlyMap<string, ReadonlyMap<string, Series>>; // by indicator, then by organisation
  patients?: string; // the indicator whose denominator is the registered list
  days?: SnapshotDays;
  subgroups?: Subgroups; // absent where the data have none
};

/** On which day of a month a snapshot was taken, by indicator; none where the data give the month alone. */
export type SnapshotDays = ReadonlyMap<string, ReadonlyMap<Month, number>>;

/** The same for groups of each organisation's patients. A group is never more than the total of its month. */
export type Subgroups = {
  of: string; // "deprivation"
  is: string; // what the groups are, as printed
  values: readonly { called: string; observations: Observations }[]; // in the order of data.yaml
};

/** Where a month stands on the axis; may be outside it. */
export function placeOfMonth({ first }: Observations, month: Month | string): number {
  return (typeof month === "string" ? toMonth(month) : month) - first;
}

/** The observations of a table like `observed`, of the organisations in the directory. */
export async function fetchObservations(
  tables: DuckDBConnection,
  table: string,
  { directory, indicators, map }: Pick<ObservationSource, "directory" | "indicators" | "map">,
): Promise<Observations> {
  const [range] = await rows(tables, `select min(month) as first, max(month) as last from ${table}`);
  const first = Number(range?.first ?? 0);
  const length = range?.first === null ? 0 : Number(range?.last) - first + 1;
  const of = new Map<string, Map<string, Series>>();
  const isWanted = (indicator: string, code: string) =>
    directory?.has(code) && (indicators.has(indicator) || indicator === map.patients);
  await fetchSeries(tables, table, ["numerator", "denominator"], (indicator, code) => {
    if (!isWanted(indicator, code)) return undefined;
    const [numerators, denominators] = [blanks(length), blanks(length)];
    addSeries(of, { indicator, code, series: { numerators, denominators } });
    return (month, [ofNumerator, ofDenominator], row) => {
      numerators[month - first] = Number(ofNumerator?.[row]);
      denominators[month - first] = Number(ofDenominator?.[row] ?? 0);
    };
  });
  return { first, length, of, ...(map.patients ? { patients: map.patients } : {}) };
}

/** So many places without an observation. */
export function blanks(length: number): Float64Array {
  return new Float64Array(length).fill(Number.NaN);
}

/** Mutates the map. */
export function addSeries<S extends Series>(
  of: Map<string, Map<string, S>>,
  { indicator, code, series }: { indicator: string; code: string; series: S },
): void {
  const byCode = of.get(indicator) ?? new Map<string, S>();
  of.set(indicator, byCode.set(code, series));
}

/** Takes one row of figures: a column for each, and where the row stands in them. */
type Take = (month: Month, columns: readonly (readonly (number | null)[])[], row: number) => void;

/**
 * Figures of a table like `observed`, where the first of them is known: a series after another, each month by month. `begin`
 * says what takes them, or nothing for a series that is not wanted.
 */
export async function fetchSeries(
  tables: DuckDBConnection,
  table: string,
  figures: readonly [string, ...string[]],
  begin: (indicator: string, code: string) => Take | undefined,
): Promise<void> {
  const known = `from ${table} where ${figures[0]} is not null`;
  const series = await rows(
    tables,
    `select indicator, code, count(*)::varchar as count ${known} group by indicator, code order by indicator, code`,
  );
  // Names are fetched once a series, since a text takes longer than its row of numbers.
  const reader = await tables.stream(`select month, ${figures.join(", ")} ${known} order by indicator, code, month`);
  let [next, left] = [0, 0];
  let take: Take | undefined;
  for (let chunk = await reader.fetchChunk(); chunk && chunk.rowCount > 0; chunk = await reader.fetchChunk()) {
    const [months, ...columns] = chunk.getColumns() as [number[], ...(number | null)[][]];
    for (let i = 0; i < months.length; i++) {
      if (left === 0) {
        const { indicator, code, count } = series[next++]!;
        take = begin(indicator!, code!);
        left = Number(count);
      }
      left--;
      take?.(Number(months[i]), columns, i);
    }
  }
}
