import type { Cycle } from "../input/campaign/campaign.ts";
import { findCycle, type Inputs } from "../input/load.ts";
import type { Study } from "../input/study.ts";
import { reconcile, reconcileSince } from "../measure/delivery/reconcile.ts";
import { type Summary, summaryOf } from "../measure/delivery/since.ts";
import { once, type Problem } from "../problem.ts";
import { plan } from "./plan.ts";
import type { Task } from "./subjects.ts";

/** What is wrong with the delivery of data as a whole, whoever is in a trial. */
export function reconcileInputs(inputs: Inputs, cycle: Cycle): Problem[] {
  return reconcile(inputs, cycle, plan(inputs, cycle).without);
}

/** The same of all topics. */
export function reconcileStudy({ topics }: Study, { id }: Cycle): Problem[] {
  return once([...topics.values()].flatMap((inputs) => reconcileInputs(inputs, findCycle(inputs, id))));
}

/** The numbers of a delivery that its run keeps, by topic. */
export type Summaries = Readonly<Record<string, Summary>>;

/** Of all reports of a cycle. */
export function summariesOf({ topics }: Study, { id }: Cycle, tasks: readonly Task[]): Summaries {
  return Object.fromEntries(
    [...topics].map(([topic, inputs]) => {
      const standings = tasks.filter((task) => task.topic === topic).map((task) => task.standings);
      return [topic, summaryOf(inputs, findCycle(inputs, id), standings)];
    }),
  );
}

/** What has changed in the data since an earlier run, by more than each campaign accepts. */
export function reconcileRuns(
  { topics }: Study,
  { id }: Cycle,
  now: Summaries,
  before: { cycle: string; summaries: Summaries },
): Problem[] {
  const all = [...topics].flatMap(([topic, inputs]) => {
    const [own, was] = [now[topic], before.summaries[topic]];
    return own && was ? reconcileSince(inputs, findCycle(inputs, id), own, { cycle: before.cycle, summary: was }) : [];
  });
  return once(all);
}
