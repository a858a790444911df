import type { Campaign, Cycle } from "../input/campaign/campaign.ts";
import { findCycle } from "../input/cycles.ts";
import { type Told, type ToldBefore, usesHistory } from "../input/history.ts";
import type { Inputs } from "../input/load.ts";
import type { Study } from "../input/study.ts";
import { sinceLast } from "../measure/earlier.ts";
import { measure } from "../measure/measure.ts";
import type { Standings } from "../measure/standing.ts";
import { follow } from "../measure/successors.ts";
import { isThere, onDemand, rememberedOf } from "../remembered.ts";
import { turnOf } from "./headline-turn.ts";
import { lastToldTo } from "./last-told.ts";
import { type Material, toMaterial } from "./material.ts";
import type { Design, Job, StudyPlan } from "./plan.ts";
import type { Report } from "./report.ts";
import { composeTask, type Measured, type Task } from "./task.ts";

/** Which reports: a plan, or some of its jobs. */
export type PlannedJobs = Pick<StudyPlan, "jobs" | "cycle" | "assignments">;

/** How numbers are had: worked out, unless the caller knows them already. */
export type Measuring = { measure?: typeof measure };

/**
 * Every number, once for all who share a topic, peers and cycles. Arms that differ in nothing that is measured are
 * measured together, on the same data with the same disclosure control.
 */
export function measureStudy(
  study: Study,
  { jobs, cycle, assignments }: PlannedJobs,
  { measure: figures = measure }: Measuring = {},
): Measured {
  const apart = notPeers(study, assignments);
  const rehearsal = study.trial?.allocation?.rehearsal === true;
  const groups = Map.groupBy(jobs, ({ topic, design }) => nameOf(topic, design));
  const names = [...groups.keys()].sort();
  const materials: Record<string, Material> = {};
  const tasks: Task[] = [];
  for (const [i, name] of names.entries()) {
    const same = groups.get(name)!;
    const inputs = withPeers(inputsOf(study, same[0]!.topic), same[0]!.design, apart);
    const codes = same.map(({ organisation }) => organisation.code);
    const cycleOf = findCycle(inputs, cycle.id);
    const standings = figures(withSections(inputs, same), cycleOf, codes);
    const material = String(i + 1);
    materials[material] = toMaterial(inputs, cycleOf, standings, { rehearsal, study: study.id });
    const toldOf = toldTo(study, inputs, cycleOf);
    for (const job of same) {
      const told = toldOf(job);
      const { code } = job.organisation;
      const own = () => {
        const last = lastToldTo({ ...job, ...told }, told.told ?? [], { topic: job.topic, cycle: cycleOf.id });
        return sinceLast(standings.of[code] ?? [], { told: last, indicators: inputs.indicators });
      };
      const task = { ...job, material, standings: [], ...told } satisfies Task;
      const { headlines } = job.design;
      if (headlines) {
        const whole = { ...task, standings: own() }; // whose turn it is hangs on them
        const turned = inTurn(whole, { inputs, cycle: cycleOf, standings, headlines });
        tasks.push(turned.task);
        materials[turned.task.material] ??= toMaterial(turned.inputs, cycleOf, standings, {
          rehearsal,
          study: study.id,
        });
      } else if (isThere(standings.of, code)) tasks.push({ ...task, standings: own() });
      else {
        onDemand<"standings", Task["standings"]>(task, "standings", own);
        tasks.push(task);
      }
    }
  }
  return { materials, tasks: tasks.sort((a, b) => (a.organisation.code < b.organisation.code ? -1 : 1)) };
}

/** A task with the headline whose turn it is, and the campaign as it is with that. */
function inTurn(
  task: Task,
  {
    inputs,
    cycle,
    standings,
    headlines,
  }: {
    inputs: Inputs;
    cycle: Cycle;
    standings: Standings;
    headlines: NonNullable<Design["headlines"]>;
  },
): { task: Task; inputs: Inputs } {
  const { headlines: _, ...design } = task.design;
  const { indicators, campaign } = inputs;
  const { headline } = campaign;
  const known = { headline, indicators, standings: task.standings, groups: standings.groups };
  const turn = turnOf({
    ...known,
    seen: { ...task, cycle: cycle.id },
    turns: design["headline-turns"]!,
    comparators: design.comparators,
  });
  const { indicator } = turn;
  const sections = headlines[indicator];
  if (!sections) return { task: { ...task, design, turn }, inputs };
  const first = <T>(all: readonly T[], isFirst: (each: T) => boolean) =>
    [true, false].flatMap((wanted) => all.filter((each) => isFirst(each) === wanted));
  return {
    task: {
      ...task,
      turn,
      design: { ...design, sections },
      standings: first(task.standings, (each) => each.indicator === indicator),
      material: `${task.material} ${indicator}`,
    },
    inputs: {
      ...inputs,
      campaign: { ...campaign, headline: indicator, indicators: first(campaign.indicators, (id) => id === indicator) },
      indicators: new Map(first([...indicators], ([id]) => id === indicator)),
      blocks: inputs.headlines?.get(indicator)?.blocks ?? inputs.blocks,
    },
  };
}

/**
 * The whole way from a plan to what is said: every number once, then a report for each task, in the tasks' order. The one
 * place where that is done for all at once; a run composes the same tasks on its workers.
 */
export function reportsOf(
  study: Study,
  planned: PlannedJobs,
  options: Measuring = {},
): Measured & { reports: readonly Report[] } {
  const measured = measureStudy(study, planned, options);
  return { ...measured, reports: measured.tasks.map((task) => composeTask(measured, task)) };
}

/** A report that cannot be made, and why. */
export type Unmade = { code: string; because: string };

/** Whether a report could be made. */
export function isMade(each: Report | Unmade): each is Report {
  return !("because" in each);
}

/** The report of one task, or why it cannot be made: for a look at a study, where one fault must not hide another. */
export function triedReport(
  measured: Pick<Measured, "materials">,
  task: Task,
): { report: Report; because?: never } | { because: string; report?: never } {
  try {
    return { report: composeTask(measured, task) };
  } catch (error) {
    return { because: (error as Error).message };
  }
}

/** The reports that can be made, each with its task, and for whom none can. */
export function triedReports(measured: Measured): {
  reports: Report[];
  made: ReadonlyMap<Task, Report>;
  unmade: (Unmade & { task: Task })[];
} {
  const made = new Map<Task, Report>();
  const unmade: (Unmade & { task: Task })[] = [];
  for (const task of measured.tasks) {
    const { report, because } = triedReport(measured, task);
    if (report) made.set(task, report);
    else unmade.push({ task, code: task.organisation.code, because });
  }
  return { reports: [...made.values()], made, unmade };
}

/** What each recipient was told before, and those that it goes on for; nothing where its report does not hang on it. And the codes that it had before. */
function toldTo(
  { history }: Study,
  inputs: Inputs,
  cycle: Pick<Cycle, "issued">,
): (job: Job) => Pick<Task, "told" | "had"> {
  const { joined } = follow(inputs, cycle);
  const uses = rememberedOf((design: Design) => design.headlines !== undefined || usesHistory(design.sections, inputs));
  return ({ organisation: { code }, design }) => {
    const parts = joined.get(code) ?? [];
    const recoded = parts.filter(({ as }) => as === "recoded").map((part) => part.code);
    const had = recoded.length > 0 ? { had: recoded } : {};
    if (!history || !uses(design)) return had;
    const codes = [code, ...parts.map((part) => part.code)];
    const told = codes.flatMap((each) => history.of.get(each) ?? []).map(toldBefore);
    return told.length > 0 ? { ...had, told } : had;
  };
}

function toldBefore({ channels: _, charts, words, ...told }: Told): ToldBefore {
  return told;
}

/** What of a design decides the numbers. */
function nameOf(topic: string, { peers, cycles }: Design): string {
  return JSON.stringify([topic, peers, cycles.map(({ id }) => id)]);
}

function inputsOf({ topics }: Study, topic: string): Inputs {
  const inputs = topics.get(topic);
  if (!inputs) throw new Error(`no campaign "${topic}"`);
  return inputs;
}

/** The campaign with the peers and cycles of a design; some organisations are nobody's peers. */
function withPeers(inputs: Inputs, { peers, cycles }: Design, apart: ReadonlySet<string>): Inputs {
  const directory =
    apart.size === 0 ? inputs.directory : new Map([...inputs.directory].filter(([code]) => !apart.has(code)));
  return { ...inputs, directory, campaign: { ...inputs.campaign, peers, cycles } };
}

/** The campaign with every section that any of these jobs shows, so that all they draw is measured. */
function withSections(inputs: Inputs, jobs: readonly Job[]): Inputs {
  const designs = new Set(jobs.map(({ design }) => design));
  const sections: Campaign["sections"] = [...new Set([...designs].flatMap((design) => design.sections))];
  return { ...inputs, campaign: { ...inputs.campaign, sections } };
}

/** Who is withdrawn with its data, or opted out where the trial says that these are not peers; in all arms alike. */
export function notPeers({ trial }: Study, assignments: StudyPlan["assignments"]): ReadonlySet<string> {
  const optedOut = trial?.file["opted-out-are-peers"] === false;
  return new Set(
    [...(assignments?.of ?? [])]
      .filter(([, { status }]) => status === "withdrawn-with-data" || (optedOut && status === "opted-out"))
      .map(([code]) => code),
  );
}
