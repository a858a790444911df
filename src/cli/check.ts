import { join } from "node:path";
import type { Cycle } from "../input/campaign/campaign.ts";
import { findCycle } from "../input/cycles.ts";
import { usesHistory } from "../input/history.ts";
import { type Inputs, load } from "../input/load.ts";
import { loadStudy, type Study, studyOf, trialFileOf } from "../input/study.ts";
import { coverageText, findCoverage } from "../lint/coverage.ts";
import { type LintSubject, lint, type Waived } from "../lint/lint.ts";
import { readPlaces } from "../lint/places.ts";
import { toSubject } from "../lint/prepare.ts";
import type { RenderedForRule } from "../lint/rule.ts";
import { rulesOfReports } from "../lint/rules.ts";
import { unmadeCode } from "../lint/unmade.ts";
import { nodeWorld } from "../node.ts";
import { gatherHistory } from "../output/history.ts";
import { isInputError, type Problem } from "../problem.ts";
import { packagedTemplates } from "../render/templates.ts";
import { reconcileInputs, reconcileStudy } from "../report/delivery.ts";
import { comparing, type Novelty, noveltyText } from "../report/novelty.ts";
import { type Precision, precisionText } from "../report/precision.ts";
import type { Report } from "../report/report.ts";
import { isMade, type Unmade } from "../report/subjects.ts";
import { pickVaried } from "../report/varied.ts";
import { type BrowserFlags, browserOf } from "./browser.ts";
import { exitOf, exits } from "./exits.ts";
import { countText, githubText, problemsText } from "./problems.ts";

export type CheckOptions = {
  data?: string;
  runs?: string;
  coverage?: boolean;
  rendered?: boolean;
  format: "text" | "json" | "github";
} & BrowserFlags;

/** By topic and indicator. */
type PrecisionOf = Readonly<Record<string, Readonly<Record<string, Precision>>>>;

type Checked = {
  problems: readonly Problem[];
  waived: readonly Waived[];
  coverage?: string;
  precision?: PrecisionOf;
  novelty?: Novelty;
  unusable: boolean;
  isOfMachine?: true; // what kept it from being read is no fault of the input
};

/** Reads everything, holds it to the rules, and reports every problem and finding; makes nothing. */
export async function check(campaign: string, options: CheckOptions): Promise<number> {
  const checked = await look(campaign, options);
  process.stdout.write(`${await written(checked, options.format)}\n`);
  if (checked.isOfMachine) return exits.environment;
  if (checked.unusable) return exits.unusable;
  return exitOf(checked.problems);
}

const inStudio = 300; // recipients whose reports are looked at while somebody waits

/** What the rules find in a campaign and its numbers, for the studio: of thousands of reports an even sample. */
export async function findingsOf(inputs: Inputs, cycle: Cycle): Promise<readonly Problem[]> {
  const subject = toSubject(inputs, cycle, { most: inStudio, templates: await packagedTemplates() });
  return lint(subject, { places: await readPlaces(nodeWorld(), inputs.files) }).findings;
}

/** What the rules find in one report as its reader gets it, for the studio. */
export async function findingsOfReport(
  inputs: Inputs,
  cycle: Cycle,
  report: Report,
  rendered: RenderedForRule,
): Promise<readonly Problem[]> {
  const subject = { inputs, cycle, reports: [report], rendered: new Map([[report.recipient.code, rendered]]) };
  const places = await readPlaces(nodeWorld(), inputs.files);
  return lint(subject, { places, rules: rulesOfReports }).findings;
}

/** Problems of the input alone where it is unusable; else what the rules find too. */
async function look(campaign: string, options: CheckOptions): Promise<Checked> {
  try {
    if ((await trialFileOf(nodeWorld(), campaign)) !== undefined) return await lookAtTrial(campaign, options);
    const inputs = await load(nodeWorld(), campaign, { data: options.data });
    const cycle = findCycle(inputs);
    const { history, problems: untold } = await toldBefore(studyOf(inputs), cycle, options);
    const subject = toSubject(inputs, cycle, { templates: await packagedTemplates(), history });
    const before = comparing((code) => history?.of.get(code)?.at(-1));
    const told = { ...subject, reports: passing(subject.reports ?? [], before.add) };
    const seen = options.rendered ? await renderSome(inputs, told, options) : told;
    const { findings, waived } = lint(seen, { places: await readPlaces(nodeWorld(), inputs.files) });
    const isMade = !findings.some(({ code }) => code === unmadeCode); // words that cannot be said cannot be counted
    const coverage = options.coverage && isMade ? coverageText(findCoverage(inputs, cycle)) : undefined;
    const delivery = reconcileInputs(inputs, cycle);
    const unusable = delivery.some(({ severity }) => severity === "error");
    const problems = [...inputs.warnings, ...untold, ...delivery, ...findings];
    const precision = { [inputs.campaign.campaign]: subject.precision ?? {} };
    const novelty = before.found();
    return {
      problems,
      waived,
      unusable,
      precision,
      ...(coverage ? { coverage } : {}),
      ...(novelty ? { novelty } : {}),
    };
  } catch (error) {
    if (isInputError(error)) {
      const { problems, isOfMachine } = error;
      return { problems, waived: [], unusable: true, ...(isOfMachine ? { isOfMachine } : {}) };
    }
    throw error;
  }
}

/** What the promoted runs of earlier cycles told; what is wrong with it matters only where some report hangs on it. */
async function toldBefore(study: Study, cycle: Cycle, { runs = "out" }: CheckOptions) {
  const all = [...study.topics.values()];
  const cycles = all[0]?.campaign.cycles ?? [];
  const told = await gatherHistory(nodeWorld(), join(runs, study.id), { study, cycles, cycle });
  return all.some((inputs) => usesHistory(inputs.campaign.sections, inputs)) ? told : { ...told, problems: [] };
}

/** A trial, with the trials unit's list where it has come. */
async function lookAtTrial(path: string, options: CheckOptions): Promise<Checked> {
  const study = await loadStudy(nodeWorld(), path, { data: options.data });
  if (!study.trial) throw new Error(`no trial in ${path}`);
  const [first] = study.topics.values();
  const told = first ? await toldBefore(study, findCycle(first), options) : { problems: [] };
  const { history } = told;
  const { checkTrial } = await import("./check-trial.ts"); // a campaign needs none of it
  const { problems, ...checked } = await checkTrial(history ? { ...study, history } : study, study.trial, options);
  const delivery = first ? reconcileStudy(study, findCycle(first)) : [];
  const unusable = delivery.some(({ severity }) => severity === "error");
  return { ...checked, problems: [...delivery, ...told.problems, ...problems], unusable };
}

/** The same reports, each shown on its way. */
function* passing(all: Iterable<Report | Unmade>, show: (report: Report) => void): Generator<Report | Unmade> {
  for (const each of all) {
    if (isMade(each)) show(each);
    yield each;
  }
}

/** As many reports as it takes to see every block and action once, as their readers get them. */
async function renderSome({ campaign }: Inputs, subject: LintSubject, options: CheckOptions): Promise<LintSubject> {
  const [{ openPress }, { renderForLint }] = await Promise.all([
    import("../output/artefact.ts"), // what draws and prints is loaded by those alone who look at pages
    import("../lint/rendered.ts"),
  ]);
  await using presses = await openPress(await packagedTemplates(), campaign.channels, browserOf(options));
  const press = presses.of(campaign.template);
  const rendered = new Map<string, RenderedForRule>();
  const reports = [...(subject.reports ?? [])];
  const unmade: Unmade[] = [];
  for (const report of pickVaried(reports.filter(isMade))) {
    const { code } = report.recipient;
    try {
      rendered.set(code, await renderForLint(report, campaign.channels, press));
    } catch (error) {
      unmade.push({ code, because: (error as Error).message });
    }
  }
  return { ...subject, reports, rendered, unmade };
}

async function written(
  { problems, waived, coverage, precision, novelty }: Checked,
  format: CheckOptions["format"],
): Promise<string> {
  const found = {
    ...(precision ? { precision } : {}),
    ...(novelty ? { novelty } : {}),
    ...(coverage ? { coverage } : {}),
  };
  if (format === "json") return JSON.stringify({ problems, waived, ...found }, null, 1);
  const text =
    format === "github"
      ? [githubText(problems), countText(problems)].filter((line) => line !== "").join("\n")
      : await problemsText(problems);
  return [
    text,
    ...(waived.length > 0 ? [`${waived.length} waived, each with its reason`] : []),
    ...(precision && format === "text" ? ["", ...linesOf(precision)] : []),
    ...(novelty && format === "text" ? ["", ...noveltyText(novelty)] : []),
    ...(coverage ? ["", coverage] : []),
  ].join("\n");
}

/** How far the numbers of the cycle carry, a line for each indicator. */
function linesOf(precision: PrecisionOf): string[] {
  const lines = Object.values(precision).flatMap((of) =>
    Object.entries(of).map(([id, each]) => precisionText(id, each)),
  );
  return ["what the numbers can carry:", ...[...new Set(lines)].map((line) => `  ${line}`)];
}
