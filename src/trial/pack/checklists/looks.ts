import type { TrialFile } from "../../../input/trial/trial.ts";

/** The looks that a trial has planned, each with its rule: "after 2026-06, where the best 1 beside M2 go on". */
export function looksOf({ looks, control }: Pick<TrialFile, "looks" | "control">): string[] {
  return looks.map(({ cycle, best, "p-below": p }) => {
    const rule =
      p === undefined
        ? `the best ${best} beside ${control} go on`
        : `arms go on that do better than ${control} with a one-sided P below ${p}`;
    return `after ${cycle}, where ${rule}`;
  });
}
