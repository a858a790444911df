import { findCycle } from "../../input/cycles.ts";
import type { Study, Trial } from "../../input/study.ts";
import type { Allocation } from "../../input/trial/allocation.ts";
import { placeOfRow } from "../../input/trial/list-row.ts";
import { inputError, once, type Place, type Problem, wrong } from "../../problem.ts";
import { assign, listOf, randomisedTo } from "../../report/assign.ts";
import type { EarlierRun } from "../earlier-runs.ts";
import { entriesOf, type TrialEntry } from "../frozen/ledger.ts";
import type { TrialRecord } from "../record.ts";

/**
 * Compares the allocation with what earlier cycles of the trial were made from, by the runs that are here and by the trial's ledger.
 * A unit that has changed its arm since is a problem, unless the trial's file accepts the change by name. Returns warnings: changes
 * that are accepted and were none.
 */
export function checkMoves(
  study: Study,
  { made, entries }: { made: readonly EarlierRun[]; entries: readonly TrialEntry[] },
): Problem[] {
  const { trial } = study;
  if (!trial) return [];
  const moves = [
    ...entriesOf(entries, "made").flatMap((before) => movesSince(study, trial, before.cycle, before)),
    ...made.flatMap(({ info, record }) => movesSince(study, trial, info.plan.cycle.id, record)),
  ];
  const problems = moves.filter((move) => !isAccepted(trial, move)).map((move) => told(trial, move));
  if (problems.length > 0) throw inputError(once(problems));
  return idle(trial, moves);
}

/** A unit that is not in the arm any more in which it was when a cycle was rendered. */
type Move = { unit: string; from: string; to: string | undefined; cycle: string; list: string; version: string };

type MadeUnder = Pick<TrialRecord, "arms" | "list" | "version">;

/** The units whose arm in a rendered cycle is not what the list says of that cycle now. */
function movesSince(study: Study, trial: Trial, cycle: string, { arms, list, version }: MadeUnder): Move[] {
  const [inputs] = study.topics.values();
  if (!inputs) return [];
  const { of } = assign(study, trial, findCycle(inputs, cycle));
  const now = new Map([...of].map(([code, each]) => [code, randomisedTo(trial, each)]));
  return Object.entries(arms)
    .filter(([code, arm]) => now.get(code) !== arm)
    .map(([unit, from]) => ({ unit, from, to: now.get(unit), cycle, list, version }));
}

function told(trial: Trial, { unit, from, to, cycle, list, version }: Move): Problem {
  return {
    code: "allocation-changed",
    severity: "error",
    message: `${unit} was in arm ${from} when ${cycle} was rendered (list ${list}, version ${version}); ${to ? `now it is in ${to}` : "now it is in none"}`,
    place: placeIn(listOf(trial), unit),
    hint: `put it back; if the trials unit has moved it, list it under accepted-changes in ${trial.path}; if nothing of that run was sent, remove it with feedback prune`,
  };
}

type AcceptedMove = Trial["file"]["accepted-changes"][number];

function isSame(change: AcceptedMove, { unit, from, to }: Move): boolean {
  return change.unit === unit && change.from === from && change.to === to;
}

function isAccepted({ file }: Trial, move: Move): boolean {
  return file["accepted-changes"].some((change) => isSame(change, move));
}

/** Changes that are accepted, and that no cycle that was rendered knows of. */
function idle(trial: Trial, moves: readonly Move[]): Problem[] {
  return trial.file["accepted-changes"].flatMap((change, i): Problem[] => {
    if (moves.some((move) => isSame(change, move))) return [];
    const { unit, from, to } = change;
    const message = `the move of ${unit} from ${from} to ${to} is accepted, and it was not in ${from} in any cycle that was rendered, or is not in ${to}`;
    const hint = "look at the unit and the arms; take it out if nobody was moved";
    return [
      { ...wrong("idle-acceptance", message, trial.placeOf(["accepted-changes", i]), hint), severity: "warning" },
    ];
  });
}

/** Where the list tells of a unit; its top where it does not. */
function placeIn({ units, files: [file = ""] }: Allocation, code: string): Place {
  const row = units.findLast(({ unit }) => unit === code);
  return row ? placeOfRow(row) : { file, line: 1, column: 1 };
}
