import { join } from "node:path";
import type { Cycle } from "../input/campaign/campaign.ts";
import { findCycle } from "../input/cycles.ts";
import { loadStudy, type Study } from "../input/study.ts";
import type { StudyMemory } from "../input/topics.ts";
import type { KnownFigures } from "../measure/measure-once.ts";
import { lookOf, type Renderers } from "../output/artefact.ts";
import { gatherHistory } from "../output/history.ts";
import { inOrder, inputError, isInputError, type Problem } from "../problem.ts";
import { readTemplates, standard } from "../render/templates.ts";
import type { World } from "../world.ts";
import { compilePress, pressOnDemand } from "./documents.ts";
import type { Edition, EditionOutcome } from "./edition.ts";
import { type AuthoredItem, type Definitions, findDefinitions, findDocuments } from "./reasons.ts";
import { firstInputs, newShelf, openFirst, type Sight, type StudioShelf, sightOf } from "./sight.ts";
import { templateProblem } from "./template-problem.ts";
import { isBelow } from "./watch.ts";

/** One good state of all files. Everything the page shows comes from one of these, so nothing on it is half new. */
export type PreviewView = {
  version: number; // greater than that of any view before, of an earlier studio too: a page may outlive its server
  study: Study;
  press: ReadonlyMap<string, Renderers>; // by the template of a design
  definitions: Definitions;
  documents: readonly AuthoredItem[];
  findings: readonly Problem[]; // warnings of the input at once, those of the linter when it is done
  isChecked: boolean; // whether these are all
  shelf: StudioShelf; // editions, opened when asked for
  drawn: Date;
  took: number; // ms from the save that was seen to the view
};

export type ViewAsked = { cycle: string; code: string; arm: string };

export type ViewOptions = {
  campaign: string;
  data?: string | undefined;
  runs?: string | undefined; // folder of all runs, whose readers were told something; if left out, every report is as a first one
  templates: string; // folder
};

/** What is known before a view is made. */
export type ViewBefore = {
  view: PreviewView | undefined; // the last good one
  changed: readonly string[]; // files, since then
  looking: ViewAsked | undefined;
  memory: StudyMemory;
  figures: KnownFigures;
  enter: (stage: string) => Promise<void>; // told what is done next
};

/** A new view with the cycle it was tried in, or what keeps it from being one. */
export type PreviewAttempt = {
  view?: PreviewView;
  cycle?: Cycle;
  problems: readonly Problem[];
  isRead: boolean; // the study was read
  rest?: () => Promise<readonly Problem[]>; // of a first view, which does not wait for it: what is wrong with templates that its report does not need
};

/** A new view, tried on what is looked at, from as little reading as the changes ask for. */
export async function tryView(recorder: World, options: ViewOptions, before: ViewBefore): Promise<PreviewAttempt> {
  const templates = before.changed.filter((file) => isBelow(options.templates, file));
  const isRead = !before.view || templates.length < before.changed.length;
  try {
    const { study, shelf } = before.view && !isRead ? before.view : await readStudy(recorder, options, before);
    const known = templates.length === 0 ? before.view?.press : undefined;
    const texts = known ? {} : await readTemplates(options.templates);
    const view: PreviewView = {
      version: before.view ? before.view.version + 1 : Date.now(),
      study,
      press: known ?? (before.view ? await compilePress(texts) : pressOnDemand(texts)),
      definitions: await findDefinitions(recorder, study.files),
      documents: await findDocuments(recorder, study.files),
      findings: bySeverity(study.warnings),
      isChecked: false,
      shelf,
      drawn: new Date(),
      took: 0,
    };
    await before.enter("working out the figures");
    const { cycle } = await tryOut(view, before);
    if (before.view) return { view, cycle, problems: [], isRead };
    return { view, cycle, problems: [], isRead, rest: () => problemsOf(compilePress(texts), templates) };
  } catch (error) {
    return { problems: await problemsOf(Promise.reject(error), templates), isRead };
  }
}

/** What keeps some work from being done, of templates that were changed. */
function problemsOf(work: Promise<unknown>, templates: readonly string[]): Promise<readonly Problem[]> {
  return work.then(
    () => [],
    (error: Error) => (isInputError(error) ? error.problems : [templateProblem(error, templates)]),
  );
}

async function readStudy(
  recorder: World,
  { campaign, data, runs }: ViewOptions,
  { enter, memory, figures }: ViewBefore,
): Promise<Pick<PreviewView, "study" | "shelf">> {
  await enter("reading the campaign and its data");
  const loaded = await loadStudy(recorder, campaign, { data, memory, isDraft: true });
  const study = runs === undefined ? loaded : await withAllTold(recorder, loaded, runs);
  return { study, shelf: newShelf(study, figures) };
}

/** A study with all that was told up to its last cycle: a report leaves aside what came with it or after it. */
async function withAllTold(recorder: World, study: Study, runs: string): Promise<Study> {
  const inputs = firstInputs(study);
  const told = { study, cycles: inputs.campaign.cycles, cycle: findCycle(inputs) };
  const { history, problems } = await gatherHistory(recorder, join(runs, study.id), told);
  if (problems.some(({ severity }) => severity === "error")) throw inputError(problems);
  return { ...study, ...(history ? { history } : {}), warnings: [...study.warnings, ...problems] };
}

/**
 * Makes one report. It is that which is looked at where the last good view had it: what keeps it from being made keeps the
 * view from being shown. One that never could be made stops nobody else's: then any report will do.
 */
async function tryOut({ shelf, press }: PreviewView, before: ViewBefore): Promise<Sight> {
  const { looking } = before;
  const sight = (looking && sightOf(shelf, looking.cycle, looking.arm)) ?? openFirst(shelf);
  const isKept = looking && sight.codes.includes(looking.code) && (await couldBeMade(before, looking));
  await makeAny(sight, isKept ? [looking.code] : sight.codes, press);
  return sight;
}

async function couldBeMade({ view }: ViewBefore, { cycle, code, arm }: ViewAsked): Promise<boolean> {
  const sight = view && sightOf(view.shelf, cycle, arm);
  return view !== undefined && sight !== undefined && (await makeAny(sight, [code], view.press).catch(() => false));
}

const several = 5; // reports that are tried before all are taken to fail

/** Whether any of them gets a report. Throws the first failure where none of several can be made. */
async function makeAny(sight: Sight, codes: readonly string[], press: PreviewView["press"]): Promise<boolean> {
  const failures: Error[] = [];
  for (const code of codes) {
    const outcome = sight.outcomeOf(code);
    if (outcome === undefined || outcome.state === "without") continue;
    try {
      await makeOnce(code, outcome, { edition: sight.editionOf(code), press });
      return true;
    } catch (error) {
      failures.push(error as Error);
    }
    if (failures.length === several) break;
  }
  if (failures[0]) throw failures[0];
  return false;
}

/** Whatever keeps a report from being composed or rendered is thrown. */
async function makeOnce(
  code: string,
  outcome: Exclude<EditionOutcome, { state: "without" }>,
  { edition, press }: { edition: Edition; press: PreviewView["press"] },
): Promise<void> {
  if (outcome.state === "failed") throw new Error(`${code}: ${outcome.message}`);
  const { report } = outcome;
  const { channels, template } = edition.tasks.get(code)?.design ?? edition.inputs.campaign;
  const renderers = lookOf(press, template ?? standard);
  if (channels.includes("print")) await renderers.print(report);
  if (channels.includes("email")) await renderers.email(report);
  if (channels.includes("html")) await renderers.html(report);
}

/** Errors first, each kind in reading order. */
export function bySeverity(findings: readonly Problem[]): Problem[] {
  return (["error", "warning", "info"] as const).flatMap((severity) =>
    inOrder(findings.filter((finding) => finding.severity === severity)),
  );
}
