import { setTimeout as pause } from "node:timers/promises";
import type { Cycle } from "../input/campaign.ts";
import { shorten } from "../input/library.ts";
import { type DataMemory, type Inputs, load } from "../input/load.ts";
import { lookOf, type Renderers } from "../output/artefact.ts";
import { inOrder, isInputError, type Problem } from "../problem.ts";
import { readTemplates, standard } from "../render/templates.ts";
import type { World } from "../world.ts";
import { compilePress } from "./documents.ts";
import { type Edition, openEdition, outcomeOf } from "./edition.ts";
import { type Definitions, findDefinitions } from "./reasons.ts";
import { templateProblem } from "./template-problem.ts";
import { isBelow, recordingWorld, type Watched, watch } from "./watch.ts";

/** What is checked besides the input's own soundness; the linter is plugged in here. */
export type Findings = (inputs: Inputs, cycle: Cycle) => readonly Problem[] | Promise<readonly Problem[]>;

export type SessionOptions = {
  campaign: string;
  data?: string | undefined;
  templates: string; // folder
  findings?: Findings | undefined;
};

/** One good state of all files. Everything the page shows comes from one of these, so nothing on it is half new. */
export type View = {
  version: number;
  inputs: Inputs;
  press: ReadonlyMap<string, Renderers>; // by the template of a design
  definitions: Definitions;
  findings: readonly Problem[]; // warnings of the input at once, those of the linter when it is done
  editions: Map<string, Edition>; // by cycle, opened when asked for
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
  editionOf: (cycle: string | undefined) => Edition | undefined; // of the last good view
  look: (at: Looking) => void; // what somebody looks at is tried first
  mayShow: (file: string) => boolean; // whether lines of a file may be sent
  onChange: (listener: () => void) => () => void;
  close: () => Promise<void>;
};

export type Looking = { cycle: string; code: string };

type Opened = { view?: View; edition?: Edition; problems: readonly Problem[]; wasLoaded: boolean }; // wasLoaded: the files were read

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
  const memory: DataMemory = {};
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
    editionOf: (cycle) => view && editionOf(view, cycle),
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
    if (next.view && next.edition) void addFindings(next.view, next.edition.cycle);
  }

  /** What the linter says comes after the view: it looks at every report, and the next save need not wait for it. */
  async function addFindings({ version, inputs }: View, cycle: Cycle): Promise<void> {
    await pause(afterView);
    if (!isOpen || view?.version !== version) return;
    const findings = await Promise.resolve(options.findings?.(inputs, cycle) ?? []).catch(cannotCheck);
    if (view?.version !== version || findings.length === 0) return;
    view = { ...view, findings: bySeverity([...inputs.warnings, ...findings]) };
    tell();
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
      const { inputs, editions } = await readInputs();
      const press =
        view && templates.length === 0 ? view.press : await compilePress(await readTemplates(options.templates));
      version += 1;
      const fresh: View = {
        version,
        inputs,
        press,
        definitions: await findDefinitions(recorder, inputs.files),
        findings: bySeverity(inputs.warnings),
        editions,
        drawn: new Date(),
        took: 0,
      };
      await enter("working out the figures");
      const edition = view ? await tryOut(fresh) : openFirst(fresh);
      return { view: fresh, edition, problems: [], wasLoaded };
    } catch (error) {
      if (isInputError(error)) return { problems: error.problems, wasLoaded };
      return { problems: [templateProblem(error as Error, templates)], wasLoaded };
    }

    /** As little as the changes since the last good view ask for. */
    async function readInputs(): Promise<Pick<View, "inputs" | "editions">> {
      if (view && others.length === 0) return view;
      await enter("reading the campaign and its data");
      wasLoaded = true;
      const inputs = await load(recorder, options.campaign, { data: options.data, memory });
      return { inputs, editions: new Map([...(view?.editions ?? [])].flatMap((each) => reopened(inputs, each))) };
    }
  }

  /** Composes and renders the report that is looked at; its failure is the new state's. */
  async function tryOut(fresh: View): Promise<Edition> {
    const edition = editionOf(fresh, looking?.cycle) ?? openFirst(fresh);
    const code = looking && edition.jobs.has(looking.code) ? looking.code : edition.jobs.keys().next().value;
    const outcome = code === undefined ? undefined : outcomeOf(edition, code);
    if (outcome?.state === "failed") throw new Error(`${code}: ${outcome.message}`);
    if (outcome?.state === "report") {
      const { channels } = fresh.inputs.campaign;
      const press = lookOf(fresh.press, edition.jobs.get(outcome.report.recipient.code)?.design.template ?? standard);
      if (channels.includes("print")) await press.print(outcome.report);
      if (channels.includes("email")) await press.email(outcome.report);
    }
    return edition;
  }
}

function openFirst({ inputs, editions }: View): Edition {
  const edition = openEdition(inputs, undefined);
  editions.set(edition.cycle.id, edition);
  return edition;
}

/** An edition with what has been read anew; none where its cycle is gone, so that it is told when it is asked for. */
function reopened(inputs: Inputs, [id, before]: [string, Edition]): [string, Edition][] {
  try {
    return [[id, openEdition(inputs, id, before)]];
  } catch (error) {
    if (isInputError(error)) return [];
    throw error;
  }
}

const heard = 20; // ms in which a page hears what is done next, before it is done
const afterView = 250; // ms in which a page fetches what it shows, before the linter has the machine

/** A fault of the linter is a finding too: nothing found would look like nothing wrong. */
function cannotCheck(error: Error): Problem[] {
  return [{ code: "cannot-check", severity: "error", message: error.message }];
}

/** A cycle of a view; undefined where there is none of that name, or its data are not there. */
function editionOf({ inputs, editions }: View, cycle: string | undefined): Edition | undefined {
  const known = cycle === undefined ? undefined : editions.get(cycle);
  if (known) return known;
  try {
    const edition = openEdition(inputs, cycle);
    editions.set(edition.cycle.id, edition);
    return edition;
  } catch (error) {
    if (isInputError(error)) return undefined;
    throw error;
  }
}

/** What was asked for now, what the last good view was made of, and wherever a problem is. */
function toWatch(asked: Watched, view: View | undefined, problems: readonly Problem[], templates: string): Watched {
  const blamed = problems.flatMap(({ place }) => (place ? [place.file] : []));
  return {
    files: new Set([...asked.files, ...(view?.inputs.files ?? []), ...blamed].map(shorten)),
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
