import type { Arm } from "./arms.ts";
import type { TrialFile } from "./trial.ts";

/** The codes that the trials unit's list may give a unit: those of the arms. */
export function listedCodes(_trial: Pick<TrialFile, "ratio">, arms: ReadonlyMap<string, Arm>): string[] {
  return [...arms.keys()];
}

/** How many parts of the units each code of the list is to have: 1 where the trial does not say. */
export function ratioOf(
  { ratio }: Pick<TrialFile, "ratio">,
  codes: readonly string[],
): Readonly<Record<string, number>> {
  return Object.fromEntries(codes.map((code) => [code, ratio[code] ?? 1]));
}
