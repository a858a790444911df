import { basename } from "node:path";
import { type Group, guess } from "../part.ts";
import { askAll, cell } from "../source.ts";
import type { Column } from "./column.ts";
import { denominatorNames, type Look, numeratorNames, percentNames, rateNames } from "./look.ts";

/** Where what is counted stands, and over what. */
export type Counts =
  | { in: "pair"; numerator: Column; denominator: Column }
  | { in: "each"; numerators: readonly Column[]; denominator: Column } // each column is an indicator
  | { in: "rows"; names: string; values: string; numerator: string; denominator: string } // rows of their own, by the text of a column
  | { in: "files"; parts: Readonly<Record<string, "numerator" | "denominator">>; values: Column } // files of their own
  | { in: "percent"; percent: Column; denominator: Column };

/** What stands in the columns of periods, where each has one of its own. */
export const figure = "figure";

/** Which number is counted, and over which. `values` are the columns that may hold either. */
export async function countsOf(
  look: Look,
  numbers: readonly Column[],
  values: readonly Column[],
): Promise<Counts | undefined> {
  const counts = numbers.filter(({ column }) => !rateNames.test(column));
  return (
    inRows(look, values) ??
    inFiles(look, values) ??
    (await pairOf(look, counts)) ??
    (await ofPercent(look, numbers, counts))
  );
}

/** A column with the texts Numerator and Denominator, whatever the language. */
function inRows({ columns, notes }: Look, [value]: readonly Column[]): Counts | undefined {
  if (!value) return undefined;
  for (const { column, texts } of columns) {
    const find = (names: readonly RegExp[]) =>
      texts.filter((text) => names.slice(0, 2).some((each) => each.test(text)))[0];
    const [numerator, denominator] = [find(numeratorNames), find(denominatorNames)];
    if (numerator === undefined || denominator === undefined) continue;
    notes.push(guess(`"${numerator}" and "${denominator}" are rows of their own, told by column "${column}"`));
    return { in: "rows", names: column, values: value.column, numerator, denominator };
  }
  return undefined;
}

const partNames = {
  numerator: /numerator|z(ä|ae)hler|rhifiadur|(?<![a-z])num(?![a-z])/i,
  denominator: /denominator|nenner|enwadur|(?<![a-z])den(om)?(?![a-z])/i,
};

/** Files of numerators and files of denominators, by their names, alike in their columns. */
function inFiles({ from, notes }: Look, values: readonly Column[]): Counts | undefined {
  const [column, other] = values;
  if (!column || (other && values.every(({ column: own }) => rateNames.test(own)))) return undefined;
  const parts = from.sources.map(({ label }) => {
    const file = basename(label);
    const part = (["denominator", "numerator"] as const).find((each) => partNames[each].test(file));
    return [file, part] as const;
  });
  if (!parts.every((each): each is [string, "numerator" | "denominator"] => each[1] !== undefined)) return undefined;
  if (new Set(parts.map(([, part]) => part)).size < 2) return undefined;
  notes.push(
    guess(
      `numerators and denominators are files of their own: ${parts.map(([file, part]) => `${file} (${part})`).join(", ")}`,
    ),
  );
  return { in: "files", parts: Object.fromEntries(parts), values: column };
}

/** By their names; of two without such names the smaller over the larger. */
async function pairOf({ notes, from }: Look, counts: readonly Column[]): Promise<Counts | undefined> {
  const byName = (wanted: readonly RegExp[]) =>
    wanted.flatMap((pattern) => counts.filter(({ column }) => pattern.test(column)))[0];
  const denominator = byName(denominatorNames);
  const numerator = byName(numeratorNames);
  const isSure = numerator && numeratorNames.slice(0, 2).some((each) => each.test(numerator.column));
  if (denominator && numerator && numerator !== denominator && (isSure || counts.length === 2)) {
    notes.push(guess(`numerator "${numerator.column}" over denominator "${denominator.column}", by their names`));
    return { in: "pair", numerator, denominator };
  }
  const others = counts.filter((each) => each !== denominator);
  if (denominator && others.length > 0) {
    notes.push(guess(`the denominator is "${denominator.column}", by its name`));
    const [one, another] = others;
    return another || !one
      ? { in: "each", denominator, numerators: others }
      : { in: "pair", denominator, numerator: one };
  }
  if (counts.length !== 2 || counts.some(({ column }) => column === figure)) return undefined;
  const [a, b] = counts as [Column, Column];
  for (const [small, large] of [
    [a, b],
    [b, a],
  ] as const) {
    if ((await above(from, small.column, large.column)) > 0) continue;
    notes.push(
      guess(
        `numerator "${small.column}" over denominator "${large.column}", because the one is never larger than the other`,
      ),
    );
    return { in: "pair", denominator: large, numerator: small };
  }
  return undefined;
}

/** Rows in which one number is larger than another. */
export async function above(from: Group, one: string, other: string): Promise<number> {
  const [found] = await askAll(
    from.sources,
    `select count(*)::varchar as n from source where try_cast(${cell(one)} as double) > try_cast(${cell(other)} as double)`,
  );
  return Number(found?.n);
}

/**
 * A percentage beside the number that it is of: the count is worked out where in every row one whole number alone gives the
 * percentage as it is written.
 */
async function ofPercent(
  { notes, from }: Look,
  numbers: readonly Column[],
  counts: readonly Column[],
): Promise<Counts | undefined> {
  const [denominator, other] = counts;
  const percents = numbers.filter(({ column }) => percentNames.test(column));
  const [percent] = percents;
  if (!denominator || other || !percent || percents.length > 1) return undefined;
  const n = `try_cast(${cell(denominator.column)} as double)`;
  const p = `try_cast(${cell(percent.column)} as double)`;
  const decimals = `length(regexp_extract(${cell(percent.column)}, '[.](.*)$', 1))`;
  const [found] = await askAll(
    from.sources,
    `, given as (select ${n} as n, ${p} as p, ${decimals} as decimals from source)
     select (count(*) filter (where p between 0 and 100 and n > 0))::varchar as known,
       (count(*) filter (where n > 0 and (p not between 0 and 100 or n > power(10, 2 + decimals)
         or abs(round(100 * round(p * n / 100) / n, decimals::integer) - p) > 0.51 * power(10, -decimals))))::varchar as wrong from given`,
  );
  if (Number(found?.known) === 0 || Number(found?.wrong) > 0) return undefined;
  notes.push(
    guess(
      `"${percent.column}" is of "${denominator.column}": the count is worked out of the two, since one whole number alone gives the percentage`,
    ),
  );
  return { in: "percent", percent, denominator };
}
