import { basename } from "node:path";
import { guess, mind, type SourceGroup } from "../part.ts";
import { askAll, cell } from "../source.ts";
import { againstWhole } from "./against.ts";
import type { FoundColumn } from "./column.ts";
import { figure, type ProposedCounts } from "./counted.ts";
import { costNames, denominatorNames, type FileLook, numeratorNames, percentNames, rateNames } from "./look.ts";

/** Columns that may hold counts: `numbers`, and `values` that may hold either side. */
type AbleCounts = {
  numbers: readonly FoundColumn[];
  values: readonly FoundColumn[];
  code: FoundColumn;
  at: readonly string[]; // columns that tell a period; none where the name of the file does
  isAlone: boolean; // whether an organisation has one row of a period and an indicator
};

/** Which number is counted, and over which. */
export async function countsOf(
  look: FileLook,
  { numbers, values, code, at, isAlone }: AbleCounts,
): Promise<ProposedCounts | undefined> {
  const counts = numbers.filter(({ column }) => !rateNames.test(column));
  const [value] = values;
  return (
    inRows(look, values) ??
    inFiles(look, values) ??
    (value && values.length === 1 ? await againstWhole(look, { code, at, value }) : undefined) ??
    (await pairOf(look, { counts, numbers, isAlone })) ??
    (await ofPercent(look, numbers, counts))
  );
}

/** A column with the texts Numerator and Denominator, whatever the language. */
function inRows({ columns, notes }: FileLook, [value]: readonly FoundColumn[]): ProposedCounts | undefined {
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
function inFiles({ from, notes }: FileLook, values: readonly FoundColumn[]): ProposedCounts | undefined {
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
async function pairOf(
  { notes, from }: FileLook,
  { counts, numbers, isAlone }: { counts: readonly FoundColumn[]; numbers: readonly FoundColumn[]; isAlone: boolean },
): Promise<ProposedCounts | undefined> {
  const byName = (wanted: readonly RegExp[]) =>
    wanted.flatMap((pattern) => counts.filter(({ column }) => pattern.test(column)))[0];
  const denominator = byName(denominatorNames);
  const numerator = byName(numeratorNames);
  const isSure = numerator && numeratorNames.slice(0, 2).some((each) => each.test(numerator.column));
  if (denominator && numerator && numerator !== denominator && (isSure || counts.length === 2)) {
    await tellOtherPercent({ notes, from }, { numerator, denominator, numbers });
    notes.push(guess(`numerator "${numerator.column}" over denominator "${denominator.column}", by their names`));
    return { in: "pair", numerator, denominator };
  }
  if (!isAlone) return undefined; // rows are parts of something
  const others = counts.filter((each) => each !== denominator && !costNames.test(each.column));
  if (denominator && others.length > 0) {
    notes.push(guess(`the denominator is "${denominator.column}", by its name`));
    tellCosts(notes, counts, others);
    const [one, another] = others;
    if (another || !one) return { in: "each", denominator, numerators: others };
    notes.push(guess(`the numerator is "${one.column}", because no other column holds counts`));
    return { in: "pair", denominator, numerator: one };
  }
  if (counts.length !== 2 || counts.some(({ column }) => column === figure)) return undefined;
  const [a, b] = counts as [FoundColumn, FoundColumn];
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

/** Sums of money are left out unless the author asks for them. */
function tellCosts(notes: FileLook["notes"], counts: readonly FoundColumn[], taken: readonly FoundColumn[]): void {
  const costs = counts.filter((each) => costNames.test(each.column) && !taken.includes(each));
  if (costs.length === 0) return;
  const told = costs.map(({ column }) => `"${column}"`).join(", ");
  notes.push(
    guess(`${told}: sums of money, so not taken as the numerator; to report spending, name the column under numerator`),
  );
}

/** A percentage beside the counts that they do not give: it was weighted, or the counts were rounded or scaled. */
async function tellOtherPercent(
  { from, notes }: Pick<FileLook, "from" | "notes">,
  {
    numerator,
    denominator,
    numbers,
  }: { numerator: FoundColumn; denominator: FoundColumn; numbers: readonly FoundColumn[] },
): Promise<void> {
  for (const { column } of numbers.filter((each) => percentNames.test(each.column))) {
    const [n, d, p] = [numerator.column, denominator.column, column].map((each) => `try_cast(${cell(each)} as double)`);
    const [found] = await askAll(
      from.sources,
      `select count(*)::varchar as rows, (count(*) filter (where abs(100 * ${n} / ${d} - ${p}) > ${apart} and abs(${n} / ${d} - ${p}) > ${apart} / 100))::varchar as other
       from source where ${d} > 0 and ${p} is not null`,
    );
    if (Number(found?.other) <= Number(found?.rows) / 10) continue;
    notes.push(
      mind(
        `"${column}" is not "${numerator.column}" over "${denominator.column}" in ${found?.other} of ${found?.rows} rows: counts may be rounded or scaled, or the percentage weighted. Reports work the value out of the counts; to print what was published, name the column under \`value\` in place of them, and say given: value in the indicator`,
      ),
    );
  }
}

const apart = 0.6; // of a per cent

/** Rows in which one number is larger than another. */
export async function above(from: SourceGroup, one: string, other: string): Promise<number> {
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
  { notes, from }: FileLook,
  numbers: readonly FoundColumn[],
  counts: readonly FoundColumn[],
): Promise<ProposedCounts | undefined> {
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
