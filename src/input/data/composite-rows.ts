import type { DuckDBConnection } from "@duckdb/node-api";
import { literal, type Row, rows } from "../files/table.ts";
import type { Composite } from "../library/composite.ts";

/** A row that cannot be: at `line` of `file`, with what is wrong and how many there are like it. */
export type BadRow = Row;

/**
 * Rows of composites that contradict rows of their components in the same organisation and month. At least as many are in
 * any of some as in the largest, and no more than all of them together; in all of some are no more than in the smallest.
 * Only components that are in the data are looked at, and their sum only where every one is.
 */
export async function findContradictions(
  tables: DuckDBConnection,
  composites: readonly Composite[],
  shown: number,
): Promise<BadRow[]> {
  const found = await Promise.all(composites.map((composite) => rows(tables, contradictions(composite, { shown }))));
  return found.flat();
}

/** Whether there is any such row of organisations that meet a condition in SQL. */
export async function isContradicted(
  tables: DuckDBConnection,
  composites: readonly Composite[],
  where: string,
): Promise<boolean> {
  const found = await Promise.all(
    composites.map((composite) => rows(tables, contradictions(composite, { shown: 1, where }))),
  );
  return found.some((bad) => bad.length > 0);
}

function contradictions(
  { id, takes, of }: Composite,
  { shown, where = "true" }: { shown: number; where?: string },
): string {
  const beside = `
    select file, line, whole.n, whole.numerator, whole.denominator, parts.*
    from observed whole join (
      select code, month, max(numerator) as most, arg_max(indicator, numerator) as largest, min(numerator) as least,
        arg_min(indicator, numerator) as smallest, sum(numerator) as together, count(distinct indicator) as known
      from observed where indicator in (${listOf(of)}) and numerator is not null and month is not null and ${where}
      group by code, month
    ) parts using (code, month)
    where whole.indicator = ${literal(id)} and whole.numerator is not null and ${where}`;
  const told = (number: string) => `printf('%g', ${number})`;
  const message =
    takes === "any-of"
      ? `case
          when numerator < most then 'numerator ' || coalesce(n, '') || ' is below ' || ${told("most")} || ' of its component "' || largest || '"'
          when known = ${of.length} and numerator > together then 'numerator ' || coalesce(n, '') || ' is above ' || ${told("together")} || ', the sum of its components'
          when numerator > denominator then 'numerator ' || coalesce(n, '') || ' is above its denominator ' || ${told("denominator")}
        end`
      : `case when numerator > least
          then 'numerator ' || coalesce(n, '') || ' is above ' || ${told("least")} || ' of its component "' || smallest || '"' end`;
  return `select file, line, ${message} as message, count(*) over () as total from (${beside})
    where ${message} is not null order by file, line limit ${shown}`;
}

/** Rows of patients that cannot be counted: of a composite, without a patient, or no 0 or 1 of 1; and patients who lack a row. */
export async function findBadPatients(
  tables: DuckDBConnection,
  composites: readonly Composite[],
  shown: number,
): Promise<BadRow[]> {
  const whole = listOf(composites.map(({ id }) => id));
  const parts = listOf(composites.flatMap(({ of }) => of));
  const wrong = `case
      when indicator in (${whole}) then 'a row of composite "' || indicator || '", which is worked out from rows of patients'
      when indicator in (${parts}) and patient is null then 'missing patient'
      when numerator is null and trim(n) <> '' then null -- told of already: it is no number
      when patient is not null and not coalesce(numerator in (0, 1) and denominator = 1, false)
        then 'the row of a patient has numerator 0 or 1 and denominator 1'
    end`;
  const bad = await rows(
    tables,
    `select file, line, ${wrong} as message, count(*) over () as total from observed
     where ${wrong} is not null order by file, line limit ${shown}`,
  );
  const lacking = await Promise.all(
    composites
      .filter(({ takes }) => takes === "all-of")
      .map(({ id, of }) =>
        rows(
          tables,
          `select min(spot).file as file, min(spot).line as line, count(*) over () as total,
             'the patient of this row has rows for ' || count(distinct indicator) || ' of the ${of.length} components of "' || ${literal(id)} || '"' as message
           from (select *, {'file': file, 'line': line} as spot from observed)
           where indicator in (${listOf(of)}) and patient is not null and month is not null
           group by code, month, patient having count(distinct indicator) < ${of.length} order by 1, 2 limit ${shown}`,
        ),
      ),
  );
  return [...bad, ...lacking.flat()];
}

/**
 * Table `observed` anew, without patients: indicators summed, and each composite worked out patient by patient, so that a
 * patient in several components counts once. From here on nothing knows of a patient.
 */
export async function countPatients(tables: DuckDBConnection, composites: readonly Composite[]): Promise<void> {
  const worked = composites.map(
    ({ id, takes, of }) => `
      select code, ${literal(id)} as indicator, month, sum(is_in) as numerator, count(*)::double as denominator from (
        select code, month, patient, ${takes === "any-of" ? "max" : "min"}(numerator) as is_in
        from observed where indicator in (${listOf(of)}) group by code, month, patient
      ) group by code, month`,
  );
  const summed = `
    select code, indicator, month, sum(numerator) as numerator, sum(denominator) as denominator
    from observed group by code, indicator, month`;
  await tables.run(`create or replace temp table counted as ${[summed, ...worked].join(" union all by name ")}`);
  await tables.run("drop table observed");
  await tables.run("alter table counted rename to observed");
}

/** A list of texts in SQL; of nothing, one that nothing is equal to. */
function listOf(texts: readonly string[]): string {
  return texts.length > 0 ? texts.map(literal).join(", ") : "null";
}
