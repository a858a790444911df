import type { Cycle } from "../input/campaign/campaign.ts";
import { findCycle, type Inputs } from "../input/load.ts";
import type { Study } from "../input/study.ts";
import { levelsOf } from "../input/trial/arms.ts";
import { type Ground, groundOf } from "../measure/ground.ts";
import { type measure, measureOn } from "../measure/measure.ts";
import type { Standings } from "../measure/standing.ts";
import { toMonth } from "../month.ts";
import { sha256 } from "../output/sha256.ts";
import type { Assignments } from "../report/assign.ts";
import { type ArmDesign, designOf, designOfLevels, type Plan, plan } from "../report/plan.ts";
import type { Report } from "../report/report.ts";
import { composeTask, type Measured, measureStudy, notPeers, type Task } from "../report/subjects.ts";
import type { Levels } from "../trial/differences/attribute.ts";

/** One cycle of a campaign, or of one cell of a trial, measured; its reports are composed when they are asked for. */
export type Edition = Pick<Measured, "materials"> & {
  inputs: Inputs; // with the cell's design worked into the campaign
  topic: string;
  cycle: Cycle;
  tasks: ReadonlyMap<string, Task>; // by code
  without: Plan["without"];
  made: Map<string, Outcome>; // reports composed so far
};

/** What came of one recipient: its report, or why there is none. */
export type Outcome =
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
    return sends ? { design, channels: design.channels } : { reason: "no report in this cycle by design" };
  });
  const planned = { jobs: jobs.map((job) => ({ ...job, topic })), cycle, ...assigned(opening) };
  const { materials, tasks } = measureStudy(study, planned, { measure: remembering(figures) });
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
  if (study.trial && levels) return designOfLevels(study, levelsOf(study.trial.file, { levels }));
  const [[topic, { campaign }] = missing()] = study.topics;
  return { topic, design: designOf(campaign) };
}

function inputsOf({ topics }: Study, topic: string): Inputs {
  return topics.get(topic) ?? missing();
}

function missing(): never {
  throw new Error("a study without a campaign");
}

/**
 * Figures measured before, by fingerprint of all that `measure` was given: saves and cells that differ in words alone need
 * not measure again. The data themselves are too large for that: a load keeps them as they are where they have not changed.
 */
export type KnownFigures = Map<string, { observations: Inputs["observations"]; standings: Standings }>;

const most = 40; // figures that are kept

/** `measure`, by what it has worked out before. */
function remembering(figures: KnownFigures): typeof measure {
  return (inputs, cycle, codes) => {
    const ground = groundOf(inputs);
    const key = fingerprint(ground, cycle, codes);
    const known = figures.get(key);
    const standings = known?.observations === inputs.observations ? known.standings : measureOn(ground, cycle, codes);
    figures.delete(key);
    figures.set(key, { observations: inputs.observations, standings });
    for (const [oldest] of [...figures].slice(0, Math.max(0, figures.size - most))) figures.delete(oldest);
    return standings;
  };
}

function fingerprint({ observations, ...rest }: Ground, cycle: Cycle, codes: readonly string[]): string {
  const plain = (_: string, value: unknown) => (value instanceof Map ? [...value] : value);
  return sha256(JSON.stringify([rest, cycle, codes], plain));
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

function composeOne({ tasks, without, materials }: Edition, code: string): Outcome | undefined {
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
