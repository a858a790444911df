import type { Assignment } from "../../../report/assign.ts";

/** How many there are: what was allocated, who gets reports, and what was allocated together where the trial says so. */
export type FlowCounts = { units: number; recipients: number; clusters: number | null };

/** A recipient with its assignment. */
export type ArmMember = readonly [code: string, assignment: Assignment];

/** Units and clusters of recipients, each counted once. */
export function countsOf(members: readonly ArmMember[]): FlowCounts {
  const clusters = new Set(members.flatMap(([, { cluster }]) => cluster ?? []));
  return {
    units: new Set(members.map(([, { unit }]) => unit)).size,
    recipients: members.length,
    clusters: members.some(([, { cluster }]) => cluster !== undefined) ? clusters.size : null,
  };
}

/** "136 units, 140 recipients, 12 clusters"; recipients only where they are not the units themselves. */
export function countsText({ units, recipients, clusters }: FlowCounts): string {
  return [
    `${units} ${units === 1 ? "unit" : "units"}`,
    ...(recipients === units ? [] : [`${recipients} ${recipients === 1 ? "recipient" : "recipients"}`]),
    ...(clusters === null ? [] : [`${clusters} ${clusters === 1 ? "cluster" : "clusters"}`]),
  ].join(", ");
}
