import type { Problem } from "../../../problem.ts";
import type { Comparison } from "../../compare/compare.ts";
import type { PackEdition } from "../edition.ts";
import type { FollowedOutcomes } from "../exposure/by-cycle.ts";
import type { Facts } from "../facts.ts";
import type { Snapshot } from "../snapshot.ts";

/** What the pack says to an item: what it knows, what the trial's team has still to write, and where the facts stand. */
export type ChecklistAnswer =
  | {
      text: string; // empty where the pack knows nothing of this trial
      lines?: readonly string[]; // by arm, stage or the like
      missing?: string; // what only the trial's team knows; absent where the item is filled
      at?: readonly string[]; // files of the pack
    }
  | { notApplicable: string }; // why

/** What answers are made from. */
export type ChecklistAsked = {
  facts: Facts;
  edition: PackEdition;
  followed: FollowedOutcomes;
  snapshot: Snapshot;
  comparison: Comparison;
  warnings: readonly Problem[]; // what stands out between arms
};

/** By the names that checklists call them by. */
export type ChecklistAnswers = Readonly<Record<string, (asked: ChecklistAsked) => ChecklistAnswer>>;

/** "3 units", "1 unit" */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** "a, b and c" */
export function listed(all: readonly string[]): string {
  return all.length < 2 ? (all[0] ?? "") : `${all.slice(0, -1).join(", ")} and ${all.at(-1)}`;
}

/** "2026-04-01 to 2026-08-31", or the day where there is one alone. */
export function span(days: readonly string[]): string {
  const [first, last] = [days.toSorted()[0] ?? "", days.toSorted().at(-1) ?? ""];
  return first === last ? first : `${first} to ${last}`;
}
