import { commitmentStatuses } from "../../../input/commitment.ts";
import type { Facts } from "../facts.ts";
import { areCollected, hasReport, planOf, stepsThat } from "../plans.ts";
import type { WrittenCell } from "../written.ts";
import { statusColumn } from "./columns.ts";
import { withdrawnWithData } from "./outcomes.ts";
import type { Exposed } from "./reports.ts";

/** The plan that came back on a report, by columns; nothing of somebody without a report, or who withdrew with its data. */
export function planCells(facts: Facts, { run, code, assignment }: Exposed): Record<string, WrittenCell> {
  if (!areCollected(facts) || !hasReport(run, code) || withdrawnWithData(facts).has(code)) return {};
  const plan = planOf(facts, { code, assignment, cycle: run.cycle.id });
  if (!plan) return { plan_returned: false };
  const actions = plan.steps.filter(({ action }) => action !== "").length;
  return {
    plan_returned: true,
    plan_returned_on: plan.on,
    plan_actions: actions,
    plan_own_steps: plan.steps.length - actions,
    ...Object.fromEntries(commitmentStatuses.map((status) => [statusColumn(status), stepsThat([plan], status)])),
    plan_goal: plan.hasGoal,
  };
}
