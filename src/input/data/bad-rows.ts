import type { DuckDBConnection } from "@duckdb/node-api";
import type { Problem } from "../../problem.ts";
import { isCsv } from "../files/data-file.ts";
import { literal, type Row, rows } from "../files/table.ts";
import type { Indicator } from "../library/indicator.ts";
import { type PeriodKind, periodKinds } from "../library/period.ts";
import type { ObservationSource } from "./observation-source.ts";
import { periodTexts } from "./period-texts.ts";

export const shown = 20; // bad rows named one by one, of each kind; the rest is counted

/** A fault of a row: where it is so, and how it is told; both in SQL. */
export type Check = { where: string; message: string; hint?: string };

const plainNumber = "digits with a point at most, no comma; leave it empty where it is not known or was withheld";

/** What is checked of every row by itself. */
export function rowChecks(indicators: ReadonlyMap<string, Indicator>): Check[] {
  const shares = [...indicators.values()]
    .filter(({ kind }) => kind === "share")
    .map(({ indicator }) => literal(indicator));
  return [
    { where: "code is null or code = ''", message: "'missing code'" },
    ...periodKinds.flatMap((kind) => periodCheck(kind, indicators)),
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
      where: `month is null${which}`,
      message: `'invalid ${periodTexts[kind].is} "' || coalesce(period, '') || '"'`,
      hint: periodTexts[kind].written,
    },
  ];
}

/** Rows of a table that fail a check; each is told of once, by the first it fails. */
export async function findBadRows(
  tables: DuckDBConnection,
  table: string,
  wanted: readonly Check[],
  { placeOf }: Pick<ObservationSource, "placeOf">,
  problems: Problem[],
): Promise<void> {
  const told: string[] = [];
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
  { file, line }: Row,
  message: string,
  placeOf: ObservationSource["placeOf"],
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
