import type { Cycle } from "../input/campaign/campaign.ts";
import { loadStudy, type Study, type StudyMemory } from "../input/study.ts";
import { lookOf, type Renderers } from "../output/artefact.ts";
import { inOrder, isInputError, type Problem } from "../problem.ts";
import { readTemplates, standard } from "../render/templates.ts";
import type { World } from "../world.ts";
import { compilePress } from "./documents.ts";
import type { Edition, Figures, Outcome } from "./edition.ts";
import { type Definitions, findDefinitions } from "./reasons.ts";
import { newShelf, openFirst, type Shelf, type Sight, sightOf } from "./sight.ts";
import { templateProblem } from "./template-problem.ts";
import { isBelow } from "./watch.ts";

/** One good state of all files. Everything the page shows comes from one of these, so nothing on it is half new. */
export type View = {
  version: number; // greater than that of any view before, of an earlier studio too: a page may outlive its server
  study: Study;
  press: ReadonlyMap<string, Renderers>; // by the template of a design
  definitions: Definitions;
  findings: readonly Problem[]; // warnings of the input at once, those of the linter when it is done
  isChecked: boolean; // whether these are all
  shelf: Shelf; // editions, opened when asked for
  drawn: Date;
  took: number; // ms from the save that was seen to the view
};

export type Looking = { cycle: string; code: string; arm: string };

export type ViewOptions = {
  campaign: string;
  data?: string | undefined;
  templates: string; // folder
};

/** What is known before a view is made. */
export type Before = {
  view: View | undefined; // the last good one
  changed: readonly string[]; // files, since then
  looking: Looking | undefined;
  memory: StudyMemory;
  figures: Figures;
  enter: (stage: string) => Promise<void>; // told what is done next
};

/** A new view with the cycle it was tried in, or what keeps it from being one. */
export type Attempt = { view?: View; cycle?: Cycle; problems: readonly Problem[]; isRead: boolean }; // isRead: the study was read

/** A new view, tried on what is looked at, from as little reading as the changes ask for. */
export async function tryView(recorder: World, options: ViewOptions, before: Before): Promise<Attempt> {
  const templates = before.changed.filter((file) => isBelow(options.templates, file));
  const isRead = !before.view || templates.length < before.changed.length;
  try {
    const { study, shelf } = before.view && !isRead ? before.view : await readStudy(recorder, options, before);
    const known = templates.length === 0 ? before.view?.press : undefined;
    const view: View = {
      version: before.view ? before.view.version + 1 : Date.now(),
      study,
      press: known ?? (await compilePress(await readTemplates(options.templates))),
      definitions: await findDefinitions(recorder, study.files),
      findings: bySeverity(study.warnings),
      isChecked: false,
      shelf,
      drawn: new Date(),
      took: 0,
    };
    await before.enter("working out the figures");
    const { cycle } = await tryOut(view, before);
    return { view, cycle, problems: [], isRead };
  } catch (error) {
    const problems = isInputError(error) ? error.problems : [templateProblem(error as Error, templates)];
    return { problems, isRead };
  }
}

async function readStudy(
  recorder: World,
  { campaign, data }: ViewOptions,
  { enter, memory, figures }: Before,
): Promise<Pick<View, "study" | "shelf">> {
  await enter("reading the campaign and its data");
  const study = await loadStudy(recorder, campaign, { data, memory });
  return { study, shelf: newShelf(study, figures) };
}

/** Composes and renders one report, that which is looked at if it can be; its failure is the view's. */
async function tryOut({ shelf, press }: View, before: Before): Promise<Sight> {
  const { looking } = before;
  const sight = (looking && sightOf(shelf, looking.cycle, looking.arm)) ?? openFirst(shelf);
  const outcome = firstReport(
    sight,
    couldBeMade(before) && sight.codes.includes(looking!.code) ? [looking!.code] : sight.codes,
  );
  if (outcome) await renderOnce(outcome, sight.editionOf(outcome.report.recipient.code), press);
  return sight;
}

/** Whether what is looked at had a report in the last good view: one that never could be made stops nobody else's. */
function couldBeMade({ view, looking }: Before): boolean {
  const sight = view && looking && sightOf(view.shelf, looking.cycle, looking.arm);
  return looking !== undefined && sight?.outcomeOf(looking.code)?.state === "report";
}

/** The first report that can be made; undefined where nobody is to get one. Throws the first failure where none can be made. */
function firstReport(sight: Sight, codes: readonly string[]): (Outcome & { state: "report" }) | undefined {
  let failure: Error | undefined;
  for (const code of codes) {
    const outcome = sight.outcomeOf(code);
    if (outcome?.state === "report") return outcome;
    if (outcome?.state === "failed") failure ??= new Error(`${code}: ${outcome.message}`);
  }
  if (failure) throw failure;
  return undefined;
}

/** Whatever keeps a report from being rendered is thrown. */
async function renderOnce(
  { report }: Outcome & { state: "report" },
  edition: Edition,
  press: View["press"],
): Promise<void> {
  const { channels, template } = edition.tasks.get(report.recipient.code)?.design ?? edition.inputs.campaign;
  const renderers = lookOf(press, template ?? standard);
  if (channels.includes("print")) await renderers.print(report);
  if (channels.includes("email")) await renderers.email(report);
}

/** Errors first, each kind in reading order. */
export function bySeverity(findings: readonly Problem[]): Problem[] {
  return (["error", "warning", "info"] as const).flatMap((severity) =>
    inOrder(findings.filter((finding) => finding.severity === severity)),
  );
}
