import { basename, join } from "node:path";
import { environmentError } from "../problem.ts";
import type { World } from "../world.ts";
import { carryListed, carryOthers, changedFiles, sweep } from "./carry.ts";
import { knownFrom } from "./known.ts";
import { joined, type Origin } from "./origin.ts";
import {
  type Asked,
  type End,
  isArtefact,
  manifestOf,
  pathOf,
  type Recorded,
  type RunState,
  readRecord,
  recordFiles,
  refuseLosing,
  sinceThen,
} from "./record.ts";
import { publish, type RunPlace } from "./run-place.ts";
import type { Entry } from "./store.ts";

/**
 * What a run knows of its reports while it goes on, and its record afterwards. It is made in a folder beside the run that is in
 * its place. The journal there holds what is finished, line by line, so that nothing is lost if the run is cut off; closing
 * turns it into the manifest and, where the run came to its end, puts the run in its place.
 */
export type Ledger = {
  folder: string; // where reports are made
  /** What became of earlier work that is not gone on with: "since then the templates changed"; absent where there is none. */
  notKept?: string;
  /** Whether all of a report's artefacts for these channels were made from the same inputs and still have their bytes. */
  isWhole: (code: string, channels: readonly string[]) => Promise<boolean>;
  /** Puts the entries of a report on record. One that is whole from earlier has not failed because it could not be made again. */
  record: (code: string, entries: readonly Entry[], channels: readonly string[]) => Promise<void>;
  /** Writes the manifest, sorted by code and path, with the organisations that get no report, and the run's own record. */
  close: (end: End, facts: object, without: readonly Entry[]) => Promise<Closed>;
};

/** A run that has ended: where it is, all its entries, whether it is in its place, and where the run that was there is kept. */
export type Closed = { folder: string; entries: readonly Entry[]; isPublished: boolean; earlier?: string };

/** What a run was asked for, and what must hold of all its entries before it takes its place: throws where it does not. */
export type LedgerOptions = Asked & { check?: (entries: readonly Entry[]) => void };

/**
 * Opens the ledger of a run in a place that is held. What was made there from the same inputs, in the run in its place or in one
 * that was cut off, is known again. A run of other inputs stays as it is until this one takes its place.
 */
export async function openLedger(world: World, place: RunPlace, origin: Origin, asked: LedgerOptions): Promise<Ledger> {
  const { folder, staged } = place;
  await refuseFile(world, folder);
  const [published, begun] = await Promise.all([readRecord(world, folder), readRecord(world, staged)]);
  const withPublished = published && joined(published.origin, origin);
  const withBegun = begun && joined(begun.origin, withPublished ?? origin);
  const own = withBegun ?? withPublished ?? origin;
  const others = [...(withPublished ? [] : [published]), ...(withBegun ? [] : [begun])].filter(
    (run) => run !== undefined,
  );
  refuseLosing(others, origin, asked);
  await proveWritable(world, staged);
  if (!withBegun) await world.remove(staged);
  await writeRun({ ...own, state: "unfinished" });
  const nobody = new Map();
  const known = knownFrom({
    before: { folder, entries: withPublished ? published.entries : nobody },
    begun: { folder: staged, entries: withBegun ? begun.entries : nobody },
  });
  const [other] = others;
  return { folder: staged, ...(other && { notKept: sinceThen(other, origin) }), isWhole, record, close };

  async function isWhole(code: string, channels: readonly string[]): Promise<boolean> {
    const files = known.files(code);
    if (files.length === 0 || !channels.every((channel) => files.some((file) => file.channel === channel)))
      return false;
    return (await changedFiles(world, files)).size === 0;
  }

  async function record(code: string, entries: readonly Entry[], channels: readonly string[]): Promise<void> {
    if (!entries.some(isArtefact) && (await isWhole(code, channels))) return;
    await world.append(join(staged, recordFiles.journal), linesOf(entries));
    known.add(code, entries);
  }

  async function close(end: End, facts: object, without: readonly Entry[]): Promise<Closed> {
    for (const entry of without) known.add(entry.code, [entry]);
    if (end.state !== "finished") return stop(end, facts);
    const isVain = !withPublished && isOnlyFailures(known.own()) && (await world.find(folder)) !== undefined;
    return isVain ? stop(nothingMade, facts) : finish(end, facts);
  }

  /** Leaves the run beside its place, with a record of what it has made. */
  async function stop(end: End, facts: object): Promise<Closed> {
    const entries = known.own();
    await writeRecord(entries, { ...end, ...facts });
    return { folder: staged, entries, isPublished: false };
  }

  /** Puts the run in its place, with what one of the same inputs has made there before. */
  async function finish(end: End, facts: object): Promise<Closed> {
    const files = known.files();
    const changed = await changedFiles(world, files);
    const entries = known.entries(changed);
    asked.check?.(entries);
    await sweep(world, staged, new Set(entries.map(pathOf)));
    if (withPublished) {
      const kept = files.filter((file) => file.folder === folder && !changed.has(file.path));
      await carryListed(world, staged, kept);
      await carryOthers(world, folder, staged, new Set(files.map(({ path }) => path)));
    }
    await writeRecord(entries, { ...end, ...facts });
    const isHeld = withPublished && !files.some((file) => file.folder === folder && changed.has(file.path));
    const isEmpty = (await world.listFiles(folder)).length === 0;
    const earlier = await publish(world, place, isHeld || isEmpty ? undefined : nameOf(folder, published));
    return { folder, entries, isPublished: true, ...(earlier ? { earlier } : {}) };
  }

  /** The state last, when all that it speaks of is on the disk: after a power failure a finished run is taken at its word. */
  async function writeRecord(entries: readonly Entry[], run: { state: RunState } & object): Promise<void> {
    await world.write(manifestOf(staged), linesOf(entries));
    await world.flushAll(staged);
    await world.remove(join(staged, recordFiles.journal));
    await writeRun({ ...own, ...run });
    await world.flush(join(staged, recordFiles.run));
    await world.flush(staged);
  }

  async function writeRun(run: { state: RunState } & object): Promise<void> {
    await world.write(join(staged, recordFiles.run), `${JSON.stringify(run, null, 2)}\n`);
  }
}

const nothingMade: End = { state: "failed", why: "no report was made" };

function isOnlyFailures(entries: readonly Entry[]): boolean {
  return entries.some((entry) => "failed" in entry) && !entries.some(isArtefact);
}

/** What a run is called among the earlier ones: "2026-08-3fa9c1d27b04", by its key. */
function nameOf(folder: string, run: Recorded | undefined): string {
  return `${basename(folder)}-${run?.origin.key?.slice(0, 12) ?? "unknown"}`;
}

function linesOf(entries: readonly Entry[]): string {
  return entries.map((entry) => `${JSON.stringify(entry)}\n`).join("");
}

async function refuseFile(world: World, folder: string): Promise<void> {
  if ((await world.find(folder))?.isFile)
    throw environmentError(
      "cannot-write",
      `cannot write "${folder}": a file stands where a folder is needed`,
      "remove the file, or choose another place",
    );
}

/** Writes a file and takes it away again, before a run that cannot be is begun. */
async function proveWritable(world: World, folder: string): Promise<void> {
  const probe = join(folder, ".probe");
  await world.write(probe, new Uint8Array(probeSize));
  await world.remove(probe);
}

const probeSize = 2 ** 20; // bytes; several reports
