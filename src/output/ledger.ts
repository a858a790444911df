import { join } from "node:path";
import type { World } from "../world.ts";
import { changedParts, joined, type Origin } from "./origin.ts";
import type { Entry } from "./store.ts";

/**
 * What a run knows of its reports while it goes on, and its record afterwards. The journal holds what is finished, line by
 * line, so that nothing is lost if the run is cut off; closing turns it into the manifest.
 */
export type Ledger = {
  folder: string;
  /** What an earlier run in the folder was made from that is not so now, e.g. "engine"; none where nothing was cleared away. */
  changed: readonly string[];
  /** Whether all of a report's artefacts for these channels were made from the same inputs and still have their bytes. */
  isWhole: (code: string, channels: readonly string[]) => Promise<boolean>;
  /** Puts the entries of a report on record, in place of what was known of it. */
  record: (code: string, entries: readonly Entry[]) => Promise<void>;
  /** Writes the manifest, sorted by code and path, with the organisations that get no report, and the run's own record. Returns all entries. */
  close: (end: End, facts: object, without: readonly Entry[]) => Promise<Entry[]>;
};

/**
 * What became of a run. "unfinished" is written first, and is what stays where a run is killed: true while it goes on, and
 * true afterwards.
 */
export type RunState = "unfinished" | End["state"];

/** How a run ended: to its end, by Ctrl-C after the reports in hand, or by a fault that is not one report's. */
export type End = { state: "finished" | "stopped" } | { state: "failed"; why: string };

const names = { manifest: "manifest.jsonl", journal: "journal.jsonl", run: "run.json" } as const;

/** The manifest of a run's folder. */
export function manifestOf(folder: string): string {
  return join(folder, names.manifest);
}

/**
 * Opens the ledger of a folder. A folder holds the artefacts of one origin only: those of another are cleared away. What
 * was made from the same is known again if it is to be kept.
 */
export async function openLedger(
  world: World,
  folder: string,
  origin: Origin,
  { keep }: { keep: boolean },
): Promise<Ledger> {
  const earlier = await earlierRun(world, folder);
  const same = earlier && joined(earlier, origin);
  const own = same ?? origin;
  const known = byCode(same ? await earlierEntries(world, folder) : []);
  await proveWritable(world, folder);
  if (known.size === 0) await clear(world, folder);
  if (!keep) known.clear();
  await writeRun({ ...own, state: "unfinished" });
  return { folder, changed: earlier && !same ? changedParts(earlier, origin) : [], isWhole, record, close };

  async function isWhole(code: string, channels: readonly string[]): Promise<boolean> {
    const made = (known.get(code) ?? []).flatMap((entry) => ("path" in entry ? [entry] : []));
    if (!channels.every((channel) => made.some((entry) => entry.channel === channel))) return false;
    const hashes = await Promise.all(made.map(({ path }) => world.hash(join(folder, path)).catch(() => undefined)));
    return made.every(({ sha256 }, i) => hashes[i] === sha256);
  }

  async function record(code: string, entries: readonly Entry[]): Promise<void> {
    await world.append(join(folder, names.journal), entries.map((entry) => `${JSON.stringify(entry)}\n`).join(""));
    known.set(code, [...entries]);
  }

  async function close(end: End, facts: object, without: readonly Entry[]): Promise<Entry[]> {
    for (const entry of without) known.set(entry.code, [entry]);
    const entries = [...known.values()].flat().sort((a, b) => compare(a.code, b.code) || compare(pathOf(a), pathOf(b)));
    await world.write(manifestOf(folder), entries.map((entry) => `${JSON.stringify(entry)}\n`).join(""));
    await world.remove(join(folder, names.journal));
    await writeRun({ ...own, ...end, ...facts });
    return entries;
  }

  async function writeRun(run: { state: RunState } & object): Promise<void> {
    await world.write(join(folder, names.run), `${JSON.stringify(run, null, 2)}\n`);
  }
}

/** The entries of a finished run. */
export async function readManifest(world: World, folder: string): Promise<Entry[]> {
  return readEntries(world, manifestOf(folder));
}

/** The record of an earlier run in the folder; undefined where there is none that can be read. */
async function earlierRun(world: World, folder: string): Promise<Partial<Origin> | undefined> {
  const text = await world.readText(join(folder, names.run));
  try {
    return text === undefined ? undefined : (JSON.parse(text) as Partial<Origin>);
  } catch {
    return undefined; // cut off by a power failure
  }
}

/** What an earlier run left: its manifest, or as far as its journal goes. */
async function earlierEntries(world: World, folder: string): Promise<Entry[]> {
  return [...(await readManifest(world, folder)), ...(await readEntries(world, join(folder, names.journal)))];
}

/** Writes a file and takes it away again, before anything of an earlier run is lost for a run that cannot be. */
async function proveWritable(world: World, folder: string): Promise<void> {
  const probe = join(folder, ".probe");
  await world.write(probe, new Uint8Array(probeSize));
  await world.remove(probe);
}

const probeSize = 2 ** 20; // bytes; several reports

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

/** Entries by recipient; of two of one artefact the later holds. */
function byCode(entries: readonly Entry[]): Map<string, Entry[]> {
  const known = new Map<string, Entry[]>();
  for (const entry of entries) {
    const others = (known.get(entry.code) ?? []).filter((other) => pathOf(other) !== pathOf(entry));
    known.set(entry.code, [...others, entry]);
  }
  return known;
}

async function clear(world: World, folder: string): Promise<void> {
  for (const name of ["print", "email", "report", ...Object.values(names)]) await world.remove(join(folder, name));
}

function pathOf(entry: Entry): string {
  return "path" in entry ? entry.path : "";
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
