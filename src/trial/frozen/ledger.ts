import { join, resolve } from "node:path";
import type { Trial } from "../../input/study.ts";
import { type ChainKind, type ChainLine, readSoundChain, toldIn } from "../../output/chain.ts";
import { inputError } from "../../problem.ts";
import type { World } from "../../world.ts";
import type { Definition } from "./definition.ts";

/*
 * What a trial was when its reports were made: trial.jsonl, beside its runs or in the folder that the trial's file names. A chain: see
 * output/chain.ts. A rehearsal has none.
 */

export const trialLedger: ChainKind = {
  ledger: "trial.jsonl",
  head: "trial.head.json",
  lock: ".trial.lock",
  held: (folder) => `another entry in the trial's ledger in "${folder}"`,
  mend: "wait until it has been written",
  restore: "put back the ledger as it was: it is the proof of what the trial was when its reports were made",
};

/** What the ledger tells. Every entry is of the cycle that was rendered. */
export type TrialEntry = { cycle: string } & (
  | { kind: "frozen"; definition: Definition } // at the first render
  | { kind: "decided"; definition: Definition } // parts that came later: lists of who is randomised again
  | {
      kind: "changed"; // accepted by name and reason
      part: string;
      from: string | null; // canonical JSON; null: it was not there
      to: string | null;
      accepted: { date: string; what: string; reason: string; "approved-by": string };
    }
  | {
      kind: "made"; // a run of all its recipients, sealed
      run: string; // its id
      issued: string;
      seal: string;
      list: string; // of the trials unit
      version: string;
      lists?: Readonly<Record<string, string>>; // SHA-256 of each file of the list as it was given; absent in lines of before it was kept
      arms: Readonly<Record<string, string>>; // by recipient
    }
);

export type TrialLine = ChainLine<TrialEntry>;

export type LedgerEntry<K extends TrialEntry["kind"]> = Extract<TrialEntry, { kind: K }>;

/** Where the ledger stands: the folder that the trial's file names, or that of all its runs. */
export function ledgerFolder({ file, folder }: Pick<Trial, "file" | "folder">, runs: string): string {
  return file.ledger === undefined ? runs : resolve(folder, file.ledger);
}

/** Its lines and what they tell. Throws an InputError, with every line at fault, where it is not as it was written. */
export async function readTrialLedger(
  world: World,
  folder: string,
): Promise<{ lines: readonly TrialLine[]; entries: readonly TrialEntry[] }> {
  const lines = await readSoundChain<TrialEntry>(world, folder, trialLedger);
  const entries = toldIn(lines);
  if (entriesOf(entries, "made").length > 0) await refuseWithoutHead(world, folder);
  return { lines, entries };
}

/** A run is added after the trial was frozen, and each adding writes the head: without it nobody can tell whether the end was cut off. */
async function refuseWithoutHead(world: World, folder: string): Promise<void> {
  const { ledger, head, restore } = trialLedger;
  const file = join(folder, head);
  if ((await world.readText(file)) !== undefined) return;
  const message = `"${file}" is not there, which says how far ${ledger} goes`;
  throw inputError([{ code: "ledger-at-fault", severity: "error", message, hint: restore }]);
}

export function entriesOf<K extends TrialEntry["kind"]>(entries: readonly TrialEntry[], kind: K): LedgerEntry<K>[] {
  return entries.filter((entry): entry is LedgerEntry<K> => entry.kind === kind);
}

/** The definition in force: as it was frozen, with all that came and was accepted since. Undefined before the first render. */
export function inForce(entries: readonly TrialEntry[]): Definition | undefined {
  const [frozen] = entriesOf(entries, "frozen");
  if (!frozen) return undefined;
  const parts = new Map(Object.entries(frozen.definition));
  for (const entry of entries) {
    if (entry.kind === "decided") for (const [part, value] of Object.entries(entry.definition)) parts.set(part, value);
    if (entry.kind !== "changed") continue;
    if (entry.to === null) parts.delete(entry.part);
    else parts.set(entry.part, entry.to);
  }
  return Object.fromEntries([...parts].sort(([a], [b]) => (a < b ? -1 : 1)));
}
