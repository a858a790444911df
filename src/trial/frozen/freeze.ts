import type { Study, Trial } from "../../input/study.ts";
import { openChain, toldIn } from "../../output/chain.ts";
import type { Seal } from "../../output/seal.ts";
import { inputError, type Problem } from "../../problem.ts";
import { listOf } from "../../report/assign.ts";
import { armDesigns, type StudyPlan } from "../../report/plan.ts";
import type { World } from "../../world.ts";
import type { EarlierRun } from "../earlier-runs.ts";
import type { TrialRecord } from "../record.ts";
import { heldTo } from "./held.ts";
import { entriesOf, ledgerFolder, readTrialLedger, type TrialEntry, trialLedger } from "./ledger.ts";

/** A trial that has been held against its ledger: where that stands, what it told, and what a run adds before its first report. */
export type HeldTrial = { folder: string; entries: readonly TrialEntry[]; begins: readonly TrialEntry[] };

/**
 * Holds a trial against its ledger before a cycle of it is made; `runs` is the folder of all its runs. Undefined for a campaign and
 * for a rehearsal, which bind nobody. Throws an InputError where the ledger is not as it was written, or where the trial has changed
 * since reports were made and nobody has accepted it.
 */
export async function holdToLedger(
  world: World,
  { trial }: Study,
  { cycle, runs }: { cycle: { id: string; issued: string }; runs: string },
): Promise<HeldTrial | undefined> {
  if (!trial || listOf(trial).rehearsal) return undefined;
  const folder = ledgerFolder(trial, runs);
  const { lines, entries } = await readTrialLedger(world, folder);
  refuseClockBehind(world.now(), lines.at(-1)?.at, folder);
  return { folder, entries, begins: await heldTo(world, trial, entries, cycle) };
}

const skew = 3_600_000; // milliseconds by which clocks of two machines may differ

/** What is written down must not stand before what was written down earlier. */
function refuseClockBehind(now: string, last: string | undefined, folder: string): void {
  if (last === undefined || Date.parse(now) >= Date.parse(last) - skew) return;
  throw inputError([
    {
      code: "clock-behind",
      severity: "error",
      message: `it is ${now} by the clock of this machine, and the trial's ledger in "${folder}" was last written at ${last}`,
      hint: "set the clock: the ledger is the record of what happened when",
    },
  ]);
}

/** Cycles before this one that the ledger has runs of, and none is here: what the list and the events were then cannot be compared. */
export function missingCycles(
  { folder, entries }: HeldTrial,
  { made, cycle }: { made: readonly EarlierRun[]; cycle: string },
): Problem[] {
  const here = new Set(made.map(({ info }) => info.plan.run));
  const known = Map.groupBy(entriesOf(entries, "made"), (entry) => entry.cycle);
  return [...known]
    .filter(([id, runs]) => id < cycle && !runs.some(({ run }) => here.has(run)))
    .map(([id]) => ({
      code: "missing-cycle",
      severity: "warning",
      message: `the trial's ledger in "${folder}" has a run of ${id}, and none is here: its events and what the list said besides arms cannot be held against it`,
      hint: "put it back, or render into the folder that has it (--out); without it no pack can be made",
    }));
}

/**
 * Runs of earlier cycles that were sealed here, of everybody, and of which the ledger says nothing: it was taken away, or cut off. Throws
 * an InputError with each.
 */
export function refuseWithoutLedger(
  { folder, entries }: HeldTrial,
  { made, cycle }: { made: readonly EarlierRun[]; cycle: string },
): void {
  const known = new Set(entriesOf(entries, "made").map(({ run }) => run));
  const lost = made.filter(({ info, isWhole }) => isWhole && info.plan.cycle.id < cycle && !known.has(info.plan.run));
  if (lost.length === 0) return;
  throw inputError(
    lost.map(({ info }) => ({
      code: "run-not-in-ledger",
      severity: "error",
      message: `the trial's ledger in "${folder}" knows nothing of the run of ${info.plan.cycle.id} in "${info.folder}": what has changed since it was made cannot be told`,
      hint: `put back ${trialLedger.ledger} and ${trialLedger.head} as they were, or name the ledger's folder in the trial's file (ledger); render --resume writes down a whole run that was never in it`,
    })),
  );
}

/** Freezes the trial, or adds what was accepted since. Only a run of all recipients does; a part of one leaves no mark. */
export async function beginCycle(world: World, { folder, begins }: HeldTrial): Promise<void> {
  if (begins.length === 0) return;
  await world.refuseUnwritable(folder);
  await using ledger = await openChain<TrialEntry>(world, folder, trialLedger);
  await ledger.add(begins);
}

/** Adds a run that was sealed, with whom it was made for, once. */
export async function endCycle(
  world: World,
  { folder }: HeldTrial,
  {
    cycle: { id, issued },
    run,
    seal,
    lists,
    record,
  }: {
    cycle: StudyPlan["cycle"];
    run: string;
    seal: Seal;
    lists: Readonly<Record<string, string>>; // SHA-256 of each file of the trials unit's list, as given
    record: TrialRecord;
  },
): Promise<void> {
  await using ledger = await openChain<TrialEntry>(world, folder, trialLedger);
  const known = entriesOf(toldIn(ledger.lines), "made");
  if (known.some((entry) => entry.run === run && entry.seal === seal.seal)) return;
  const { list, version, arms } = record;
  await ledger.add([{ cycle: id, kind: "made", run, issued, seal: seal.seal, list, version, lists, arms }]);
}

/** Cycles in which somebody was to get a report before this one, and of which the ledger knows nothing. */
export function unknownCycles(
  study: Study,
  trial: Trial,
  { cycle, held }: { cycle: StudyPlan["cycle"]; held: HeldTrial },
): Problem[] {
  const known = new Set(entriesOf(held.entries, "made").map((entry) => entry.cycle));
  const [begun = ""] = listOf(trial)
    .units.map(({ from }) => from)
    .sort();
  const planned = new Map(
    [...armDesigns(study, trial).values()].flatMap(({ design }) =>
      design.cycles.map((each) => [each.id, each] as const),
    ),
  );
  const missing = [...planned.values()]
    .filter(({ id, issued }) => id < cycle.id && issued >= begun && !known.has(id))
    .map(({ id }) => id)
    .sort();
  if (missing.length === 0) return [];
  return [
    {
      code: "unknown-cycles",
      severity: "warning",
      message: `the trial's ledger in "${held.folder}" knows nothing of ${missing.length === 1 ? "cycle" : "cycles"} ${missing.join(", ")}: what has changed since ${missing.length === 1 ? "it was" : "they were"} made cannot be told`,
      hint: "render into the folder that has their runs (--out), or name the folder of the ledger in the trial's file (ledger)",
    },
  ];
}
