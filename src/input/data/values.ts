import type { DuckDBConnection } from "@duckdb/node-api";
import { literal } from "../files/table.ts";
import { type FigureColumn, valueColumns } from "./mapped-rows.ts";
import type { ObservationSource } from "./observation-source.ts";
import { addSeries, blanks, fetchSeries, type Observations, type ValueSeries } from "./observations.ts";
import { verdicts } from "./verdicts.ts";

/** Published values of a table like `observed`, of the organisations in the directory and indicators with `given: value`. */
export async function fetchValues(
  tables: DuckDBConnection,
  table: string,
  { directory, indicators, map }: Pick<ObservationSource, "directory" | "indicators" | "map">,
  { first, length }: Pick<Observations, "first" | "length">,
): Promise<ReadonlyMap<string, ReadonlyMap<string, ValueSeries>>> {
  const of = new Map<string, Map<string, ValueSeries>>();
  const columns = valueColumns(map);
  if (columns.length === 0) return of;
  const figures = columns.map(({ number }) => number);
  const wanted = ["value", ...figures.filter((figure) => figure !== "value"), verdictPlace(map.verdicts)] as const;
  await fetchSeries(tables, table, wanted, (indicator, code) => {
    if (!directory?.has(code) || indicators.get(indicator)?.given !== "value") return undefined;
    const series = emptySeries(length);
    addSeries(of, { indicator, code, series });
    const into = wanted.map((figure) => series[names[figure as keyof typeof names] ?? "verdicts"]);
    return (month, given, row) => {
      for (const [i, target] of into.entries()) target[month - first] = Number(given[i]?.[row] ?? Number.NaN);
    };
  });
  return of;
}

const names: Readonly<Record<Exclude<FigureColumn["number"], "numerator" | "denominator">, keyof ValueSeries>> = {
  value: "values",
  lower: "lowers",
  upper: "uppers",
  deviation: "deviations",
  size: "sizes",
  percentile: "percentiles",
};

function emptySeries(length: number): ValueSeries {
  return {
    values: blanks(length),
    lowers: blanks(length),
    uppers: blanks(length),
    deviations: blanks(length),
    sizes: blanks(length),
    percentiles: blanks(length),
    verdicts: blanks(length),
  };
}

/** The place of a row's verdict in the list of verdicts, in SQL. */
function verdictPlace(words: ObservationSource["map"]["verdicts"]): string {
  const cases = Object.entries(words).map(
    ([word, verdict]) => `when ${literal(word)} then ${verdicts.indexOf(verdict)}`,
  );
  return cases.length === 0 ? "null::double" : `(case v_verdict ${cases.join(" ")} end)::double`;
}
