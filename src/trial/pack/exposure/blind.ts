import type { Facts } from "../facts.ts";
import { shownColumns } from "./columns.ts";
import { type TypedTable, typed } from "./typed-table.ts";

/**
 * The exposure table without what tells one arm from another: for those who must stay blind. Where arms have other topics or cycles by
 * design, what reports show tells too; baseline and outcome do not, since everybody has them.
 */
export function blindTable(
  { typed: columns, rows }: TypedTable,
  { arms, designs }: Pick<Facts, "arms" | "designs">,
): TypedTable {
  const schedules = arms.map((arm) => {
    const { topic, design } = designs.get(arm)!;
    return JSON.stringify([topic, design.cycles.map(({ id }) => id)]);
  });
  const shown = new Set<string>(new Set(schedules).size > 1 ? shownColumns.map(({ name }) => name) : []);
  return typed(
    columns.filter(({ name, tells }) => !tells && !shown.has(name)),
    rows,
  );
}
