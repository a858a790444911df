import type { DuckDBConnection } from "@duckdb/node-api";
import type { Problem } from "../../problem.ts";
import { spotOf } from "../files/cells.ts";
import { isCsv } from "../files/kind.ts";
import { literal, type Row, rows } from "../files/table.ts";
import type { Indicator } from "../library/indicator.ts";
import { type PeriodKind, periodKinds } from "../library/period.ts";
import { figureColumns, zeroOfBlank } from "./mapped-rows.ts";
import type { ObservationSource } from "./observation-source.ts";
import { periodTexts } from "./period-texts.ts";
import { type Check, numberChecks } from "./row-check.ts";
import { valueChecks } from "./value-rows.ts";

export const shown = 20; // bad rows named one by one, of each kind; the rest is counted

/** What is checked of every row by itself. */
export function rowChecks({ indicators, map }: Pick<ObservationSource, "indicators" | "map">): Check[] {
  const { decimal } = map;
  const shares = [...indicators.values()]
    .filter(({ kind }) => kind === "share")
    .map(({ indicator }) => literal(indicator));
  return [
    { cause: "code-missing", where: "code is null or code = ''", message: "'missing code'", of: "code" },
    ...periodKinds.flatMap((kind) => periodCheck(kind, indicators)),
    ...figureColumns.slice(0, 2).flatMap((column) => numberChecks(column, column.key, decimal)),
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
function periodCheck(kind: PeriodKind, indicators: ReadonlyMap<string, Indicator>): Check[] {
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
  return [
    {
      cause: "month-invalid",
      where: `month is null${which}`,
      message: `'invalid ${periodTexts[kind].is} "' || coalesce(period, '') || '"'`,
      hint: periodTexts[kind].written,
      of: "period",
    },
  ];
}

/**
 * Rows of a table that fail a check; each is told of by the first it fails, and all that fail the same once: the first with its
 * organisation, indicator and period, and how many more there are and where. Rows of organisations that are not in the
 * directory are left out anyway, and not looked at.
 */
export async function findBadRows(
  tables: DuckDBConnection,
  table: string,
  wanted: readonly Check[],
  { placeOf, directory, map }: Pick<ObservationSource, "placeOf" | "directory" | "map">,
  problems: Problem[],
): Promise<void> {
  const isOurs = directory ? "(coalesce(code, '') = '' or code in (select code from ours))" : "true";
  const codes = [...(directory?.keys() ?? [])].map(literal);
  await tables.run(`create or replace temp table ours as select unnest([${codes.join(", ")}]::varchar[]) as code`);
  const before: string[] = [];
  const { pivot, columns } = map;
  for (const { cause, where, message, hint, of } of wanted) {
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
    const left = map["leave-out"].find((each) => each.rows === cause && Number(first.total) <= each["at-most"]);
    if (left) {
      await tables.run(`delete from ${table} where (${where}) and ${fresh}`);
      const why = `left out as ${left["approved-by"]} agreed on ${left.date}: ${left.reason}`;
      problems.push({ ...rowProblem("rows-left-out", first, `${told}; ${why}`, placeOf), severity: "warning" });
    } else problems.push(rowProblem("bad-row", first, told, placeOf, hint));
  }
}

const few = 5; // rows named besides the first

/** "; and 30 more rows like it, of 3 organisations: lines 7, 9, 14, 15, 20, …" */
function andMore(bad: readonly Row[]): string {
  const [first, ...others] = bad;
  const rest = Number(first?.total ?? 0) - 1;
  if (!first || rest < 1) return "";
  const at = others.map(({ file, line }) => (file === first.file ? line : `${line} of ${file}`));
  const word = first.file && isCsv(first.file) ? "line" : "row";
  const of = Number(first.organisations) > 1 ? `, of ${first.organisations} organisations` : "";
  return `; and ${rest} more ${rest === 1 ? "row" : "rows"} like it${of}: ${rest === 1 ? word : `${word}s`} ${at.join(", ")}${rest > few ? ", …" : ""}`;
}

/** Rows of none of a number that nobody gives are not known, and told of, unless data.yaml says that there was nothing to count. */
export async function tellBlanks(
  tables: DuckDBConnection,
  { map, placeOf }: Pick<ObservationSource, "map" | "placeOf">,
  problems: Problem[],
): Promise<void> {
  if (map["blank-denominator"] === "nothing-counted" || map.columns.patient !== undefined) return;
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

/** Two rows of the same organisation, indicator and month; `by`: and of the same in these columns. */
export async function findDuplicates(
  tables: DuckDBConnection,
  table: string,
  { placeOf, by = "" }: Pick<ObservationSource, "placeOf"> & { by?: string },
  problems: Problem[],
): Promise<void> {
  const twice = await rows(
    tables,
    `select max(spot).file as file, max(spot).line as line, min(spot).file as first_file, min(spot).line as first_line,
       code, indicator, arg_min(period, spot) as period, ${by || "''"} as by, patient is not null as of_patient, count(*) over () as total
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
