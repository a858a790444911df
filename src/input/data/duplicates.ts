import type { DuckDBConnection } from "@duckdb/node-api";
import { monthName } from "../../month.ts";
import type { Problem } from "../../problem.ts";
import { type Row, rows } from "../files/table.ts";
import { rowProblem } from "./bad-rows.ts";
import type { TextsOf } from "./mapped-rows.ts";
import type { ObservationSource } from "./observation-source.ts";

/**
 * Two rows of the same organisation, indicator and month; `by`: and of the same in these columns. Those of the same two
 * files have one cause and are told once. Rows of organisations that are not in the directory are not looked
 * at: they are left out. Needs the table `ours` of `findBadRows`.
 */
export async function findDuplicates(
  tables: DuckDBConnection,
  table: string,
  {
    placeOf,
    directory,
    by = "",
    texts,
  }: Pick<ObservationSource, "placeOf" | "directory"> & { by?: string; texts?: TextsOf },
  problems: Problem[],
): Promise<void> {
  const alike = `code, indicator, month, patient${by && `, ${by}`}`;
  const isMeant = `month is not null and code <> ''${directory ? " and code in (select code from ours)" : ""}`;
  const [isTwice] = await rows(
    tables,
    `select 1 as found from ${table} where ${isMeant} group by ${alike} having count(*) > 1 limit 1`,
  );
  if (!isTwice) return; // to keep where each row stands costs ten times as much
  await texts?.();
  const figures = (await rows(tables, `select column_name as n from (describe ${table})`)).some(
    ({ n }) => n === "value",
  )
    ? "coalesce(n, '') || ' ' || coalesce(d, '') || ' ' || coalesce(v, '')"
    : "coalesce(n, '') || ' ' || coalesce(d, '')";
  const twice = `
    select max(spot).file as file, max(spot).line as line, min(spot).file as first_file, min(spot).line as first_line, code,
      indicator, month, arg_min(period, spot) as period, ${by || "''"} as part, patient is not null as of_patient,
      count(distinct ${figures}) = 1 as is_same
    from (select *, {'file': file, 'line': line} as spot from ${table}) where ${isMeant}
    group by ${alike} having count(*) > 1`;
  const causes = await rows(
    tables,
    `select min({'file': file, 'line': line}).line as line, file, first_file, bool_and(is_same)::varchar as is_same,
       arg_min({'first_line': first_line, 'code': code, 'indicator': indicator, 'period': period, 'part': part, 'of_patient': of_patient}, line)::json as first,
       count(*) as total, count(distinct code) as organisations, min(month) as from_month, max(month) as to_month
     from (${twice}) group by file, first_file order by file, line`,
  );
  problems.push(...causes.map((cause) => toProblem(cause, placeOf)));
}

type First = { first_line: number; code: string; indicator: string; period: string; part: string; of_patient: boolean };

function toProblem(cause: Row, placeOf: ObservationSource["placeOf"]): Problem {
  const first = JSON.parse(cause.first ?? "{}") as First;
  const isOneFile = cause.first_file === cause.file;
  const what = `second row of ${first.of_patient ? "one patient in " : ""}${first.code}, ${first.indicator}, ${first.period}${first.part && `, ${first.part}`}`;
  const message = `${what}; the first is ${isOneFile ? "" : `in ${cause.first_file}, `}line ${first.first_line}${andMore(cause)}`;
  return rowProblem("duplicate-row", cause, message, placeOf, hintOf(cause, isOneFile));
}

/** "; and 179 more rows like it, of 90 organisations, from March 2026 to April 2026" */
function andMore({ total, organisations, from_month: from, to_month: to }: Row): string {
  const rest = Number(total) - 1;
  if (rest < 1) return "";
  const of = Number(organisations) > 1 ? `, of ${organisations} organisations` : "";
  const when =
    from === to ? `, in ${monthName(Number(from))}` : `, from ${monthName(Number(from))} to ${monthName(Number(to))}`;
  return `; and ${rest} more ${rest === 1 ? "row" : "rows"} like it${of}${when}`;
}

function hintOf({ is_same: isSame }: Row, isOneFile: boolean): string {
  if (!isOneFile)
    return isSame === "true"
      ? "the two files overlap, with the same figures: take these months out of one of them"
      : "the two files overlap, with other figures: keep these months in the newer one";
  return isSame === "true"
    ? "the figures are the same: take one of the rows out"
    : "the figures differ: keep the row that is right; where they are parts, add them up in a query";
}
