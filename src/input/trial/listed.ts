import type { TrialFile } from "./trial.ts";

/** The codes that the trials unit's list may give a unit: those of the sequences where it has such, else those of the arms. */
export function listedCodes({ sequences }: Pick<TrialFile, "sequences">, arms: ReadonlyMap<string, unknown>): string[] {
  const codes = Object.keys(sequences);
  return codes.length > 0 ? codes : [...arms.keys()];
}

/** The arms that a code of the list stands for: itself, or those of its sequence in order. */
export function armsOfCode({ sequences }: Pick<TrialFile, "sequences">, code: string): readonly string[] {
  return Object.hasOwn(sequences, code) ? sequences[code]! : [code];
}

/** How many parts of the units each code of the list is to have: 1 where the trial does not say. */
export function ratioOf(
  { ratio }: Pick<TrialFile, "ratio">,
  codes: readonly string[],
): Readonly<Record<string, number>> {
  return Object.fromEntries(codes.map((code) => [code, ratio[code] ?? 1]));
}
