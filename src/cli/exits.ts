import type { InputError, Problem } from "../problem.ts";

/** Exit codes, which scripts can tell apart; `docs/pipeline.md` has them as a table. */
export const exits = {
  clean: 0, // all made, or no findings of severity error
  failed: 1, // some reports failed, or findings of severity error
  unusable: 2, // the input or the command cannot be used, and nothing was made
  environment: 3, // this machine lacks something: a browser, room on the disk, a lock that another run holds
  stopped: 4, // by Ctrl-C or SIGTERM, after the reports in hand
  budget: 5, // more reports failed than are allowed, so the run was stopped
} as const;

/** Of something that was thrown for people. */
export function exitOfError({ isOfMachine }: InputError): number {
  return isOfMachine ? exits.environment : exits.unusable;
}

/** 1 where one of some problems is an error. */
export function exitOf(problems: readonly Problem[]): number {
  return problems.some(({ severity }) => severity === "error") ? exits.failed : exits.clean;
}
