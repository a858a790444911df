import { join } from "node:path";
import { findCycle } from "../../input/load.ts";
import type { Study, Trial } from "../../input/study.ts";
import type { Allocation } from "../../input/trial/allocation.ts";
import { placeOfRow } from "../../input/trial/list-row.ts";
import { recordFiles } from "../../output/run-files.ts";
import { cyclesIn, speakingFor } from "../../output/runs.ts";
import { inputError, once, type Place, type Problem } from "../../problem.ts";
import { assign, listOf, randomisedTo } from "../../report/assign.ts";
import type { World } from "../../world.ts";
import { entriesOf, type TrialEntry } from "../frozen/ledger.ts";
import type { TrialRecord } from "../record.ts";

/**
 * Compares the allocation with what earlier cycles of the trial were made from, by the runs that are here and by the trial's ledger.
 * A unit that has changed its arm since is a problem, unless the trial's file accepts the change by name. `runs` is the folder of all
 * the trial's runs.
 */
export async function checkMoves(
  world: World,
  study: Study,
  { runs, entries }: { runs: string; entries: readonly TrialEntry[] },
): Promise<void> {
  const { trial } = study;
  if (!trial) return;
  const problems = entriesOf(entries, "made").flatMap((made) => movesSince(study, trial, made.cycle, made));
  for (const cycleFolder of await cyclesIn(world, runs))
    for (const run of await speakingFor(world, cycleFolder)) {
      const record = await trialIn(world, run.folder);
      if (record?.id !== trial.file.trial) continue;
      if (record.rehearsal !== listOf(trial).rehearsal) continue; // a rehearsal binds nobody
      problems.push(...movesSince(study, trial, run.plan.cycle.id, record));
    }
  if (problems.length > 0) throw inputError(once(problems));
}

async function trialIn(world: World, folder: string): Promise<TrialRecord | undefined> {
  const text = await world.readText(join(folder, recordFiles.run));
  return (JSON.parse(text ?? "{}") as { trial?: TrialRecord }).trial;
}

type Made = Pick<TrialRecord, "arms" | "list" | "version">;

/** The units whose arm in a rendered cycle is not what the list says of that cycle now. */
function movesSince(study: Study, trial: Trial, cycle: string, before: Made): Problem[] {
  const [inputs] = study.topics.values();
  if (!inputs) return [];
  const { of } = assign(study, trial, findCycle(inputs, cycle));
  const now = new Map([...of].map(([code, each]) => [code, randomisedTo(trial, each)]));
  const moved = Object.entries(before.arms).filter(([code, arm]) => now.get(code) !== arm);
  return moved
    .filter(([code, arm]) => !isAccepted(trial, code, arm, now.get(code)))
    .map(([code, arm]): Problem => {
      const current = now.get(code);
      return {
        code: "allocation-changed",
        severity: "error",
        message: `${code} was in arm ${arm} when ${cycle} was rendered (list ${before.list}, version ${before.version}); ${current ? `now it is in ${current}` : "now it is in none"}`,
        place: placeIn(listOf(trial), code),
        hint: `put it back; if the trials unit has moved it, list it under accepted-changes in ${trial.path}; if nothing of that run was sent, remove it with feedback prune`,
      };
    });
}

function isAccepted({ file }: Trial, unit: string, from: string, to: string | undefined): boolean {
  return file["accepted-changes"].some((change) => change.unit === unit && change.from === from && change.to === to);
}

/** Where the list tells of a unit; its top where it does not. */
function placeIn({ units, files: [file = ""] }: Allocation, code: string): Place {
  const row = units.findLast(({ unit }) => unit === code);
  return row ? placeOfRow(row) : { file, line: 1, column: 1 };
}
