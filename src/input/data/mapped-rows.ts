import type { DuckDBConnection } from "@duckdb/node-api";
import { literal, name } from "../files/table.ts";
import type { DataMap } from "./data.ts";
import { columnBeside, type ObservationSource } from "./observation-source.ts";
import { anyKind, selectPeriods } from "./period-texts.ts";

type Mapping = Omit<DataMap["observations"], "file" | "tables">;

/** The columns that a query gives. */
export const asOurs = {
  code: "code",
  indicator: "indicator",
  period: "period",
  numerator: "numerator",
  denominator: "denominator",
} as const;

/**
 * Tables `given`: line, file, code, theirs, period, n, d, patient as they stand; and `observed`: line, file, code, indicator
 * (ours), month (the last of its period), day (of a snapshot), patient, numerator, denominator and the texts
 * they came from; where rows were turned into columns also `n_at` and `d_at`, the file and line of each.
 */
export async function mapRows(
  tables: DuckDBConnection,
  { map, indicators }: Pick<ObservationSource, "map" | "indicators">,
  table: string,
): Promise<void> {
  const names = Object.entries(map.indicators).map(([theirs, ours]) => {
    const {
      is,
      "numerator-times": n,
      "denominator-times": d,
    } = typeof ours === "string" ? { is: ours, "numerator-times": 1, "denominator-times": 1 } : ours;
    return `(${literal(theirs)}, ${literal(is)}, ${n}::double, ${d}::double, ${literal(indicators.get(is)?.period ?? anyKind)})`;
  });
  const beside = columnBeside(map);
  const totals = beside ? ` where coalesce(trim(${name(beside)}::varchar), '') = ''` : "";
  await tables.run(`create or replace temp view given as ${selectGiven(map, table)}${totals}`);
  await tables.run(
    `create or replace temp table names (theirs varchar, indicator varchar, n_times double, d_times double, kind varchar)`,
  );
  await tables.run(`insert into names values ${names.join(", ")}`);
  await tables.run(`create or replace temp table observed as ${selectObserved("given", map)}`);
  if (map.columns.patient !== undefined) await blotOut(tables);
}

/** A text that might be a pseudonym in the wrong column may be told of, so it is no longer there. */
async function blotOut(tables: DuckDBConnection): Promise<void> {
  await tables.run("update observed set period = '…' where month is null and period is not null");
  for (const cell of ["n", "d"])
    await tables.run(`update observed set ${cell} = '…' where not regexp_full_match(trim(${cell}), '[01]?')`);
}

/** Rows as they are given, of a file or of what a query gave. `extra` columns stand before them. */
export function selectGiven({ columns, sql, pivot }: Mapping, table: string, extra = ""): string {
  const own = sql === undefined ? columns : { ...asOurs, patient: columns.patient && "patient" };
  const place = sql === undefined ? "line, file" : "row_number() over () as line, '' as file";
  const text = (column: string | undefined) => `${column === undefined ? "null" : name(column)}::varchar`;
  const spots = pivot
    ? `, ${name(`${columns.numerator} at`)} as n_at, ${name(`${columns.denominator} at`)} as d_at`
    : "";
  return `select ${extra}${place}, ${text(own.code)} as code, trim(${text(own.indicator)}) as theirs, ${text(own.period)} as period, ${text(own.numerator)} as n, ${text(own.denominator)} as d, ${text(own.patient)} as patient${spots} from ${name(table)}`;
}

/** Given rows as observations. Needs the table `names`. A text of a period is read once, however many rows have it. */
export function selectObserved(
  given: string,
  { decimal, sql, pivot, columns }: Pick<Mapping, "decimal" | "sql" | "pivot" | "columns">,
  extra = "",
): string {
  const number = (cell: string) =>
    decimal === "." ? `try_cast(${cell} as double)` : withComma(cell, sql !== undefined);
  return `
    with months as materialized (${selectPeriods(given)})
    select ${extra}line, file, trim(code) as code, names.indicator, ${columns.patient === undefined ? "null::varchar" : "nullif(trim(patient), '')"} as patient, period, n, d, month, day,
      ${number("n")} * n_times as numerator, ${number("d")} * d_times as denominator${pivot ? ", n_at, d_at" : ""}
    from ${given} join names using (theirs) left join months using (kind, period)`;
}

/** None of a number that nobody gives: whether there was nothing to count, or nobody counted, the data do not say. */
export const zeroOfBlank =
  "(case when coalesce(trim(d), '') = '' then coalesce(regexp_full_match(trim(n), '0+([.,]0*)?'), false) else false end)";

/** A number with a comma before its decimals; one with a point is none, unless a query worked it out. */
function withComma(cell: string, isWorkedOut: boolean): string {
  const number = `try_cast(replace(trim(${cell}), ',', '.') as double)`;
  return isWorkedOut ? number : `case when not contains(${cell}, '.') then ${number} end`;
}
