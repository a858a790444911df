import type { Channel, Cycle } from "../../input/campaign/campaign.ts";
import { findCycle } from "../../input/cycles.ts";
import type { Organisation } from "../../input/data/organisation.ts";
import type { Study, Trial } from "../../input/study.ts";
import { levelsOf } from "../../input/trial/arms.ts";
import type { Level } from "../../input/trial/level.ts";
import { type Design, designOfCell, type Job, plan } from "../../report/plan.ts";
import type { Report } from "../../report/report.ts";
import { type Measuring, measureStudy, triedReport, type Unmade } from "../../report/subjects.ts";
import type { Measured, Task } from "../../report/task.ts";
import { fewestOf, type Shows, shownIn } from "../../report/varied.ts";
import { withPast } from "./past.ts";

/** What one cell of a trial sends in a cycle, whoever is in it. */
export type SentVariant = {
  levels: Levels; // by factor
  topic: string;
  design: Design;
  channels: readonly Channel[];
  support: readonly NonNullable<Level["support"]>[]; // outside the report
  sends: boolean; // whether anything is sent in this cycle
};

/** The same with reports: the same recipients and data for every cell, so that cells can be compared. */
export type Variant = SentVariant & {
  reports: ReadonlyMap<string, Report>; // by recipient; empty where nothing is sent
  unmade: readonly Unmade[]; // recipients whose report cannot be made
};

/** In which cycle, for whom (all of it if left out), and how numbers and reports are had. */
export type Wide = Measuring & VariantGround & { cycle: Cycle; codes?: readonly string[] | undefined };

/** Reports that others composed of the same study: a cell that is looked at twice is composed once. */
export type VariantGround = {
  composed?: Shelves | undefined;
  keeps?: number | undefined; // recipients all of whose reports of a design are kept, where it has no more; 300 if left out
};

/** What was composed of one study in one cycle, by the name of the design. */
export type Shelves = Map<string, VariantShelf>;

export type TriedVariant = ReturnType<typeof triedReport>;

/**
 * Reports of one design. Those of a few recipients are kept; of thousands only the last one, and of each what it shows: a report has
 * some 80 kB.
 */
type VariantShelf = {
  kept: Map<string, TriedVariant>;
  shows: Map<string, Shows | undefined>; // by recipient; nothing where no report can be made
  texts: Map<Shows, Shows>; // each once: many recipients are shown the same
};

const few = 300; // recipients

/** A level of every factor: an arm's, or a combination that no arm has. */
export type Levels = Readonly<Record<string, string>>;

/** Some cells of a trial in one cycle. A cell that was not among them is an error of the program. */
export type VariantCells = {
  sent: (levels: Levels) => SentVariant;
  recipients: (levels: Levels) => readonly Organisation[];
  /** A cell with its reports, of all recipients or of those named: as many are in memory at once. */
  variant: (levels: Levels, codes?: readonly string[]) => Variant;
  /** Who has a report of a cell, and the few of them who show between them every block and action that any shows. */
  outline: (levels: Levels) => { codes: readonly string[]; varied: readonly string[] };
  /** One recipient after another, each with its report of any cell, or none: composed when it is asked for. */
  walk: (see: Seeing) => void;
  isLentPast: boolean; // reports are as if something had been told before
};

/** What somebody makes of one recipient's reports; a report that cannot be made is there as the reason. */
export type Seeing = (code: string, triedIn: (levels: Levels) => TriedVariant | undefined) => void;

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
  const { variant } = openCells(study, trial, cells, options);
  return cells.map((levels) => variant(levels));
}

/** Measures some cells together, all on the same recipients and data, and composes each report when it is first asked for. */
export function openCells(
  study: Study,
  trial: Trial,
  wanted: readonly Levels[],
  { cycle, codes, composed = new Map(), keeps = few, ...measuring }: Wide,
): VariantCells {
  const distinct = [...new Map(wanted.map((levels) => [keyOf(trial, levels), levels]))];
  const drafts = distinct.map(([key, levels]) => ({ key, sent: sentIn(study, trial, levels, cycle) }));
  const sending = drafts.filter(({ sent }) => sent.sends);
  const planned = new Map(
    [...new Set(sending.map(({ sent }) => sent.topic))].map((topic) => [topic, jobsOf(study, topic, { cycle, codes })]),
  );
  const jobs = sending.flatMap(({ key, sent: { topic, design, channels } }) =>
    planned.get(topic)!.map((job) => ({ ...job, design, channels, cell: key })),
  );
  const past = { cycle, ...measuring };
  const looked = withPast(
    study,
    sending.map(({ sent }) => sent),
    past,
  );
  const shared: Shelves = looked === study ? composed : new Map(); // a past that is lent hangs on the cells that are compared
  const measured = measureStudy(looked, { jobs, cycle }, measuring);
  const tasks = Map.groupBy(measured.tasks, ({ cell }) => cell);
  const opened = new Map(
    drafts.map(({ key, sent }) => {
      const own = sent.sends ? tasksOf(key, planned.get(sent.topic)!.length) : [];
      return [key, cellOf(sent, { measured, tasks: own, shelf: shelfOf(shared, sent), keeps })];
    }),
  );
  /** All of them: of a cell that lost some, nothing would be found in what was never compared. */
  function tasksOf(key: string, wanted: number): readonly Task[] {
    const own = tasks.get(key) ?? [];
    if (own.length !== wanted) throw new Error(`${own.length} of ${wanted} reports of cell ${key}`);
    return own;
  }
  function at(levels: Levels): VariantCell {
    const found = opened.get(keyOf(trial, levels));
    if (!found) throw new Error(`no cell ${keyOf(trial, levels)}`);
    return found;
  }
  return {
    sent: (levels) => at(levels).sent,
    recipients: (levels) => at(levels).recipients,
    variant: (levels, some) => at(levels).variant(some),
    outline: (levels) => at(levels).outline(),
    walk: (see) => {
      const everybody = new Set(measured.tasks.map(({ organisation }) => organisation.code)); // in order
      for (const code of everybody) see(code, (levels) => at(levels).tried(code));
    },
    isLentPast: looked !== study,
  };
}

/** What was composed of a design so far. */
function shelfOf(composed: Shelves, { topic, design }: SentVariant): VariantShelf {
  const name = JSON.stringify([topic, design]);
  const shelf = composed.get(name) ?? { kept: new Map(), shows: new Map(), texts: new Map() };
  composed.set(name, shelf);
  return shelf;
}

function keyOf({ file }: Trial, levels: Levels): string {
  return JSON.stringify(Object.keys(file.factors).map((factor) => levels[factor] ?? null));
}

function sentIn(study: Study, trial: Trial, levels: Levels, cycle: Cycle): SentVariant {
  const { topic, design } = designOfCell(study, trial, { levels });
  const support = levelsOf(trial.file, { levels }).flatMap((level) => level.support ?? []);
  const sends = design.cycles.some(({ id }) => id === cycle.id);
  return { levels, topic, design, channels: design.channels, support, sends };
}

type VariantCell = ReturnType<typeof cellOf>;

function cellOf(
  sent: SentVariant,
  {
    measured: { materials },
    tasks,
    shelf,
    keeps,
  }: { measured: Measured; tasks: readonly Task[]; shelf: VariantShelf; keeps: number },
) {
  const of = new Map(tasks.map((task) => [task.organisation.code, task]));
  const variants = new Map<readonly string[] | undefined, Variant>();
  let outlined: ReturnType<VariantCells["outline"]> | undefined;
  const triedOf = (task: Task): TriedVariant => {
    const { code } = task.organisation;
    const found = shelf.kept.get(code) ?? triedReport({ materials }, task);
    if (tasks.length > keeps) shelf.kept.clear();
    shelf.kept.set(code, found);
    if (!shelf.shows.has(code)) shelf.shows.set(code, found.report && once(shownIn(found.report)));
    return found;
  };
  const once = (shows: Shows): Shows => {
    const known = shelf.texts.get(shows);
    if (known === undefined) shelf.texts.set(shows, shows);
    return known ?? shows;
  };
  return {
    sent,
    recipients: tasks.map(({ organisation }) => organisation),
    tried: (code: string) => {
      const task = of.get(code);
      return task && triedOf(task);
    },
    variant: (codes: readonly string[] | undefined): Variant => {
      const found = variants.get(codes);
      if (found) return found;
      const asked = codes && new Set(codes);
      const own = asked ? tasks.filter(({ organisation }) => asked.has(organisation.code)) : tasks;
      const all = own.map((task) => ({ code: task.organisation.code, ...triedOf(task) }));
      const variant = {
        ...sent,
        reports: new Map(all.flatMap(({ code, report }) => (report ? [[code, report]] : []))),
        unmade: all.flatMap(({ code, because }) => (because === undefined ? [] : [{ code, because }])),
      };
      variants.set(codes, variant);
      return variant;
    },
    outline: () => {
      if (outlined) return outlined;
      const made = tasks.flatMap((task) => {
        const { code } = task.organisation;
        if (!shelf.shows.has(code)) triedOf(task);
        const shows = shelf.shows.get(code);
        return shows === undefined ? [] : [{ of: code, shows }];
      });
      outlined = { codes: made.map(({ of: code }) => code), varied: fewestOf(made) };
      return outlined;
    },
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
