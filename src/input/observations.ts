import type { DuckDBConnection } from "@duckdb/node-api";
import { type Month, toMonth } from "../month.ts";
import type { Place, Problem } from "../problem.ts";
import type { DataMap } from "./data.ts";
import type { Indicator } from "./indicator.ts";
import { type Directory, missingColumn } from "./organisations.ts";
import { suggest } from "./suggest.ts";
import { literal, name, rows, viewFiles } from "./table.ts";

/** Numerators and denominators of one organisation and one indicator, a month a place; NaN where there is no observation. */
export type Series = { numerators: Float64Array; denominators: Float64Array };

/** All observations on one axis of months: `first` is the month at place 0. */
export type Observations = {
  first: Month;
  length: number;
  of: ReadonlyMap<string, ReadonlyMap<string, Series>>; // by indicator, then by organisation
  patients?: string; // the indicator whose denominator is the registered list
};

export type ObservationOptions = {
  files: readonly string[];
  map: DataMap["observations"];
  indicators: ReadonlyMap<string, Indicator>;
  directory: Directory;
  placeOf: (path: string[]) => Place;
};

const shown = 20; // bad rows named one by one, of each kind; the rest is counted

/** Reads and checks the observations in DuckDB; bad rows are named by file and line. */
export async function readObservations(
  tables: DuckDBConnection,
  options: ObservationOptions,
  problems: Problem[],
): Promise<Observations> {
  const { files, map, placeOf } = options;
  const nothing: Observations = { first: 0, length: 0, of: new Map() };
  const columns = await viewFiles(tables, "rows", files, problems);
  if (!columns) return nothing;
  const before = problems.length;
  const wanted = map.sql ? [] : Object.entries(map.columns);
  for (const [key, column] of wanted) {
    if (!columns.includes(column))
      problems.push(missingColumn(column, columns, files[0] ?? "", placeOf(["observations", "columns", key])));
  }
  if (problems.length > before) return nothing;
  try {
    await mapRows(tables, options);
  } catch (error) {
    problems.push({
      code: "bad-sql",
      severity: "error",
      message: `the query of the observations failed: ${(error as Error).message.split("\n")[0]}`,
      place: placeOf(["observations", "sql"]),
    });
    return nothing;
  }
  await findMissingIndicators(tables, options, problems);
  await findBadRows(tables, options, problems);
  return problems.some(({ severity }, i) => i >= before && severity === "error") ? nothing : fetch(tables, options);
}

/** Table `observed`: line, file, code, indicator (ours), month, numerator, denominator and the texts they came from. */
async function mapRows(tables: DuckDBConnection, { map }: ObservationOptions): Promise<void> {
  const { code, indicator, period, numerator, denominator } = map.columns;
  const names = Object.entries(map.indicators).map(([theirs, ours]) => {
    const {
      is,
      "numerator-times": n,
      "denominator-times": d,
    } = typeof ours === "string" ? { is: ours, "numerator-times": 1, "denominator-times": 1 } : ours;
    return `(${literal(theirs)}, ${literal(is)}, ${n}::double, ${d}::double)`;
  });
  const selected = map.sql
    ? `select row_number() over () as line, '' as file, code::varchar as code, indicator::varchar as theirs, period::varchar as period, numerator::varchar as n, denominator::varchar as d from (${map.sql})`
    : `select line, file, ${name(code)} as code, ${name(indicator)} as theirs, ${name(period)} as period, ${name(numerator)} as n, ${name(denominator)} as d from rows`;
  await tables.run(`create or replace temp table given as ${selected}`);
  await tables.run(
    `create or replace temp table names (theirs varchar, indicator varchar, n_times double, d_times double)`,
  );
  await tables.run(`insert into names values ${names.join(", ")}`);
  await tables.run(`
    create or replace temp table observed as
    select line, file, trim(code) as code, names.indicator, period, n, d,
      try_cast(regexp_extract(period, '^(\\d{4})-?(0[1-9]|1[0-2])(-?\\d\\d)?', 1) as integer) * 12
        + try_cast(regexp_extract(period, '^(\\d{4})-?(0[1-9]|1[0-2])(-?\\d\\d)?', 2) as integer) - 1 as month,
      try_cast(trim(n) as double) * n_times as numerator,
      try_cast(trim(d) as double) * d_times as denominator
    from given join names using (theirs)`);
}

async function findMissingIndicators(
  tables: DuckDBConnection,
  { map, indicators, placeOf }: ObservationOptions,
  problems: Problem[],
): Promise<void> {
  const present = (await rows(tables, "select distinct theirs from given where theirs is not null order by 1")).map(
    (row) => row.theirs ?? "",
  );
  for (const [theirs, ours] of Object.entries(map.indicators)) {
    const is = typeof ours === "string" ? ours : ours.is;
    const place = placeOf(["observations", "indicators", theirs]);
    if (!indicators.has(is)) continue; // other campaigns' indicators may stand in the same data
    if (!present.includes(theirs)) {
      const hint = suggest(theirs, present);
      problems.push({
        code: "unknown-indicator",
        severity: "error",
        message: `no rows of indicator "${theirs}" in the data`,
        place,
        ...(hint ? { hint } : {}),
      });
    }
  }
}

type Check = { code: string; severity: "error" | "warning"; where: string; message: string; hint?: string };

function checks(indicators: ReadonlyMap<string, Indicator>): Check[] {
  const shares = [...indicators.values()]
    .filter(({ kind }) => kind === "share")
    .map(({ indicator }) => literal(indicator));
  return [
    { code: "bad-row", severity: "error", where: "code is null or code = ''", message: "'missing code'" },
    {
      code: "bad-row",
      severity: "error",
      where: "month is null",
      message: "'invalid month \"' || coalesce(period, '') || '\"'",
      hint: "a month as 2026-08 or a day in it",
    },
    {
      code: "bad-row",
      severity: "error",
      where: "numerator is null and trim(coalesce(n, '')) <> ''",
      message: "'numerator \"' || n || '\" is not a number'",
    },
    {
      code: "bad-row",
      severity: "error",
      where: "denominator is null and trim(coalesce(d, '')) <> ''",
      message: "'denominator \"' || d || '\" is not a number'",
    },
    {
      code: "bad-row",
      severity: "error",
      where: "not isfinite(numerator) or not isfinite(denominator)",
      message: "'not a finite number: ' || n || ' over ' || d",
    },
    {
      code: "bad-row",
      severity: "error",
      where: "numerator < 0 or denominator < 0",
      message: "'negative number: ' || n || ' over ' || d",
    },
    {
      code: "bad-row",
      severity: "error",
      where: "numerator > 0 and coalesce(denominator, 0) = 0",
      message: "'numerator ' || n || ' without a denominator'",
    },
    {
      code: "bad-row",
      severity: "error",
      where: `indicator in (${[...shares, "''"].join(", ")}) and numerator > denominator`,
      message: "'numerator ' || n || ' above denominator ' || d || ' of a share'",
    },
  ];
}

async function findBadRows(
  tables: DuckDBConnection,
  { indicators, directory }: ObservationOptions,
  problems: Problem[],
): Promise<void> {
  for (const { code, severity, where, message, hint } of checks(indicators)) {
    const bad = await rows(
      tables,
      `select line, file, ${message} as message, count(*) over () as total from observed where ${where} order by file, line limit ${shown}`,
    );
    problems.push(...bad.map((row) => rowProblem(code, severity, row, row.message ?? "", hint)));
    tooMany(bad, problems);
  }
  const twice = await rows(
    tables,
    `select min(line) as line, min(file) as file, code, indicator, any_value(period) as period, max(line) as second, count(*) over () as total
     from observed where month is not null group by code, indicator, month having count(*) > 1 order by 1 limit ${shown}`,
  );
  problems.push(
    ...twice.map((row) =>
      rowProblem(
        "duplicate-row",
        "error",
        { ...row, line: row.second ?? null },
        `second row of ${row.code}, ${row.indicator}, ${row.period}; the first is line ${row.line}`,
      ),
    ),
  );
  tooMany(twice, problems);
  const codes = (
    await rows(
      tables,
      "select code, min(line) as line, min(file) as file from observed where code <> '' group by code order by code",
    )
  ).filter((row) => !directory.has(row.code ?? ""));
  if (codes.length > 0) {
    const named = codes
      .slice(0, 5)
      .map((row) => row.code)
      .join(", ");
    problems.push(
      rowProblem(
        "unknown-organisation",
        "warning",
        codes[0] ?? {},
        `${codes.length} ${codes.length === 1 ? "organisation is" : "organisations are"} not in the directory: ${named}${codes.length > 5 ? ", …" : ""}`,
        "their rows are left out",
      ),
    );
  }
}

function rowProblem(
  code: string,
  severity: "error" | "warning",
  row: Readonly<Record<string, string | null>>,
  message: string,
  hint?: string,
): Problem {
  return {
    code,
    severity,
    message,
    place: { file: row.file ?? "", line: Number(row.line), column: 1 },
    ...(hint ? { hint } : {}),
  };
}

function tooMany(bad: readonly Readonly<Record<string, string | null>>[], problems: Problem[]): void {
  const rest = Number(bad[0]?.total ?? 0) - bad.length;
  const last = problems.at(-1);
  if (rest > 0 && last)
    problems.push({
      code: last.code,
      severity: last.severity,
      message: `and ${rest} more rows like this`,
      ...(last.place ? { place: last.place } : {}),
    });
}

async function fetch(
  tables: DuckDBConnection,
  { directory, indicators, map }: ObservationOptions,
): Promise<Observations> {
  const [range] = await rows(tables, "select min(month) as first, max(month) as last from observed");
  const first = Number(range?.first ?? 0);
  const length = range?.first === null ? 0 : Number(range?.last) - first + 1;
  const of = new Map<string, Map<string, Series>>();
  const reader = await tables.stream(
    "select indicator, code, month, numerator, denominator from observed where numerator is not null order by indicator, code, month",
  );
  for (let chunk = await reader.fetchChunk(); chunk && chunk.rowCount > 0; chunk = await reader.fetchChunk()) {
    const [ids, codes, months, numerators, denominators] = chunk.getColumns() as [
      string[],
      string[],
      number[],
      number[],
      (number | null)[],
    ];
    for (let i = 0; i < ids.length; i++) {
      const [id, code] = [ids[i]!, codes[i]!];
      if (!directory.has(code) || !indicators.has(id)) continue;
      const place = Number(months[i]) - first;
      const series = seriesOf(of, id, code, length);
      series.numerators[place] = Number(numerators[i]);
      series.denominators[place] = Number(denominators[i] ?? 0);
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

/** Where a month stands on the axis; may be outside it. */
export function placeOfMonth({ first }: Observations, month: Month | string): number {
  return (typeof month === "string" ? toMonth(month) : month) - first;
}
