import { literal, name } from "../input/files/table.ts";
import { toIso } from "../month.ts";
import { spanOf } from "./periods.ts";

/** How a query reads months from a column: what stands for the month, and what must be joined for it. */
export type MonthTable = { expression: string; join: string };

/**
 * Months that are written as 2026-08 are read as they stand. Of others each text is listed with its month; one that is not
 * listed stays as it is, and is told of when the data are read.
 */
export function monthTable(column: string, texts: readonly string[]): MonthTable {
  if (texts.every((text) => spanOf(text)?.isRead)) return { expression: `rows.${name(column)}`, join: "" };
  const listed = texts.flatMap((text) => {
    const span = spanOf(text);
    return span?.kind === "month" ? [`(${literal(text)}, ${literal(toIso(span.last))})`] : [];
  });
  return {
    expression: `coalesce(listed.iso, rows.${name(column)})`,
    join: ` left join (values ${listed.join(", ")}) as listed(given, iso) on trim(rows.${name(column)}) = listed.given`,
  };
}
