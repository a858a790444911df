import type { ArtefactEntry } from "../../../output/store.ts";
import type { PackEdition } from "../edition.ts";
import { type Facts, headlineOf } from "../facts.ts";
import { isWithheld } from "../fate.ts";
import type { CycleRun } from "../runs.ts";
import type { WrittenCell } from "../written.ts";
import { withdrawnWithData } from "./outcomes.ts";
import type { Exposed } from "./reports.ts";

/** Who is meant, in which cycle and arm. */
export function unitCells(
  edition: Pick<PackEdition, "code" | "stage" | "sequence">,
  { run: { trial, cycle }, code, assignment }: Exposed<Pick<CycleRun, "trial" | "cycle">>,
): Record<string, WrittenCell> {
  return {
    list_id: trial.list,
    list_version: trial.version,
    cycle: cycle.id,
    unit: assignment.unit,
    code,
    arm: edition.code(assignment.arm),
    arm_of_report: edition.code(assignment.sent ?? assignment.arm),
    status: assignment.status,
    issued: cycle.issued,
    cluster: assignment.cluster ?? null,
    stratum: assignment.stratum ?? null,
    stage: edition.stage(assignment.stage) || null,
    sequence: edition.sequence(assignment.sequence),
  };
}

/** What the report of a cycle shows, as it was released. */
export function shownCells(facts: Facts, { run, code, assignment }: Exposed): Record<string, WrittenCell> {
  const entries = run.entries.get(code) ?? [];
  const headline = headlineOf(facts, assignment.sent ?? assignment.arm);
  const report = entries.find((entry): entry is ArtefactEntry => "path" in entry);
  const gone = withdrawnWithData(facts).has(code);
  const number = (key: string) => {
    const value = report?.values[headline]?.[key];
    return typeof value === "number" && !gone ? value : null;
  };
  const value = number("value");
  return {
    headline_indicator: headline,
    value,
    numerator: number("numerator"),
    denominator: value === null ? null : number("denominator"),
    withheld: isWithheld(entries, headline),
    suppressions: report ? report.suppressions.length : null,
  };
}
