import type { DuckDBConnection } from "@duckdb/node-api";
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
  const series = await rows(
    tables,
    `select indicator, code, count(*)::varchar as count from ${table} where numerator is not null group by indicator, code order by indicator, code`,
  );
  // Names are fetched once a series, since a text takes longer than its row of numbers.
  const reader = await tables.stream(
    `select month, numerator, denominator from ${table} where numerator is not null order by indicator, code, month`,
  );
  let [next, left] = [0, 0];
  let into: Series | undefined;
  for (let chunk = await reader.fetchChunk(); chunk && chunk.rowCount > 0; chunk = await reader.fetchChunk()) {
    const [months, numerators, denominators] = chunk.getColumns() as [number[], number[], (number | null)[]];
    for (let i = 0; i < months.length; i++) {
      if (left === 0) {
        const { indicator, code, count } = series[next++]!;
        into = isWanted(indicator!, code!) ? seriesOf(of, indicator!, code!, length) : undefined;
        left = Number(count);
      }
      left--;
      if (!into) continue;
      const place = Number(months[i]) - first;
      into.numerators[place] = Number(numerators[i]);
      into.denominators[place] = Number(denominators[i] ?? 0);
    }
  }
  return { first, length, of, ...(map.patients ? { patients: map.patients } : {}) };
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
