import type { WrittenCell } from "./written.ts";

export const fidelityColumns = [
  "part",
  "arm",
  "other_arm",
  "item",
  "value",
  "numerator",
  "denominator",
  "other_numerator",
  "other_denominator",
  "lower",
  "upper",
  "note",
] as const;

/** One figure of the fidelity report as a row of its table; what is left out stands empty. */
export function fidelityRow(
  cells: Readonly<Partial<Record<(typeof fidelityColumns)[number], WrittenCell>>>,
): Readonly<Record<string, WrittenCell>> {
  return Object.fromEntries(fidelityColumns.map((column) => [column, cells[column] ?? null]));
}
