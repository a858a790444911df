import { isTotal } from "../../input/data/near-misses.ts";
import { name } from "../../input/files/table.ts";
import type { SourceGroup } from "../part.ts";
import { type PeriodSpan, spansOf } from "../periods.ts";
import { askAll, cell, type ImportSource, textsOfAll } from "../source.ts";

/** What stands in a column. */
export type FoundColumn = {
  column: string;
  filled: number; // rows with something in it
  distinct: number;
  numbers: number; // share of what is filled that is a number
  codes: number; // share of its texts that have letters and digits, as codes of organisations do
  digits: number; // share of its texts that are digits alone, as some codes are
  texts: readonly string[]; // the most frequent
  spans: ReadonlyMap<string, PeriodSpan>; // texts that are a period
  periods: number; // share of its texts that are a period
  marks: readonly string[]; // of numbers: texts without a digit, which say that one is not known
  example: string;
};

/** Every column of some files, in their order. */
export async function profile(sources: readonly ImportSource[]): Promise<FoundColumn[]> {
  const names = [...new Set(sources.flatMap(({ columns }) => columns))];
  const found: FoundColumn[] = [];
  for (const column of names) {
    const [counted] = await askAll(
      sources,
      `select count(*) filter (where ${cell(column)} <> '')::varchar as filled, count(distinct ${cell(column)})::varchar as distinct,
         count(*) filter (where try_cast(${cell(column)} as double) is not null)::varchar as numbers from source`,
    );
    const texts = [...(await textsOfAll(sources, column)).keys()].filter((text) => text !== "").slice(0, 500);
    const spans = spansOf(texts);
    const filled = Number(counted?.filled);
    const shareOf = (pattern: RegExp) =>
      texts.filter((text) => pattern.test(text) && !spans.has(text)).length / (texts.length || 1);
    found.push({
      column,
      filled,
      distinct: Number(counted?.distinct),
      numbers: numbersOf(counted),
      codes: shareOf(/^(?=.*\d)(?=.*[A-Z])[A-Z0-9]{3,8}$/i),
      digits: shareOf(/^\d{1,9}$/),
      marks: numbersOf(counted) >= 0.5 && numbersOf(counted) < 1 ? texts.filter(isMark) : [],
      texts,
      spans,
      periods: spans.size / (texts.length || 1),
      example: texts.find((text) => !isTotal(text)) ?? "",
    });
  }
  return found;
}

function numbersOf(counted: { filled?: string | null; numbers?: string | null } | undefined): number {
  const filled = Number(counted?.filled);
  return filled === 0 ? 0 : Number(counted?.numbers) / filled;
}

/** "ND", "*", "n/a" */
function isMark(text: string): boolean {
  return !/\d/.test(text) && text.length <= 20;
}

const withComma = (column: string) => `regexp_full_match(${cell(column)}, '-?[0-9]+,[0-9]+')`;

/**
 * Files whose numbers have a comma before their decimals, as they are looked at here: with a point. Undefined where none has.
 * A comma before three digits throughout may stand between thousands, and is none.
 */
export async function withPoints(from: SourceGroup): Promise<SourceGroup | undefined> {
  const commas: string[] = [];
  for (const column of new Set(from.sources.flatMap(({ columns }) => columns))) {
    const [found] = await askAll(
      from.sources,
      `select bool_and(${cell(column)} = '' or ${withComma(column)} or try_cast(${cell(column)} as bigint) is not null)::varchar as plain,
         (count(*) filter (where ${withComma(column)}))::varchar as commas,
         bool_and(regexp_full_match(${cell(column)}, '[0-9]{1,3}(,[0-9]{3})+')) filter (where ${withComma(column)})::varchar as thousands from source`,
    );
    if (found?.plain === "true" && Number(found.commas) > 0 && found.thousands === "false") commas.push(column);
  }
  if (commas.length === 0) return undefined;
  const sources = await Promise.all(
    from.sources.map(async (source): Promise<ImportSource> => {
      const own = commas.filter((column) => source.columns.includes(column));
      if (own.length === 0) return source;
      const table = `${source.table.slice(0, -1)} with points"`;
      const replaced = own.map((column) => `replace(${name(column)}, ',', '.') as ${name(column)}`).join(", ");
      await source.tables.run(
        `create or replace temp view ${table} as select * replace (${replaced}) from ${source.table}`,
      );
      return { ...source, table };
    }),
  );
  return { ...from, sources };
}
