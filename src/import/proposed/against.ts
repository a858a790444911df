import { guess } from "../part.ts";
import { askAll, cell } from "../source.ts";
import type { FoundColumn } from "./column.ts";
import type { ProposedCounts } from "./counted.ts";
import type { FileLook } from "./look.ts";

/*
 * Rows of counts of which one is the whole that the others are part of: "Patients on the register" beside "Checks completed".
 */

const wholeNames = /register|eligible|population|patients|list size|denominator|listed|invited|all |total/i;
const most = 12; // texts of a column that tells rows of counts apart

/**
 * The column whose texts tell such rows apart. One text alone, called like a whole, is nowhere less than the others of the same
 * organisation and period. `at` tells a period.
 */
export async function againstWhole(
  { columns, from, notes }: FileLook,
  { code, at, value }: { code: FoundColumn; at: readonly string[]; value: FoundColumn },
): Promise<ProposedCounts | undefined> {
  for (const { column, texts, distinct, numbers } of columns) {
    if (column === code.column || at.includes(column) || numbers >= 0.5 || distinct < 2 || distinct > most) continue;
    const able = texts.filter((text) => wholeNames.test(text));
    const wholes: string[] = [];
    for (const text of able) if (await isWhole(from.sources, { code, at, value, column, text })) wholes.push(text);
    const [whole, other] = wholes;
    if (whole === undefined || other !== undefined) continue;
    const parts = texts.filter((text) => text !== whole);
    notes.push(
      guess(
        `rows are told apart by column "${column}": "${whole}" is nowhere less than the others, and is what they are counted over`,
      ),
    );
    const [part, another] = parts;
    if (part !== undefined && another === undefined)
      return { in: "rows", names: column, values: value.column, numerator: part, denominator: whole };
    return { in: "against", names: column, values: value.column, whole, parts };
  }
  return undefined;
}

type OtherColumns = { code: FoundColumn; at: readonly string[]; value: FoundColumn; column: string; text: string };

/** Whether there is one such row of each organisation and period, and no other is larger. */
async function isWhole(
  sources: FileLook["from"]["sources"],
  { code, at, value, column, text }: OtherColumns,
): Promise<boolean> {
  const key = [code.column, ...at].map(cell).join(" || '|' || ");
  const isText = `${cell(column)} = '${text.replaceAll("'", "''")}'`;
  const [found] = await askAll(
    sources,
    `, keyed as (select ${key} as key, ${isText} as whole, ${cell(column)} as part, try_cast(${cell(value.column)} as double) as n from source),
     each as (select key, count(*) filter (where whole) as wholes, max(n) filter (where whole) as whole, max(n) filter (where not whole) as part,
       count(*) as rows, count(distinct part) as parts from keyed group by key)
     select (bool_and(wholes = 1) and bool_and(coalesce(whole, 0) = floor(coalesce(whole, 0)) and coalesce(part, 0) = floor(coalesce(part, 0))) and bool_and(coalesce(part <= whole, true)) and bool_and(rows = parts))::varchar as fits from each`,
  );
  return found?.fits === "true";
}
