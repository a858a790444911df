import type { DuckDBConnection, DuckDBDataChunk } from "@duckdb/node-api";
import { type Month, toMonth } from "../../month.ts";
import { rows } from "../files/table.ts";
import type { RowsLeftOut } from "./accepted.ts";
import type { ObservationSource } from "./observation-source.ts";

/** Numerators and denominators of one organisation and one indicator, a month a place; NaN where there is no observation. */
export type Series = { numerators: Float64Array; denominators: Float64Array };

/** All observations on one axis of months: `first` is the month at place 0. */
export type Observations = {
  first: Month;
  length: number;
  of: ReadonlyMap<string, ReadonlyMap<string, Series>>; // by indicator, then by organisation
  patients?: string; // the indicator whose denominator is the registered list
  days?: SnapshotDays;
  subgroups?: Subgroups; // absent where the data have none
  leftOut?: readonly RowsLeftOut[]; // absent where no row was
  parts?: Parts; // absent until successors are followed, and where there are none
};

/** What organisations that were joined were by themselves until then: by indicator, then by who goes on for them. */
export type Parts = ReadonlyMap<string, ReadonlyMap<string, readonly Series[]>>;

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

/**
 * The observations of a table like `observed`, of the organisations in the directory. `isDoubled` where two rows are of the same
 * organisation, indicator and month, whether or not they have numbers.
 */
export async function fetchObservations(
  tables: DuckDBConnection,
  table: string,
  { directory, indicators, map }: Pick<ObservationSource, "directory" | "indicators" | "map">,
): Promise<{ observations: Observations; isDoubled: boolean }> {
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
  const series = named.map(({ indicator, code, known }) =>
    known === "true" && isWanted(indicator!, code!) ? seriesOf(of, indicator!, code!, length) : undefined,
  );
  const met = new Uint8Array(series.length * length); // rows of each series and month
  let isDoubled = false;
  // Names are fetched once a series, and numbers as they lie in memory: a text, or a value of its own, costs ten times as much.
  const reader = await tables.stream(
    `select series::integer, (month - ${first})::integer, coalesce(numerator, 'nan'::double)::double, coalesce(denominator, 0)::double
     from ${table} join series using (indicator, code) where month is not null`,
  );
  for (let chunk = await reader.fetchChunk(); chunk && chunk.rowCount > 0; chunk = await reader.fetchChunk()) {
    const [which, places, numerators, denominators] = numbersIn(chunk);
    for (let i = 0; i < chunk.rowCount; i++) {
      const [one, place, numerator] = [which![i]!, places![i]!, numerators![i]!];
      const spot = one * length + place;
      if (met[spot] === 1) isDoubled = true;
      met[spot] = 1;
      const into = series[one];
      if (!into || Number.isNaN(numerator)) continue;
      into.numerators[place] = numerator;
      into.denominators[place] = denominators![i]!;
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

function seriesOf(of: Map<string, Map<string, Series>>, indicator: string, code: string, length: number): Series {
  const byCode = of.get(indicator) ?? new Map<string, Series>();
  of.set(indicator, byCode);
  const series = byCode.get(code) ?? {
    numerators: new Float64Array(length).fill(Number.NaN),
    denominators: new Float64Array(length).fill(Number.NaN),
  };
  byCode.set(code, series);
  return series;
}
