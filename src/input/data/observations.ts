import type { DuckDBConnection, DuckDBDataChunk } from "@duckdb/node-api";
import { type Month, toMonth } from "../../month.ts";
import { rows } from "../files/table.ts";
import type { RowsLeftOut } from "./accepted.ts";
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
  strangers?: { codes: readonly string[]; of: number }; // codes that the directory lacks, of all in the data; absent where there are none
  leftOut?: readonly RowsLeftOut[]; // absent where no row was
  parts?: SeriesParts; // absent until successors are followed, and where there are none
};

/** What organisations that were joined were by themselves until then: by indicator, then by who goes on for them. */
export type SeriesParts = ReadonlyMap<string, ReadonlyMap<string, readonly CountSeries[]>>;

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

/** `isDoubled`: two rows are of the same organisation, indicator and month, whether or not they have numbers. */
export type FetchedObservations = { observations: Observations; isDoubled: boolean };

/**
 * The observations of a table like `observed`, of the organisations in the directory. `isDoubled` where two rows are of the same
 * organisation of the directory, indicator and month, whether or not they have numbers.
 */
export async function fetchObservations(
  tables: DuckDBConnection,
  table: string,
  { directory, indicators, map }: Pick<ObservationSource, "directory" | "indicators" | "map">,
): Promise<FetchedObservations> {
  const [range] = await rows(tables, `select min(month) as first, max(month) as last from ${table}`);
  const first = Number(range?.first ?? 0);
  const length = range?.first === null ? 0 : Number(range?.last) - first + 1;
  const of = new Map<string, Map<string, Series>>();
  const isWanted = (indicator: string, code: string) =>
    directory?.has(code) && (indicators.has(indicator) || indicator === map.patients);
  await tables.run(
    `create or replace temp table series as
     select row_number() over (order by indicator, code) - 1 as series, indicator, code, known
     from (select indicator, code, bool_or(numerator is not null) as known from ${table} where code <> '' group by indicator, code)`,
  );
  const named = await rows(tables, "select indicator, code, known::varchar as known from series order by series");
  const wanted = named.map(({ indicator, code, known }) => known === "true" && isWanted(indicator!, code!) === true);
  const many = wanted.filter((each) => each).length;
  const [allNumerators, allDenominators] = [blanks(many * length), blanks(many * length)]; // one series after another
  const begins = new Int32Array(named.length).fill(-1); // where in them a series begins; those that are not wanted are not there
  let next = 0;
  for (const [i, { indicator, code }] of named.entries()) {
    if (!wanted[i]) continue;
    const end = next + length;
    const series = { numerators: allNumerators.subarray(next, end), denominators: allDenominators.subarray(next, end) };
    addSeries(of, { indicator: indicator!, code: code!, series });
    begins[i] = next;
    next = end;
  }
  const isOurs = Uint8Array.from(named, ({ code }) => Number(directory?.has(code!) ?? true));
  const met = new Uint8Array(named.length * length); // rows of each series and month
  let isDoubled = false;
  // Names are fetched once a series, and numbers as they lie in memory: a text, or a value of its own, costs ten times as much.
  const reader = await tables.stream(
    `select series::integer, (month - ${first})::integer, coalesce(numerator, 'nan'::double)::double, coalesce(denominator, 0)::double
     from ${table} join series using (indicator, code) where month is not null`,
  );
  for (let chunk = await reader.fetchChunk(); chunk && chunk.rowCount > 0; chunk = await reader.fetchChunk()) {
    const [which, places, numerators, denominators] = numbersIn(chunk);
    for (let i = 0; i < chunk.rowCount; i++) {
      const one = which![i]!;
      const spot = one * length + places![i]!;
      if (met[spot] === 1 && isOurs[one] === 1) isDoubled = true;
      met[spot] = 1;
      const [begin, numerator] = [begins[one]!, numerators![i]!];
      if (begin < 0 || Number.isNaN(numerator)) continue;
      allNumerators[begin + places![i]!] = numerator;
      allDenominators[begin + places![i]!] = denominators![i]!;
    }
  }
  return { observations: { first, length, of, ...(map.patients ? { patients: map.patients } : {}) }, isDoubled };
}

/** The columns of a chunk, none of which has a null. */
function numbersIn(chunk: DuckDBDataChunk): ArrayLike<number>[] {
  return Array.from({ length: chunk.columnCount }, (_, i) => {
    const vector = chunk.getColumnVector(i);
    const { items } = vector as unknown as { items?: unknown }; // private there: were it gone, no observation could be read
    if (items instanceof Int32Array || items instanceof Float64Array) return items;
    throw new Error(`a column of ${vector.type} is not as DuckDB had it in memory`);
  });
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
