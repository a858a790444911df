import type { DuckDBConnection } from "@duckdb/node-api";
import type { Problem } from "../../problem.ts";
import type { Campaign } from "../campaign/campaign.ts";
import { findMissingColumns } from "../files/columns.ts";
import { readEach } from "../files/data-file.ts";
import { literal, name, rows } from "../files/table.ts";
import type { Located } from "../files/yaml.ts";
import { findBadRows, rowChecks, rowProblem, shown, tooMany } from "./bad-rows.ts";
import type { DataMap } from "./data.ts";
import { findDuplicates } from "./duplicates.ts";
import { makeObserved, selectGiven } from "./mapped-rows.ts";
import { namedColumns, type ObservationSource } from "./observation-source.ts";
import { answer } from "./observation-table.ts";
import { fetchObservations, type Subgroups } from "./observations.ts";
import type { RowCheck } from "./row-check.ts";

/**
 * Reads and checks the observations of groups of patients, beside the totals that `readObservations` left in the table
 * `observed`. Undefined where data.yaml names none, or where something is wrong with them.
 */
export async function readSubgroups(
  tables: DuckDBConnection,
  options: ObservationSource,
  problems: Problem[],
): Promise<Subgroups | undefined> {
  const { map } = options;
  const { subgroups } = map;
  if (!subgroups) return undefined;
  if (map.columns.patient !== undefined) {
    problems.push({
      code: "subgroups-of-patients",
      severity: "error",
      message: "subgroups in data with a row a patient",
      place: options.placeOf(["observations", "subgroups"]),
      hint: "a row of a subgroup is an organisation, an indicator and a month: count the patients first",
    });
    return undefined;
  }
  const before = problems.length;
  if (!(await mapGroups(tables, options, problems))) return undefined;
  const wanted = [...ofGroups(subgroups), ...rowChecks({ ...options, map: countsOf(map) })];
  await findBadRows(tables, "grouped", wanted, options, problems);
  await findDuplicates(tables, "grouped", { ...options, by: "subgroup" }, problems);
  if (problems.length === before) await findExcess(tables, options, problems);
  if (problems.length > before) return undefined;
  const { of, is, values } = subgroups;
  const read = [];
  for (const { value, called } of values) {
    const table = `(select * from grouped where subgroup = ${literal(value)})`;
    const { observations } = await fetchObservations(tables, table, options);
    read.push({ called, observations });
  }
  return { of, is, values: read };
}

/** A section that shows groups needs data that have them, and must be the only one. */
export function checkGroups(
  { value, placeOf }: Located<Campaign>,
  { observations }: Pick<DataMap, "observations">,
  problems: Problem[],
): void {
  const [at, second] = value.sections.flatMap(({ kind }, i) => (kind === "groups" ? [i] : []));
  if (second !== undefined)
    problems.push({
      code: "groups-twice",
      severity: "error",
      message: "a second section groups",
      place: placeOf(["sections", second, "groups"]),
      hint: "together they could give away counts that each withholds: keep one",
    });
  if (at === undefined || observations.subgroups) return;
  problems.push({
    code: "missing-subgroups",
    severity: "error",
    message: "section groups, and no subgroups in the data",
    place: placeOf(["sections", at, "groups"]),
    hint: "data.yaml says what they are: observations, subgroups; or leave the section out",
  });
}

type DeclaredSubgroups = NonNullable<ObservationSource["map"]["subgroups"]>;

/** Table `grouped`: as `observed`, and the group. False where the rows cannot be found. */
async function mapGroups(
  tables: DuckDBConnection,
  { map: whole, indicators, subgroupFile, placeOf }: ObservationSource,
  problems: Problem[],
): Promise<boolean> {
  const map = countsOf(whole);
  const { column } = map.subgroups as DeclaredSubgroups;
  if (subgroupFile) {
    const read = await readEach(tables, "group_rows", [subgroupFile], problems);
    if (!read) return false;
    const before = problems.length;
    const wanted = namedColumns(map).map(([, named]) => ({ column: named, place: subgroupFile.place }));
    const own = { column, place: placeOf(["observations", "subgroups", "column"]) };
    findMissingColumns([...wanted, own], read, problems);
    if (problems.length > before) return false;
  }
  const { sql: _, ...plain } = map;
  const group = `coalesce(trim(${name(column)}::varchar), '') as subgroup, `;
  const given = subgroupFile
    ? selectGiven(plain, "group_rows", group)
    : selectGiven(map, map.sql === undefined ? "rows" : answer, group);
  const beside = subgroupFile ? "" : " where subgroup <> ''"; // the others are totals
  await tables.run(`create or replace temp view given_groups as select * from (${given})${beside}`);
  await makeObserved(tables, { table: "grouped", given: "given_groups", extra: "subgroup, " }, { map, indicators });
  return true;
}

/** What the data say of counts: groups have no published values. */
function countsOf({ columns, ...map }: ObservationSource["map"]): ObservationSource["map"] {
  const { code, indicator, period, numerator, denominator } = columns;
  return { ...map, columns: { code, indicator, period, numerator, denominator } };
}

function ofGroups({ values }: DeclaredSubgroups): RowCheck[] {
  const names = values.map(({ value }) => value);
  const hint = `the groups of data.yaml are ${names.join(", ")}`;
  return [
    { where: "subgroup = ''", message: "'missing subgroup'", hint: "a file of subgroups has no totals in it" },
    {
      where: `subgroup not in (${names.map(literal).join(", ")})`,
      message: "'unknown subgroup \"' || subgroup || '\"'",
      hint,
    },
  ];
}

/** Groups that come to more than the total of their month, or have none. A hair is allowed for quantities. */
async function findExcess(
  tables: DuckDBConnection,
  { placeOf }: ObservationSource,
  problems: Problem[],
): Promise<void> {
  const bad = await rows(
    tables,
    `select spot.file as file, spot.line as line, count(*) over () as total,
       case when totals.numerator is null then 'no total of ' || code || ', ' || indicator || ', ' || summed.period || ' beside its subgroups'
         when summed.n > totals.numerator * (1 + 1e-9) then 'subgroups of ' || code || ', ' || indicator || ', ' || summed.period || ' have ' || ${plain("summed.n")} || ' in the numerator; the total has ' || ${plain("totals.numerator")}
         else 'subgroups of ' || code || ', ' || indicator || ', ' || summed.period || ' have ' || ${plain("summed.d")} || ' in the denominator; the total has ' || ${plain("coalesce(totals.denominator, 0)")} end as message
     from (select code, indicator, month, arg_min(period, {'file': file, 'line': line}) as period, sum(numerator) as n, sum(denominator) as d, max({'file': file, 'line': line}) as spot
       from grouped where numerator is not null group by code, indicator, month) as summed
     left join observed as totals using (code, indicator, month)
     where totals.numerator is null or summed.n > totals.numerator * (1 + 1e-9)
       or coalesce(summed.d, 0) > coalesce(totals.denominator, 0) * (1 + 1e-9)
     order by 1, 2 limit ${shown}`,
  );
  problems.push(
    ...bad.map((row) =>
      rowProblem("subgroup-sum", row, row.message ?? "", placeOf, "everyone in a subgroup is in the total, once"),
    ),
  );
  tooMany(bad, problems);
}

/** A number in SQL as a person writes it: 2700, not 2700.0. */
function plain(number: string): string {
  return `regexp_replace((${number})::varchar, '\\.0$', '')`;
}
