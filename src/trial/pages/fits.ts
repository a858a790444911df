import { findCycle } from "../../input/cycles.ts";
import type { Inputs } from "../../input/load.ts";
import type { Study, Trial } from "../../input/study.ts";
import { needsBrowser } from "../../output/needs-browser.ts";
import { rungOf, type Version } from "../../render/fit.ts";
import type { Fits } from "../../render/height.ts";
import { firstPageOf } from "../../render/print.ts";
import { readSizes, type Sizes } from "../../render/sizes.ts";
import { type Templates, variantOf } from "../../render/templates.ts";
import { type ArmDesign, armDesigns, type Design, designOfCell, type Job, plan } from "../../report/plan.ts";
import { type Measuring, measureStudy, type PlannedJobs } from "../../report/subjects.ts";
import { composeTask, type Measured, type Task } from "../../report/task.ts";
import type { Levels } from "../differences/variants.ts";

/** Recipients to be set as one arm's are: by its levels. */
export type FitSetting = { levels: Levels; jobs: readonly Job[] };

type Fitting = Measuring & {
  cycle: PlannedJobs["cycle"];
  assignments?: PlannedJobs["assignments"];
  templates: Templates;
};

/**
 * How page one of each recipient of a run is set in a trial: alike in all arms that print it, as the arm that needs most asks for,
 * whichever arm the recipient is in. Where its report cannot be made in one of them it is made in none. Arms that differ in template,
 * or in a factor that declares `typography`, are set apart. Holds nobody whose page one is the same in every arm: it is fitted by
 * itself.
 */
export function commonFits(
  study: Study,
  { jobs, ...planned }: PlannedJobs,
  options: Measuring & { templates: Templates },
): Fits {
  const { trial } = study;
  if (!trial) return {};
  const armOf = ({ organisation }: Job) => {
    const assignment = planned.assignments?.of.get(organisation.code);
    return assignment && trial.arms.get(assignment.sent ?? assignment.arm);
  };
  const byArm = [...Map.groupBy(jobs, armOf)];
  const settings = byArm.flatMap(([arm, own]) => (arm ? [{ levels: arm.levels, jobs: own }] : []));
  return Object.assign({}, ...fitsOf(study, trial, settings, { ...planned, ...options }));
}

/** The same for recipients as if they were in some arms, or in combinations of levels that no arm has: for each what it sets. */
export function fitsOf(study: Study, trial: Trial, settings: readonly FitSetting[], options: Fitting): Fits[] {
  const { cycle, templates, assignments, ...measuring } = options;
  const alike = setAlike(study, trial, cycle.id);
  const inTopic = openTopics(study, cycle.id);
  const jobsOf = ({ levels, jobs }: FitSetting) => {
    const designsFor = remembering((design: Design, topic: string) =>
      different([...(alike.get(setKey(trial, { levels, design })) ?? []), { topic, design }]),
    );
    return jobs.flatMap((job): Job[] => {
      const designs = designsFor(job.design, job.topic);
      if (designs.length < 2 || !needsBrowser(job.channels, job.design.attachment)) return [];
      return designs.flatMap(({ topic, design }) => {
        const own = topic === job.topic ? job : inTopic(topic, job.organisation.code);
        return own ? [{ ...own, topic, design }] : [];
      });
    });
  };
  const sizesOf = sizesIn(templates);
  return settings.map((setting) => {
    const jobs = jobsOf(setting);
    if (jobs.length === 0) return {};
    const measured = measureStudy(study, { jobs, cycle, ...(assignments ? { assignments } : {}) }, measuring);
    const versions = Map.groupBy(measured.tasks, ({ organisation }) => organisation.code);
    return Object.fromEntries([...versions].map(([code, tasks]) => [code, fitOfAll(tasks, measured, sizesOf)]));
  });
}

/** The same for some recipients as if they were in each of some cells. */
export function fitsOfCells(
  study: Study,
  trial: Trial,
  cells: readonly { levels: Levels }[],
  { codes, ...options }: Fitting & { codes: ReadonlySet<string> },
): Fits[] {
  const { id } = options.cycle;
  const jobsOf = (levels: Levels) => {
    const { topic, design } = designOfCell(study, trial, { levels });
    const inputs = study.topics.get(topic);
    if (!inputs || !design.cycles.some((cycle) => cycle.id === id)) return [];
    const { jobs } = plan(inputs, findCycle(inputs, id), () => ({ design, channels: design.channels }));
    return jobs.filter(({ organisation }) => codes.has(organisation.code));
  };
  return fitsOf(
    study,
    trial,
    cells.map(({ levels }) => ({ levels, jobs: jobsOf(levels) })),
    options,
  );
}

/** The different designs of arms that are set alike, by what sets them: channels apart, all others print the same. */
function setAlike(study: Study, trial: Trial, cycle: string): ReadonlyMap<string, readonly ArmDesign[]> {
  const printed = [...armDesigns(study, trial)].filter(
    ([, { design }]) =>
      design.cycles.some(({ id }) => id === cycle) && needsBrowser(design.channels, design.attachment),
  );
  const keyOf = ([code, { design }]: [string, ArmDesign]) =>
    setKey(trial, { levels: trial.arms.get(code)?.levels ?? {}, design });
  return new Map(
    [...Map.groupBy(printed, keyOf)].map(([key, group]) => [key, different(group.map(([, each]) => each))]),
  );
}

/** One of each that print the same. */
function different(designs: readonly ArmDesign[]): readonly ArmDesign[] {
  return [...new Map(designs.map((each) => [pageKey(each), each])).values()];
}

/** What a function gives for a first argument, worked out once for each. */
function remembering<A extends object, B, C>(of: (a: A, b: B) => C): (a: A, b: B) => C {
  const known = new Map<A, C>();
  return (a, b) => {
    const found = known.get(a) ?? of(a, b);
    known.set(a, found);
    return found;
  };
}

/** Equal for what is set alike: one look, and the same level of each factor that may change how pages are set. */
function setKey({ file }: Trial, { levels, design }: { levels: Levels; design: Pick<Design, "template"> }): string {
  const factors = Object.entries(file.factors).filter(([, { changes }]) => changes.includes("typography"));
  return JSON.stringify([design.template, ...factors.map(([factor]) => levels[factor] ?? null)]);
}

/** Equal for designs that print the same pages. */
function pageKey({ topic, design }: ArmDesign): string {
  const { channels: _, attachment: _attachment, ...printed } = design;
  return JSON.stringify([topic, printed]);
}

/** Who gets a report of a topic, looked up when the first is asked for. */
function openTopics({ topics }: Study, cycle: string): (topic: string, code: string) => Job | undefined {
  const jobsOf = remembering((inputs: Inputs, id: string) => {
    const { jobs } = plan(inputs, findCycle(inputs, id));
    return new Map(jobs.map((job) => [job.organisation.code, job] as const));
  });
  return (topic, code) => {
    const inputs = topics.get(topic);
    if (!inputs) throw new Error(`no campaign "${topic}"`);
    return jobsOf(inputs, cycle).get(code);
  };
}

function sizesIn(templates: Templates): (template: string) => Sizes {
  const known = new Map<string, Sizes>();
  return (template) => {
    const sizes = known.get(template) ?? readSizes(variantOf(templates, template));
    known.set(template, sizes);
    return sizes;
  };
}

function fitOfAll(
  tasks: readonly Task[],
  measured: Pick<Measured, "materials">,
  sizesOf: (template: string) => Sizes,
): Fits[string] {
  try {
    return rungOf(
      tasks.map((task): Version => {
        const report = composeTask(measured, task);
        return { report, page: firstPageOf(report, sizesOf(task.design.template)) };
      }),
    );
  } catch (error) {
    return { none: `not every arm's version of this report can be made: ${(error as Error).message}` };
  }
}
