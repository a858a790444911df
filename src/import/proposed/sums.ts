import { basename } from "node:path";
import { literal, name } from "../../input/files/table.ts";
import { toIso } from "../../month.ts";
import { bnfWanted } from "../bnf.ts";
import { toId } from "../names.ts";
import {
  type CountedTheirs,
  columnsOfQuery,
  guess,
  limit,
  mind,
  type ObservationsPart,
  type Part,
  type People,
} from "../part.ts";
import { spansOf } from "../periods.ts";
import { askAll, cell } from "../source.ts";
import type { FoundColumn } from "./column.ts";
import { costNames, type FileLook, rateNames } from "./look.ts";
import { conditionsOf, patientsSql } from "./people.ts";
import type { ProposedPeriod } from "./period.ts";

/*
 * Rows that are parts: items of each product, appointments by status and mode. They are added up for each organisation and
 * period, over the number of patients where there is one, else over all of them.
 */

/** What a sum is made of. */
type ProposedSum = {
  code: FoundColumn;
  period: ProposedPeriod;
  count: FoundColumn;
  by: By | undefined;
  people: People | undefined;
};

/** The indicators that rows become: each text of a column, or products whose codes begin alike. */
type By = { column: string; wanted: readonly { id: string; called: string; is: string }[]; begins: boolean };

/** What the person said of it. */
export type SumsAsked = { people?: People | undefined; bnf: readonly string[]; by?: string | undefined };

const most = 12; // texts that become indicators without being chosen

/** The observations that parts add up to; undefined where nothing is counted. */
export async function sumsOf(
  look: FileLook,
  { code, period, numbers }: { code: FoundColumn; period: ProposedPeriod; numbers: readonly FoundColumn[] },
  { people, bnf, by: asked }: SumsAsked,
): Promise<Part | undefined> {
  const { from, notes } = look;
  if (period.in === "header") return undefined;
  const count = countAmong(look, numbers);
  if (!count) return undefined;
  const parts = look.columns.filter(
    (each) => ![code.column, count.column, ...periodColumns(period)].includes(each.column),
  );
  if (!people && !(await areParts(look, code, period))) return undefined;
  const by = await byOf(look, parts, count, { asked, bnf, isOverList: people !== undefined });
  if (typeof by === "string") return { notes: [...notes, limit(by)] };
  if (!people && by === undefined)
    return {
      notes: [
        ...notes,
        limit(
          `"${count.column}" can be added up, and nothing says over what: also give list sizes, or choose a column whose texts are counted among all, with --by COLUMN`,
        ),
      ],
    };
  notes.push(
    guess(
      `"${count.column}" is added up for each organisation and period${by ? `; each ${by.begins ? "substance" : "text"} of column "${by.column}" is an indicator (--by chooses another)` : ""}, over ${people ? "the number of patients" : "all rows together"}`,
    ),
    ...(people?.note ? [people.note] : []),
    mind(
      "an organisation without any row in a period is not known there; one with rows, and none of an indicator, has 0",
    ),
  );
  const theirs = theirsOf({ code, period, count, by, people });
  const observations: ObservationsPart = {
    from,
    where: { ...look.where, ...period.where },
    columns: columnsOfQuery,
    ...(look.decimal ? { decimal: look.decimal } : {}),
    ...(period.in === "names" ? { periodFromName: "period" } : {}),
    ...(people?.in === "lists" ? { tables: { lists: people.group } } : {}),
    sql: await queryOf(look, { code, period, count, by, people }),
    theirs,
    source: basename(from.sources[0]!.file),
    code: code.column,
  };
  return { observations, notes };
}

function periodColumns(period: ProposedPeriod): readonly string[] {
  if (period.in === "column") return [period.column];
  return period.in === "names" ? [] : period.columns;
}

const countNames = [
  /items|appointments|contacts|events/i,
  /count|number|anzahl|antal|nifer/i,
  /ddd|doses|quantity|volume/i,
];

/** The column that is counted: by its name, never a rate or a sum of money. */
function countAmong({ notes }: FileLook, numbers: readonly FoundColumn[]): FoundColumn | undefined {
  const able = numbers.filter(
    ({ column }) => !rateNames.test(column) && !costNames.test(column) && countNames.some((each) => each.test(column)),
  );
  const [count] = countNames.flatMap((each) => able.filter(({ column }) => each.test(column)));
  const others = able.filter((each) => each !== count).map(({ column }) => `"${column}"`);
  if (count && others.length > 0)
    notes.push(guess(`what is counted is "${count.column}"; it might also be ${others.slice(0, 4).join(", ")}`));
  return count;
}

/** Whether an organisation has several rows of a period, and of an indicator where columns name it. */
export async function areParts(
  { from, where }: FileLook,
  code: FoundColumn,
  period: ProposedPeriod,
  indicators: readonly string[] = [],
): Promise<boolean> {
  const at = period.in === "names" ? ["file"] : periodColumns(period).map(cell);
  const [found] = await askAll(
    from.sources,
    `select (count(*) > count(distinct ${[cell(code.column), ...at, ...indicators.map(cell)].join(" || '|' || ")}))::varchar as several from source where ${conditionsOf(where)}`,
  );
  return found?.several === "true";
}

const bnfName = /bnf.*code|^bnf$/i;
const productNames = /^vtm|substance|ingredient|medicine|drug|product|^atc|preparat|lægemiddel|läkemedel|wirkstoff/i;
const partNames = [/status|outcome|result/i, /mode|type|category|kind/i];

/** What rows are told apart by. Words say that it must be chosen. */
async function byOf(
  { from, where }: FileLook,
  parts: readonly FoundColumn[],
  count: FoundColumn,
  { asked, bnf, isOverList }: { asked: string | undefined; bnf: readonly string[]; isOverList: boolean },
): Promise<By | string | undefined> {
  const [wantedColumn = "", text] = asked?.split(/=(.*)/s) ?? [];
  const texts = parts.filter(({ numbers, distinct }) => numbers < 0.8 && distinct > 0);
  const chosen =
    asked === undefined ? undefined : parts.find(({ column }) => column.toLowerCase() === wantedColumn.toLowerCase());
  if (asked !== undefined && !chosen) return `there is no column "${wantedColumn}": ${names(texts)}`;
  const code = parts.find(({ column, distinct }) => bnfName.test(column) && distinct > 0);
  const product = texts.find(({ column }) => productNames.test(column));
  if (!chosen && code && isOverList && (bnf.length > 0 || !product)) {
    const described = parts.find(({ column }) => /bnf.*desc/i.test(column))?.column;
    const wanted = await bnfWanted(from.sources, { bnf: code.column, product: described, items: count.column }, bnf);
    if (typeof wanted === "string") return wanted;
    return {
      column: code.column,
      begins: true,
      wanted: wanted.map(({ id, called, prefix }) => ({ id, called, is: prefix })),
    };
  }
  const usual = isOverList ? product : partNames.flatMap((each) => texts.filter(({ column }) => each.test(column)))[0];
  const column = chosen ?? usual;
  if (!column) return undefined;
  const found = await askAll(
    from.sources,
    `select ${cell(column.column)} as text from source where ${cell(column.column)} <> '' and ${conditionsOf(where)} group by 1 order by sum(try_cast(${name(count.column)} as double)) desc nulls last, 1 limit 2000`,
  );
  const all = found.map((row) => row.text ?? "").filter((each) => text === undefined || each === text);
  if (all.length === 0)
    return `column "${column.column}" has no text "${text}": ${found
      .slice(0, 6)
      .map((row) => `"${row.text}"`)
      .join(", ")}, …`;
  if (all.length > most)
    return `column "${column.column}" has ${all.length} texts: say which is counted, e.g. --by "${column.column}=${all[0]}". The largest are ${all.slice(0, 6).join("; ")}`;
  return {
    column: column.column,
    begins: false,
    wanted: all.map((is) => ({ id: toId(is) || is, called: is, is })),
  };
}

function names(columns: readonly FoundColumn[]): string {
  return columns.map(({ column }) => `"${column}"`).join(", ");
}

function theirsOf({ count, by, people, period }: ProposedSum): CountedTheirs[] {
  const numerator = wordOf(count.column);
  const base = {
    kind: people ? ("rate" as const) : ("share" as const),
    numerator,
    denominator: people ? "patients" : numerator,
    ...(period.kind === "month" ? {} : { period: period.kind }),
    ...(people ? { isOverList: true as const } : {}),
  };
  if (!by) return [{ ...base, theirs: toId(count.column) }];
  return by.wanted.map(({ id, called }) => ({ ...base, theirs: id, called }));
}

/** "NumberOfPaidItems" → "items" */
function wordOf(column: string): string {
  return /items|appointments|contacts|events|doses/i.exec(column)?.[0].toLowerCase() ?? "counted";
}

async function queryOf(look: FileLook, { code, period, count, by, people }: ProposedSum): Promise<string> {
  const { expression, join } = period.sql;
  const hasComma = look.decimal !== undefined;
  const own = `rows.${name(count.column)}`;
  const number = hasComma ? `try_cast(replace(${own}, ',', '.') as double)` : `try_cast(${own} as double)`;
  const key = by && `rows.${name(by.column)}`;
  const list = by
    ? `wanted(indicator, text) as (values\n${by.wanted.map(({ id, is }) => `  (${literal(id)}, ${literal(is)})`).join(",\n")}\n),\n`
    : `wanted(indicator) as (values (${literal(toId(count.column))})),\n`;
  const matches = by
    ? by.begins
      ? ` join wanted on starts_with(trim(${key}), wanted.text)`
      : ` join wanted on trim(${key}) = wanted.text`
    : " cross join wanted";
  const texts = await periodsIn(look, period);
  const patients = people ? `,\n${await patientsSql(people, texts, look.notes)}` : "";
  const over = people ? "patients.patients" : "whole.counted";
  return `-- Rows are parts: they are added up.
with ${list}counted as (
  select trim(rows.${name(code.column)}) as code, ${expression} as period, wanted.indicator, sum(${number}) as counted
  from rows${join}${matches}
  group by 1, 2, 3
),
whole as (
  select trim(rows.${name(code.column)}) as code, ${expression} as period, sum(${number}) as counted
  from rows${join}
  group by 1, 2
)${patients}
select whole.code, each.indicator, whole.period, coalesce(counted.counted, 0) as numerator, ${over} as denominator
from whole cross join (select distinct indicator from wanted) as each
  left join counted on counted.code = whole.code and counted.period = whole.period and counted.indicator = each.indicator${
    people ? "\n  join patients on patients.code = whole.code and patients.period = whole.period" : ""
  }
`;
}

/** The periods of the data as the query calls them, with the last month of each. */
async function periodsIn({ from, where }: FileLook, period: ProposedPeriod): Promise<{ text: string; last: number }[]> {
  const texts = await textsIn({ from, where }, period);
  return [...spansOf(texts)]
    .map(([text, { last, isRead }]) => ({ text: isRead || period.in === "names" ? text : toIso(last), last }))
    .sort((a, b) => a.last - b.last);
}

async function textsIn({ from, where }: Pick<FileLook, "from" | "where">, period: ProposedPeriod): Promise<string[]> {
  if (period.in === "names") return [...period.texts];
  if (period.in === "header") return [...period.columns];
  const { expression, join } = period.sql;
  const found = await askAll(
    from.sources,
    `select distinct ${expression} as text from source as rows${join} where ${conditionsOf(where)}`,
  );
  return found.map(({ text }) => text ?? "");
}
