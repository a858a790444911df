import type { Cycle } from "../input/campaign/campaign.ts";
import { readLibrary } from "../input/library/library.ts";
import { libraryNames } from "../input/library/names.ts";
import { type Inputs, libraryOf } from "../input/load.ts";
import { lookOf, type Renderers } from "../output/artefact.ts";
import { sha256 } from "../output/sha256.ts";
import type { Place, Problem } from "../problem.ts";
import type { EmailDocument } from "../render/email.ts";
import { standard } from "../render/templates.ts";
import type { Report } from "../report/report.ts";
import type { Levels } from "../trial/differences/variants.ts";
import { wordDiff } from "../trial/differences/word-diff.ts";
import type { World } from "../world.ts";
import { sideBySide } from "./comparison.ts";
import { sizesOf } from "./documents.ts";
import { formAt } from "./edit-form.ts";
import { faults, read } from "./edit-read.ts";
import { cyclesOf, type Edition, outcomeOf } from "./edition.ts";
import type { Answers, MadeAnswer } from "./messages.ts";
import { type Extent, nameOf, overviewOf } from "./overview.ts";
import { reasonsOf } from "./reasons.ts";
import type { Session } from "./session.ts";
import { editionAt, firstInputs, levelsAsked, type Sight } from "./sight.ts";
import { readSource } from "./source.ts";
import { armOf, trialView } from "./trial-view.ts";
import type { PreviewView } from "./view.ts";
import { wordingsOf } from "./wordings.ts";

/** What questions are answered from. */
export type Desk = {
  world: World;
  session: Session;
  findingsOfReport: FindingsOfReport | undefined;
  undoes: () => number; // changes of files that can be taken back
};

/** What a linter says of one report, with its markup as far as its channels make it. */
export type FindingsOfReport = (
  inputs: Inputs,
  cycle: Cycle,
  report: Report,
  rendered: { print?: string; email?: { html: string; text: string }; html?: string },
) => Promise<readonly Problem[]>;

type AskedQuery = Readonly<Record<string, string | undefined>>;

type Answering<P extends keyof Answers> = (desk: Desk, query: AskedQuery) => Answers[P] | Promise<Answers[P]>;

/** What is said at each path. Throws a refusal where there is no such thing. */
export const answers: { readonly [P in Exclude<keyof Answers, "/api/data">]: Answering<P> } = {
  "/api/state": stateAnswer,
  "/api/overview": overviewAnswer,
  "/api/report": reportAnswer,
  "/api/findings": findingsAnswer,
  "/api/differences": differencesAnswer,
  "/api/source": sourceAnswer,
  "/api/wordings": wordingsAnswer,
  "/api/fields": fieldsAnswer,
};

function stateAnswer({ session, undoes }: Desk): Answers["/api/state"] {
  const view = session.view();
  const study = view?.study;
  const inputs = study && firstInputs(study);
  return {
    version: view?.version ?? 0,
    stage: session.stage() ?? null,
    problems: session.problems(),
    brokenSince: session.brokenSince()?.toISOString() ?? null,
    findings: view?.findings ?? [],
    drawn: view?.drawn.toISOString() ?? null,
    took: view?.took ?? null,
    isChecked: view?.isChecked ?? false,
    campaign: study && inputs ? { id: study.id, title: study.title, channels: inputs.campaign.channels } : null,
    documents: view?.documents ?? [],
    undoes: undoes(),
    trial: study?.trial ? trialView(study.trial) : null,
    cycles: inputs ? cyclesOf(inputs) : [],
    cycle: session.sightOf(undefined, undefined)?.cycle.id ?? null,
  };
}

async function overviewAnswer({ session }: Desk, query: AskedQuery): Promise<Answers["/api/overview"]> {
  const { sight, view } = sightAsked(session, query);
  return { version: view.version, ...(await overviewOf(sight, extentAsked(query))) };
}

/** "reports" or "figures" of everybody; a first look where neither is asked for. */
function extentAsked({ whole }: AskedQuery): Extent {
  return whole === "reports" || whole === "figures" ? whole : { within: firstLook };
}

const firstLook = 400; // ms for composing: all of a hundred or more reports

/** The channels' markup is asked for by their frames. */
async function reportAnswer({ session }: Desk, query: AskedQuery): Promise<Answers["/api/report"]> {
  const { sight, view } = sightAsked(session, query);
  const { code = "", arm = "", beside } = query;
  const outcome = sight.outcomeOf(code);
  if (!outcome) throw refusal(`no recipient "${code}" in cycle ${sight.cycle.id}`);
  if (beside === undefined) session.look({ cycle: sight.cycle.id, code, arm });
  const edition = sight.editionOf(code);
  const about = {
    version: view.version,
    cycle: sight.cycle.id,
    code,
    channels: edition.inputs.campaign.channels,
    ...(view.study.trial ? { arm: armOf(view.study.trial, sight, arm, code) } : {}),
  };
  if (outcome.state !== "report") return { ...about, ...outcome, recipient: nameOf(edition, code) };
  const { recipient } = outcome.report;
  const made = await madeOf(outcome.report, { edition, view, press: pressOf(view, sight, code) }).catch(cannotRender);
  return { ...about, ...made, recipient };
}

/** A report with its reasons, its plain text and its weight. Throws where one of its channels cannot be rendered. */
async function madeOf(
  report: Report,
  { edition, view, press }: { edition: Edition; view: PreviewView; press: Renderers },
): Promise<MadeAnswer> {
  const { email } = await renderedFor(report, edition.inputs, press);
  return {
    state: "report",
    period: report.cycle.period,
    mail: { ...report.mail, to: report.recipient.email ?? null },
    reasons: reasonsOf(report, edition.inputs, view.definitions),
    text: email?.text ?? null,
    sizes: email ? sizesOf(email, press.ground) : null,
  };
}

function cannotRender({ message }: Error): { state: "failed"; message: string } {
  return { state: "failed", message };
}

/** What the rules find in one report as its reader gets it. */
async function findingsAnswer(
  { session, findingsOfReport }: Desk,
  query: AskedQuery,
): Promise<Answers["/api/findings"]> {
  const { sight, view } = sightAsked(session, query);
  const { code = "" } = query;
  const about = { version: view.version, cycle: sight.cycle.id, code };
  const outcome = sight.outcomeOf(code);
  if (outcome?.state !== "report" || !findingsOfReport) return { ...about, findings: [] };
  const { inputs } = sight.editionOf(code);
  const rendered = await renderedFor(outcome.report, inputs, pressOf(view, sight, code));
  return { ...about, findings: await findingsOfReport(inputs, sight.cycle, outcome.report, rendered) };
}

/** A report in its channels; the renderers remember what they made, so the frames need not wait for it again. */
async function renderedFor(
  report: Report,
  { campaign: { channels } }: Inputs,
  press: Renderers,
): Promise<PreviewRendered> {
  return {
    ...(channels.includes("print") ? { print: await press.print(report) } : {}),
    ...(channels.includes("email") ? { email: await press.email(report) } : {}),
    ...(channels.includes("html") ? { html: await press.html(report) } : {}),
  };
}

type PreviewRendered = { print?: string; email?: EmailDocument; html?: string };

/** In what two arms differ for one recipient. */
async function differencesAnswer({ session }: Desk, query: AskedQuery): Promise<Answers["/api/differences"]> {
  const { sight, view } = sightAsked(session, query);
  const { trial } = view.study;
  const { code = "", arm = "", with: other = "" } = query;
  if (!trial) throw refusal("a campaign has no arms to compare");
  if (!sight.codes.includes(code)) throw refusal(`no recipient "${code}" in cycle ${sight.cycle.id}`);
  const a = levelsAsked(trial, armOf(trial, sight, arm, code).asked);
  const b = levelsAsked(trial, other);
  if (!a || !b) throw refusal(`no arm "${a ? other : arm}" to compare`);
  const cycle = sight.cycle;
  const found = sideBySide(view.shelf, trial, { a, b, cycle, code });
  const [ours, theirs] = await Promise.all([a, b].map((levels) => plainText(view, { levels, cycle: cycle.id, code })));
  const text = ours !== undefined && theirs !== undefined ? wordDiff(ours, theirs) : null;
  return { version: view.version, arm, with: other, ...found, text };
}

/** The plain text of a cell's email; undefined where it sends none. */
async function plainText({ shelf, press }: PreviewView, at: { levels: Levels; cycle: string; code: string }) {
  const edition = editionAt(shelf, at);
  const outcome = outcomeOf(edition, at.code);
  const { channels, template } = edition.inputs.campaign;
  if (outcome?.state !== "report" || !channels.includes("email")) return undefined;
  return (await lookOf(press, template).email(outcome.report)).text;
}

/** A few lines of a file the campaign was read from, and of no other. */
async function sourceAnswer({ session, world }: Desk, query: AskedQuery): Promise<Answers["/api/source"]> {
  const place = placeAsked(query);
  if (!session.mayShow(place.file)) throw refusal("this file is not shown here");
  const { before = "2", after = "2" } = query;
  const source = await readSource(world, place, { before: linesAsked(before), after: linesAsked(after) });
  if (!source) throw refusal("no such line");
  return source;
}

/** Every wording of the campaign, with who gets it. */
async function wordingsAnswer({ session }: Desk, query: AskedQuery): Promise<Answers["/api/wordings"]> {
  const { sight, view } = sightAsked(session, query);
  return { version: view.version, ...(await wordingsOf(sight, view.definitions)) };
}

/** What may be changed here of a block, an action, a step of the voice, a campaign, an indicator or a trial: by its name, or its line. */
async function fieldsAnswer(desk: Desk, query: AskedQuery): Promise<Answers["/api/fields"]> {
  const { file, line } = placeAsked(query);
  const { named, id } = query;
  const { text, state } = await editable(desk, file);
  const [fault] = faults(read(text));
  if (fault) throw refusal(`the file cannot be read as it stands, at line ${fault.line}: ${fault.message}`);
  const sought = named !== undefined && id !== undefined ? { named, id } : line;
  const form = formAt(text, sought, libraryNames(await readLibrary(desk.world, await libraryOf(desk.world, file))));
  if (form) return { file, state, ...form };
  throw refusal(
    typeof sought === "number"
      ? `nothing that can be changed here begins at line ${line}`
      : `${named} "${id}" is not in the file any more`,
  );
}

function placeAsked({ file = "", line = "1", column = "1", length }: AskedQuery): Place {
  return { file, line: Number(line), column: Number(column), ...(length ? { length: Number(length) } : {}) };
}

function linesAsked(text: string): number {
  return Math.min(40, Math.max(0, Math.trunc(Number(text)) || 0));
}

// ------------------------------------------------------------------------------------------------- what is asked for

type Asking = { sight: Sight; view: PreviewView };

/** The cycle and arm that are asked for, of the last good view. */
function sightAsked(session: Session, { cycle, arm }: AskedQuery): Asking {
  const view = session.view();
  if (!view) throw refusal("nothing to show yet");
  const sight = session.sightOf(cycle, arm);
  if (sight) return { sight, view };
  throw refusal(arm && session.sightOf(cycle, undefined) ? `no arm "${arm}"` : `no data for cycle "${cycle ?? ""}"`);
}

/** The report that is asked for, with the renderers of its look. */
export function reportAsked(session: Session, query: AskedQuery): { report: Report; press: Renderers } {
  const { sight, view } = sightAsked(session, query);
  const { code = "" } = query;
  const outcome = sight.outcomeOf(code);
  if (outcome?.state !== "report") throw refusal(`no report for "${code}"`);
  return { report: outcome.report, press: pressOf(view, sight, code) };
}

/** The renderers of the look that a recipient's design names. */
function pressOf({ press }: PreviewView, sight: Sight, code: string): Renderers {
  return lookOf(press, sight.editionOf(code).tasks.get(code)?.design.template ?? standard);
}

/** A file of the campaign's words, as it stands now. What is not shown is not changed either. */
export async function editable(
  { session, world }: Pick<Desk, "session" | "world">,
  file: string,
): Promise<{ text: string; state: string }> {
  if (!session.mayShow(file) || !/\.ya?ml$/.test(file)) throw refusal("this file is not changed here");
  const text = await world.readText(file);
  if (text === undefined) throw refusal("this file is gone");
  return { text, state: sha256(text) };
}

/** That there is no such thing, for the person who asked. */
export function refusal(message: string): Error {
  return Object.assign(new Error(message), { isRefusal: true });
}

export function isRefusal(error: Error): boolean {
  return "isRefusal" in error;
}
