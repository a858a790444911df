import type { Problem } from "../../problem.ts";
import type { Row } from "../files/table.ts";
import { rowProblem } from "./bad-rows.ts";
import { findNearMisses, tellNearMisses } from "./near-misses.ts";
import type { ObservationSource } from "./observation-source.ts";

/**
 * Tells of keys that are bent on their way, each way once, at the first row of it; `rows` has for each key that is not known its
 * first row and how many there are. Returns the keys that are told of.
 */
export function tellBentRows(
  rows: ReadonlyMap<string, Row>,
  known: Iterable<string>,
  words: Parameters<typeof tellNearMisses>[1],
  placeOf: ObservationSource["placeOf"],
  problems: Problem[],
): ReadonlySet<string> {
  const misses = findNearMisses(rows.keys(), known).map((miss) => {
    const row = rows.get(miss.key)!;
    return { ...miss, row, rows: Number(row.rows) };
  });
  for (const { first, message, mend } of tellNearMisses(misses, words))
    problems.push(rowProblem("near-miss", first, message, placeOf, mend));
  return new Set(misses.map(({ key }) => key));
}
