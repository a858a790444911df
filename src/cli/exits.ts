import type { Problem } from "../problem.ts";

/** Exit codes: all made or clean; some reports failed, or findings of severity error; unusable input, nothing made. */
export const exits = { clean: 0, failed: 1, unusable: 2 } as const;

/** 1 where one of some problems is an error. */
export function exitOf(problems: readonly Problem[]): number {
  return problems.some(({ severity }) => severity === "error") ? exits.failed : exits.clean;
}
