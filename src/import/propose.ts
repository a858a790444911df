import { isTotal } from "../input/data/near-misses.ts";
import { guess, type Part, type PartWhere, type SourceGroup } from "./part.ts";
import { type FoundColumn, profile, withPoints } from "./proposed/column.ts";
import { directory } from "./proposed/directory.ts";
import {
  codeNames,
  denominatorNames,
  type FileLook,
  isCode,
  nameColumn,
  numeratorNames,
  periodNames,
  pick,
  rateNames,
  unknown,
} from "./proposed/look.ts";
import { observations } from "./proposed/observations.ts";
import type { SumsAsked } from "./proposed/sums.ts";
import { textsOfAll } from "./source.ts";

/*
 * A mapping for files of no known shape: by the names of columns, and by what stands in them. Each choice is a note, with
 * what else it might have been.
 */

/** What files of an unknown shape may be: a directory, observations, or neither, with what was seen and what would help. */
export async function propose(given: SourceGroup, around: SumsAsked): Promise<Part> {
  const points = await withPoints(given);
  const from = points ?? given;
  const all: FileLook = {
    from,
    columns: await profile(from.sources),
    rows: from.sources.reduce((sum, source) => sum + source.rows, 0),
    where: {},
    ...(points ? { decimal: "," } : {}),
    notes: points ? [guess("numbers have a comma before their decimals (decimal)")] : [],
  };
  const code = pick(all, "the code of the organisation", codeNames, isCode);
  if (!code) return unknown(all, "no column holds codes of organisations, such as Z10003");
  const look = await withoutTotals(all, code);
  const numbers = look.columns.filter(
    (each) => (each.numbers >= 0.8 || each.marks.length > 0) && each !== code && each.periods < 0.9,
  );
  const called = nameColumn(look.columns, code);
  const isCounted = numbers.some(({ column }) =>
    [numeratorNames[0], denominatorNames[0], numeratorNames[1], denominatorNames[1]].some((each) => each?.test(column)),
  );
  const isPublished =
    look.columns.some(({ column, periods }) => periods >= 0.9 && periodNames.some((each) => each.test(column))) &&
    numbers.some(({ column }) => rateNames.test(column));
  const isAlone = code.distinct - look.totals === look.rows;
  const isDirectory = isAlone && called && !isCounted && !isPublished;
  return isDirectory ? directory(look, code, called) : observations(look, { code, called, numbers }, around);
}

/** The same without rows of sums, and without rows that have no code. */
async function withoutTotals(look: FileLook, { column }: FoundColumn): Promise<FileLook & { totals: number }> {
  const texts = await textsOfAll(look.from.sources, column);
  const totals = [...texts].filter(([text]) => text === "" || isTotal(text));
  if (totals.length === 0) return { ...look, totals: 0 };
  const where: PartWhere = {
    [column]: { not: totals.map(([text]) => text), why: "a total or an empty line, not an organisation" },
  };
  return { ...look, where, totals: totals.length, rows: look.rows - totals.reduce((sum, [, rows]) => sum + rows, 0) };
}
