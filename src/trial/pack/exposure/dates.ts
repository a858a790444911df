import type { Trial } from "../../../input/study.ts";
import type { TrialEvent } from "../../../input/trial/events.ts";
import { rememberedBy } from "../../../remembered.ts";
import { type AnalysisStatus, type Assignment, randomisedTo } from "../../../report/assign.ts";
import type { Facts } from "../facts.ts";
import type { CycleRun } from "../runs.ts";
import type { WrittenCell } from "../written.ts";

const statusAfter: Readonly<Partial<Record<TrialEvent["event"], AnalysisStatus>>> = {
  "opt-out": "opted-out",
  "withdraw-from-intervention": "withdrawn",
  "withdraw-from-data": "withdrawn-with-data",
  close: "closed",
  merge: "merged",
  "drop-arm": "arm-dropped",
};

/** Since when a unit is in its arm, since when its status holds, and what it merged into; as of the day of issue. */
export function dateCells(
  { trial }: Pick<Facts, "trial">,
  { cycle }: Pick<CycleRun, "cycle">,
  { code, assignment }: { code: string; assignment: Assignment },
): Record<string, WrittenCell> {
  const { unit, status } = assignment;
  const given = randomisedTo(trial, assignment);
  const rows = rowsOf(trial, unit).filter((row) => row.from <= cycle.issued);
  const placed = rows.filter((row) => row.arm === given);
  const events = trial.events.filter(
    (event) => event.date <= cycle.issued && ([unit, code].includes(event.unit) || event.arm === assignment.arm),
  );
  const event = events.findLast(({ event: kind }) => statusAfter[kind] === status);
  const listed = rows.find((row) => row.status === status);
  const merger = events.findLast(({ event: kind }) => kind === "merge");
  return {
    allocated_from: placed.map(({ from }) => from).sort()[0] ?? null,
    status_from: status === "active" ? null : (event?.date ?? listed?.from ?? null),
    merged_into: merger?.other ?? null,
  };
}

/** The rows of the list that are of a unit, in its order. */
function rowsOf({ allocation }: Pick<Trial, "allocation">, unit: string): readonly UnitRow[] {
  if (!allocation) return [];
  return remembered([allocation], "", () => Map.groupBy(allocation.units, (row) => row.unit)).get(unit) ?? [];
}

type UnitRow = NonNullable<Trial["allocation"]>["units"][number];

const remembered = rememberedBy<ReadonlyMap<string, readonly UnitRow[]>>();
