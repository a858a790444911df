import { appendFile, mkdir, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { World } from "../world.ts";
import type { Entry } from "./store.ts";

/**
 * What a run knows of its reports while it goes on, and its record afterwards. The journal holds what is finished, line by
 * line, so that nothing is lost if the run is cut off; closing turns it into the manifest.
 */
export type Ledger = {
  folder: string;
  /** Whether all of a report's artefacts for these channels were made from the same inputs and still have their bytes. */
  isWhole: (code: string, channels: readonly string[]) => Promise<boolean>;
  /** Puts the entries of a report on record, in place of what was known of it. */
  record: (code: string, entries: readonly Entry[]) => Promise<void>;
  /** Writes the manifest, sorted by code and path, and the run's own record. Returns all entries. */
  close: (run: object) => Promise<Entry[]>;
};

/** What a run is made from. Its key is the same only for the same inputs, templates, engine and cycle. */
export type Origin = { key: string };

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
  const known = byCode(await earlierEntries(world, folder, origin.key));
  if (known.size === 0) await clear(folder);
  if (!keep) known.clear();
  await mkdir(folder, { recursive: true });
  await writeRun({ ...origin, state: "running" });
  return { folder, isWhole, record, close };

  async function isWhole(code: string, channels: readonly string[]): Promise<boolean> {
    const made = (known.get(code) ?? []).flatMap((entry) => ("path" in entry ? [entry] : []));
    if (!channels.every((channel) => made.some((entry) => entry.channel === channel))) return false;
    const hashes = await Promise.all(made.map(({ path }) => world.hash(join(folder, path)).catch(() => undefined)));
    return made.every(({ sha256 }, i) => hashes[i] === sha256);
  }

  async function record(code: string, entries: readonly Entry[]): Promise<void> {
    await appendFile(join(folder, names.journal), entries.map((entry) => `${JSON.stringify(entry)}\n`).join(""));
    known.set(code, [...entries]);
  }

  async function close(run: object): Promise<Entry[]> {
    const entries = [...known.values()].flat().sort((a, b) => compare(a.code, b.code) || compare(pathOf(a), pathOf(b)));
    await world.write(manifestOf(folder), entries.map((entry) => `${JSON.stringify(entry)}\n`).join(""));
    await rm(join(folder, names.journal), { force: true });
    await writeRun({ ...origin, ...run });
    return entries;
  }

  async function writeRun(run: object): Promise<void> {
    await world.write(join(folder, names.run), `${JSON.stringify(run, null, 2)}\n`);
  }
}

/** The entries of a finished run. */
export async function readManifest(world: World, folder: string): Promise<Entry[]> {
  return readEntries(world, manifestOf(folder));
}

/** The version of the font package that decides widths and letters. */
export function fontVersion(): string {
  const { version } = createRequire(import.meta.url)("@expo-google-fonts/arimo/package.json") as { version: string };
  return `Arimo ${version}`;
}

/** What an earlier run of the same origin left: its manifest, or as far as its journal goes. */
async function earlierEntries(world: World, folder: string, key: string): Promise<Entry[]> {
  const earlier = await world.readText(join(folder, names.run));
  if (earlier === undefined || (JSON.parse(earlier) as Partial<Origin>).key !== key) return [];
  return [...(await readManifest(world, folder)), ...(await readEntries(world, join(folder, names.journal)))];
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

/** Entries by recipient; of two of one artefact the later holds. */
function byCode(entries: readonly Entry[]): Map<string, Entry[]> {
  const known = new Map<string, Entry[]>();
  for (const entry of entries) {
    const others = (known.get(entry.code) ?? []).filter((other) => pathOf(other) !== pathOf(entry));
    known.set(entry.code, [...others, entry]);
  }
  return known;
}

async function clear(folder: string): Promise<void> {
  for (const name of ["print", "email", "report", ...Object.values(names)])
    await rm(join(folder, name), { recursive: true, force: true });
}

function pathOf(entry: Entry): string {
  return "path" in entry ? entry.path : "";
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
