import { setTimeout as pause } from "node:timers/promises";
import type { Cycle } from "../input/campaign/campaign.ts";
import { shorten } from "../input/library/library.ts";
import type { Inputs } from "../input/load.ts";
import { loadStudy, type Study, type StudyMemory } from "../input/study.ts";
import { lookOf, type Renderers } from "../output/artefact.ts";
import { inOrder, isInputError, type Problem } from "../problem.ts";
import { readTemplates, standard } from "../render/templates.ts";
import type { World } from "../world.ts";
import { compilePress } from "./documents.ts";
import type { Edition, Figures, Outcome } from "./edition.ts";
import { type Definitions, findDefinitions } from "./reasons.ts";
import { newShelf, openFirst, type Shelf, type Sight, sightOf, unplanned } from "./sight.ts";
import { templateProblem } from "./template-problem.ts";
import { isBelow, recordingWorld, type Watched, watch } from "./watch.ts";

/** What is checked besides the input's own soundness; the linter is plugged in here. */
export type Findings = (inputs: Inputs, cycle: Cycle) => readonly Problem[] | Promise<readonly Problem[]>;

/** What holds a trial together, whoever is in which arm. It takes seconds, and is told to stop where it is out of date. */
export type Integrity = (cycle: string, stop: AbortSignal) => Promise<readonly Problem[]>;

export type SessionOptions = {
  campaign: string;
  data?: string | undefined;
  templates: string; // folder
  findings?: Findings | undefined;
  integrity?: Integrity | undefined; // of a trial
};

/** One good state of all files. Everything the page shows comes from one of these, so nothing on it is half new. */
export type View = {
  version: number;
  study: Study;
  press: ReadonlyMap<string, Renderers>; // by the template of a design
  definitions: Definitions;
  findings: readonly Problem[]; // warnings of the input at once, those of the linter when it is done
  isChecked: boolean; // whether these are all
  shelf: Shelf; // editions, opened when asked for
  drawn: Date;
  took: number; // ms from the save that was seen to the view
};

/** The last good view, what is wrong with the files as they are now, and word of every change. */
export type Session = {
  view: () => View | undefined;
  stage: () => string | undefined; // what is being done before there is a view: "reading the campaign and its data"
  ready: Promise<void>; // the first view, or why there is none
  problems: () => readonly Problem[]; // errors that keep a newer view from being shown
  brokenSince: () => Date | undefined;
  sightOf: (cycle: string | undefined, arm: string | undefined) => Sight | undefined; // of the last good view
  look: (at: Looking) => void; // what somebody looks at is tried first
  mayShow: (file: string) => boolean; // whether lines of a file may be sent
  onChange: (listener: () => void) => () => void;
  close: () => Promise<void>;
};

export type Looking = { cycle: string; code: string; arm: string };

type Opened = { view?: View; cycle?: Cycle; problems: readonly Problem[]; wasLoaded: boolean }; // wasLoaded: the files were read

/** Begins to read everything at once, then again at every save. A state that does not work leaves the last one that did in place. */
export function openSession(world: World, options: SessionOptions): Session {
  const listeners = new Set<() => void>();
  let view: View | undefined;
  let problems: readonly Problem[] = [];
  let brokenSince: Date | undefined;
  let looking: Looking | undefined;
  let watched: Watched = { files: new Set(), folders: new Set([options.templates]) };
  let read: Watched = watched; // by the last full load
  const pending = new Set<string>(); // changed since the last good view
  const memory: StudyMemory = new Map();
  const figures: Figures = new Map();
  let checking = new AbortController(); // what holds the trial of the last view together
  let version = 0;
  let stage: string | undefined;
  let isOpen = true;

  const ready = refresh([]);
  const watching = ready.then(() => (isOpen ? watch(() => watched, refresh) : undefined));
  watching.catch(() => undefined); // told by ready

  return {
    view: () => view,
    stage: () => stage,
    ready,
    problems: () => problems,
    brokenSince: () => brokenSince,
    sightOf: (cycle, arm) => view && sightOf(view.shelf, cycle, arm),
    look: (at) => {
      looking = at;
    },
    mayShow: (file) => isAuthored(file) && (watched.files.has(file) || isBelow(options.templates, file)),
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async close() {
      isOpen = false;
      checking.abort();
      listeners.clear();
      await (await watching.catch(() => undefined))?.stop();
    },
  };

  async function refresh(changed: readonly string[]): Promise<void> {
    const started = performance.now();
    for (const file of changed) pending.add(file);
    const { world: recorder, watched: asked } = recordingWorld(world);
    const next = await open(recorder);
    if (next.wasLoaded) read = asked;
    watched = toWatch(read, next.view ?? view, next.problems, options.templates);
    problems = next.problems;
    brokenSince = next.view ? undefined : (brokenSince ?? new Date());
    if (next.view) {
      view = { ...next.view, took: Math.round(performance.now() - started) };
      pending.clear();
    }
    stage = undefined;
    tell();
    if (next.view && next.cycle) void addFindings(next.view, next.cycle);
  }

  /** What the rules say comes after the view: they look at every report, and the next save need not wait for it. */
  async function addFindings({ version, study, shelf }: View, cycle: Cycle): Promise<void> {
    checking.abort();
    checking = new AbortController();
    const { signal } = checking;
    await pause(afterView);
    const isCurrent = () => isOpen && view?.version === version;
    if (!isCurrent()) return;
    const together = study.trial && options.integrity ? options.integrity(cycle.id, signal).catch(cannotCheck) : [];
    const found: Problem[] = [...unplanned(shelf, cycle)];
    for (const inputs of study.topics.values())
      found.push(...(await Promise.resolve(options.findings?.(inputs, cycle) ?? []).catch(cannotCheck)));
    add(found, study.trial === undefined);
    add(await together, true);

    function add(more: readonly Problem[], isChecked: boolean): void {
      if (!view || !isCurrent() || (more.length === 0 && !isChecked)) return;
      view = { ...view, findings: bySeverity([...view.findings, ...more]), isChecked };
      tell();
    }
  }

  function tell(): void {
    for (const listener of listeners) listener();
  }

  /** Says what is done next while there is nothing to show, and lets the page hear it. */
  async function enter(next: string): Promise<void> {
    if (view) return;
    stage = next;
    tell();
    await pause(heard);
  }

  /** A new view that has been tried on what is being looked at, or what keeps it from being one. */
  async function open(recorder: World): Promise<Opened> {
    const templates = [...pending].filter((file) => isBelow(options.templates, file));
    const others = [...pending].filter((file) => !templates.includes(file));
    let wasLoaded = false;
    try {
      const { study, shelf } = await readInputs();
      const press =
        view && templates.length === 0 ? view.press : await compilePress(await readTemplates(options.templates));
      version += 1;
      const fresh: View = {
        version,
        study,
        press,
        definitions: await findDefinitions(recorder, study.files),
        findings: bySeverity(study.warnings),
        isChecked: false,
        shelf,
        drawn: new Date(),
        took: 0,
      };
      await enter("working out the figures");
      const { cycle } = await tryOut(fresh);
      return { view: fresh, cycle, problems: [], wasLoaded };
    } catch (error) {
      if (isInputError(error)) return { problems: error.problems, wasLoaded };
      return { problems: [templateProblem(error as Error, templates)], wasLoaded };
    }

    /** As little as the changes since the last good view ask for. */
    async function readInputs(): Promise<Pick<View, "study" | "shelf">> {
      if (view && others.length === 0) return view;
      await enter("reading the campaign and its data");
      wasLoaded = true;
      const study = await loadStudy(recorder, options.campaign, { data: options.data, memory });
      return { study, shelf: newShelf(study, figures) };
    }
  }

  /** Composes and renders the report that is looked at; its failure is the new state's. */
  async function tryOut({ shelf, press }: View): Promise<Sight> {
    const sight = (looking && sightOf(shelf, looking.cycle, looking.arm)) ?? openFirst(shelf);
    const isReport = (code: string) => sight.outcomeOf(code)?.state !== "without";
    const code = looking && sight.codes.includes(looking.code) ? looking.code : sight.codes.find(isReport);
    const outcome = code === undefined ? undefined : sight.outcomeOf(code);
    if (outcome?.state === "failed") throw new Error(`${code}: ${outcome.message}`);
    if (outcome?.state === "report") await renderOnce(outcome, sight.editionOf(outcome.report.recipient.code), press);
    return sight;
  }
}

/** Whatever keeps a report from being rendered is thrown. */
async function renderOnce(
  { report }: Outcome & { state: "report" },
  edition: Edition,
  press: View["press"],
): Promise<void> {
  const { channels, template } = edition.jobs.get(report.recipient.code)?.design ?? edition.inputs.campaign;
  const renderers = lookOf(press, template ?? standard);
  if (channels.includes("print")) await renderers.print(report);
  if (channels.includes("email")) await renderers.email(report);
}

const heard = 20; // ms in which a page hears what is done next, before it is done
const afterView = 250; // ms in which a page fetches what it shows, before the linter has the machine

/** A fault of the linter is a finding too: nothing found would look like nothing wrong. */
function cannotCheck(error: Error): Problem[] {
  return [{ code: "cannot-check", severity: "error", message: error.message }];
}

/** What was asked for now, what the last good view was made of, and wherever a problem is. */
function toWatch(asked: Watched, view: View | undefined, problems: readonly Problem[], templates: string): Watched {
  const blamed = problems.flatMap(({ place }) => (place ? [place.file] : []));
  return {
    files: new Set([...asked.files, ...(view?.study.files ?? []), ...blamed].map(shorten)),
    folders: new Set([...asked.folders, templates]),
  };
}

/** Errors first, each kind in reading order. */
function bySeverity(findings: readonly Problem[]): Problem[] {
  return (["error", "warning", "info"] as const).flatMap((severity) =>
    inOrder(findings.filter((finding) => finding.severity === severity)),
  );
}

/** Lines of what people write may be shown; rows of data may hold what disclosure control withholds. */
function isAuthored(file: string): boolean {
  return /\.(ya?ml|md|hbs|mjml|css)$/.test(file);
}
