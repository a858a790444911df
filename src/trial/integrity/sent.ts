import type { Study, Trial } from "../../input/study.ts";
import { dayName } from "../../month.ts";
import type { Entry } from "../../output/store.ts";
import { inputError, type Problem } from "../../problem.ts";
import { droppedBy } from "../../report/assign.ts";
import type { StudyPlan } from "../../report/plan.ts";
import { finding } from "./finding.ts";

// X08: reports go to those who are allocated and are to be sent one.

/** Planned reports to anybody who is not in the allocation, or to whom nothing is to be sent (X08). */
export function checkPlanned(trial: Trial, planned: StudyPlan): Problem[] {
  return planned.jobs.flatMap(({ organisation: { code } }) => refusal(trial, code, planned));
}

/** After the run: every artefact's recipient is allocated, and something is to be sent to it. Throws an InputError. */
export function checkSent({ trial }: Study, planned: StudyPlan, entries: readonly Entry[]): void {
  if (!trial) return;
  const codes = new Set(entries.flatMap((entry) => ("path" in entry ? [entry.code] : [])));
  const problems = [...codes].flatMap((code) => refusal(trial, code, planned));
  if (problems.length > 0) throw inputError(problems);
}

function refusal(trial: Trial, code: string, { assignments, cycle }: StudyPlan): Problem[] {
  const assignment = assignments?.of.get(code);
  const arm = assignment?.sent ?? assignment?.arm ?? "";
  const dropped = droppedBy(trial, cycle).get(arm);
  if (assignment && assignment.not === undefined && dropped === undefined) return [];
  const not = assignment?.not ?? `arm ${arm} was dropped on ${dayName(dropped ?? "")}`;
  const why = assignment ? `to which nothing is sent: ${not}` : "which is not in the allocation";
  const place = { file: trial.allocation?.files[0] ?? trial.path, line: 1, column: 1 };
  return [
    finding(
      "X08",
      "error",
      `a report of ${code}, ${why}`,
      place,
      "this is a fault of the engine: send none of this run",
    ),
  ];
}
