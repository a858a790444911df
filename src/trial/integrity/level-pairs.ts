import type { Trial } from "../../input/study.ts";
import type { Cells, Levels } from "../differences/variants.ts";

/** What the levels are looked at with: the cells of one cycle, and which recipients. */
export type Sample = { cells: Cells; codes: readonly string[] };

/** The levels that the other factors stand at while one is looked at: those of the first arm. */
export function baseLevels({ arms }: Trial): Levels {
  return [...arms.values()][0]?.levels ?? {};
}

/** Every level of every factor, the other factors as in the first arm. */
export function levelPairs(trial: Trial): { factor: string; level: string; levels: Levels }[] {
  const base = baseLevels(trial);
  return Object.entries(trial.file.factors).flatMap(([factor, { levels }]) =>
    Object.keys(levels).map((level) => ({ factor, level, levels: { ...base, [factor]: level } })),
  );
}
