import type { Cycle } from "../input/campaign/campaign.ts";
import { findCycle, type Inputs } from "../input/load.ts";
import type { Study } from "../input/study.ts";
import { reconcile } from "../measure/delivery/reconcile.ts";
import { once, type Problem } from "../problem.ts";
import { plan } from "./plan.ts";

/** What is wrong with the delivery of data as a whole, whoever is in a trial. */
export function reconcileInputs(inputs: Inputs, cycle: Cycle): Problem[] {
  return reconcile(inputs, cycle, plan(inputs, cycle).without);
}

/** The same of all topics. */
export function reconcileStudy({ topics }: Study, { id }: Cycle): Problem[] {
  return once([...topics.values()].flatMap((inputs) => reconcileInputs(inputs, findCycle(inputs, id))));
}
