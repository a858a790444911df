import { join } from "node:path";
import type { World } from "../world.ts";
import { unmadeOf } from "./ledger.ts";
import { isArtefact, readManifest } from "./record.ts";
import { changedFiles, recordFiles } from "./run-files.ts";
import { type RunPlan, readPlan } from "./run-plan.ts";
import { type RunInfo, readCurrent } from "./runs.ts";
import { readSeal, type Seal, sealed } from "./seal.ts";
import type { ArtefactEntry, Entry } from "./store.ts";
import { findUnlisted } from "./unlisted.ts";

/** What is wrong with a run: "print/ZX01.pdf: it is not there". */
export type RunFault = { what: string; says: string };

/** What was found of a run: its faults, why it has no seal where it needs none, and the files that are as recorded. */
export type Reconciled = { faults: readonly RunFault[]; unsealed?: string; sound: readonly ArtefactEntry[] };

/**
 * Holds plan, manifest, disk and seal of a run against each other, both ways: what was planned must be on record, what is on
 * record must have been planned, must be there with its bytes, and nothing else may be there.
 */
export async function reconcile(world: World, run: Pick<RunInfo, "folder">): Promise<Reconciled> {
  const { folder } = run;
  const { plan, entries, faults } = await readRecords(world, run);
  const artefacts = entries.filter(isArtefact);
  const changed = await filesAtFault(world, folder, artefacts);
  const unlisted = await findUnlisted(world, folder, entries);
  const unsealed = plan && (await readSeal(world, folder)) === undefined ? whyUnsealed(plan, entries) : undefined;
  const wrong = new Set(changed.map(({ what }) => what));
  return {
    faults: [...faults, ...changed, ...unlisted.map((path) => fault(path, "no record lists it"))],
    ...(unsealed ? { unsealed } : {}),
    sound: artefacts.filter(({ path }) => !wrong.has(path)),
  };
}

/** What is wrong with the records of a run by themselves, whatever became of the files that they speak of. */
export async function reconcileRecords(world: World, run: Pick<RunInfo, "folder">): Promise<readonly RunFault[]> {
  return (await readRecords(world, run)).faults;
}

async function readRecords(world: World, { folder }: Pick<RunInfo, "folder">) {
  const [plan, entries, seal] = await Promise.all([
    readPlan(world, folder),
    readManifest(world, folder),
    readSeal(world, folder),
  ]);
  const isExpected = !plan || whyUnsealed(plan, entries) === undefined;
  const faults = [
    ...(plan ? againstPlan(plan, entries) : [fault(recordFiles.plan, "it is not there, or torn")]),
    ...(await againstSeal(world, folder, { seal, artefacts: entries.filter(isArtefact), isExpected })),
  ];
  return { plan, entries, faults };
}

/** Files that are gone or changed; of one that holds another's bytes, whose. */
async function filesAtFault(world: World, folder: string, artefacts: readonly ArtefactEntry[]): Promise<RunFault[]> {
  const pathOf = new Map(artefacts.map(({ sha256, path }) => [sha256, path]));
  const faults: RunFault[] = [];
  const changed = await changedFiles(world, folder, artefacts);
  for (const { path } of artefacts.filter((entry) => changed.has(entry.path))) {
    const now = await world.hash(join(folder, path)).catch(() => undefined);
    const other = now === undefined ? undefined : pathOf.get(now);
    if (now === undefined) faults.push(fault(path, "it is not there"));
    else if (other) faults.push(fault(path, `it holds what was recorded as ${other}`));
    else faults.push(fault(path, "its bytes have changed since it was recorded"));
  }
  return faults;
}

function againstPlan(plan: RunPlan, entries: readonly Entry[]): RunFault[] {
  const told = new Set(entries.map(({ code }) => code));
  const planned = new Map(plan.recipients.map(({ code, channels }) => [code, channels]));
  const without = new Set(plan.without.map(({ code }) => code));
  const failed = new Set(entries.flatMap((entry) => ("failed" in entry ? [entry.code] : [])));
  const lacking = unmadeOf(plan, entries).filter((code) => told.has(code) && !failed.has(code));
  const unplanned = entries.filter((entry) => {
    const channels = planned.get(entry.code);
    if ("without" in entry) return !without.has(entry.code);
    return isArtefact(entry) ? !channels || ![...channels, "report"].includes(entry.channel) : !channels;
  });
  return [
    ...[...planned.keys(), ...without]
      .filter((code) => !told.has(code))
      .map((code) => fault(code, "it is in the plan, and no line of the manifest tells of it")),
    ...lacking.map((code) => fault(code, "not all of its channels that are in the plan are in the manifest")),
    ...unplanned.map((entry) =>
      fault(isArtefact(entry) ? entry.path : entry.code, "it is in the manifest, and not in the plan"),
    ),
  ];
}

type Sealing = { seal: Seal | "torn" | undefined; artefacts: readonly ArtefactEntry[]; isExpected: boolean };

async function againstSeal(
  world: World,
  folder: string,
  { seal, artefacts, isExpected }: Sealing,
): Promise<RunFault[]> {
  if (seal === undefined)
    return isExpected ? [fault(recordFiles.seal, "it is not there, though all that was planned is")] : [];
  if (seal === "torn") return [fault(recordFiles.seal, "it is torn, or not the hash of what it says")];
  const hashes = await Promise.all(
    Object.entries(sealed).map(async ([key, path]) => {
      const now = await world.hash(join(folder, path)).catch(() => undefined);
      return now === seal[key as keyof typeof sealed] ? [] : [fault(path, "it has changed since the run was sealed")];
    }),
  );
  const bytes = artefacts.reduce((sum, entry) => sum + entry.bytes, 0);
  const counts = artefacts.length === seal.files && bytes === seal.bytes;
  const current = await readCurrent(world, join(folder, ".."));
  const isOther = current?.run === seal.run && current.seal !== seal.seal;
  return [
    ...hashes.flat(),
    ...(counts
      ? []
      : [fault(recordFiles.seal, `it speaks of ${seal.files} files, the manifest of ${artefacts.length}`)]),
    ...(isOther ? [fault(recordFiles.seal, "it is not the seal with which the run was promoted")] : []),
  ];
}

function whyUnsealed(plan: RunPlan, entries: readonly Entry[]): string | undefined {
  const unmade = unmadeOf(plan, entries);
  if (unmade.length === 0) return undefined;
  const named = unmade.slice(0, 3).join(", ");
  return `not sealed: ${unmade.length} of ${plan.recipients.length} reports are missing or in part (${named}${unmade.length > 3 ? " …" : ""})`;
}

function fault(what: string, says: string): RunFault {
  return { what, says };
}
