import { literal, name } from "../../input/files/table.ts";
import { figure, type ProposedCounts } from "./counted.ts";
import type { ProposedPeriod } from "./period.ts";

/** What a query makes observations of. */
export type ProposedQuery = {
  code: string;
  period: ProposedPeriod;
  counts: ProposedCounts;
  indicator: { column: string } | { is: string }; // of a column of its own, or the same in all rows
  hasComma: boolean;
};

/** The query for rows that no mapping of columns fits. */
export function queryOf({ code, period, counts, indicator, hasComma }: ProposedQuery): string {
  const own = (column: string) => `rows.${name(column)}`;
  const number = (text: string) =>
    hasComma ? `try_cast(replace(${text}, ',', '.') as double)` : `try_cast(${text} as double)`;
  const which = "column" in indicator ? own(indicator.column) : literal(indicator.is);
  const { expression, join } = period.sql;
  const from = `${period.in === "header" ? unpivoted(period.columns) : "rows"}${join}`;
  const select = (id: string, numerator: string, denominator: string) =>
    `select ${own(code)} as code, ${id} as indicator, ${expression} as period, ${numerator} as numerator, ${denominator} as denominator\nfrom ${from}`;
  const value = period.in === "header" ? `rows.${figure}` : undefined;
  switch (counts.in) {
    case "pair":
      return `${about(period)}${select(which, value ?? own(counts.numerator.column), own(counts.denominator.column))}\n`;
    case "each":
      return `-- Each column of counts becomes an indicator.\n${counts.numerators
        .map(({ column }) => select(literal(column), own(column), own(counts.denominator.column)))
        .join("\nunion all\n")}\n`;
    case "percent": {
      const [p, n] = [number(own(counts.percent.column)), number(own(counts.denominator.column))];
      return `-- The count is worked out: a percentage of a number of patients is one whole number.\n${select(which, `round(${p} * ${n} / 100)`, n)}\n`;
    }
    case "against": {
      const of = (side: string) => number(`${side}.${name(counts.values)}`);
      const keys = [name(code), ...periodColumns(period).map(name)].map(
        (key) => `trim(rows.${key}) = trim(whole.${key})`,
      );
      const text =
        "column" in indicator
          ? `trim(rows.${name(indicator.column)}) || ' ' || trim(${own(counts.names)})`
          : `trim(${own(counts.names)})`;
      return `-- One row of each organisation and period is what the others are counted over.\n${select(text, of("rows"), of("whole"))} join rows as whole on ${keys.join(" and ")}\nwhere trim(whole.${name(counts.names)}) = ${literal(counts.whole)} and trim(${own(counts.names)}) <> ${literal(counts.whole)}\n`;
    }
    default: {
      const [names, numerator, denominator, text] =
        counts.in === "rows"
          ? [own(counts.names), counts.numerator, counts.denominator, value ?? own(counts.values)]
          : [own("part"), "numerator", "denominator", value ?? own(counts.values.column)];
      const of = (part: string) => `max(${number(text)}) filter (where trim(${names}) = ${literal(part)})`;
      return `${about(period)}${select(which, of(numerator), of(denominator))}\nwhere trim(${names}) in (${literal(numerator)}, ${literal(denominator)})\ngroup by 1, 2, 3\n`;
    }
  }
}

/** The columns that tell the period of a row. */
function periodColumns(period: ProposedPeriod): readonly string[] {
  if (period.in === "column") return [period.column];
  return period.in === "names" ? ["period"] : period.columns;
}

/** Every column of a period becomes rows: `period` is its name, `figure` what stands in it. */
function unpivoted(columns: readonly string[]): string {
  return `(from rows unpivot (${figure} for period in (${columns.map(name).join(", ")}))) as rows`;
}

function about({ in: where }: ProposedPeriod): string {
  const told = {
    header: "Every column of a period becomes rows.",
    columns: "The period is put together from two columns.",
    column: "Periods are written as their last month, 2026-08.",
    names: "The period is that of the name of the file.",
  }[where];
  return `-- ${told}\n`;
}
