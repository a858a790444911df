import type { Cycle } from "../input/campaign/campaign.ts";
import { findCycle } from "../input/cycles.ts";
import type { Inputs } from "../input/load.ts";
import type { Study } from "../input/study.ts";
import { type KnownFigures, measureOnce } from "../measure/measure-once.ts";
import { monthName, toMonth } from "../month.ts";
import type { Assignments } from "../report/assign.ts";
import { type ArmDesign, byDesign, designIn, designOfCell, type Plan, plan } from "../report/plan.ts";
import type { Report } from "../report/report.ts";
import { measureStudy, notPeers } from "../report/subjects.ts";
import { composeTask, type Measured, type Task } from "../report/task.ts";
import type { Levels } from "../trial/differences/variants.ts";

/** One cycle of a campaign, or of one cell of a trial, measured; its reports are composed when they are asked for. */
export type Edition = Pick<Measured, "materials"> & {
  inputs: Inputs; // with the cell's design worked into the campaign
  topic: string;
  cycle: Cycle;
  tasks: ReadonlyMap<string, Task>; // by code
  without: Plan["without"];
  made: Map<string, EditionOutcome>; // reports composed so far
};

/** What came of one recipient: its report, or why there is none. */
export type EditionOutcome =
  | { state: "report"; report: Report }
  | { state: "without"; reason: string } // a decision, recorded in the manifest
  | { state: "failed"; message: string };

export type Opening = {
  cycle: string | undefined; // its id; the last whose data are there if left out
  levels?: Levels | undefined; // of a trial: the cell
  assignments?: Assignments | undefined; // of a trial: who is nobody's peer any more
};

/** Plans and measures one cycle. Throws an InputError where its data are not there. */
export function openEdition(study: Study, opening: Opening, figures: KnownFigures): Edition {
  const { topic, design } = designFor(study, opening.levels);
  const whole = inputsOf(study, topic);
  const cycle = findCycle(whole, opening.cycle);
  const sends = design.cycles.some(({ id }) => id === cycle.id);
  const apart = notPeers(study, opening.assignments);
  const { jobs, without } = plan(whole, cycle, ({ code }) => {
    if (apart.has(code)) return { reason: "withdrawn with its data" };
    return sends ? { design, channels: design.channels } : { reason: byDesign };
  });
  const planned = { jobs: jobs.map((job) => ({ ...job, topic })), cycle, ...assigned(opening) };
  const { materials, tasks } = measureStudy(study, planned, { measure: measureOnce(figures) });
  return {
    inputs: { ...whole, campaign: { ...whole.campaign, ...design } },
    topic,
    cycle,
    tasks: new Map(tasks.map((task) => [task.organisation.code, task])),
    without,
    materials,
    made: new Map(),
  };
}

function assigned({ assignments }: Opening): { assignments?: Assignments } {
  return assignments ? { assignments } : {};
}

function designFor(study: Study, levels: Levels | undefined): ArmDesign {
  if (study.trial && levels) return designOfCell(study, study.trial, { levels });
  const [[topic, inputs] = missing()] = study.topics;
  return { topic, design: designIn(inputs) };
}

function inputsOf({ topics }: Study, topic: string): Inputs {
  return topics.get(topic) ?? missing();
}

function missing(): never {
  throw new Error("a study without a campaign");
}

/** A cycle of a campaign, and where its data are not there: which it needs, and which there are. */
export type CycleSeen = { id: string; issued: string; ready: boolean; lacks: string | null };

export function cyclesOf({ campaign, observations }: Inputs): CycleSeen[] {
  const last = observations.first + observations.length - 1;
  return campaign.cycles.map(({ id, issued, data }) => {
    const to = toMonth(data.to);
    const lacks =
      to <= last ? null : `It needs data up to ${monthName(to)}; those that there are end in ${monthName(last)}.`;
    return { id, issued, ready: lacks === null, lacks };
  });
}

/** One report, composed once. Undefined where nobody has the code. */
export function outcomeOf(edition: Edition, code: string): EditionOutcome | undefined {
  const known = edition.made.get(code);
  if (known) return known;
  const outcome = composeOne(edition, code);
  if (outcome) edition.made.set(code, outcome);
  return outcome;
}

/** Whether it is known what comes of somebody. */
export function isComposed({ made, tasks }: Edition, code: string): boolean {
  return made.has(code) || !tasks.has(code);
}

function composeOne({ tasks, without, materials }: Edition, code: string): EditionOutcome | undefined {
  const reason = without.find((each) => each.code === code)?.reason;
  if (reason !== undefined) return { state: "without", reason };
  const task = tasks.get(code);
  if (!task) return undefined;
  try {
    return { state: "report", report: composeTask({ materials }, task) };
  } catch (error) {
    return { state: "failed", message: (error as Error).message };
  }
}
