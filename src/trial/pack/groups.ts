import { listedCodes } from "../../input/trial/listed.ts";
import { type Assignment, randomisedTo } from "../../report/assign.ts";
import type { PackEdition } from "./edition.ts";
import type { Facts } from "./facts.ts";

/** Those who were randomised to the same: an arm, or a sequence of arms where units change theirs by a schedule. */
export type Group = {
  code: string; // of the arm or the sequence
  name: string; // as the edition says it
  of: readonly (readonly [code: string, assignment: Assignment])[]; // recipients, as the list has them in this cycle
};

/** What units are randomised to, in the order of the key, whoever is in it in this cycle. Groups without anybody are left out. */
export function groupsOf(
  { trial, run }: Pick<Facts, "trial" | "run">,
  edition: Pick<PackEdition, "arm">,
): readonly Group[] {
  const isScheduled = Object.keys(trial.file.sequences).length > 0;
  const all = Object.entries(run.trial.assignments);
  return listedCodes(trial.file, trial.arms).flatMap((code) => {
    const of = all.filter(([, each]) => randomisedTo(trial, each) === code);
    return of.length > 0 ? [{ code, name: isScheduled ? code : edition.arm(code), of }] : [];
  });
}

/** Units and clusters among recipients, each counted once. */
export function sizesOf({ of }: Pick<Group, "of">): { units: number; clusters: number } {
  return {
    units: new Set(of.map(([, { unit }]) => unit)).size,
    clusters: new Set(of.flatMap(([, { cluster }]) => cluster ?? [])).size,
  };
}
