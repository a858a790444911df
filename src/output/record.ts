import { join } from "node:path";
import type { World } from "../world.ts";
import { changedParts, type Origin } from "./origin.ts";
import { recordFiles } from "./run-files.ts";
import { type RunPlan, readPlan } from "./run-plan.ts";
import type { ArtefactEntry, Entry } from "./store.ts";

/** What became of a run: "unfinished" where it goes on or was killed, and has no record of its end. */
export type RunState = "unfinished" | RunEnd["state"];

/**
 * How a run ended: to its end, by Ctrl-C after the reports in hand, by a fault that is not one report's, or because more reports
 * had failed than its budget allows.
 */
export type RunEnd = { state: "finished" | "stopped" } | { state: "failed" | "spent"; why: string };

/** What is on record of a run: what it was to make, as far as that can be read, and what it made. */
export type RecordedRun = {
  folder: string;
  plan: RunPlan | undefined; // undefined where it cannot be read
  state: RunState;
  entries: ReadonlyMap<string, readonly Entry[]>; // by recipient
};

/** The manifest of a run's folder. */
export function manifestOf(folder: string): string {
  return join(folder, recordFiles.manifest);
}

/** The entries of a run that has ended. */
export async function readManifest(world: World, folder: string): Promise<Entry[]> {
  return readEntries(world, manifestOf(folder));
}

/** The record of a run in a folder, ended or not; undefined where there is none. */
export async function readRecord(world: World, folder: string): Promise<RecordedRun | undefined> {
  const [plan, state, manifest, journal] = await Promise.all([
    readPlan(world, folder),
    readState(world, folder),
    readManifest(world, folder),
    readEntries(world, join(folder, recordFiles.journal)),
  ]);
  if (plan === undefined && manifest.length === 0 && journal.length === 0) return undefined;
  const entries = new Map<string, readonly Entry[]>(Map.groupBy(manifest, ({ code }) => code));
  for (const entry of journal) entries.set(entry.code, withLater(entries.get(entry.code) ?? [], [entry]));
  return { folder, plan, state, entries };
}

/** How a run ended, as its record says; "unfinished" where there is none that can be read. */
export async function readState(world: World, folder: string): Promise<RunState> {
  const text = await world.readText(join(folder, recordFiles.run));
  try {
    return (JSON.parse(text ?? "{}") as { state?: RunState }).state ?? "unfinished";
  } catch {
    return "unfinished"; // cut off by a power failure; `verify` tells of it
  }
}

/**
 * What is known of a report after more of it is: of two entries of one file the later holds, and a report that is made has
 * not failed any more.
 */
export function withLater(known: readonly Entry[], later: readonly Entry[]): readonly Entry[] {
  if (later.length === 0) return known;
  const paths = new Set(later.map(pathOf));
  return [...known.filter((entry) => "path" in entry && !paths.has(pathOf(entry))), ...later];
}

/** What a run was made from that is not so now: "since then the templates and content/blocks/why.yaml changed". */
export function sinceThen(plan: RunPlan | undefined, now: Origin): string {
  if (plan === undefined) return "its plan cannot be read";
  return `since then ${new Intl.ListFormat("en-GB").format(changedParts(plan.origin, now))} changed`;
}

export function isArtefact(entry: Entry): entry is ArtefactEntry {
  return "path" in entry;
}

export function pathOf(entry: Entry): string {
  return "path" in entry ? entry.path : "";
}

async function readEntries(world: World, path: string): Promise<Entry[]> {
  const entries: Entry[] = [];
  const parse = parsing();
  for await (const line of world.readLines(path)) {
    try {
      const value = line === "" ? undefined : parse(line);
      if (isEntry(value)) entries.push(value); // any other was put there by somebody else: `verify` tells that the file has changed
    } catch {} // the last line of a journal may be cut off by a power failure
  }
  return entries;
}

/**
 * Parses lines. Those of one report after another say the same of what it shows, which is most of each: that is parsed once, and
 * kept once.
 */
function parsing(): (line: string) => unknown {
  let last = { text: "", shows: {} };
  return (line) => {
    const [from, to] = [line.indexOf(',"blocks":'), line.lastIndexOf(',"arm":')];
    if (from < 0 || to < from || line[from - 1] === "{") return JSON.parse(line);
    try {
      const [head, text, tail] = [line.slice(0, from), line.slice(from + 1, to), line.slice(to + 1)];
      if (text !== last.text) last = { text, shows: JSON.parse(`{${text}}`) as object };
      return { ...JSON.parse(`${head}}`), ...last.shows, ...JSON.parse(`{${tail}`) };
    } catch {
      return JSON.parse(line); // somebody else wrote it
    }
  };
}

function isEntry(value: unknown): value is Entry {
  if (typeof value !== "object" || value === null) return false;
  const { code, path, channel, sha256, bytes, failed, without } = value as Readonly<Record<string, unknown>>;
  if (path === undefined) return [code, failed ?? without].every((each) => typeof each === "string");
  return [code, path, channel, sha256].every((each) => typeof each === "string") && typeof bytes === "number";
}
