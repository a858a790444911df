import type { AnalysisStatus, Assignment } from "../../../report/assign.ts";
import { contrastsOf } from "../contrasts.ts";
import { rounded, type Table, type WrittenCell } from "../written.ts";
import { namesOf } from "./exposure.ts";
import type { Labels } from "./key.ts";
import type { BlindSource } from "./source.ts";

const statuses: readonly AnalysisStatus[] = [
  "active",
  "opted-out",
  "withdrawn",
  "withdrawn-with-data",
  "excluded",
  "closed",
  "merged",
  "arm-dropped",
  "not-yet-allocated",
];
const staying: readonly AnalysisStatus[] = ["active", "arm-dropped", "not-yet-allocated"];

/** Who was allocated, one row a cycle and label, by the status on the day of issue. */
export function allocatedTable(source: BlindSource, labels: Labels): Table {
  const { stage } = namesOf(source, labels);
  const rows = source.runs.flatMap((run) =>
    byLabel(run.trial.assignments, labels).map(({ label, own }): Record<string, WrittenCell> => {
      const counted = statuses.map((status) => [
        status.replaceAll("-", "_"),
        own.filter((each) => each.status === status).length,
      ]);
      return {
        cycle: run.cycle.id,
        stage: stage(own[0]?.stage) || null,
        arm: label,
        units: new Set(own.map(({ unit }) => unit)).size,
        recipients: own.length,
        ...Object.fromEntries(counted),
      };
    }),
  );
  return {
    columns: ["cycle", "stage", "arm", "units", "recipients", ...statuses.map((each) => each.replaceAll("-", "_"))],
    rows,
  };
}

/** Of each pair of labels, who had left before this cycle: shares of recipients, and their difference with its 95% interval. */
export function attritionTable({ runs }: BlindSource, labels: Labels): Table {
  const { trial, cycle } = runs.at(-1)!;
  const shares = byLabel(trial.assignments, labels).map(({ label, own }) => ({
    arm: label,
    numerator: own.filter(({ status }) => !staying.includes(status)).length,
    denominator: own.length,
  }));
  return {
    columns: ["cycle", "arm", "other_arm", "left", "of", "other_left", "other_of", "difference", "lower", "upper"],
    rows: contrastsOf("left", shares).map(({ a, b, difference, lower, upper }) => ({
      cycle: cycle.id,
      arm: a.arm,
      other_arm: b.arm,
      left: a.numerator,
      of: a.denominator,
      other_left: b.numerator,
      other_of: b.denominator,
      difference: rounded(difference, 4),
      lower: rounded(lower, 4),
      upper: rounded(upper, 4),
    })),
  };
}

function byLabel(assignments: Readonly<Record<string, Assignment>>, labels: Labels) {
  const found = Map.groupBy(Object.values(assignments), ({ arm }) => labels.of(arm));
  return labels.arms.flatMap(({ label }) => {
    const own = found.get(label) ?? [];
    return own.length > 0 ? [{ label, own }] : [];
  });
}
