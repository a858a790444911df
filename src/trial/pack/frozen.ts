import { dirname } from "node:path";
import type { Trial } from "../../input/study.ts";
import { toldIn } from "../../output/chain.ts";
import { inputError, type Problem } from "../../problem.ts";
import type { World } from "../../world.ts";
import { partName } from "../frozen/definition.ts";
import { heldTo } from "../frozen/held.ts";
import { entriesOf, type LedgerEntry, ledgerFolder, readTrialLedger, type TrialEntry } from "../frozen/ledger.ts";
import type { CycleRun, RunFile } from "./runs.ts";

/** What the trial's ledger says of the cycles that are packed. */
export type Frozen = {
  lines: number; // up to the run that is packed
  head: string; // hash of its last line: it stands for all before
  entries: readonly TrialEntry[];
};

/**
 * Holds the runs of a pack against the trial's ledger: each must be the one that was sealed, each cycle of the ledger must be here,
 * and the trial must be what it was. Undefined for a rehearsal, and where nothing was ever written down. Throws an InputError else.
 */
export async function heldToLedger(
  world: World,
  trial: Trial,
  { run, runs }: { run: RunFile; runs: readonly CycleRun[] },
): Promise<Frozen | undefined> {
  if (run.trial.rehearsal) return undefined;
  const folder = ledgerFolder(trial, dirname(dirname(run.folder)));
  const { lines: all, entries } = await readTrialLedger(world, folder);
  if (entries.length === 0) return undefined;
  await heldTo(world, trial, entries, { id: run.cycle.id });
  const made = entriesOf(entries, "made").filter(({ cycle }) => cycle <= run.cycle.id);
  const problems = [
    ...runs.flatMap((each) => (each.folder === run.folder && each.seal === undefined ? [] : notSealedSo(each, made))),
    ...missingCycles(runs, made, folder),
  ];
  if (problems.length > 0) throw inputError(problems);
  const own = all.findLastIndex((line) => "kind" in line && line.kind === "made" && line.run === run.id);
  const lines = own < 0 ? all : all.slice(0, own + 1); // a later cycle changes nothing of this one's pack
  return { lines: lines.length, head: lines.at(-1)!.hash, entries: toldIn(lines) };
}

/** A run that is not in the ledger, or was sealed with other bytes. */
function notSealedSo({ cycle, run, seal, folder }: CycleRun, made: readonly LedgerEntry<"made">[]): Problem[] {
  const same = made.filter((entry) => entry.run === run);
  if (same.some((entry) => entry.seal === seal)) return [];
  return [
    {
      code: "run-not-in-ledger",
      severity: "error",
      message:
        same.length > 0
          ? `the run of ${cycle.id} in "${folder}" is not the one that the trial's ledger was told of: its seal is another`
          : `the trial's ledger knows nothing of the run of ${cycle.id} in "${folder}"`,
      hint: "pack the run that was made with this ledger beside it; render --resume writes down a whole run that is not in it",
    },
  ];
}

function missingCycles(runs: readonly CycleRun[], made: readonly LedgerEntry<"made">[], folder: string): Problem[] {
  const here = new Set(runs.map(({ cycle }) => cycle.id));
  const missing = [...new Set(made.map(({ cycle }) => cycle))].filter((cycle) => !here.has(cycle));
  return missing.map((cycle) => ({
    code: "missing-cycle",
    severity: "error",
    message: `the trial's ledger in "${folder}" has a run of ${cycle}, and none is here`,
    hint: "put back the run of that cycle beside this one: a pack is of all cycles so far",
  }));
}

/** What was changed of the trial itself, each by name, reason and who accepted it, with the cycles that were made with it. */
export function changesOfTrial({ entries }: Frozen): string[] {
  const cycles = [...new Set(entriesOf(entries, "made").map(({ cycle }) => cycle))].sort();
  return entriesOf(entries, "changed").map(({ cycle, part, accepted }) => {
    const touched = cycles.filter((each) => each >= cycle);
    return `${accepted.date}: ${partName(part)} was changed after reports had been made: ${accepted.what} (${accepted.reason}; approved by ${accepted["approved-by"]}). Cycles with the change: ${touched.join(", ") || "none so far"}`;
  });
}

/** A pack that cannot tell what was changed since the first cycle. */
export function withoutLedger(frozen: Frozen | undefined, { trial }: RunFile): Problem[] {
  if (frozen || trial.rehearsal) return [];
  return [
    {
      code: "no-ledger",
      severity: "warning",
      message:
        "the trial has no ledger: whether its arms, levels or rules have changed since its first cycle cannot be told",
      hint: "a render of all recipients writes one beside the runs",
    },
  ];
}
