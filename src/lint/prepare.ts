import type { Cycle } from "../input/campaign/campaign.ts";
import type { Inputs } from "../input/load.ts";
import { studyOf } from "../input/study.ts";
import { toMonth } from "../month.ts";
import { type Press, render } from "../output/artefact.ts";
import { readPdf } from "../output/pdf.ts";
import { planStudy } from "../report/plan.ts";
import type { Report } from "../report/report.ts";
import { measureStudy, triedReports } from "../report/subjects.ts";
import type { LintSubject } from "./lint.ts";
import type { Rendered } from "./rule.ts";

/**
 * Everything of a cycle that can be looked at without rendering: its numbers, and each report composed; of more than `most`
 * recipients an even sample.
 */
export function toSubject(
  inputs: Inputs,
  cycle: Cycle,
  { earlier = 2, most = Number.POSITIVE_INFINITY } = {},
): LintSubject {
  const before = inputs.campaign.cycles.filter(({ id }) => id < cycle.id).slice(-earlier);
  const known = before.filter(({ data }) => toMonth(data.to) - inputs.campaign.window + 1 >= inputs.observations.first);
  return {
    inputs,
    cycle,
    ...composeAll(inputs, cycle, most),
    earlier: known.map((each) => composeAll(inputs, each, most).reports),
  };
}

function composeAll(inputs: Inputs, cycle: Cycle, most: number) {
  const study = studyOf(inputs);
  const planned = planStudy(study, cycle.id);
  const step = Math.max(1, Math.ceil(planned.jobs.length / most));
  const measured = measureStudy(study, { ...planned, jobs: planned.jobs.filter((_, i) => i % step === 0) });
  const standings = Object.fromEntries(measured.tasks.map((task) => [task.organisation.code, task.standings]));
  return { standings, ...triedReports(measured) };
}

/** A report as its reader gets it; a PDF where the press has a browser. */
export async function renderForLint(
  report: Report,
  channels: Parameters<typeof render>[1],
  press: Press,
): Promise<Rendered> {
  const { print, email } = await render(report, channels, press);
  const pdf = print !== undefined && press.browser ? await readPdf(await press.browser.print(print)) : undefined;
  return {
    ...(print === undefined ? {} : { print }),
    ...(email === undefined ? {} : { email: { html: email.html, text: email.text } }),
    ...(pdf ? { pdf } : {}),
  };
}
