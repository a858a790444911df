import type { Channel, Cycle } from "../../input/campaign/campaign.ts";
import { findCycle } from "../../input/cycles.ts";
import type { Study, Trial } from "../../input/study.ts";
import { levelsOf } from "../../input/trial/arms.ts";
import type { Level } from "../../input/trial/level.ts";
import { type Design, designOfCell, type Job, plan } from "../../report/plan.ts";
import type { Report } from "../../report/report.ts";
import { type Measuring, measureStudy, triedReport, type Unmade } from "../../report/subjects.ts";
import type { Measured, Task } from "../../report/task.ts";
import { withPast } from "./past.ts";

/** What one cell of a trial sends in a cycle: the same recipients and data for every cell, so that cells can be compared. */
export type Variant = {
  levels: Levels; // by factor
  topic: string;
  design: Design;
  channels: readonly Channel[];
  support: readonly NonNullable<Level["support"]>[]; // outside the report
  sends: boolean; // whether anything is sent in this cycle
  reports: ReadonlyMap<string, Report>; // by recipient; empty where nothing is sent
  unmade: readonly Unmade[]; // recipients whose report cannot be made
};

/** In which cycle, for whom (all of it if left out), and how numbers and reports are had. */
export type Wide = Measuring & Composing & { cycle: Cycle; codes?: readonly string[] | undefined };

/** Reports that others composed of the same study: a cell that is looked at twice is composed once. */
export type Composing = { composed?: Composed | undefined };

/** Reports of one study in one cycle, and why one cannot be made: by the name of the design, then by recipient. */
export type Composed = Map<string, Map<string, Tried>>;

type Tried = ReturnType<typeof triedReport>;

/** A level of every factor: an arm's, or a combination that no arm has. */
export type Levels = Readonly<Record<string, string>>;

/** The variant of a cell, for all recipients or those named. */
export type Cells = (levels: Levels, codes?: readonly string[]) => Variant;

/** The variant of every arm, by its code, on the same recipients: all of the cycle, or those named. */
export function variantsOfArms(
  study: Study,
  trial: Trial,
  options: Wide & { arms?: readonly string[] | undefined },
): ReadonlyMap<string, Variant> {
  const arms = [...trial.arms.values()].filter(({ code }) => options.arms?.includes(code) ?? true);
  const variants = variantsOf(
    study,
    trial,
    arms.map(({ levels }) => levels),
    options,
  );
  return new Map(arms.map(({ code }, i) => [code, variants[i]!]));
}

/** The variants of some cells, each given by its levels, in their order. */
export function variantsOf(study: Study, trial: Trial, cells: readonly Levels[], options: Wide): Variant[] {
  const open = openCells(study, trial, cells, options);
  return cells.map((levels) => open(levels));
}

/**
 * Measures some cells together, all on the same recipients and data, and composes each report when it is first asked for, once.
 * A cell asked for later that was not among them is an error of the program.
 */
export function openCells(
  study: Study,
  trial: Trial,
  wanted: readonly Levels[],
  { cycle, codes, composed, ...measuring }: Wide,
): Cells {
  const distinct = [...new Map(wanted.map((levels) => [keyOf(trial, levels), levels]))];
  const drafts = distinct.map(([key, levels]) => ({ key, ...draftOf(study, trial, levels, cycle) }));
  const sent = drafts.filter(({ sends }) => sends);
  const planned = new Map(
    [...new Set(sent.map(({ topic }) => topic))].map((topic) => [topic, jobsOf(study, topic, { cycle, codes })]),
  );
  const jobs = sent.flatMap(({ key, topic, design, channels }) =>
    planned.get(topic)!.map((job) => ({ ...job, design, channels, cell: key })),
  );
  const looked = withPast(study, sent, { cycle, ...measuring });
  const shared = looked === study ? composed : undefined; // a past that is lent hangs on the cells that are compared
  const measured = measureStudy(looked, { jobs, cycle }, measuring);
  const tasks = Map.groupBy(measured.tasks, ({ cell }) => cell);
  const opened = new Map(
    drafts.map(({ key, ...draft }) => [
      key,
      variantsFor(draft, {
        measured,
        tasks: draft.sends ? tasksOf(key, planned.get(draft.topic)!.length) : [],
        tried: shared ? triedIn(shared, draft) : new Map(),
      }),
    ]),
  );
  /** All of them: of a cell that lost some, nothing would be found in what was never compared. */
  function tasksOf(key: string, wanted: number): readonly Task[] {
    const own = tasks.get(key) ?? [];
    if (own.length !== wanted) throw new Error(`${own.length} of ${wanted} reports of cell ${key}`);
    return own;
  }
  return (levels, some) => {
    const found = opened.get(keyOf(trial, levels));
    if (!found) throw new Error(`no cell ${keyOf(trial, levels)}`);
    return found(some);
  };
}

/** What was composed of a draft's design so far. */
function triedIn(composed: Composed, { topic, design }: Draft): Map<string, Tried> {
  const name = JSON.stringify([topic, design]);
  const tried = composed.get(name) ?? new Map<string, Tried>();
  composed.set(name, tried);
  return tried;
}

function keyOf({ file }: Trial, levels: Levels): string {
  return JSON.stringify(Object.keys(file.factors).map((factor) => levels[factor] ?? null));
}

type Draft = Omit<Variant, "reports" | "unmade">;

function draftOf(study: Study, trial: Trial, levels: Levels, cycle: Cycle): Draft {
  const { topic, design } = designOfCell(study, trial, { levels });
  const support = levelsOf(trial.file, { levels }).flatMap((level) => level.support ?? []);
  const sends = design.cycles.some(({ id }) => id === cycle.id);
  return { levels, topic, design, channels: design.channels, support, sends };
}

type Cell = { measured: Measured; tasks: readonly Task[]; tried: Map<string, Tried> };

/** The variant of one cell, for all or some of its recipients. */
function variantsFor(
  draft: Draft,
  { measured: { materials }, tasks, tried }: Cell,
): (codes: readonly string[] | undefined) => Variant {
  const known = new Map<readonly string[] | undefined, Variant>();
  const triedOf = (task: Task) => {
    const { code } = task.organisation;
    const found = tried.get(code) ?? triedReport({ materials }, task);
    tried.set(code, found);
    return found;
  };
  return (codes) => {
    const found = known.get(codes);
    if (found) return found;
    const asked = codes && new Set(codes);
    const own = asked ? tasks.filter(({ organisation }) => asked.has(organisation.code)) : tasks;
    const all = own.map((task) => ({ code: task.organisation.code, ...triedOf(task) }));
    const variant = {
      ...draft,
      reports: new Map(all.flatMap(({ code, report }) => (report ? [[code, report]] : []))),
      unmade: all.flatMap(({ code, because }) => (because === undefined ? [] : [{ code, because }])),
    };
    known.set(codes, variant);
    return variant;
  };
}

/** Everybody who could get a report of a topic, as if each cell were theirs. */
function jobsOf(study: Study, topic: string, { cycle, codes }: Pick<Wide, "cycle" | "codes">): Job[] {
  const inputs = study.topics.get(topic);
  if (!inputs) throw new Error(`no campaign "${topic}"`);
  const { jobs } = plan(inputs, findCycle(inputs, cycle.id));
  const wanted = codes && new Set(codes);
  const own = wanted ? jobs.filter(({ organisation }) => wanted.has(organisation.code)) : jobs;
  return own.map((job) => ({ ...job, topic }));
}
