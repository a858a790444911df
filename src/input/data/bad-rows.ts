import type { DuckDBConnection } from "@duckdb/node-api";
import type { Problem } from "../../problem.ts";
import { spotOf } from "../files/cells.ts";
import { hasLines } from "../files/kind.ts";
import { literal, type Row, rows } from "../files/table.ts";
import type { Indicator } from "../library/indicator.ts";
import { type PeriodKind, periodKinds } from "../library/period.ts";
import type { RowsLeftOut } from "./accepted.ts";
import { figureColumns, mayPart, type TextsOf, zeroOfBlank } from "./mapped-rows.ts";
import type { ObservationSource } from "./observation-source.ts";
import { periodTexts, unreadablePeriods } from "./period-texts.ts";
import { numberChecks, type RowCheck } from "./row-check.ts";
import { valueChecks } from "./value-rows.ts";

export const shown = 20; // bad rows named one by one, of each kind; the rest is counted

/** What is checked of every row by itself. */
export function rowChecks({ indicators, map }: Pick<ObservationSource, "indicators" | "map">): RowCheck[] {
  const shares = [...indicators.values()]
    .filter(({ kind }) => kind === "share")
    .map(({ indicator }) => literal(indicator));
  return [
    {
      cause: "code-missing",
      where: "code is null or code = ''",
      message: "'missing code'",
      hint: `rows of sums are left out by \`where\`: { ${map.columns.code}: { not: "" } }; where cells were merged, write the code into each row`,
      of: "code",
    },
    ...periodKinds.flatMap((kind) => periodCheck(kind, indicators)),
    ...figureColumns.slice(0, 2).flatMap((column) => numberChecks(column, column.key, map)),
    {
      cause: "not-finite",
      where: "not isfinite(numerator) or not isfinite(denominator)",
      message: "'not a finite number: ' || n || ' over ' || d",
    },
    {
      cause: "negative",
      where: "numerator < 0 or denominator < 0",
      message: "'negative number: ' || n || ' over ' || d",
    },
    {
      cause: "denominator-missing",
      where: "numerator > 0 and coalesce(denominator, 0) = 0",
      message: "'numerator ' || n || ' without a denominator'",
    },
    {
      cause: "numerator-above-denominator",
      where: `indicator in (${[...shares, "''"].join(", ")}) and numerator > denominator`,
      message: "'numerator ' || n || ' above denominator ' || d || ' of a share'",
    },
    ...valueChecks({ indicators, map }),
  ];
}

/** A text that is no period of the indicator's kind; of indicators that no campaign at hand uses, no month. */
function periodCheck(kind: PeriodKind, indicators: ReadonlyMap<string, Indicator>): RowCheck[] {
  const all = [...indicators.values()];
  const listOf = (some: readonly Indicator[]) => some.map(({ indicator }) => literal(indicator)).join(", ");
  const [own, others] = [all.filter(({ period }) => period === kind), all.filter(({ period }) => period !== kind)];
  if (kind !== "month" && own.length === 0) return [];
  const which =
    kind === "month"
      ? others.length > 0
        ? ` and indicator not in (${listOf(others)})`
        : ""
      : ` and indicator in (${listOf(own)})`;
  const [where, message] = [
    `month is null${which}`,
    `'invalid ${periodTexts[kind].is} "' || coalesce(period, '') || '"'`,
  ];
  const known = unreadablePeriods.map(({ pattern, hint }): RowCheck => {
    const matches = `case when month is null then regexp_matches(trim(period), ${literal(pattern)}) else false end`;
    return { cause: "month-invalid", where: `${where} and ${matches}`, message, hint, of: "period" };
  });
  return [...known, { cause: "month-invalid", where, message, hint: periodTexts[kind].written, of: "period" }];
}

/**
 * Rows of a table that fail a check; each is told of by the first it fails, and all that fail the same once: the first with its
 * organisation, indicator and period, and how many more there are and where. Rows of organisations that are not in the
 * directory are left out anyway, and not looked at. Returns what was left out as somebody agreed.
 */
export async function findBadRows(
  tables: DuckDBConnection,
  table: string,
  wanted: readonly RowCheck[],
  { placeOf, directory, map, texts }: Pick<ObservationSource, "placeOf" | "directory" | "map"> & { texts?: TextsOf },
  problems: Problem[],
): Promise<RowsLeftOut[]> {
  const leftOut: RowsLeftOut[] = [];
  if (wanted.length === 0) return leftOut;
  const isOurs = directory ? "(coalesce(code, '') = '' or code in (select code from ours))" : "true";
  const codes = [...(directory?.keys() ?? [])].map(literal);
  await tables.run(`create or replace temp table ours as select unnest([${codes.join(", ")}]::varchar[]) as code`);
  const before: string[] = [];
  const { pivot, columns } = map;
  const met = await areMet(tables, table, wanted);
  if (met.includes(true)) await texts?.();
  for (const [i, { cause, where, message, hint, of, marks }] of wanted.entries()) {
    if (!met[i]) continue; // and so no row that another check would tell of fails it first
    const figure = figureColumns.find(({ key }) => key === of);
    const at = `${figure?.cell}_at`;
    const isTurned = pivot !== undefined && figure !== undefined;
    const spot = isTurned ? `${at}.line as line, ${at}.file as file` : "line, file";
    const column = (isTurned ? pivot.values : columns[of ?? "numerator"]) ?? columns.value ?? "";
    const fresh = [isOurs, ...before.map((each) => `not coalesce(${each}, false)`)].join(" and ");
    const bad = await rows(
      tables,
      `select ${spot}, ${literal(column)} as of, ${message} as message, concat_ws(', ', nullif(code, ''), indicator, period) as about,
         count(*) over () as total, (select count(distinct code) from ${table} where (${where}) and ${fresh}) as organisations
       from ${table} where (${where}) and ${fresh} order by file, line limit ${1 + few}`,
    );
    before.push(`(${where})`);
    const [first] = bad;
    if (!first) continue;
    const told = `${first.message} (${first.about})${andMore(bad)}`;
    const isSecret = columns.patient !== undefined; // what stands in a wrong column may be a pseudonym
    const cells = `select ${marks} as mark from ${table} where (${where}) and ${isOurs}`;
    const mend = marks && !isSecret ? await withMarks(tables, cells, hint) : hint;
    const left = map["leave-out"].find((each) => each.rows === cause && Number(first.total) <= each["at-most"]);
    if (left && cause) {
      const counted = await rows(
        tables,
        `select indicator, count(*) as rows from ${table} where (${where}) and ${fresh} group by indicator order by indicator`,
      );
      leftOut.push(
        ...counted.map((row) => ({
          cause,
          indicator: row.indicator ?? "",
          rows: Number(row.rows),
          by: left["approved-by"],
          date: left.date,
        })),
      );
      await tables.run(`delete from ${table} where (${where}) and ${fresh}`);
      const why = `left out as ${left["approved-by"]} agreed on ${left.date}: ${left.reason}`;
      problems.push({ ...rowProblem("rows-left-out", first, `${told}; ${why}`, placeOf), severity: "warning" });
    } else problems.push(rowProblem("bad-row", first, told, placeOf, mend));
  }
  return leftOut;
}

/** What stands in cells in place of numbers, as data.yaml would name it. */
async function withMarks(tables: DuckDBConnection, cells: string, hint: string | undefined): Promise<string> {
  const found = await rows(
    tables,
    `select trim(mark) as mark from (${cells}) group by 1 order by count(*) desc, 1 limit ${1 + few}`,
  );
  const marks = found.slice(0, few).map(({ mark }) => JSON.stringify(mark));
  return `${hint}; if it means that a figure is not known or was withheld, say so: not-known: [${marks.join(", ")}${found.length > few ? ", …" : ""}]`;
}

/** Which checks any row fails, of whatever organisation: one look at the table, where most data fail none. */
async function areMet(tables: DuckDBConnection, table: string, wanted: readonly RowCheck[]): Promise<boolean[]> {
  const counts = wanted.map(({ where }, i) => `count(*) filter (where ${where}) as c${i}`);
  const [found] = await rows(tables, `select ${counts.join(", ")} from ${table}`);
  return wanted.map((_, i) => Number(found?.[`c${i}`]) > 0);
}

const few = 5; // rows named besides the first

/** "; and 30 more rows like it, of 3 organisations: lines 7, 9, 14, 15, 20, …" */
function andMore(bad: readonly Row[]): string {
  const [first, ...others] = bad;
  const rest = Number(first?.total ?? 0) - 1;
  if (!first || rest < 1) return "";
  const at = others.map(({ file, line }) => (file === first.file ? line : `${line} of ${file}`));
  const word = first.file && hasLines(first.file) ? "line" : "row";
  const of = Number(first.organisations) > 1 ? `, of ${first.organisations} organisations` : "";
  return `; and ${rest} more ${rest === 1 ? "row" : "rows"} like it${of}: ${rest === 1 ? word : `${word}s`} ${at.join(", ")}${rest > few ? ", …" : ""}`;
}

/**
 * Points that stand before three digits wherever there is one, beside numbers without a point that are all below 1,000: they may
 * part thousands, and 6.724 patients would be taken for seven.
 */
export async function findPartingPoints(
  tables: DuckDBConnection,
  { map, placeOf, texts }: Pick<ObservationSource, "map" | "placeOf"> & { texts: TextsOf },
  problems: Problem[],
): Promise<void> {
  if (!mayPart(map)) return;
  for (const { key, cell } of figureColumns.slice(0, 2)) {
    const has = (pattern: string) => `regexp_full_match(trim(${cell}), ${literal(pattern)})`;
    const pointed = `contains(${cell}, '.')`;
    const [some] = await rows(
      tables,
      `select (count(*) >= ${manyPoints} and bool_and(${has("[0-9]{1,3}(\\.[0-9]{3})+")}))::varchar as found from observed where ${pointed}`,
    );
    if (some?.found !== "true") continue;
    await texts(); // also of numbers without a point
    const [found] = await rows(
      tables,
      `select (coalesce(bool_and(length(trim(${cell})) <= 3) filter (where not ${pointed}), true))::varchar as found,
         arg_min(line, (file, line)) filter (where ${pointed}) as line, arg_min(file, (file, line)) filter (where ${pointed}) as file,
         arg_min(${cell}, (file, line)) filter (where ${pointed}) as cell
       from observed where coalesce(trim(${cell}), '') <> ''`,
    );
    if (found?.found !== "true" || !found.line) continue;
    const message = `${key} "${found.cell}": every point stands before three digits, and no number without one has more than three`;
    const hint =
      'if points part thousands, say so beside `file`: decimal: ",", thousands: "."; if not, write the zeros at the end: 6.724, 120.000';
    problems.push(rowProblem("bad-row", { ...found, of: map.columns[key] ?? null }, message, placeOf, hint));
  }
}

const manyPoints = 20;

/** Rows of none of a number that nobody gives are not known, and told of, unless data.yaml says that there was nothing to count. */
export async function tellBlanks(
  tables: DuckDBConnection,
  { map, placeOf, texts }: Pick<ObservationSource, "map" | "placeOf"> & { texts: TextsOf },
  problems: Problem[],
): Promise<void> {
  if (map["blank-denominator"] === "nothing-counted" || map.columns.patient !== undefined) return;
  const [any] = await rows(tables, `select 1 as found from observed where ${zeroOfBlank} limit 1`);
  if (!any) return;
  await texts(); // the table is changed below
  const [first] = await rows(
    tables,
    `select line, file, count(*) over () as total, (select count(distinct code) from observed where ${zeroOfBlank}) as organisations
     from observed where ${zeroOfBlank} order by file, line limit 1`,
  );
  if (!first) return;
  await tables.run(`update observed set numerator = null where ${zeroOfBlank}`);
  const of = `${first.total} ${Number(first.total) === 1 ? "row" : "rows"}, of ${first.organisations} ${Number(first.organisations) === 1 ? "organisation" : "organisations"}`;
  const message = `a numerator of 0 with an empty denominator in ${of}: these months are taken as not known`;
  const hint = "if there was nothing to count, say so: blank-denominator: nothing-counted";
  problems.push({ ...rowProblem("blank-denominator", first, message, placeOf, hint), severity: "warning" });
}

/** At the line of a CSV file; elsewhere a person can't look up a line, so the row is told in words. */
export function rowProblem(
  code: string,
  { file, line, of }: Row,
  message: string,
  placeOf: ObservationSource["placeOf"],
  hint?: string,
): Problem {
  const problem = { code, severity: "error" as const, ...(hint ? { hint } : {}) };
  if (!file)
    return { ...problem, message: `row ${line} of the query: ${message}`, place: placeOf(["observations", "sql"]) };
  const { place, told } = spotOf(file, Number(line), of ?? undefined);
  return { ...problem, message: `${told}${message}`, place };
}

/** Mutates the last problem: it says how many more there are. */
export function tooMany(bad: readonly Row[], problems: Problem[]): void {
  const rest = Number(bad[0]?.total ?? 0) - bad.length;
  const last = problems.at(-1);
  if (rest > 0 && last) last.hint = `and ${rest} more ${rest === 1 ? "row" : "rows"} like this`;
}
