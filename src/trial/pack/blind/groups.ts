import { comparedOf, type StageGroups } from "../groups.ts";
import { namesOf } from "./exposure.ts";
import type { Labels } from "./key.ts";
import type { BlindSource } from "./source.ts";

/** What units were randomised to, under labels and in their order: nothing of the key's own order is left. */
export function blindGroups(source: BlindSource, labels: Labels): readonly StageGroups[] {
  const names = namesOf(source, labels);
  const edition = { arm: labels.of, stage: names.stage };
  const isScheduled = Object.keys(source.trial.file.sequences).length > 0;
  return comparedOf({ trial: source.trial, run: source.runs.at(-1)! }, edition).map(({ stage, groups }) => ({
    stage,
    groups: groups
      .map((group) => (isScheduled ? { ...group, name: names.sequence(group.code) ?? "" } : group))
      .toSorted((a, b) => (a.name < b.name ? -1 : 1)),
  }));
}
