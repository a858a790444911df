import { literal, name } from "../input/files/table.ts";
import { toIso } from "../month.ts";
import { spansOf } from "./periods.ts";

/** How a query reads periods from a column: what stands for the period, and what must be joined for it. */
export type PeriodTable = { expression: string; join: string };

/**
 * Periods that the engine reads are read as they stand. Of others each text is listed with the last month of its period; one
 * that is not listed stays as it is, and is told of when the data are read.
 */
export function periodTable(column: string, texts: readonly string[]): PeriodTable {
  const spans = spansOf(texts);
  if (texts.every((text) => spans.get(text)?.isRead)) return { expression: `rows.${name(column)}`, join: "" };
  const listed = [...spans].flatMap(([text, { kind, last }]) =>
    kind === "years" ? [] : [`(${literal(text)}, ${literal(toIso(last))})`],
  );
  return {
    expression: `coalesce(listed.iso, rows.${name(column)})`,
    join: ` left join (values ${listed.join(", ")}) as listed(given, iso) on trim(rows.${name(column)}) = listed.given`,
  };
}
