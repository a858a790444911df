import { basename } from "node:path";
import type { Problem } from "../../problem.ts";
import type { Facts } from "./facts.ts";
import type { CycleRun } from "./runs.ts";
import { isTable } from "./snapshot.ts";

/** What was changed of words, designs, templates and engine from one rendered cycle to the next. */
export type Modification = { from: string; to: string; issued: readonly [string, string]; what: readonly string[] };

export function changesBetween(runs: readonly CycleRun[]): Modification[] {
  return runs.slice(1).flatMap((run, i) => {
    const before = runs[i]!;
    const what = changedFiles(madeFrom(before), madeFrom(run));
    if (what.length === 0) return [];
    return [{ from: before.cycle.id, to: run.cycle.id, issued: [before.cycle.issued, run.cycle.issued], what }];
  });
}

/** Changes for which no modification is recorded between the two days of issue. */
export function unrecordedChanges({ runs, trial }: Pick<Facts, "runs" | "trial">): Problem[] {
  return changesBetween(runs).flatMap(({ from, to, issued: [before, after], what }): Problem[] => {
    if (trial.file.modifications.some(({ date }) => before < date && date <= after)) return [];
    const files = what.length > 5 ? `${what.slice(0, 5).join(", ")} and ${what.length - 5} more` : what.join(", ");
    return [
      {
        code: "modification-not-recorded",
        severity: "warning",
        message: `between ${from} and ${to} these changed, and no modification is recorded: ${files}`,
        hint: "write what was changed and why under modifications in the trial's file (TIDieR item 10)",
      },
    ];
  });
}

/** What decides what a report says, apart from data and the trial's own file: name → fingerprint. */
function madeFrom({ made: { engine, inputs, templates } }: CycleRun): ReadonlyMap<string, string> {
  const files = Object.entries(inputs).filter(([file]) => !isTable(file) && !basename(file).startsWith("trial."));
  const looks = Object.entries(templates).map(([file, hash]): [string, string] => [`template ${file}`, hash]);
  return new Map([["engine", engine], ...files, ...looks]);
}

function changedFiles(before: ReadonlyMap<string, string>, now: ReadonlyMap<string, string>): string[] {
  const names = [...new Set([...before.keys(), ...now.keys()])].sort();
  return names.filter((name) => before.get(name) !== now.get(name));
}
