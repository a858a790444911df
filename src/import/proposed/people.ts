import { literal, name } from "../../input/files/table.ts";
import { toIso } from "../../month.ts";
import { guess, type PartNote, type PartWhere, type People, type SourceGroup } from "../part.ts";
import { spanOf } from "../periods.ts";
import { listColumns, totalsOf } from "../shapes/gp-list-size.ts";
import { askAll, cell, textsOfAll } from "../source.ts";
import { type FoundColumn, profile } from "./column.ts";
import { codeNames, isCode, listNames, nameColumn, numeratorNames, periodNames, rateNames } from "./look.ts";
import { totalsAmong } from "./totals.ts";

/** Files with the number of patients of each organisation. */
export type PeopleIn = { people: People; of: SourceGroup };

/** Lists of patients among files of no known shape, for other files of counts. Undefined where there are none. */
export async function peopleAmong(groups: readonly SourceGroup[]): Promise<PeopleIn | undefined> {
  const found: PeopleIn[] = [];
  for (const group of groups) {
    const people = await peopleOf(group);
    if (people) found.push({ people, of: group });
  }
  const isWanted = found.length < groups.length; // by files that are neither
  if (!isWanted) return undefined;
  return found.find(({ people }) => people.in === "lists") ?? found[0];
}

async function peopleOf(group: SourceGroup): Promise<People | undefined> {
  const columns = await profile(group.sources);
  const patients = columns.find(({ column, numbers }) => numbers >= 0.8 && isList(column));
  const code = codeAmong(columns);
  if (!patients || !code || columns.some(isNumerator)) return undefined;
  const named = { code: code.column, patients: patients.column };
  const rows = group.sources.reduce((sum, source) => sum + source.rows, 0);
  if (nameColumn(columns, code) && code.distinct === rows)
    return {
      ...named,
      in: "directory",
      note: guess(
        `numbers of patients are those of the directory ("${patients.column}"), the same in every period: give list sizes by month for better ones`,
      ),
    };
  const where = totalsAmong(columns);
  const date = columns.find(
    ({ column, periods }) => periods >= 0.9 && periodNames.some((each) => each.test(column)),
  )?.column;
  const keys = [code.column, ...(date ? [date] : [])];
  if (!(await isAlone(group, keys, where))) return undefined;
  return {
    ...named,
    in: "lists",
    group,
    ...(date ? { date } : {}),
    where,
    note: guess(`numbers of patients are those of the column "${patients.column}" in the lists`),
  };
}

/** The lists of a known shape. */
export function peopleOfLists(group: SourceGroup): People {
  const { code, patients, date } = listColumns(group.sources[0]!);
  return { in: "lists", group, code, patients, ...(date ? { date } : {}), where: totalsOf(group.sources[0]!) };
}

function codeAmong(columns: readonly FoundColumn[]): FoundColumn | undefined {
  const able = columns.filter(isCode);
  return codeNames.flatMap((pattern) => able.filter(({ column }) => pattern.test(column)))[0] ?? able[0];
}

function isList(column: string): boolean {
  return listNames.test(column) && !rateNames.test(column);
}

function isNumerator({ column }: FoundColumn): boolean {
  return numeratorNames.some((each) => each.test(column));
}

/** Whether each organisation, or each at a date, has one row. */
async function isAlone({ sources }: SourceGroup, keys: readonly string[], where: PartWhere): Promise<boolean> {
  const key = keys.map(cell).join(" || '|' || ");
  const kept = conditionsOf(where);
  const [found] = await askAll(
    sources,
    `select (count(*) = count(distinct ${key}))::varchar as alone from source where ${kept}`,
  );
  return found?.alone === "true";
}

/** Conditions on texts, in SQL. */
export function conditionsOf(where: PartWhere): string {
  const all = Object.entries(where).map(([column, each]) =>
    "is" in each
      ? `${cell(column)} in (${each.is.map(literal).join(", ")})`
      : `${cell(column)} not in (${each.not.map(literal).join(", ")})`,
  );
  return all.join(" and ") || "true";
}

/**
 * Patients of each organisation in each period of the data, as parts of a query: `patients(code, period, patients)`. Of lists by
 * date each period has the nearest, and where that is another month it is told. `periods` are those of the data as they are
 * written and as the query calls them.
 */
export async function patientsSql(
  people: People,
  periods: readonly { text: string; last: number }[],
  notes: PartNote[],
): Promise<string> {
  if (people.in === "directory")
    return `patients as (
  select trim(organisations.${name(people.code)}) as code, periods.period, try_cast(organisations.${name(people.patients)} as double) as patients
  from organisations cross join (select distinct period from whole) as periods
)`;
  const { code, patients, date, where } = people;
  const kept = conditionsOf(where);
  if (date === undefined)
    return `patients as (
  select trim(${name(code)}) as code, periods.period, try_cast(${name(patients)} as double) as patients
  from lists cross join (select distinct period from whole) as periods
  where ${kept}
)`;
  const dates = [...(await textsOfAll(people.group.sources, date)).keys()].flatMap((text) => {
    const span = spanOf(text);
    return span ? [{ text, last: span.last }] : [];
  });
  const others: string[] = [];
  const at = periods.flatMap(({ text, last }) => {
    const [nearest] = dates.toSorted((a, b) => Math.abs(a.last - last) - Math.abs(b.last - last) || a.last - b.last);
    if (nearest && nearest.last !== last) others.push(`${toIso(last)} (that of ${toIso(nearest.last)})`);
    return nearest ? [`(${literal(text)}, ${literal(nearest.text)})`] : [];
  });
  if (others.length > 0)
    notes.push(
      guess(
        `lists of another month are used for ${others.slice(0, 3).join(", ")}${others.length > 3 ? ` and ${others.length - 3} more` : ""}`,
      ),
    );
  return `lists_of(period, date) as (values ${at.join(", ")}), -- for another period, add it with the date of its list
patients as (
  select trim(${name(code)}) as code, lists_of.period, try_cast(${name(patients)} as double) as patients
  from lists join lists_of on trim(lists.${name(date)}) = lists_of.date
  where ${kept}
)`;
}
