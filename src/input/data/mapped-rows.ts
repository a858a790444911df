import type { DuckDBConnection } from "@duckdb/node-api";
import { literal, name, rows } from "../files/table.ts";
import type { Indicator } from "../library/indicator.ts";
import type { PeriodKind } from "../library/period.ts";
import type { DataMap } from "./data.ts";
import { inPowers, type NumberForm, parted, partsOf } from "./numbers.ts";
import { columnBeside, type ObservationSource } from "./observation-source.ts";
import { anyKind, readPeriod } from "./period-texts.ts";
import { timesOf } from "./units.ts";

type Mapping = Omit<DataMap["observations"], "file" | "tables">;

/** The columns of figures: what each is called here as a number, and as the text that it came from. */
export const figureColumns = [
  { key: "numerator", number: "numerator", cell: "n" },
  { key: "denominator", number: "denominator", cell: "d" },
  { key: "value", number: "value", cell: "v" },
  { key: "lower", number: "lower", cell: "v_lower" },
  { key: "upper", number: "upper", cell: "v_upper" },
  { key: "sd", number: "deviation", cell: "v_sd" },
  { key: "n", number: "size", cell: "v_n" },
  { key: "percentile", number: "percentile", cell: "v_percentile" },
] as const;

export type FigureColumn = (typeof figureColumns)[number];

/** Those that are of a published value, and that data.yaml names. */
export function valueColumns({ columns }: Pick<Mapping, "columns">): FigureColumn[] {
  if (columns.value === undefined) return [];
  return figureColumns.filter(({ key }) => key !== "numerator" && key !== "denominator" && columns[key] !== undefined);
}

/**
 * Tables `given`: line, file, code, theirs, period, patient, and the cells of figures, as they stand; and `observed`: line,
 * file, code, indicator (ours), month (the last of its period), day (of a snapshot), patient, numerator, denominator and,
 * where data.yaml names a value, that and what comes with it in the unit that is printed, with the texts they came from; where
 * rows were turned into columns also `n_at`, `d_at`, the file and line of each.
 *
 * Of most deliveries no text is ever told, and they are most of what the table would hold: it has at first those alone that could
 * not be read. What is returned makes it anew with all of them, once, for whoever is to tell of a row; nobody changes the table
 * before.
 */
export async function mapRows(
  tables: DuckDBConnection,
  { map, indicators }: Pick<ObservationSource, "map" | "indicators">,
  table: string,
): Promise<TextsOf> {
  const names = Object.entries(map.indicators).map(([theirs, ours]) => {
    const { is, "numerator-times": n = 1, "denominator-times": d = 1 } = typeof ours === "string" ? { is: ours } : ours;
    const indicator = indicators.get(is);
    const unit = unitOf(map, ours);
    const times = indicator && unit ? timesOf(unit, indicator) : 1;
    return `(${literal(theirs)}, ${literal(is)}, ${n}::double, ${d}::double, ${literal(kindOf(indicator))}, ${literal(unit ?? "")}, ${times}::double)`;
  });
  const beside = columnBeside(map);
  const totals = beside ? ` where coalesce(trim(${name(beside)}::varchar), '') = ''` : "";
  await tables.run(`create or replace temp view given as ${selectGiven(map, table)}${totals}`);
  const ids = [...new Set(Object.values(map.indicators).map(idOf))].sort().map(literal);
  await tables.run(
    `create or replace temp table names (theirs varchar, indicator enum(${ids.join(", ")}), n_times double, d_times double, kind varchar, unit varchar, v_times double)`,
  );
  await tables.run(`insert into names values ${names.join(", ")}`);
  const make = (texts: RowTexts) =>
    makeObserved(tables, { table: "observed", given: "given", texts }, { map, indicators });
  const isOfPatients = map.columns.patient !== undefined;
  await make(isOfPatients ? "all" : "unread");
  if (isOfPatients) await blotOut(tables);
  let isWhole = isOfPatients;
  return async () => {
    if (!isWhole) await make("all");
    isWhole = true;
  };
}

/** Sees that `observed` has the text of every cell and period. */
export type TextsOf = () => Promise<void>;

/** Which texts a table of observations keeps: of all rows, or where one of them could not be read, or may be read in two ways. */
type RowTexts = "all" | "unread";

/** Whether points in numbers might part thousands, for all that data.yaml says. */
export function mayPart({ decimal, thousands, sql }: Mapping): boolean {
  return decimal === "." && thousands === undefined && sql === undefined;
}

/** A text that might be a pseudonym in the wrong column may be told of, so it is no longer there. */
async function blotOut(tables: DuckDBConnection): Promise<void> {
  await tables.run("update observed set period = '…' where month is null and period is not null");
  for (const cell of ["n", "d"])
    await tables.run(`update observed set ${cell} = '…' where not regexp_full_match(trim(${cell}), '[01]?')`);
}

/** How the values of one indicator stand in the data: as data.yaml says of it, or of all. */
export function unitOf({ unit }: Pick<Mapping, "unit">, ours: Mapping["indicators"][string]): Mapping["unit"] {
  return (typeof ours === "string" ? undefined : ours.unit) ?? unit;
}

/** Rows as they are given, of a file or of what a query gave. `extra` columns stand before them. */
export function selectGiven(map: Mapping, table: string, extra = ""): string {
  const { columns, sql, pivot, "not-known": unknown = [] } = map;
  const own = (key: keyof Mapping["columns"]) => (sql === undefined ? columns[key] : columns[key] && key);
  const place = sql === undefined ? "line, file" : "row_number() over () as line, '' as file";
  const text = (column: string | undefined) => `${column === undefined ? "null" : name(column)}::varchar`;
  const known = (cell: string) =>
    unknown.length === 0
      ? cell
      : `case when trim(${cell}) not in (${unknown.map(literal).join(", ")}) then ${cell} end`;
  const figures = [...figureColumns.slice(0, 2), ...valueColumns(map)].map(
    ({ key, cell }) => `${known(text(own(key)))} as ${cell}`,
  );
  const verdict = columns.value === undefined ? [] : [`nullif(trim(${known(text(own("verdict")))}), '') as v_verdict`];
  const spots = figureColumns
    .filter(({ key }) => pivot && columns[key] !== undefined)
    .map(({ key, cell }) => `${name(`${columns[key]} at`)} as ${cell}_at`);
  return `select ${[`${extra}${place}`, `${withoutZeroBytes(text(own("code")))} as code`, `${text(own("indicator"))} as called`, "trim(called) as theirs", `${text(own("period"))} as period`, `${text(own("patient"))} as patient`, ...figures, ...verdict, ...spots].join(", ")} from ${name(table)}`;
}

/** Codes become a type of DuckDB, which may hold no zero byte: another sign that is not seen stands for it, so that it is told as one. */
function withoutZeroBytes(code: string): string {
  return `replace(${code}, chr(0), chr(1))`;
}

function idOf(ours: Mapping["indicators"][string]): string {
  return typeof ours === "string" ? ours : ours.is;
}

function kindOf(indicator: Indicator | undefined): PeriodKind | typeof anyKind {
  return indicator?.period ?? anyKind;
}

/** A table of observations: what it is called, what rows it is of, which of their texts it keeps, and what columns stand before. */
type Observed = { table: string; given: string; texts?: RowTexts; extra?: string };

/** Makes a table of observations of given rows. Needs the table `names`. Codes are numbers in memory, and compared as such. */
export async function makeObserved(
  tables: DuckDBConnection,
  observed: Observed,
  source: Pick<ObservationSource, "map" | "indicators">,
): Promise<void> {
  const codes = `select distinct trim(code) as code from (select distinct code from ${observed.given}) where code is not null`;
  await tables.run(`create or replace temp type ${codeOf(observed)} as enum (${codes} order by code)`);
  await makeMonths(tables, observed, source);
  await tables.run(`create or replace temp table ${observed.table} as ${selectObserved(observed, source)}`);
}

/** Makes the table of the periods that can be read: of each kind that is wanted, what its texts say. */
async function makeMonths(
  tables: DuckDBConnection,
  observed: Observed,
  { map, indicators }: Pick<ObservationSource, "map" | "indicators">,
): Promise<void> {
  const kinds = new Set(Object.values(map.indicators).map((ours) => kindOf(indicators.get(idOf(ours)))));
  const texts = await rows(tables, `select distinct period from ${observed.given} where period is not null`);
  const months = monthsOf(observed);
  await tables.run(`create or replace temp table ${months} (kind varchar, period varchar, month integer, day integer)`);
  const appender = await tables.createAppender(months, "main", "temp"); // of times there may be as many texts as rows
  for (const kind of kinds)
    for (const { period: text } of texts) {
      const read = text == null ? undefined : readPeriod(text, kind, map.days);
      if (text == null || !read) continue;
      appender.appendVarchar(kind);
      appender.appendVarchar(text);
      appender.appendInteger(read.month);
      if (read.day === undefined) appender.appendNull();
      else appender.appendInteger(read.day);
      appender.endRow();
    }
  appender.closeSync();
}

function monthsOf({ table }: Observed): string {
  return `${table}_months`;
}

function codeOf({ table }: Observed): string {
  return `${table}_code`;
}

/** Texts of codes, indicators and periods are read once each, however many rows have them. */
function selectObserved(observed: Observed, { map }: Pick<ObservationSource, "map">): string {
  const { given, texts = "all", extra = "" } = observed;
  const { decimal, sql, pivot, columns } = map;
  const number = (given: string) => {
    const cell = withoutParts(given, map);
    return decimal === "." ? `try_cast(${cell} as double)` : withComma(cell, sql !== undefined);
  };
  const count = (cell: string) =>
    `case when contains(${cell}, 'E+') and regexp_full_match(trim(${cell}), ${literal(inPowers)}) then null else ${number(cell)} end`;
  const inUnit = ["value", "lower", "upper", "sd"];
  const kept = (cell: string, isUnread: string) =>
    texts === "all" ? cell : `case when ${isUnread} then ${cell} end as ${cell}`;
  const values = valueColumns(map).map(({ key, number: column, cell }) => {
    const read = inUnit.includes(key) ? `${number(withoutSign(cell))} * v_times` : number(cell);
    return `${read} as ${column}, ${kept(cell, `${column} is null`)}`;
  });
  const hasPoint = mayPart(map) ? " or contains(n, '.') or contains(d, '.')" : "";
  const isUnread = `numerator is null or denominator is null${hasPoint}`; // what the one is may hang on the other
  const spots = figureColumns.filter(({ key }) => pivot && columns[key] !== undefined).map(({ cell }) => `${cell}_at`);
  return `
    with mapped as materialized (select called, names.* from (select distinct called from ${given}) join names on trim(called) = theirs),
      organisations_met as materialized (select code as code_text, trim(code)::${codeOf(observed)} as own_code from (select distinct code from ${given}))
    select ${[`${extra}line`, "file", "own_code as code", "mapped.indicator", columns.patient === undefined ? "null::varchar as patient" : "nullif(trim(patient), '') as patient", "month", "day", `${count("n")} * n_times as numerator`, `${count("d")} * d_times as denominator`, kept("period", "month is null"), kept("n", isUnread), kept("d", isUnread), ...values, ...(columns.value === undefined ? [] : ["unit", "v_verdict"]), ...spots].join(", ")}
    from ${given} join mapped using (called) left join organisations_met on code_text = code left join ${monthsOf(observed)} using (kind, period)`;
}

/** None of a number that nobody gives: whether there was nothing to count, or nobody counted, the data do not say. */
export const zeroOfBlank =
  "(case when coalesce(trim(d), '') = '' then coalesce(regexp_full_match(trim(n), '0+([.,]0*)?'), false) else false end)";

/** A cell without what parts its thousands, where data.yaml says what does. */
function withoutParts(cell: string, { decimal, thousands }: NumberForm): string {
  if (thousands === undefined) return cell;
  const isParted = `regexp_full_match(trim(${cell}), ${literal(parted({ decimal, thousands }))})`;
  return `case when ${isParted} then regexp_replace(trim(${cell}), ${literal(partsOf(thousands))}, '', 'g') else ${cell} end`;
}

/** A number with a comma before its decimals; one with a point is none, unless a query worked it out. */
function withComma(cell: string, isWorkedOut: boolean): string {
  const number = `try_cast(replace(trim(${cell}), ',', '.') as double)`;
  return isWorkedOut ? number : `(case when not contains(${cell}, '.') then ${number} end)`;
}

/** A number in SQL, of a cell whose unit stands in the column `unit`: of a percentage the sign is no part of it. */
function withoutSign(cell: string): string {
  return `case when unit = 'percent' then regexp_replace(trim(${cell}), ' *%$', '') else ${cell} end`;
}
