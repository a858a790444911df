import { setImmediate as breathe } from "node:timers/promises";
import type { Cycle } from "../input/campaign.ts";
import { findCycle, type Inputs } from "../input/load.ts";
import { measure } from "../measure/measure.ts";
import type { Standings } from "../measure/standing.ts";
import { toMonth } from "../month.ts";
import { compose } from "../report/compose.ts";
import { type Material, toMaterial } from "../report/material.ts";
import { type Job, type Plan, plan } from "../report/plan.ts";
import type { Report } from "../report/report.ts";

/** One cycle of the campaign, measured; its reports are composed when they are asked for. */
export type Edition = {
  inputs: Inputs;
  cycle: Cycle;
  jobs: ReadonlyMap<string, Job>; // by code
  without: Plan["without"];
  standings: Standings;
  material: Material;
  made: Map<string, Outcome>; // reports composed so far
};

/** What came of one recipient: its report, or why there is none. */
export type Outcome =
  | { state: "report"; report: Report }
  | { state: "without"; reason: string } // a decision, recorded in the manifest
  | { state: "failed"; message: string };

/**
 * Plans and measures one cycle; the figures of an edition before are kept where nothing they rest on has changed. Throws
 * an InputError where its data are not there.
 */
export function openEdition(inputs: Inputs, id: string | undefined, before?: Edition): Edition {
  const cycle = findCycle(inputs, id);
  const { jobs, without } = plan(inputs, cycle);
  const codes = jobs.map(({ organisation }) => organisation.code);
  const kept = before && restsOn(before.inputs, before.cycle) === restsOn(inputs, cycle) ? before : undefined;
  const isKept = kept?.inputs.observations === inputs.observations && codes.every((code) => kept.jobs.has(code));
  const standings = kept && isKept ? kept.standings : measure(inputs, cycle, codes);
  const material = toMaterial(inputs, cycle, standings);
  return {
    inputs,
    cycle,
    jobs: new Map(jobs.map((job) => [job.organisation.code, job])),
    without,
    standings,
    material,
    made: new Map(),
  };
}

/** Everything but the data that figures are worked out from. What is only said or drawn is left out, so it may change. */
function restsOn({ campaign, indicators }: Inputs, cycle: Cycle): string {
  const { title, rationale, issuer, priority, sections, channels, delivery, support, events, lint, data, ...rest } =
    campaign;
  return JSON.stringify([rest, cycle, [...indicators]]);
}

/** The cycles of a campaign and whether their data are there. */
export function cyclesOf({ campaign, observations }: Inputs): { id: string; issued: string; ready: boolean }[] {
  const last = observations.first + observations.length - 1;
  return campaign.cycles.map(({ id, issued, data }) => ({ id, issued, ready: toMonth(data.to) <= last }));
}

/** One report, composed once. Undefined where nobody has the code. */
export function outcomeOf(edition: Edition, code: string): Outcome | undefined {
  const known = edition.made.get(code);
  if (known) return known;
  const outcome = composeOne(edition, code);
  if (outcome) edition.made.set(code, outcome);
  return outcome;
}

/** Every report of the cycle, in the order of codes; others are served meanwhile. */
export async function outcomesOf(edition: Edition): Promise<ReadonlyMap<string, Outcome>> {
  const codes = [...edition.jobs.keys(), ...edition.without.map(({ code }) => code)].sort();
  const outcomes = new Map<string, Outcome>();
  for (const [i, code] of codes.entries()) {
    if (i % 20 === 0) await breathe();
    const outcome = outcomeOf(edition, code);
    if (outcome) outcomes.set(code, outcome);
  }
  return outcomes;
}

function composeOne({ jobs, without, standings, material }: Edition, code: string): Outcome | undefined {
  const reason = without.find((each) => each.code === code)?.reason;
  if (reason !== undefined) return { state: "without", reason };
  const job = jobs.get(code);
  if (!job) return undefined;
  try {
    return { state: "report", report: compose(material, { ...job, standings: standings.of[code] ?? [] }) };
  } catch (error) {
    return { state: "failed", message: (error as Error).message };
  }
}
