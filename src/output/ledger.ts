import { join } from "node:path";
import type { World } from "../world.ts";
import { adopt } from "./adopt.ts";
import { isArtefact, manifestOf, pathOf, type RunEnd, readRecord, withLater } from "./record.ts";
import { changedFiles, recordFiles, sweep } from "./run-files.ts";
import type { RunPlan } from "./run-plan.ts";
import { type Seal, sealRun } from "./seal.ts";
import type { Entry } from "./store.ts";

/**
 * What a run knows of its reports while it goes on, and its record afterwards. The journal in its folder holds what is finished,
 * line by line, so that nothing is lost if the run is cut off; closing turns it into the manifest and, where all that was
 * planned is there, seals the run.
 */
export type Ledger = {
  /** What became of earlier work that is not gone on with: "since then the templates changed"; absent where there is none. */
  notKept?: string;
  /** Whether all of a report's artefacts for these channels were made from the same inputs and still have their bytes. */
  isWhole: (code: string, channels: readonly string[]) => Promise<boolean>;
  /** Puts the entries of a report on record. One that is whole from earlier has not failed because it could not be made again. */
  record: (code: string, entries: readonly Entry[], channels: readonly string[]) => Promise<void>;
  /** Writes the manifest, sorted by code and path, with the organisations that get no report, and the run's own record. */
  close: (end: RunEnd, facts: object, without: readonly Entry[]) => Promise<Closed>;
};

/** A run that has ended: all its entries, and its seal where all that was planned is there. */
export type Closed = { entries: readonly Entry[]; seal?: Seal };

export type LedgerOptions = {
  resume: boolean; // take over what other runs of the cycle have made of the same inputs
  from?: readonly string[]; // folders of runs elsewhere, of which the same is taken over
  check?: (entries: readonly Entry[]) => void; // throws where something does not hold of all entries before they are sealed
};

/**
 * Opens the ledger of a run that is held. What was made in its folder before it was cut off is known again; to resume takes over
 * besides what other runs of the cycle have made from the same inputs.
 */
export async function openLedger(
  world: World,
  { folder, plan }: { folder: string; plan: RunPlan },
  { resume, from = [], check }: LedgerOptions,
): Promise<Ledger> {
  const made = new Map<string, readonly Entry[]>((await readRecord(world, folder))?.entries ?? []);
  const journal = join(folder, recordFiles.journal);
  if (made.size > 0) await goOn();
  const notKept = (resume || from.length > 0) && made.size === 0 ? await takeOver() : undefined;
  await world.append(journal, "");
  return { ...(notKept && { notKept }), isWhole, record, close };

  /** Of a run that had ended: its end is no longer true. What it made stays on record, as what is made does. */
  async function goOn(): Promise<void> {
    await world.writeLines(journal, linesOf([...made.values()].flat()));
    await world.remove(join(folder, recordFiles.run));
    await world.remove(manifestOf(folder));
  }

  async function takeOver(): Promise<string | undefined> {
    const { entries, notKept } = await adopt(world, { folder, plan }, from);
    if (entries.length > 0) await world.writeLines(journal, linesOf(entries));
    for (const entry of entries) add(entry.code, [entry]);
    return notKept;
  }

  function add(code: string, entries: readonly Entry[]): void {
    made.set(code, withLater(made.get(code) ?? [], entries));
  }

  async function isWhole(code: string, channels: readonly string[]): Promise<boolean> {
    const files = (made.get(code) ?? []).filter(isArtefact);
    if (files.length === 0 || !channels.every((channel) => files.some((file) => file.channel === channel)))
      return false;
    return (await changedFiles(world, folder, files)).size === 0;
  }

  async function record(code: string, entries: readonly Entry[], channels: readonly string[]): Promise<void> {
    if (!entries.some(isArtefact) && (await isWhole(code, channels))) return;
    await world.append(journal, [...linesOf(entries), ""].join("\n"), { isThere: true });
    add(code, entries);
  }

  /** The seal last, when all that it speaks of is on the disk itself and was read again there. */
  async function close(end: RunEnd, facts: object, without: readonly Entry[]): Promise<Closed> {
    for (const entry of without) add(entry.code, [entry]);
    const all = [...made.values()].flat();
    await world.flushAll(folder);
    const changed = await changedFiles(world, folder, all.filter(isArtefact));
    const entries = inOrder([...made.values()].flatMap((of) => withoutChanged(of, changed)));
    if (end.state === "finished") {
      check?.(entries);
      const failed = new Set(entries.flatMap((entry) => ("failed" in entry ? [entry.code] : [])));
      await sweep(world, folder, { known: new Set(entries.map(pathOf)), failed });
    }
    await world.writeLines(manifestOf(folder), linesOf(entries));
    await world.flush(manifestOf(folder));
    await world.remove(journal);
    await world.write(
      join(folder, recordFiles.run),
      `${JSON.stringify({ run: plan.run, ...end, ...facts }, null, 2)}\n`,
    );
    await world.flush(join(folder, recordFiles.run));
    await world.flush(folder);
    if (end.state !== "finished" || unmadeOf(plan, entries).length > 0) return { entries };
    return { entries, seal: await sealRun(world, folder, { run: plan.run, artefacts: entries.filter(isArtefact) }) };
  }
}

/** The recipients of a plan of whom something is missing: a channel that no artefact is of, or all. */
export function unmadeOf({ recipients }: Pick<RunPlan, "recipients">, entries: readonly Entry[]): string[] {
  const channelsOf = Map.groupBy(entries.filter(isArtefact), ({ code }) => code);
  const failed = new Set(entries.flatMap((entry) => ("failed" in entry ? [entry.code] : [])));
  return recipients.flatMap(({ code, channels }) => {
    const made = channelsOf.get(code)?.map(({ channel }) => channel) ?? [];
    return !failed.has(code) && channels.every((channel) => made.includes(channel)) ? [] : [code];
  });
}

function withoutChanged(entries: readonly Entry[], changed: ReadonlySet<string>): readonly Entry[] {
  const lost = entries.find((entry) => changed.has(pathOf(entry)));
  if (!lost) return entries;
  const failed = `${pathOf(lost)}: it is not there as it was made`;
  return [...entries.filter((entry) => isArtefact(entry) && !changed.has(entry.path)), { code: lost.code, failed }];
}

/** By code and path, as in the manifest. */
function inOrder(entries: readonly Entry[]): Entry[] {
  return [...entries].sort((a, b) => compare(a.code, b.code) || compare(pathOf(a), pathOf(b)));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function* linesOf(entries: readonly Entry[]): Generator<string> {
  for (const entry of entries) yield JSON.stringify(entry);
}
