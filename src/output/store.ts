import { appendFile, mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Report } from "../report/report.ts";
import type { World } from "../world.ts";
import { type Artefact, sha256 } from "./artefact.ts";
import { type ReadBack, readBack } from "./read-back.ts";

/** One line of the manifest: an artefact that was made, a report that failed, or an organisation without one. */
export type Entry = ArtefactEntry | FailureEntry | WithoutEntry;

export type ArtefactEntry = {
  code: string;
  channel: string;
  path: string;
  sha256: string;
  bytes: number;
  pages?: number;
  blocks: readonly { slot: string; id: string; version: number }[];
  bct: readonly string[];
  signals: Readonly<Record<string, readonly string[]>>; // by indicator
  values: Readonly<Record<string, Readonly<Record<string, number | string | null>>>>; // by indicator
  suppressions: readonly { indicator: string; what: string; reason: string }[];
  arm: null; // masked; there is one only in a trial
  problems: readonly string[];
};

export type FailureEntry = { code: string; failed: string };

export type WithoutEntry = { code: string; without: string };

/** Reads the artefacts of one report back and, if all are sound, writes them; all or none. */
export async function store(
  world: World,
  folder: string,
  report: Report,
  artefacts: readonly Artefact[],
): Promise<ArtefactEntry[]> {
  const facts: ReadBack[] = [];
  for (const artefact of artefacts) facts.push(await readBack(artefact, report).catch(because(artefact)));
  await Promise.all(artefacts.map(({ path, bytes }) => world.write(join(folder, path), bytes)));
  const shared = sharedFacts(report);
  return artefacts.map(({ channel, path, bytes }, i) => {
    const { pages, problems = [] } = facts[i] ?? {};
    return {
      code: report.recipient.code,
      channel,
      path,
      sha256: sha256(bytes),
      bytes: bytes.byteLength,
      ...(pages ? { pages } : {}),
      ...shared,
      arm: null,
      problems,
    };
  });
}

function because({ path }: Artefact) {
  return (error: Error): never => {
    throw new Error(`${path}: ${error.message}`);
  };
}

function sharedFacts({
  choices,
  standings,
}: Report): Pick<ArtefactEntry, "blocks" | "bct" | "signals" | "values" | "suppressions"> {
  const shown = choices.filter((choice) => choice.chosen !== undefined);
  return {
    blocks: shown.map(({ slot, chosen, version }) => ({ slot, id: chosen ?? "", version: version ?? 1 })),
    bct: [...new Set(shown.flatMap(({ bct }) => bct))].sort(byCode),
    signals: Object.fromEntries(
      standings.map(({ indicator, signals }) => [indicator, signals.map(({ signal }) => signal)]),
    ),
    values: Object.fromEntries(standings.map(({ indicator, values }) => [indicator, values])),
    suppressions: standings.flatMap(({ indicator, suppressions }) =>
      suppressions.map((suppression) => ({ indicator, ...suppression })),
    ),
  };
}

/** 1.4 before 1.10 before 2.2 */
function byCode(a: string, b: string): number {
  return a.localeCompare(b, "en", { numeric: true });
}

/** Where a run keeps what it knows: the manifest, and the journal it is made from while the run goes on. */
const names = { manifest: "manifest.jsonl", journal: "journal.jsonl", run: "run.json" } as const;

/** What an earlier run in this folder left, if it was of the same inputs. */
export async function openRun(
  world: World,
  folder: string,
  key: string,
  { keep }: { keep: boolean },
): Promise<Map<string, Entry[]>> {
  const earlier = await world.readText(join(folder, names.run));
  const isSame = earlier !== undefined && (JSON.parse(earlier) as { key?: string }).key === key;
  const lines = isSame
    ? [
        ...(await readEntries(world, join(folder, names.manifest))),
        ...(await readEntries(world, join(folder, names.journal))),
      ]
    : [];
  if (!isSame) await clear(folder);
  await mkdir(folder, { recursive: true });
  const known = new Map<string, Entry[]>();
  for (const entry of keep ? lines : [])
    known.set(entry.code, [
      ...(known.get(entry.code) ?? []).filter(
        (other) => !("path" in other && "path" in entry && other.path === entry.path),
      ),
      entry,
    ]);
  return known;
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

/** A folder holds the artefacts of one set of inputs only: nothing of an older run stays beside the new. */
async function clear(folder: string): Promise<void> {
  for (const name of ["print", "email", "report", ...Object.values(names)])
    await rm(join(folder, name), { recursive: true, force: true });
}

/** Puts what has just been finished on record, so that nothing is lost if the run is cut off. */
export async function keepJournal(folder: string, entries: readonly Entry[]): Promise<void> {
  await appendFile(join(folder, names.journal), entries.map((entry) => `${JSON.stringify(entry)}\n`).join(""));
}

/** The manifest, sorted by code and path, whole or not at all; the journal has done its work then. */
export async function writeManifest(world: World, folder: string, entries: readonly Entry[]): Promise<string> {
  const path = join(folder, names.manifest);
  const sorted = [...entries].sort(
    (a, b) => compare(a.code, b.code) || compare("path" in a ? a.path : "", "path" in b ? b.path : ""),
  );
  await world.write(path, sorted.map((entry) => `${JSON.stringify(entry)}\n`).join(""));
  await rm(join(folder, names.journal), { force: true });
  return path;
}

export async function writeRun(world: World, folder: string, run: object): Promise<void> {
  await world.write(join(folder, names.run), `${JSON.stringify(run, null, 2)}\n`);
}

/** The entries of a finished run. */
export async function readManifest(world: World, folder: string): Promise<Entry[]> {
  return readEntries(world, join(folder, names.manifest));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
