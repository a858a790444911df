import { type CountedTheirs, guess, type PartNote, type SourceGroup } from "./part.ts";
import { askAll, cell } from "./source.ts";

/** Where the numbers of each indicator stand. */
export type MeasuredColumns = { indicator: string; numerator: string; denominator: string };

/**
 * The indicators of long rows, by their numbers: a share where no numerator is above its denominator; denominators with three
 * decimals and of a few hundred at most are thousands of patients, which is told as a guess.
 */
export async function measured(
  from: SourceGroup,
  { indicator, numerator, denominator }: MeasuredColumns,
  words: Pick<CountedTheirs, "numerator" | "denominator" | "isOverList">,
  notes: PartNote[],
): Promise<CountedTheirs[]> {
  const found = await askAll(
    from.sources,
    `select ${cell(indicator)} as theirs,
       count(*) filter (where d <> floor(d) and abs(d * 1000 - round(d * 1000)) < 0.001)::varchar as parts,
       count(*) filter (where n > d)::varchar as above, count(d)::varchar as known, median(d)::varchar as middle
     from (select *, try_cast(${cell(numerator)} as double) as n, try_cast(${cell(denominator)} as double) as d from source)
     group by 1 having theirs <> '' order by 1`,
  );
  const thousands: string[] = [];
  const theirs = found.map(({ theirs: name, parts, above, known, middle }): CountedTheirs => {
    const own = { ...words, theirs: name ?? "" };
    if (Number(parts) <= Number(known) / 2 || Number(middle) >= 1000)
      return { ...own, kind: Number(above) === 0 && !words.isOverList ? "share" : "rate" };
    thousands.push(own.theirs);
    return { ...own, kind: "rate", denominator: "patients", times: { denominator: 1000, why }, isOverList: true };
  });
  if (thousands.length > 0) notes.push(guess(`${thousands.join(", ")}: ${why}, so they are multiplied by 1,000`));
  return theirs;
}

const why = "denominators are thousands of patients, such as 11.299";
