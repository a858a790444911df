import type { Cycle } from "../../input/campaign/campaign.ts";
import type { Trial } from "../../input/study.ts";
import type { Measuring } from "../../report/subjects.ts";
import type { Levels } from "../differences/attribute.ts";

/** What the levels are looked at with: a cycle, the recipients, and how numbers are had. */
export type Sample = Measuring & { cycle: Cycle; codes: readonly string[] };

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
