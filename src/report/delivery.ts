import type { Cycle } from "../input/campaign/campaign.ts";
import { findCycle } from "../input/cycles.ts";
import { isRecipient } from "../input/data/recipients.ts";
import type { Inputs } from "../input/load.ts";
import type { Study } from "../input/study.ts";
import { reconcile, reconcileSince } from "../measure/delivery/reconcile.ts";
import { type Summary, summaryOf } from "../measure/delivery/since.ts";
import { follow, type JoinedLives } from "../measure/successors.ts";
import { toIso } from "../month.ts";
import { once, type Problem } from "../problem.ts";
import type { StudyPlan } from "./plan.ts";
import { plan } from "./plan.ts";
import type { Task } from "./task.ts";

/** What is wrong with the delivery of data as a whole, whoever is in a trial. */
export function reconcileInputs(inputs: Inputs, cycle: Cycle): Problem[] {
  return reconcile(inputs, cycle, plan(inputs, cycle).without);
}

/** The same of all topics. */
export function reconcileStudy({ topics }: Study, { id }: Cycle): Problem[] {
  return once([...topics.values()].flatMap((inputs) => reconcileInputs(inputs, findCycle(inputs, id))));
}

/** Closed organisations whose figures are counted with those of who goes on for them: who that is, since when and as what. */
export type FollowedRecord = Readonly<Record<string, { into: string; since: string; as: JoinedLives["as"] }>>;

export function followedIn({ topics }: Study, { id }: Cycle): FollowedRecord {
  const all = [...topics.values()].flatMap((inputs) => {
    const { joined, directory } = follow(inputs, findCycle(inputs, id));
    return [...joined].flatMap(([into, parts]) =>
      isRecipient(inputs.campaign, directory.get(into)!)
        ? parts.map(({ code, since, as }) => [code, { into, since: toIso(since), as }] as const)
        : [],
    );
  });
  return Object.fromEntries(all.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The numbers of a delivery that its run keeps, by topic. */
export type Summaries = Readonly<Record<string, Summary>>;

/** Of all reports of a cycle. */
export function summariesOf(
  { topics }: Study,
  { cycle: { id }, silent }: Pick<StudyPlan, "cycle" | "silent">,
  tasks: readonly Task[],
): Summaries {
  return Object.fromEntries(
    [...topics].map(([topic, inputs]) => {
      const standings = tasks.filter((task) => task.topic === topic).map((task) => task.standings);
      return [topic, summaryOf(inputs, findCycle(inputs, id), standings, silent?.[topic])];
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
