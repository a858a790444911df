import { typeByCodes } from "../codes.ts";
import { guess, type OrganisationsPart, type PartNote, type PartWhere } from "../part.ts";
import { latestOf } from "../periods.ts";
import { askAll, cell, type ImportSource, textsOf, textsOfAll } from "../source.ts";
import type { FoundColumn } from "./column.ts";
import { levelsAmong } from "./levels.ts";
import { type FileLook, listNames, rateNames } from "./look.ts";
import { conditionsOf } from "./people.ts";
import type { ProposedPeriod } from "./period.ts";

const most = 200; // texts of a column that a row may be chosen by
const deepest = 8; // columns

/**
 * Organisations as the rows of observations name them, where no directory is given: the rows of the last period, of one text
 * in each column that tells the rows of an organisation apart. Undefined where that does not leave one row each.
 */
export async function organisationsIn(
  look: FileLook,
  { code, called, period }: { code: FoundColumn; called: FoundColumn; period: ProposedPeriod },
): Promise<OrganisationsPart | undefined> {
  const source = await latestSource(look, period);
  if (!source) return undefined;
  const where: Record<string, PartWhere[string]> = { ...look.where };
  if (period.in === "column") {
    const kept = await textsOf(source, period.column, conditionsOf(where));
    const latest = latestOf(kept.keys());
    if (latest && kept.size > 1) where[period.column] = { is: [latest.text], why: "an earlier period" };
  }
  for (let i = 0; i < deepest; i++) {
    const { rows, codes } = await countIn(source, code.column, where);
    if (codes === 0) return undefined;
    if (rows === codes) break;
    const next = await nextCondition(look, source, { code, called, where });
    if (!next || i === deepest - 1) return undefined;
    where[next.column] = { is: [next.text], why: `another ${next.column}` };
  }
  const type = typeByCodes([...(await textsOfAll([source], code.column)).keys()]);
  const patients = look.columns.find(
    ({ column, numbers }) => numbers >= 0.8 && listNames.test(column) && !rateNames.test(column),
  )?.column;
  const notes: PartNote[] = [
    guess(
      `the file of observations also names the organisations ("${called.column}"): each by one of its rows. It has no addresses: for letters, also give a directory`,
    ),
  ];
  return {
    from: { sources: [source], form: look.from.form },
    ...(type ? { type } : {}),
    columns: { code: code.column, name: called.column, ...(patients ? { patients } : {}) },
    levels: levelsAmong(look.columns),
    where,
    notes,
    ...(look.decimal ? { decimal: look.decimal } : {}),
  };
}

/** The source with the last period. */
async function latestSource({ from }: FileLook, period: ProposedPeriod): Promise<ImportSource | undefined> {
  if (period.in === "header") return from.sources[0];
  const dated = await Promise.all(
    from.sources.map(async (source, i) => {
      const texts =
        period.in === "names"
          ? [period.of[i] ?? ""]
          : [...(await textsOf(source, period.in === "column" ? period.column : period.columns[0]!)).keys()];
      return { source, last: latestOf(texts)?.span.last ?? 0 };
    }),
  );
  return dated.toSorted((a, b) => b.last - a.last)[0]?.source;
}

async function countIn(source: ImportSource, code: string, where: PartWhere): Promise<{ rows: number; codes: number }> {
  const [found] = await askAll(
    [source],
    `select count(*)::varchar as rows, count(distinct ${cell(code)})::varchar as codes from source where ${cell(code)} <> '' and ${conditionsOf(where)}`,
  );
  return { rows: Number(found?.rows), codes: Number(found?.codes) };
}

/** The column and the text that leave the most organisations, and of these the fewest rows. */
async function nextCondition(
  look: FileLook,
  source: ImportSource,
  { code, called, where }: { code: FoundColumn; called: FoundColumn; where: PartWhere },
): Promise<{ column: string; text: string } | undefined> {
  const able = look.columns.filter(
    ({ column, distinct }) =>
      distinct > 1 &&
      distinct <= most &&
      column !== code.column &&
      column !== called.column &&
      where[column] === undefined,
  );
  const found: { column: string; text: string; codes: number; rows: number }[] = [];
  const whole = await countIn(source, code.column, where);
  for (const { column } of able) {
    const [best] = await askAll(
      [source],
      `select ${cell(column)} as text, count(distinct ${cell(code.column)})::varchar as codes, count(*)::varchar as rows from source
       where ${cell(code.column)} <> '' and ${conditionsOf(where)} group by 1 order by count(distinct ${cell(code.column)}) desc, count(*), 1 limit 1`,
    );
    if (best && Number(best.rows) < whole.rows)
      found.push({ column, text: best.text ?? "", codes: Number(best.codes), rows: Number(best.rows) });
  }
  return found.toSorted((a, b) => b.codes - a.codes || a.rows - b.rows || (a.column < b.column ? -1 : 1))[0];
}
