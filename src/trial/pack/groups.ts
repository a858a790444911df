import { listedCodes } from "../../input/trial/listed.ts";
import { type Assignment, randomisedTo } from "../../report/assign.ts";
import type { PackEdition } from "./edition.ts";
import type { Facts } from "./facts.ts";

/** Those who were randomised to the same: an arm, or a sequence of arms where units change theirs by a schedule. */
export type ArmGroup = {
  code: string; // of the arm or the sequence
  name: string; // as the edition says it
  of: readonly (readonly [code: string, assignment: Assignment])[]; // recipients, as the list has them in this cycle
};

/** The list as a run recorded it. */
type ListedTrial = Pick<Facts, "trial"> & { run: Pick<Facts["run"], "trial"> };

/** What units are randomised to, in the order of the key, whoever is in it in this cycle. Groups without anybody are left out. */
export function groupsOf({ trial, run }: ListedTrial, edition: Pick<PackEdition, "arm">): readonly ArmGroup[] {
  const isScheduled = Object.keys(trial.file.sequences).length > 0;
  const all = Object.entries(run.trial.assignments);
  return listedCodes(trial.file, trial.arms).flatMap((code) => {
    const of = all.filter(([, each]) => randomisedTo(trial, each) === code);
    return of.length > 0 ? [{ code, name: isScheduled ? code : edition.arm(code), of }] : [];
  });
}

/** Units and clusters among recipients, each counted once. */
export function sizesOf({ of }: Pick<ArmGroup, "of">): { units: number; clusters: number } {
  return {
    units: new Set(of.map(([, { unit }]) => unit)).size,
    clusters: new Set(of.flatMap(([, { cluster }]) => cluster ?? [])).size,
  };
}

/** Groups that are compared with one another: of a trial in stages those of each stage by themselves. */
export type StageGroups = { stage: string | null; groups: readonly ArmGroup[] };

/**
 * What units were randomised to, stage by stage: everybody who was ever in an arm of a stage is in its group there, wherever they are now.
 * In other trials there is one set of groups.
 */
export function comparedOf(facts: ListedTrial, edition: Pick<PackEdition, "arm" | "stage">): readonly StageGroups[] {
  const { stages } = facts.trial.file;
  if (stages.length === 0) return [{ stage: null, groups: groupsOf(facts, edition) }];
  const all = Object.entries(facts.run.trial.assignments);
  return stages.flatMap(({ stage, arms }) => {
    const groups = arms.flatMap((code) => {
      const of = all.filter(([, each]) => armIn(each, stage) === code);
      return of.length > 0 ? [{ code, name: edition.arm(code), of }] : [];
    });
    return groups.length > 0 ? [{ stage: edition.stage(stage), groups }] : [];
  });
}

/** A step of a unit's way through stages. */
export type GroupStep = { stage: string; arm: string };

/** "feedback-alone:S1 > stepped-up:S9" */
export function stepsOf({ sequence }: Pick<Assignment, "sequence">): GroupStep[] {
  return sequence.split(" > ").map((step) => {
    const [stage = "", arm = ""] = step.split(":");
    return { stage, arm };
  });
}

/** The arm that a unit was in, in a stage; undefined where it was in none. */
export function armIn(assignment: Pick<Assignment, "sequence">, stage: string): string | undefined {
  return stepsOf(assignment).find((step) => step.stage === stage)?.arm;
}
