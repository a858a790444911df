import { type Problem, wrong } from "../../problem.ts";
import { spotOf } from "../files/cells.ts";
import type { Row } from "../files/table.ts";

/** A fault of a row of the directory: what was seen of which cause, in which column, and what mends it. */
export type RowFault = {
  row: Row;
  cause: string; // rows of one cause are told of once
  message: string;
  column?: string | undefined;
  hint?: string | undefined;
  isDoubt?: boolean; // a warning: the row is read without what is doubtful
};

/** What is wrong with the rows of a directory, each cause once: the first row of it, and where the others are. */
export function tellRowFaults(faults: readonly RowFault[]): Problem[] {
  const alike = Map.groupBy(faults, ({ cause, column, isDoubt }) => JSON.stringify([cause, column, isDoubt]));
  return [...alike.values()].map(([first, ...others]) => {
    const { row, message, column, hint, isDoubt } = first!;
    const { place, told } = spotOf(row.file ?? "", Number(row.line), column);
    const problem = wrong("bad-row", `${told}${message}${andMore(others)}`, place, hint);
    return isDoubt ? { ...problem, code: "doubtful-cell", severity: "warning" } : problem;
  });
}

const few = 5; // rows named besides the first

/** "; and 30 more rows like it: 7, 9, 14, 15, 20, …" */
function andMore(others: readonly RowFault[]): string {
  if (others.length === 0) return "";
  const at = others.slice(0, few).map(({ row }) => row.line);
  return `; and ${others.length} more ${others.length === 1 ? "row" : "rows"} like it: ${at.join(", ")}${others.length > few ? ", …" : ""}`;
}
