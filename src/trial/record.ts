import type { Trial } from "../input/study.ts";
import { type Assignment, type Assignments, listOf, type Ruling, randomisedTo } from "../report/assign.ts";

/** What a run puts down of its trial: the list, every unit's masked arm, and the rulings on mergers. */
export type TrialRecord = {
  id: string;
  list: string;
  version: string;
  rehearsal: boolean;
  arms: Readonly<Record<string, string>>; // by recipient: what it was randomised to, an arm or a sequence of arms
  assignments: Readonly<Record<string, Assignment>>;
  rulings: readonly Ruling[];
};

export function trialRecord(trial: Trial, { of, rulings }: Assignments): TrialRecord {
  const { list, version, rehearsal } = listOf(trial);
  const sorted = [...of].sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    id: trial.file.trial,
    list,
    version,
    rehearsal,
    arms: Object.fromEntries(sorted.map(([code, each]) => [code, randomisedTo(trial, each)])),
    assignments: Object.fromEntries(sorted),
    rulings,
  };
}
