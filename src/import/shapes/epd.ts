import { literal, name } from "../../input/files/table.ts";
import { toIso } from "../../month.ts";
import { type BnfWanted, bnfWanted } from "../bnf.ts";
import {
  columnsOfQuery,
  guess,
  type LeftRows,
  limit,
  mind,
  type PartNote,
  type PartWhere,
  type SourceGroup,
  type Theirs,
} from "../part.ts";
import { spanOf } from "../periods.ts";
import type { Around, PublicShape } from "../shape.ts";
import { cell, columnOf, countWhere, hasColumns, isText, textsOf, textsOfAll } from "../source.ts";
import { listColumns, totalsOf } from "./gp-list-size.ts";

/** The English Prescribing Dataset (with or without SNOMED codes): a row for each practice, product and quantity. */
export const epd: PublicShape = {
  is: "English Prescribing Dataset (NHSBSA), items by practice and product",
  isOf: (source) =>
    hasColumns(source, "YEAR_MONTH", "PRACTICE_CODE", "ITEMS") && columnOf(source, ...bnfNames) !== undefined,
  async propose(from, around) {
    const [first] = from.sources;
    if (!first) return { notes: [] };
    const again = await monthsTwice(from);
    if (again.length > 0)
      return {
        notes: [
          limit(
            `several files hold ${again.join(", ")}: a month is issued again when it is corrected. Give the latest file of each month only, or its items count twice`,
          ),
        ],
      };
    if (!around.lists)
      return {
        notes: [
          limit(
            "items need a number of patients: also give files of list sizes (gp-reg-pat-prac-quin-age or gp-reg-pat-prac-all) of the same months",
          ),
        ],
      };
    const bnf = columnOf(first, ...bnfNames)!;
    const described = columnOf(first, "CHEMICAL_SUBSTANCE_BNF_DESCR", "BNF_CHEMICAL_SUBSTANCE");
    const wanted = await bnfWanted(from.sources, { bnf, described, items: "ITEMS" }, around.bnf);
    if (typeof wanted === "string") return { notes: [limit(wanted)] };
    const notes: PartNote[] = [];
    if (around.bnf.length === 0)
      notes.push(
        guess(
          `each chemical substance in the files is an indicator; --bnf chooses others by their codes, e.g. --bnf 0407020`,
        ),
      );
    const months = await textsOfAll(from.sources, "YEAR_MONTH");
    if (new Set([...months.keys()].map((month) => month.slice(0, 4))).size > 1)
      notes.push(
        mind("BNF codes change each January: check that the codes of the first year mean the same in the last"),
      );
    notes.push(mind("a product has a row for each quantity: items of all of them are added up"));
    const { sql, left } = await queryOf(from, { wanted, bnf, lists: around.lists, months: [...months.keys()] }, notes);
    const unidentified = columnOf(first, "UNIDENTIFIED");
    const where: PartWhere = {
      ...(unidentified && (await textsOfAll(from.sources, unidentified)).size > 1
        ? { [unidentified]: { not: ["Y"], why: "of prescribers who were not identified" } }
        : {}),
      ...((await countWhere(from.sources, isText("PRACTICE_CODE", "-"))) > 0
        ? { PRACTICE_CODE: { not: ["-"], why: "without a practice" } }
        : {}),
    };
    return {
      observations: {
        from,
        columns: columnsOfQuery,
        where,
        tables: { lists: around.lists },
        sql,
        theirs: [...new Map(wanted.map((each) => [each.id, each])).values()].map(
          ({ id, called }): Theirs => ({
            theirs: id,
            called,
            kind: "rate",
            numerator: "items",
            denominator: "patients",
            isOverList: true,
          }),
        ),
        source: "English Prescribing Dataset, NHS Business Services Authority; registered patients, NHS England",
        code: "PRACTICE_CODE",
      },
      notes,
      left,
    };
  },
};

const bnfNames = ["BNF_CODE", "BNF_PRESENTATION_CODE"];

/** Months that stand in more than one file. */
async function monthsTwice({ sources }: SourceGroup): Promise<string[]> {
  const all = await Promise.all(sources.map(async (source) => [...(await textsOf(source, "YEAR_MONTH")).keys()]));
  const flat = all.flat();
  return [...new Set(flat.filter((month, i) => flat.indexOf(month) !== i))].sort();
}

/** Adds up items, and puts the list of the same month beside them. */
async function queryOf(
  from: SourceGroup,
  {
    wanted,
    bnf,
    lists,
    months,
  }: { wanted: readonly BnfWanted[]; bnf: string; lists: NonNullable<Around["lists"]>; months: readonly string[] },
  notes: PartNote[],
): Promise<{ sql: string; left: LeftRows[] }> {
  const list = lists.sources[0]!;
  const { code, patients, date } = listColumns(list);
  const dates = date === undefined ? [] : [...(await textsOfAll(lists.sources, date)).keys()];
  const totals = Object.entries(totalsOf(list)).map(
    ([column, each]) => `${name(column)} = ${literal("is" in each ? (each.is[0] ?? "") : "")}`,
  );
  const dated = dates.flatMap((text) => {
    const span = spanOf(text);
    return span ? [{ text, last: span.last }] : [];
  });
  const at = [...months].sort().flatMap((month) => {
    const last = spanOf(month)?.last ?? 0;
    const sorted = [...dated].sort((a, b) => Math.abs(a.last - last) - Math.abs(b.last - last) || a.last - b.last);
    const nearest = sorted[0];
    if (nearest && nearest.last !== last)
      notes.push(guess(`there is no list of ${toIso(last)}: that of ${toIso(nearest.last)} is used for its patients`));
    return nearest ? [`(${literal(month)}, ${literal(nearest.text)})`] : [];
  });
  const strangers = await withoutList(from, { list: lists, code });
  const join = date === undefined ? "cross join months" : `join months on trim(${name(date)}) = months.extract`;
  const sql = `-- Items of the wanted products, over the patients registered with the practice in that month. A practice with a list
-- and without an item has 0. For another month, add it to months with the date of its list.
with wanted(indicator, bnf) as (values
${wanted
  .map(
    ({ id, prefix, called }) =>
      `  (${literal(id)}, ${literal(prefix)})${called ? ` -- ${called.replace(/\s+/g, " ")}` : ""}`,
  )
  .join(",\n")
  .replace(/( -- [^\n]*),$/gm, ",$1")}
),
months(month, extract) as (values ${at.join(", ")}),
patients as (
  select trim(${name(code)}) as code, months.month, sum(${name(patients)}::double) as patients
  from lists ${join}
  where ${totals.join(" and ")}
  group by 1, 2
),
items as (
  select trim(PRACTICE_CODE) as code, trim(YEAR_MONTH) as month, wanted.indicator, sum(ITEMS::double) as items
  from rows join wanted on starts_with(${name(bnf)}, wanted.bnf)
  group by 1, 2, 3
)
select patients.code, each.indicator, patients.month as period, coalesce(items.items, 0) as numerator, patients.patients as denominator
from patients cross join (select distinct indicator from wanted) as each
  left join items on items.code = patients.code and items.month = patients.month and items.indicator = each.indicator
`;
  return { sql, left: strangers > 0 ? [{ rows: strangers, why: "of a prescriber without a list of patients" }] : [] };
}

async function withoutList(
  { sources }: SourceGroup,
  { list, code }: { list: SourceGroup; code: string },
): Promise<number> {
  const codes = [...(await textsOfAll(list.sources, code)).keys()];
  const known = codes.map(literal).join(", ") || "''";
  return countWhere(sources, `${cell("PRACTICE_CODE")} not in (${known}, '-')`);
}
