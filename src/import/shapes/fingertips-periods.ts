import { type ChosenPeriods, choosePeriods } from "../chosen-periods.ts";
import { guess, limit, type PartNote, type SourceGroup, type Theirs } from "../part.ts";
import { kindWords, periodsTold, spanOf } from "../periods.ts";
import { askAll, cell, columnOf } from "../source.ts";

/** An indicator with the texts of its periods: those of several years together, and those that are taken. */
type TimedTexts = {
  each: Theirs;
  texts: readonly string[];
  pooled: readonly string[];
  chosen: ChosenPeriods | undefined;
};

/**
 * Indicators with the kind of period that their figures are of, and the texts of periods that are left out. `Time period
 * range` says 3y of figures of three years together.
 */
export async function withPeriods(
  from: SourceGroup,
  found: readonly Theirs[],
  kept: string, // rows that are looked at, in SQL
  notes: PartNote[],
): Promise<{ theirs: Theirs[]; left: string[] }> {
  const range = columnOf(from.sources[0]!, "Time period range");
  const rows = await askAll(
    from.sources,
    `select distinct ${cell("Indicator ID")} as theirs, ${cell("Time period")} as text, ${range ? cell(range) : "''"} as range from source where ${kept} order by 1, 2`,
  );
  const all = found.map((each): TimedTexts => {
    const own = rows.flatMap(({ theirs, text, range: years }) =>
      theirs === each.theirs ? [{ text: text ?? "", isPooled: isPooled(text ?? "", years ?? "") }] : [],
    );
    const textsOf = (pooled: boolean) => own.filter((one) => one.isPooled === pooled).map(({ text }) => text);
    return {
      each,
      texts: own.map(({ text }) => text),
      pooled: textsOf(true),
      chosen: choosePeriods(textsOf(false)),
    };
  });
  const wanted = new Set(all.flatMap(({ chosen }) => chosen?.kept ?? []));
  const theirs = all.flatMap(({ each, texts, pooled, chosen }) => {
    const name = `${each.theirs}, ${each.called}`;
    const isApart = chosen && texts.every((text) => chosen.kept.includes(text) || !wanted.has(text));
    if (!isApart) {
      const why = pooled.length > 0 ? severalYears(pooled) : `not of one kind (${texts.slice(0, 4).join(", ")})`;
      notes.push(limit(`${name}: left out, since its periods are ${why}`));
      return [];
    }
    if (pooled.length > 0) notes.push(limit(`${name}: rows are left out whose periods are ${severalYears(pooled)}`));
    notes.push(guess(`${name}: ${periodsTold(chosen.kind, chosen.kept)}`));
    return [{ ...each, period: chosen.kind }];
  });
  return { theirs, left: [...new Set(all.flatMap(({ texts }) => texts))].filter((text) => !wanted.has(text)) };
}

function isPooled(text: string, range: string): boolean {
  return Number(/^(\d+)y/i.exec(range)?.[1] ?? 1) > 1 || spanOf(text)?.kind === "years";
}

/** Years that overlap: a change from one to the next is that of the years which they do not share. */
function severalYears(texts: readonly string[]): string {
  return `${kindWords.years} (${texts.slice(0, 3).join(", ")}), which overlap and cannot be compared one with the next`;
}
