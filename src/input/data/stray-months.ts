import type { DuckDBConnection } from "@duckdb/node-api";
import { type Month, monthName } from "../../month.ts";
import { rows } from "../files/table.ts";
import type { RowCheck } from "./row-check.ts";

const after = 6; // months without any row, from which what follows may be a slip
const before = 120; // the same of what comes first: a year of two digits, or none
const few = 0.25; // of the organisations that a month usually has

/** How many organisations of the directory have a row in a month. */
export type MonthMet = { month: Month; codes: number };

/** What `strayMonths` is told of, from the tables `observed` and `ours`; in order. */
export async function findMonths(tables: DuckDBConnection): Promise<MonthMet[]> {
  const found = await rows(
    tables,
    `select month::varchar as month, count(distinct code)::varchar as codes from observed
     where month is not null and code in (select code from ours) group by month order by month`,
  );
  return found.map(({ month, codes }) => ({ month: Number(month), codes: Number(codes) }));
}

/**
 * Rows of few organisations that stand months after all others, or decades before: a year was mistyped, and would be the end of
 * the data. A gap counts where it is more than twice as long as the usual step from one period to the next.
 */
export function strayMonths(all: readonly MonthMet[]): RowCheck[] {
  if (all.length < 3) return [];
  const usual = middleOf(all.map(({ codes }) => codes));
  const step = middleOf(all.slice(1).map(({ month }, i) => month - all[i]!.month));
  const isFew = (some: readonly { codes: number }[]) => some.every(({ codes }) => codes <= few * usual);
  const checks: RowCheck[] = [];
  for (const [i, { month }] of all.entries()) {
    const earlier = all[i - 1];
    if (!earlier) continue;
    const gap = month - earlier.month;
    if (gap <= 2 * step) continue;
    if (gap > after && isFew(all.slice(i))) {
      checks.push(checkOf(`month >= ${month}`, `after all others, which end in ${monthName(earlier.month)}`, gap));
      break;
    }
    if (gap > before && isFew(all.slice(0, i)))
      checks.push(checkOf(`month <= ${earlier.month}`, `before all others, which begin in ${monthName(month)}`, gap));
  }
  return checks;
}

function checkOf(where: string, told: string, gap: number): RowCheck {
  return {
    cause: "month-far-off",
    where,
    message: `'period "' || period || '" is ${gap} months ${told}, for few organisations'`,
    hint: "look at the year: the last month of the data decides which cycle is made",
    of: "period",
  };
}

function middleOf(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
