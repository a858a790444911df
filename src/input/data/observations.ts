import type { DuckDBConnection } from "@duckdb/node-api";
import { type Month, toMonth } from "../../month.ts";
import type { Place, Problem } from "../../problem.ts";
import { nearest, suggest } from "../files/suggest.ts";
import { isCsv, literal, name, type Row, readFiles, rows } from "../files/table.ts";
import { compositesOf } from "../library/composite.ts";
import type { Indicator } from "../library/indicator.ts";
import { countPatients, findBadPatients, findContradictions } from "./composite-rows.ts";
import type { DataMap } from "./data.ts";
import { type Directory, missingColumn } from "./organisations.ts";

/** Numerators and denominators of one organisation and one indicator, a month a place; NaN where there is no observation. */
export type Series = { numerators: Float64Array; denominators: Float64Array };

/** All observations on one axis of months: `first` is the month at place 0. */
export type Observations = {
  first: Month;
  length: number;
  of: ReadonlyMap<string, ReadonlyMap<string, Series>>; // by indicator, then by organisation
  patients?: string; // the indicator whose denominator is the registered list
  subgroups?: Subgroups; // absent where the data have none
};

/** The same for groups of each organisation's patients. A group is never more than the total of its month. */
export type Subgroups = {
  of: string; // "deprivation"
  is: string; // what the groups are, as printed
  values: readonly { called: string; observations: Observations }[]; // in the order of data.yaml
};

export type ObservationOptions = {
  files: readonly string[];
  subgroupFile?: string; // where subgroups have a file of their own
  map: DataMap["observations"];
  indicators: ReadonlyMap<string, Indicator>;
  directory: Directory | undefined; // undefined where it could not be read whole
  placeOf: (path: readonly (string | number)[]) => Place;
  placeOfKey: (path: readonly (string | number)[]) => Place;
};

export const shown = 20; // bad rows named one by one, of each kind; the rest is counted

/** Reads and checks the observations in DuckDB; bad rows are named by file and line, and not quoted where rows are of patients. */
export async function readObservations(
  tables: DuckDBConnection,
  options: ObservationOptions,
  problems: Problem[],
): Promise<Observations> {
  const own: Problem[] = [];
  const observations = await readRows(tables, options, own);
  const isPrivate = ({ place }: Problem) => options.map.columns.patient !== undefined && isOneOf(options.files, place);
  problems.push(
    ...own.map((problem) =>
      problem.place && isPrivate(problem)
        ? { ...problem, place: { ...problem.place, unquoted: true as const } }
        : problem,
    ),
  );
  return observations;
}

function isOneOf(files: readonly string[], place: Place | undefined): boolean {
  return place !== undefined && files.includes(place.file);
}

async function readRows(
  tables: DuckDBConnection,
  options: ObservationOptions,
  problems: Problem[],
): Promise<Observations> {
  const { files, map, indicators, placeOf } = options;
  const nothing: Observations = { first: 0, length: 0, of: new Map() };
  const before = problems.length;
  checkIndicators(options, problems);
  const named = files.map((file, i) => ({ file, place: placeOf(["observations", "file", i]) }));
  const columns = await readFiles(tables, "rows", named, problems);
  if (!columns) return nothing;
  checkPatientColumn(options, problems);
  const wanted = map.sql ? [] : namedColumns(map);
  for (const [key, column] of wanted) {
    if (!columns.includes(column))
      problems.push(missingColumn(column, columns, files[0] ?? "", placeOf(["observations", "columns", key])));
  }
  const beside = map.sql ? undefined : columnBeside(map);
  if (beside && !columns.includes(beside))
    problems.push(missingColumn(beside, columns, files[0] ?? "", placeOf(["observations", "subgroups", "column"])));
  if (problems.length > before || indicators.size === 0) return nothing;
  try {
    await mapRows(tables, options);
  } catch (error) {
    problems.push({
      code: "bad-sql",
      severity: "error",
      message: `the query failed${whyFailed(error as Error, map.columns.patient !== undefined)}`,
      place: placeOf(["observations", "sql"]),
    });
    return nothing;
  }
  await findMissingIndicators(tables, options, problems);
  await findBadRows(tables, "observed", checks(indicators), options, problems);
  await findDuplicates(tables, "observed", options, problems);
  await findBadComposites(tables, options, problems);
  if (options.directory) await findStrangers(tables, options.directory, placeOf, problems);
  if (problems.some(({ severity }, i) => i >= before && severity === "error")) return nothing;
  if (map.columns.patient !== undefined) await countPatients(tables, compositesOf(indicators));
  return fetchSeries(tables, "observed", options);
}

/** The columns that data.yaml names: what we call each, and what the file does. */
export function namedColumns({ columns }: DataMap["observations"]): [key: string, column: string][] {
  return Object.entries(columns).filter((named): named is [string, string] => named[1] !== undefined);
}

/** DuckDB tells the value it stumbled over; of rows of patients only what it says of the query itself is passed on. */
function whyFailed({ message }: Error, ofPatients: boolean): string {
  if (ofPatients && !/^(Binder|Parser|Catalog) Error/.test(message)) return " on a value, not shown here";
  return `: ${message.split("\n")[0]?.replace(/^\w+ Error: /, "")}`;
}

/** A pseudonym must not be told as a code, a month or a number; and groups of patients are counted before they come. */
function checkPatientColumn({ map, placeOf }: ObservationOptions, problems: Problem[]): void {
  const { patient } = map.columns;
  if (patient === undefined) return;
  const at = {
    code: "patient-column",
    severity: "error",
    place: placeOf(["observations", "columns", "patient"]),
  } as const;
  const [other] = namedColumns(map).find(([key, column]) => key !== "patient" && column === patient) ?? [];
  if (other !== undefined && !map.sql)
    problems.push({
      ...at,
      message: `column "${patient}" is named for the patient and for the ${other}`,
      hint: "the pseudonym of the patient has a column of its own",
    });
  if (map.subgroups)
    problems.push({
      ...at,
      message: "rows of patients, and subgroups beside them",
      hint: "subgroups are given as counts: let the query count the patients",
    });
}

/** 2026-08, 202608, 2026-08-01, 20260801, with or without a time; of this century and the end of the last. */
const monthPattern = "^(19[5-9]\\d|20\\d\\d)-?(0[1-9]|1[0-2])(-?(0[1-9]|[12]\\d|3[01])([T ].*)?)?$";

/** Table `observed`: line, file, code, indicator (ours), month, patient, numerator, denominator and the texts they came from. */
async function mapRows(tables: DuckDBConnection, { map }: ObservationOptions): Promise<void> {
  const names = Object.entries(map.indicators).map(([theirs, ours]) => {
    const {
      is,
      "numerator-times": n,
      "denominator-times": d,
    } = typeof ours === "string" ? { is: ours, "numerator-times": 1, "denominator-times": 1 } : ours;
    return `(${literal(theirs)}, ${literal(is)}, ${n}::double, ${d}::double)`;
  });
  const beside = columnBeside(map);
  const totals = beside ? ` where coalesce(trim(${name(beside)}::varchar), '') = ''` : "";
  await tables.run(`create or replace temp view given as ${selectGiven(map, "rows")}${totals}`);
  await tables.run(
    `create or replace temp table names (theirs varchar, indicator varchar, n_times double, d_times double)`,
  );
  await tables.run(`insert into names values ${names.join(", ")}`);
  await tables.run(`create or replace temp table observed as ${selectObserved("given")}`);
  if (map.columns.patient !== undefined) await blotOut(tables);
}

/** A text that might be a pseudonym in the wrong column may be told of, so it is no longer there. */
async function blotOut(tables: DuckDBConnection): Promise<void> {
  await tables.run("update observed set period = '…' where month is null and period is not null");
  for (const cell of ["n", "d"])
    await tables.run(`update observed set ${cell} = '…' where not regexp_full_match(trim(${cell}), '[01]?')`);
}

/** The column by which rows of subgroups stand apart from the totals of the same file. */
function columnBeside({ subgroups }: DataMap["observations"]): string | undefined {
  return subgroups && !subgroups.file ? subgroups.column : undefined;
}

/** Rows as they are given: line, file, code, theirs, period, n, d. `extra` columns stand before them. */
export function selectGiven(
  { columns, sql }: Pick<DataMap["observations"], "columns" | "sql">,
  table: string,
  extra = "",
): string {
  if (sql)
    return `select ${extra}row_number() over () as line, '' as file, code::varchar as code, indicator::varchar as theirs, period::varchar as period, numerator::varchar as n, denominator::varchar as d, ${columns.patient === undefined ? "null" : "patient"}::varchar as patient from (${sql})`;
  const { code, indicator, period, numerator, denominator, patient } = columns;
  return `select ${extra}line, file, ${name(code)} as code, ${name(indicator)} as theirs, ${name(period)} as period, ${name(numerator)} as n, ${name(denominator)} as d, ${patient === undefined ? "null" : name(patient)}::varchar as patient from ${table}`;
}

/** Given rows as observations. Needs the table `names`. */
export function selectObserved(given: string, extra = ""): string {
  return `
    select ${extra}line, file, trim(code) as code, names.indicator, nullif(trim(patient), '') as patient, period, n, d,
      try_cast(regexp_extract(period, ${literal(monthPattern)}, 1) as integer) * 12
        + try_cast(regexp_extract(period, ${literal(monthPattern)}, 2) as integer) - 1 as month,
      try_cast(trim(n) as double) * n_times as numerator,
      try_cast(trim(d) as double) * d_times as denominator
    from ${given} join names using (theirs)`;
}

/**
 * Every indicator of the campaign must be in the mapping, or its reports would say that there are no data; a composite, or
 * all its components where there are rows of patients.
 */
function checkIndicators(options: ObservationOptions, problems: Problem[]): void {
  const { map, indicators, placeOf } = options;
  const mapped = Object.entries(map.indicators).map(([theirs, ours]) => ({ theirs, is: indicatorOf(ours) }));
  const composites = compositesOf(indicators);
  for (const id of wantedIndicators(options)) {
    if (mapped.some(({ is }) => is === id)) continue;
    const slip = mapped.find(({ is }) => !indicators.has(is) && nearest(is, [id]));
    problems.push(
      slip
        ? {
            code: "unknown-indicator",
            severity: "error",
            message: `unknown indicator "${slip.is}"`,
            place: placeOf(["observations", "indicators", slip.theirs]),
            hint: `did you mean "${id}"?`,
          }
        : {
            code: "missing-indicator",
            severity: "error",
            message: indicators.has(id)
              ? `missing indicator "${id}" of the campaign`
              : `missing indicator "${id}", a component of "${composites.find(({ of }) => of.includes(id))?.id}"`,
            place: placeOf(["observations", "indicators"]),
            hint: composites.some((composite) => composite.id === id)
              ? "say what the data call it; from its components it cannot be summed, for a patient in two would count twice"
              : "say what the data call it",
          },
    );
  }
  const known = mapped.map(({ is }) => is);
  if (map.patients === undefined || known.includes(map.patients)) return;
  const hint = suggest(map.patients, known);
  problems.push({
    code: "unknown-indicator",
    severity: "error",
    message: `unknown indicator "${map.patients}"`,
    place: placeOf(["observations", "patients"]),
    ...(hint ? { hint } : {}),
  });
}

/** What the data must hold: the campaign's indicators; of a composite its components, where it is worked out from patients. */
function wantedIndicators({ map, indicators }: ObservationOptions): string[] {
  const worked = map.columns.patient === undefined ? [] : compositesOf(indicators);
  const wanted = [...indicators.keys()].filter((id) => !worked.some((composite) => composite.id === id));
  return [...new Set([...wanted, ...worked.flatMap(({ of }) => of)])];
}

function indicatorOf(ours: DataMap["observations"]["indicators"][string]): string {
  return typeof ours === "string" ? ours : ours.is;
}

async function findMissingIndicators(
  tables: DuckDBConnection,
  options: ObservationOptions,
  problems: Problem[],
): Promise<void> {
  const { map, files, placeOfKey } = options;
  const wanted = wantedIndicators(options);
  const present = (await rows(tables, "select distinct theirs from given where theirs is not null order by 1")).map(
    (row) => row.theirs ?? "",
  );
  if (present.length === 0) {
    const place = { file: files[0] ?? "", line: 1, column: 1 };
    problems.push({ code: "no-rows", severity: "error", message: "no observations in the file", place });
    return;
  }
  for (const [theirs, ours] of Object.entries(map.indicators)) {
    if (!wanted.includes(indicatorOf(ours))) continue; // other campaigns' indicators may stand in the same data
    if (present.includes(theirs)) continue;
    const hint = suggest(theirs, present);
    problems.push({
      code: "unknown-indicator",
      severity: "error",
      message: `no rows of "${theirs}" in the data`,
      place: placeOfKey(["observations", "indicators", theirs]),
      ...(hint ? { hint } : {}),
    });
  }
}

const plainNumber = "digits with a point at most, no comma; leave it empty where it is not known or was withheld";

export type Check = { where: string; message: string; hint?: string };

export function checks(indicators: ReadonlyMap<string, Indicator>): Check[] {
  const shares = [...indicators.values()]
    .filter(({ kind }) => kind === "share")
    .map(({ indicator }) => literal(indicator));
  return [
    { where: "code is null or code = ''", message: "'missing code'" },
    {
      where: "month is null",
      message: "'invalid month \"' || coalesce(period, '') || '\"'",
      hint: "a month as 2026-08 or a day in it",
    },
    {
      where: "numerator is null and trim(coalesce(n, '')) <> ''",
      message: "'numerator \"' || n || '\" is not a number'",
      hint: plainNumber,
    },
    {
      where: "denominator is null and trim(coalesce(d, '')) <> ''",
      message: "'denominator \"' || d || '\" is not a number'",
      hint: plainNumber,
    },
    {
      where: "not isfinite(numerator) or not isfinite(denominator)",
      message: "'not a finite number: ' || n || ' over ' || d",
    },
    {
      where: "numerator < 0 or denominator < 0",
      message: "'negative number: ' || n || ' over ' || d",
    },
    {
      where: "numerator > 0 and coalesce(denominator, 0) = 0",
      message: "'numerator ' || n || ' without a denominator'",
    },
    {
      where: `indicator in (${[...shares, "''"].join(", ")}) and numerator > denominator`,
      message: "'numerator ' || n || ' above denominator ' || d || ' of a share'",
    },
  ];
}

export async function findBadRows(
  tables: DuckDBConnection,
  table: string,
  wanted: readonly Check[],
  { placeOf }: Pick<ObservationOptions, "placeOf">,
  problems: Problem[],
): Promise<void> {
  const told: string[] = []; // a row is told of once, by the first check it fails
  for (const { where, message, hint } of wanted) {
    const fresh = ["true", ...told.map((each) => `not coalesce(${each}, false)`)].join(" and ");
    const bad = await rows(
      tables,
      `select line, file, ${message} as message, count(*) over () as total from ${table} where (${where}) and ${fresh} order by file, line limit ${shown}`,
    );
    told.push(`(${where})`);
    problems.push(...bad.map((row) => rowProblem("bad-row", row, row.message ?? "", placeOf, hint)));
    tooMany(bad, problems);
  }
}

/** Two rows of the same organisation, indicator and month; `by`: and of the same in these columns. */
export async function findDuplicates(
  tables: DuckDBConnection,
  table: string,
  { placeOf, by = "" }: Pick<ObservationOptions, "placeOf"> & { by?: string },
  problems: Problem[],
): Promise<void> {
  const twice = await rows(
    tables,
    `select max(spot).file as file, max(spot).line as line, min(spot).file as first_file, min(spot).line as first_line,
       code, indicator, any_value(period) as period, ${by || "''"} as by, patient is not null as of_patient, count(*) over () as total
     from (select *, {'file': file, 'line': line} as spot from ${table}) where month is not null and code <> ''
     group by code, indicator, month, patient${by && `, ${by}`} having count(*) > 1 order by 1, 2 limit ${shown}`,
  );
  problems.push(
    ...twice.map((row) =>
      rowProblem(
        "duplicate-row",
        row,
        `second row of ${row.of_patient ? "one patient in " : ""}${row.code}, ${row.indicator}, ${row.period}${row.by && `, ${row.by}`}; the first is ${row.first_file === row.file ? "" : `in ${row.first_file}, `}line ${row.first_line}`,
        placeOf,
      ),
    ),
  );
  tooMany(twice, problems);
}

async function findBadComposites(
  tables: DuckDBConnection,
  { map, indicators, placeOf }: ObservationOptions,
  problems: Problem[],
): Promise<void> {
  const ofPatients = map.columns.patient !== undefined;
  const find = ofPatients ? findBadPatients : findContradictions;
  const bad = await find(tables, compositesOf(indicators), shown);
  const hint = ofPatients ? undefined : "a patient in several components counts once in the composite";
  for (const [message, alike] of Map.groupBy(bad, ({ message }) => message ?? "")) {
    problems.push(...alike.map((row) => rowProblem("bad-row", row, message, placeOf, hint)));
  }
  if (bad.length >= shown) tooMany(bad, problems);
}

/** Rows of organisations that are not in the directory are left out, and told of in one warning. */
async function findStrangers(
  tables: DuckDBConnection,
  directory: Directory,
  placeOf: ObservationOptions["placeOf"],
  problems: Problem[],
): Promise<void> {
  const codes = await rows(
    tables,
    `select code, arg_min(line, (file, line)) as line, arg_min(file, (file, line)) as file
     from observed where code <> '' group by code order by code`,
  );
  const strangers = codes.filter((row) => !directory.has(row.code ?? ""));
  const [first] = strangers;
  if (!first) return;
  const named = strangers.slice(0, 5).map((row) => row.code);
  const many = strangers.length === 1 ? "1 organisation is" : `${strangers.length} organisations are`;
  problems.push({
    ...rowProblem(
      "unknown-organisation",
      first,
      `${many} not in the directory: ${named.join(", ")}${strangers.length > 5 ? ", …" : ""}`,
      placeOf,
      "rows of organisations that are not in the directory are left out",
    ),
    severity: "warning",
  });
}

/** At the line of a CSV file; elsewhere a person can't look up a line, so the row is told in words. */
export function rowProblem(
  code: string,
  { file, line }: Row,
  message: string,
  placeOf: ObservationOptions["placeOf"],
  hint?: string,
): Problem {
  const problem = { code, severity: "error" as const, ...(hint ? { hint } : {}) };
  if (!file)
    return { ...problem, message: `row ${line} of the query: ${message}`, place: placeOf(["observations", "sql"]) };
  if (!isCsv(file)) return { ...problem, message: `row ${line}: ${message}`, place: { file, line: 1, column: 1 } };
  return { ...problem, message, place: { file, line: Number(line), column: 1 } };
}

/** Mutates the last problem: it says how many more there are. */
export function tooMany(bad: readonly Row[], problems: Problem[]): void {
  const rest = Number(bad[0]?.total ?? 0) - bad.length;
  const last = problems.at(-1);
  if (rest > 0 && last) last.hint = `and ${rest} more ${rest === 1 ? "row" : "rows"} like this`;
}

export async function fetchSeries(
  tables: DuckDBConnection,
  table: string,
  { directory, indicators, map }: Pick<ObservationOptions, "directory" | "indicators" | "map">,
): Promise<Observations> {
  const [range] = await rows(tables, `select min(month) as first, max(month) as last from ${table}`);
  const first = Number(range?.first ?? 0);
  const length = range?.first === null ? 0 : Number(range?.last) - first + 1;
  const of = new Map<string, Map<string, Series>>();
  const reader = await tables.stream(
    `select indicator, code, month, numerator, denominator from ${table} where numerator is not null order by indicator, code, month`,
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
      if (!directory?.has(code) || (!indicators.has(id) && id !== map.patients)) continue;
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
