import type { Trial } from "../../input/study.ts";
import { wholeCell } from "../../input/trial/nested.ts";
import type { Levels, VariantCells } from "../differences/variants.ts";

/** What the levels are looked at with: the cells of one cycle, and which recipients. */
export type Sample = { cells: VariantCells["variant"]; codes: readonly string[] };

/** The levels that the other factors stand at while some are looked at: those of the first arm that has these; none where no arm does. */
export function baseLevels({ arms }: Trial, factors: readonly string[]): Levels | undefined {
  return [...arms.values()].find(({ levels }) => factors.every((factor) => Object.hasOwn(levels, factor)))?.levels;
}

/** The cell with one level of a factor, the others as in the first arm that has it. */
export function cellAt(trial: Trial, factor: string, level: string): Levels {
  const base = baseLevels(trial, [factor]) ?? {};
  return wholeCell(trial.file, { ...base, [factor]: level });
}

/** Every level of every factor, the other factors as in the first arm that has it. */
export function levelPairs(trial: Trial): { factor: string; level: string; levels: Levels }[] {
  return Object.entries(trial.file.factors).flatMap(([factor, { levels }]) =>
    Object.keys(levels).map((level) => ({ factor, level, levels: cellAt(trial, factor, level) })),
  );
}
