import { type CommitmentStatus, commitmentStatuses } from "../../input/commitment.ts";
import type { Assignment } from "../../report/assign.ts";
import type { PackEdition } from "./edition.ts";
import { statusColumn } from "./exposure/columns.ts";
import { withdrawnWithData } from "./exposure/outcomes.ts";
import type { Facts } from "./facts.ts";
import { fidelityRow } from "./fidelity-row.ts";
import type { CycleRun } from "./runs.ts";
import { markdownTable, type Table, type WrittenCell } from "./written.ts";

/*
 * Plans that came back, as the run read them: each belongs to the report of a cycle that it answers. They are outcomes of the intervention,
 * so they are counted by arm as allocated; the blind edition has their sums alone. Who
 * withdrew with its data is in none of it.
 */

/** What came back on the report of one cycle. */
export type DesignPlan = {
  on: string; // ISO day of its latest row
  steps: readonly { action: string; status: CommitmentStatus }[]; // action is the id; empty where the step is the recipient's own
  hasGoal: boolean;
};

type PlanSource = Pick<Facts, "study" | "designs">;

/** Whether anybody takes plans in: where data.yaml names no file of them, none is known, which is not none. */
export function areCollected({ study }: Pick<Facts, "study">): boolean {
  return [...study.topics.values()].some(({ data }) => data.commitments !== undefined);
}

/** The plan that a recipient returned on the report of a cycle; undefined where none came back. */
export function planOf(
  { study, designs }: PlanSource,
  { code, assignment: { sent, arm }, cycle }: { code: string; assignment: Assignment; cycle: string },
): DesignPlan | undefined {
  const topic = study.topics.get(designs.get(sent ?? arm)?.topic ?? "");
  const rows = (topic?.commitments.get(code) ?? []).filter((each) => each.cycle === cycle);
  const on = rows
    .map(({ returned }) => returned)
    .sort()
    .at(-1);
  if (on === undefined) return undefined;
  const steps = rows.filter(({ action, what }) => action !== "" || what !== "");
  return {
    on,
    steps: steps.map(({ action, status }) => ({ action, status })),
    hasGoal: rows.some(({ goal }) => goal !== ""),
  };
}

export function stepsThat(plans: readonly DesignPlan[], status: CommitmentStatus): number {
  return plans.flatMap(({ steps }) => steps).filter((step) => step.status === status).length;
}

/** Of an arm in a cycle: how many recipients had a report made, and the plans that came back of these. */
export function plansOf(
  facts: Facts,
  { arm, run }: { arm: string; run: CycleRun },
): { made: number; plans: DesignPlan[] } {
  const gone = withdrawnWithData(facts);
  const own = Object.entries(run.trial.assignments).filter(
    ([code, assignment]) => assignment.arm === arm && hasReport(run, code) && !gone.has(code),
  );
  const plans = own.flatMap(([code, assignment]) => planOf(facts, { code, assignment, cycle: run.cycle.id }) ?? []);
  return { made: own.length, plans };
}

export function hasReport({ entries }: Pick<CycleRun, "entries">, code: string): boolean {
  return (entries.get(code) ?? []).some((entry) => "path" in entry);
}

/** Cycles on whose reports any plan came back. */
export function cyclesWithPlans(facts: Facts): CycleRun[] {
  if (!areCollected(facts)) return [];
  return facts.runs.filter((run) =>
    [...facts.trial.arms.keys()].some((arm) => plansOf(facts, { arm, run }).plans.length > 0),
  );
}

const labels: Readonly<Record<CommitmentStatus, string>> = {
  planned: "planned",
  "under-way": "under way",
  done: "done",
  "not-for-us": "not for them",
};

/** Rows of the fidelity table: plans by arm and cycle, then each action by its status. */
export function planRows(facts: Facts, { arm: say }: PackEdition) {
  return cyclesWithPlans(facts).flatMap((run) =>
    [...facts.trial.arms.keys()].flatMap((arm) => {
      const { made, plans } = plansOf(facts, { arm, run });
      const row = (item: string, value: WrittenCell) => fidelityRow({ part: "return", arm: say(arm), item, value });
      const at = (item: string) => `${run.cycle.id}: ${item}`;
      const steps = plans.flatMap((plan) => plan.steps);
      const byAction = Map.groupBy(steps, ({ action, status }) => `${action || "own step"}: ${labels[status]}`);
      return [
        row(at("reports made"), made),
        row(at("plans returned"), plans.length),
        row(at("plans with an own goal"), plans.filter(({ hasGoal }) => hasGoal).length),
        ...[...byAction].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([item, all]) => row(at(item), all.length)),
      ];
    }),
  );
}

/** The same for people, without actions one by one. */
export function planTable(facts: Facts, { arm: say }: PackEdition): string | undefined {
  const runs = cyclesWithPlans(facts);
  if (runs.length === 0) return undefined;
  return markdownTable(
    [
      "cycle",
      "arm",
      "reports made",
      "plans returned",
      "with an own goal",
      ...commitmentStatuses.map((id) => labels[id]),
    ],
    runs.flatMap((run) =>
      [...facts.trial.arms.keys()].map((arm) => {
        const { made, plans } = plansOf(facts, { arm, run });
        const goals = plans.filter(({ hasGoal }) => hasGoal).length;
        const counts = commitmentStatuses.map((status) => stepsThat(plans, status));
        return [run.cycle.id, say(arm), made, plans.length, goals, ...counts];
      }),
    ),
  );
}

/** What the blind edition has: sums over everybody by cycle. */
export function planSums({
  runs,
  ...source
}: PlanSource & { runs: readonly Pick<CycleRun, "cycle" | "trial">[] }): Table {
  const gone = withdrawnWithData({ runs });
  return {
    columns: ["cycle", "allocated", "plans_returned", "with_goal", ...commitmentStatuses.map(statusColumn)],
    rows: runs.map(({ cycle, trial }) => {
      const everybody = Object.entries(trial.assignments).filter(([code]) => !gone.has(code));
      const plans = everybody.flatMap(
        ([code, assignment]) => planOf(source, { code, assignment, cycle: cycle.id }) ?? [],
      );
      return {
        cycle: cycle.id,
        allocated: everybody.length,
        plans_returned: plans.length,
        with_goal: plans.filter(({ hasGoal }) => hasGoal).length,
        ...Object.fromEntries(commitmentStatuses.map((status) => [statusColumn(status), stepsThat(plans, status)])),
      };
    }),
  };
}
