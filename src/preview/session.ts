import { setTimeout as pause } from "node:timers/promises";
import type { Cycle } from "../input/campaign/campaign.ts";
import { shorten } from "../input/library/library.ts";
import type { StudyMemory } from "../input/topics.ts";
import type { KnownFigures } from "../measure/measure-once.ts";
import type { Problem } from "../problem.ts";
import type { World } from "../world.ts";
import { checksOf, type StudioChecks } from "./checks.ts";
import { type Sight, sightOf } from "./sight.ts";
import { bySeverity, type PreviewView, tryView, type ViewAsked, type ViewOptions } from "./view.ts";
import { isBelow, recordingWorld, type Watched, watch } from "./watch.ts";

export type SessionOptions = ViewOptions & StudioChecks;

/** The last good view, what is wrong with the files as they are now, and word of every change. */
export type Session = {
  view: () => PreviewView | undefined;
  stage: () => string | undefined; // what is being done before there is a view: "reading the campaign and its data"
  ready: Promise<void>; // the first view, or why there is none
  problems: () => readonly Problem[]; // errors that keep a newer view from being shown
  brokenSince: () => Date | undefined;
  sightOf: (cycle: string | undefined, arm: string | undefined) => Sight | undefined; // of the last good view
  look: (at: ViewAsked) => void; // what somebody looks at is tried first
  mayShow: (file: string) => boolean; // whether lines of a file may be sent
  onChange: (listener: () => void) => () => void;
  close: () => Promise<void>;
};

/** Begins to read everything at once, then again at every save. A state that does not work leaves the last one that did in place. */
export function openSession(world: World, options: SessionOptions): Session {
  const state = newState(options.templates);
  const began = Date.now();
  const refreshed = (changed: readonly string[]) => refresh(world, options, state, changed);
  const ready = refreshed([]);
  const watching = ready.then(() => (state.isOpen ? watch(() => state.watched, refreshed, began) : undefined));
  watching.catch(() => undefined); // told by ready
  return {
    view: () => state.view,
    stage: () => state.stage,
    ready,
    problems: () => state.problems,
    brokenSince: () => state.brokenSince,
    sightOf: (cycle, arm) => state.view && sightOf(state.view.shelf, cycle, arm),
    look: (at) => {
      state.looking = at;
    },
    mayShow: (file) => isAuthored(file) && (state.watched.files.has(file) || isBelow(options.templates, file)),
    onChange(listener) {
      state.listeners.add(listener);
      return () => state.listeners.delete(listener);
    },
    async close() {
      state.isOpen = false;
      state.checking.abort();
      state.listeners.clear();
      await (await watching.catch(() => undefined))?.stop();
    },
  };
}

/** What changes while a session is open. */
type SessionState = {
  view: PreviewView | undefined;
  problems: readonly Problem[];
  brokenSince: Date | undefined;
  looking: ViewAsked | undefined;
  stage: string | undefined;
  isOpen: boolean;
  watched: Watched;
  read: Watched; // by the last full load
  pending: Set<string>; // files changed since the last good view
  checking: AbortController; // of the last view
  memory: StudyMemory;
  figures: KnownFigures;
  listeners: Set<() => void>;
};

function newState(templates: string): SessionState {
  const watched: Watched = { files: new Set(), found: new Set(), folders: new Set([templates]) };
  return {
    view: undefined,
    problems: [],
    brokenSince: undefined,
    looking: undefined,
    stage: undefined,
    isOpen: true,
    watched,
    read: watched,
    pending: new Set(),
    checking: new AbortController(),
    memory: new Map(),
    figures: new Map(),
    listeners: new Set(),
  };
}

/** Mutates the state: a new view, or why there is none. */
async function refresh(
  world: World,
  options: SessionOptions,
  state: SessionState,
  changed: readonly string[],
): Promise<void> {
  const started = performance.now();
  for (const file of changed) state.pending.add(file);
  const { world: recorder, watched: asked } = recordingWorld(world);
  const { looking, memory, figures, view: last } = state;
  const enter = (stage: string) => enterStage(state, stage);
  const before = { view: last, changed: [...state.pending], looking, memory, figures, enter };
  const { view, cycle, problems, isRead, rest } = await tryView(recorder, options, before);
  if (isRead) state.read = asked;
  state.watched = toWatch(state.read, view ?? last, problems, options.templates);
  state.problems = problems;
  state.brokenSince = view ? undefined : (state.brokenSince ?? new Date());
  state.stage = undefined;
  if (view) show(state, { ...view, took: Math.round(performance.now() - started) });
  tell(state);
  if (view && cycle) void check(state, cycle, options);
  if (rest) void tryRest(state, rest);
}

/** Says what is wrong with what a first view did not need, unless something else has been seen meanwhile. */
async function tryRest(state: SessionState, rest: () => Promise<readonly Problem[]>): Promise<void> {
  const version = state.view?.version;
  const problems = await rest();
  if (!state.isOpen || state.view?.version !== version || problems.length === 0 || state.problems.length > 0) return;
  state.problems = problems;
  state.brokenSince = new Date();
  tell(state);
}

function show(state: SessionState, view: PreviewView): void {
  state.view = view;
  state.pending.clear();
}

/** Adds what the rules find to the view, as long as it is the last. The next save need not wait for it. */
async function check(state: SessionState, cycle: Cycle, checks: StudioChecks): Promise<void> {
  state.checking.abort();
  state.checking = new AbortController();
  const { signal } = state.checking;
  const { view: checked } = state;
  if (!checked || !state.isOpen) return;
  for await (const { found, isAll } of checksOf(checked, cycle, checks, signal)) {
    if (!state.isOpen || signal.aborted || !state.view) return;
    state.view = { ...state.view, findings: bySeverity([...state.view.findings, ...found]), isChecked: isAll };
    if (found.length > 0 || isAll) tell(state);
  }
}

function tell({ listeners }: SessionState): void {
  for (const listener of listeners) listener();
}

/** Says what is done next while there is nothing to show, and lets the page hear it. */
async function enterStage(state: SessionState, stage: string): Promise<void> {
  if (state.view) return;
  state.stage = stage;
  tell(state);
  await pause(heard);
}

const heard = 20; // ms in which a page hears what is done next, before it is done

/** What was asked for now, what the last good view was made of, and wherever a problem is. */
function toWatch(
  asked: Watched,
  view: PreviewView | undefined,
  problems: readonly Problem[],
  templates: string,
): Watched {
  const blamed = problems.flatMap(({ place }) => (place ? [place.file] : []));
  const used = view?.study.files ?? [];
  return {
    files: new Set([...asked.files, ...used, ...blamed].map(shorten)),
    found: new Set([...asked.found, ...used].map(shorten)),
    folders: new Set([...asked.folders, templates]),
  };
}

/** Lines of what people write may be shown; rows of data may hold what disclosure control withholds. */
function isAuthored(file: string): boolean {
  return /\.(ya?ml|md|hbs|mjml|css)$/.test(file);
}
