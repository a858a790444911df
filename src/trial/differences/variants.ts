import type { Channel, Cycle } from "../../input/campaign/campaign.ts";
import { findCycle } from "../../input/load.ts";
import type { Study, Trial } from "../../input/study.ts";
import { levelsOf } from "../../input/trial/arms.ts";
import type { Level } from "../../input/trial/level.ts";
import { type Design, designOfCell, type Job, plan } from "../../report/plan.ts";
import type { Report } from "../../report/report.ts";
import { type Measuring, measureStudy, triedReports, type Unmade } from "../../report/subjects.ts";

/** What one cell of a trial sends in a cycle: the same recipients and data for every cell, so that cells can be compared. */
export type Variant = {
  levels: Readonly<Record<string, string>>; // by factor
  topic: string;
  design: Design;
  channels: readonly Channel[];
  support: readonly NonNullable<Level["support"]>[]; // outside the report
  sends: boolean; // whether anything is sent in this cycle
  reports: ReadonlyMap<string, Report>; // by recipient; empty where nothing is sent
  unmade: readonly Unmade[]; // recipients whose report cannot be made
};

/** In which cycle, for whom (all of it if left out), and how numbers are had. */
export type Wide = Measuring & { cycle: Cycle; codes?: readonly string[] | undefined };

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
export function variantsOf(
  study: Study,
  trial: Trial,
  cells: readonly Readonly<Record<string, string>>[],
  { cycle, codes, ...measuring }: Wide,
): Variant[] {
  const drafts = cells.map((levels) => {
    const own = levelsOf(trial.file, { levels });
    const { topic, design } = designOfCell(study, trial, { levels });
    const support = own.flatMap((level) => level.support ?? []);
    const sends = design.cycles.some(({ id }) => id === cycle.id);
    return { levels, topic, design, channels: design.channels, support, sends };
  });
  const jobs = drafts.map(({ topic, design, sends }) => (sends ? jobsOf(study, { topic, design, cycle, codes }) : []));
  const { made, unmade } = triedReports(measureStudy(study, { jobs: jobs.flat(), cycle }, measuring));
  return drafts.map((draft): Variant => {
    const own = [...made].filter(([task]) => task.design === draft.design);
    return {
      ...draft,
      reports: new Map(own.map(([{ organisation }, report]) => [organisation.code, report])),
      unmade: unmade.filter(({ task }) => task.design === draft.design).map(({ code, because }) => ({ code, because })),
    };
  });
}

type Wanted = { topic: string; design: Design; cycle: Cycle; codes: readonly string[] | undefined };

/** Everybody who could get a report, as if this cell were theirs. */
function jobsOf(study: Study, { topic, design, cycle, codes }: Wanted): Job[] {
  const inputs = study.topics.get(topic);
  if (!inputs) throw new Error(`no campaign "${topic}"`);
  const { jobs } = plan(inputs, findCycle(inputs, cycle.id), () => ({ design, channels: design.channels }));
  const wanted = codes ? jobs.filter(({ organisation }) => codes.includes(organisation.code)) : jobs;
  return wanted.map((job) => ({ ...job, topic }));
}
