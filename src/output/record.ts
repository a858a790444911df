import { join } from "node:path";
import { inputError, type Problem } from "../problem.ts";
import type { World } from "../world.ts";
import { changedParts, type Origin } from "./origin.ts";
import type { ArtefactEntry, Entry } from "./store.ts";

/**
 * What became of a run. "unfinished" is written first, and is what stays where a run is killed: true while it goes on, and
 * true afterwards.
 */
export type RunState = "unfinished" | End["state"];

/** How a run ended: to its end, by Ctrl-C after the reports in hand, or by a fault that is not one report's. */
export type End = { state: "finished" | "stopped" } | { state: "failed"; why: string };

/** The files of a run that say what it is and what it made. The journal is there only until the run ends. */
export const recordFiles = { manifest: "manifest.jsonl", journal: "journal.jsonl", run: "run.json" } as const;

/** What is on record of a run: what it was made from, as far as that can be read, and what it made. */
export type Recorded = {
  folder: string;
  origin: Partial<Origin>;
  state: RunState | undefined; // undefined where its record cannot be read
  entries: ReadonlyMap<string, readonly Entry[]>; // by recipient
};

/** The manifest of a run's folder. */
export function manifestOf(folder: string): string {
  return join(folder, recordFiles.manifest);
}

/** The entries of a finished run. */
export async function readManifest(world: World, folder: string): Promise<Entry[]> {
  return readEntries(world, manifestOf(folder));
}

/** The record of a run in a folder, finished or not; undefined where there is none. */
export async function readRecord(world: World, folder: string): Promise<Recorded | undefined> {
  const [run, manifest, journal] = await Promise.all([
    world.readText(join(folder, recordFiles.run)),
    readManifest(world, folder),
    readEntries(world, join(folder, recordFiles.journal)),
  ]);
  if (run === undefined && manifest.length === 0 && journal.length === 0) return undefined;
  const { state, ...origin } = parsed(run ?? "");
  const entries = new Map<string, readonly Entry[]>(Map.groupBy(manifest, ({ code }) => code));
  for (const entry of journal) entries.set(entry.code, withLater(entries.get(entry.code) ?? [], [entry]));
  return { folder, origin, state, entries };
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

/** What a run was asked for. */
export type Asked = {
  narrowedBy: readonly string[]; // options that leave reports out, e.g. "--only"
  makes: (code: string, channel: string) => boolean; // whether it makes a file of a recipient for a channel
};

/**
 * Refuses a run of some reports where others of a run of other inputs would have to go: a folder holds what was made from one
 * origin, and reports that are not made anew would be lost from it.
 */
export function refuseLosing(others: readonly Recorded[], origin: Origin, { narrowedBy, makes }: Asked): void {
  if (narrowedBy.length === 0) return;
  const problems = others.flatMap((other): Problem[] => {
    const made = [...other.entries.values()].flat().filter(isArtefact);
    const all = new Set(made.map(({ code }) => code)).size;
    const lost = new Set(made.filter(({ code, channel }) => !makes(code, channel)).map(({ code }) => code)).size;
    if (lost === 0) return [];
    const [run, options] = [other.state === "finished" ? "run" : "unfinished run", narrowedBy.join(" and ")];
    return [
      {
        code: "run-of-other-inputs",
        severity: "error",
        message: `the ${run} in "${other.folder}" is of other inputs (${sinceThen(other, origin)}), and ${options} would leave out files of ${lost} of its ${all} ${all === 1 ? "report" : "reports"}: a run holds reports of the same inputs`,
        hint: `leave out ${options} to make all again, which keeps that run beside the new one; or give these reports an --out of their own`,
      },
    ];
  });
  if (problems.length > 0) throw inputError(problems);
}

/** What a run was made from that is not so now: "since then the templates and content/blocks/why.yaml changed". */
export function sinceThen({ origin, state }: Recorded, now: Origin): string {
  if (state === undefined) return "its record cannot be read";
  return `since then ${new Intl.ListFormat("en-GB").format(changedParts(origin, now))} changed`;
}

export function isArtefact(entry: Entry): entry is ArtefactEntry {
  return "path" in entry;
}

export function pathOf(entry: Entry): string {
  return "path" in entry ? entry.path : "";
}

function parsed(text: string): Partial<Origin> & { state: RunState | undefined } {
  try {
    return { state: undefined, ...(JSON.parse(text) as Partial<Origin>) };
  } catch {
    return { state: undefined }; // cut off by a power failure
  }
}

async function readEntries(world: World, path: string): Promise<Entry[]> {
  const lines = ((await world.readText(path)) ?? "").split("\n").filter((line) => line !== "");
  return lines.flatMap((line) => {
    try {
      return [JSON.parse(line) as Entry];
    } catch {
      return []; // the last line of a journal may be cut off by a power failure
    }
  });
}
