import type { Cycle } from "../input/campaign/campaign.ts";
import { type History, usesHistory } from "../input/history.ts";
import type { Inputs } from "../input/load.ts";
import { studyOf } from "../input/study.ts";
import { toMonth } from "../month.ts";
import { needsBrowser } from "../output/needs-browser.ts";
import { whyNoFit } from "../render/fit.ts";
import { firstPageOf } from "../render/print.ts";
import { readSizes, type Sizes } from "../render/sizes.ts";
import { type Templates, variantOf } from "../render/templates.ts";
import { planStudy } from "../report/plan.ts";
import { precisionOfRun } from "../report/precision.ts";
import type { Report } from "../report/report.ts";
import { printedName } from "../report/sane-case.ts";
import { type Measuring, measureStudy, triedReport, type Unmade } from "../report/subjects.ts";
import type { Measured, Task } from "../report/task.ts";
import { toldOf } from "../report/told.ts";
import type { LintSubject } from "./lint.ts";
import type { ToldEarlier } from "./look-at-reports.ts";

/**
 * How much is looked at: cycles before this one, recipients at most, and the templates whose first page must hold each report;
 * and how numbers are had.
 */
export type Preparing = Measuring & {
  earlier?: number;
  most?: number;
  templates: Templates;
  history?: History | undefined; // what was told in earlier cycles, in place of what would be
};

/**
 * Everything of a cycle that can be looked at without rendering: its numbers, and each report composed and fitted to its first
 * page when it is asked for; of more than `most` recipients an even sample. Reports of cycles before are measured and composed
 * when they are asked for too.
 */
export function toSubject(
  inputs: Inputs,
  cycle: Cycle,
  { earlier = 2, most = Number.POSITIVE_INFINITY, templates, history, ...measuring }: Preparing,
): LintSubject {
  const own = { ...measuring, most, history };
  const before = inputs.campaign.cycles.filter(({ id }) => id < cycle.id).slice(-earlier);
  const known = before.filter(({ data }) => toMonth(data.to) - inputs.campaign.window + 1 >= inputs.observations.first);
  const measured = measuredIn(inputs, cycle, own);
  return {
    inputs,
    cycle,
    standings: Object.fromEntries(measured.tasks.map((task) => [task.organisation.code, task.standings])),
    precision: precisionOfRun(Object.values(measured.materials))[inputs.campaign.campaign] ?? {},
    named: measured.tasks.map(({ organisation }) => ({ code: organisation.code, name: printedName(organisation) })),
    reports: composed(inputs, measured, templates),
    earlier: history
      ? toldIn(history, inputs.campaign.campaign)
      : usesHistory(inputs.campaign.sections, inputs)
        ? [] // what would have been told hangs on what was told before
        : known.map((each) => composedIn(inputs, each, own)).reverse(),
  };
}

/** What was told in each cycle, the latest first. */
function toldIn({ of, cycles }: History, topic: string): ToldEarlier[] {
  return cycles
    .map(
      ({ cycle }): ToldEarlier =>
        (code) =>
          of.get(code)?.find((told) => told.cycle === cycle && told.topic === topic),
    )
    .reverse();
}

type OwnPreparing = Measuring & { most: number; history: History | undefined };

function measuredIn(inputs: Inputs, cycle: Cycle, { most, history, ...measuring }: OwnPreparing): Measured {
  const study = { ...studyOf(inputs), ...(history ? { history } : {}) };
  const planned = planStudy(study, cycle.id);
  const step = Math.max(1, Math.ceil(planned.jobs.length / most));
  return measureStudy(study, { ...planned, jobs: planned.jobs.filter((_, i) => i % step === 0) }, measuring);
}

/**
 * Each report, composed when it is asked for and kept by nobody here, or why it cannot be made: one whose first page is too long
 * for paper, where it is printed or attached, cannot be made either.
 */
function* composed({ campaign }: Inputs, measured: Measured, templates: Templates): Generator<Report | Unmade> {
  const isPaged = needsBrowser(campaign.channels, campaign.attachment);
  const sizes = isPaged ? readSizes(variantOf(templates, campaign.template)) : undefined;
  for (const task of measured.tasks) {
    const { code } = task.organisation;
    const { report, because } = triedReport(measured, task);
    const misfit = report && sizes && whyTooLong(report, sizes);
    if (!report) yield { code, because };
    else yield misfit === undefined ? report : { code, because: misfit };
  }
}

/** The reports of a cycle before, of which most rules ask nothing. */
function composedIn(inputs: Inputs, cycle: Cycle, own: OwnPreparing): ToldEarlier {
  let known: (Measured & { of: ReadonlyMap<string, Task> }) | undefined;
  return (code) => {
    if (!known) {
      const measured = measuredIn(inputs, cycle, own);
      known = { ...measured, of: new Map(measured.tasks.map((task) => [task.organisation.code, task])) };
    }
    const task = known.of.get(code);
    const report = task && triedReport(known, task).report;
    return report && toldOf(report, []);
  };
}

/** Why page one of a report does not fit its page; undefined where it does. */
export function whyTooLong(report: Report, sizes: Sizes): string | undefined {
  try {
    return whyNoFit(report, firstPageOf(report, sizes));
  } catch (error) {
    return (error as Error).message;
  }
}
