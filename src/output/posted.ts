import type { World } from "../world.ts";
import {
  type ChainKind,
  type ChainLine,
  type OpenChain,
  openChain,
  readChain,
  readSoundChain,
  toldIn,
} from "./chain.ts";

/*
 * What became of the letters of a cycle: out/<study>/<cycle>/posted.jsonl, beside its runs. A chain: see chain.ts.
 */

export const postedFiles: ChainKind = {
  ledger: "posted.jsonl",
  head: "posted.head.json",
  lock: ".posted.lock",
  held: (cycleFolder) => `another entry about letters in "${cycleFolder}"`,
  mend: "wait until it has been written",
  restore: "put back the ledger as it was: it is the record of which letters a print house has",
};

/** What is told of a letter: a print house has it, it was left out on purpose, or it came back. */
export type Posting = {
  state: "handed-over" | "left-out" | "returned";
  code: string;
  cycle: string;
  run: string;
  edition: string; // of the run: the first digits of its seal
  letter: string; // SHA-256 of its PDF in the run
  day: string; // ISO day on which it was handed over or left out, or came back
  sums?: string; // of the print run: SHA-256 of its SHA256SUMS, which stands for all its files
  corrects?: string; // the letter of an earlier edition that it stands in place of
  why?: string; // it was left out; what the envelope said when it came back
};

export type PostedLine = ChainLine<Posting>;

/** A line of the ledger that tells of a letter. */
export type PostedRecord = PostedLine & Posting;

/** The ledger of a cycle, whatever is wrong with it: to look at. */
export async function glancePosted(world: World, cycleFolder: string): Promise<readonly PostedRecord[]> {
  return recordsPosted((await readChain<Posting>(world, cycleFolder, postedFiles)).lines);
}

/** The ledger of a cycle to read, without holding it. Throws an InputError where it is not as it was written. */
export async function readPosted(world: World, cycleFolder: string): Promise<readonly PostedRecord[]> {
  return recordsPosted(await readSoundChain<Posting>(world, cycleFolder, postedFiles));
}

/** The ledger of a cycle while something is handed over or comes back. */
export type OpenPosted = OpenChain<Posting>;

/** Opens the ledger of a cycle to add to it. Throws an InputError as `readPosted` does, and where somebody else has it open. */
export function openPosted(world: World, cycleFolder: string): Promise<OpenPosted> {
  return openChain(world, cycleFolder, postedFiles);
}

/** The lines that tell of letters. */
export function recordsPosted(lines: readonly PostedLine[]): PostedRecord[] {
  return toldIn(lines);
}

/** The runs of which a print house has letters, and of how many recipients: these are frozen. */
export function runsPosted(records: readonly PostedRecord[]): ReadonlyMap<string, number> {
  const gone = records.filter(({ state }) => state !== "left-out");
  const runs = Map.groupBy(gone, ({ run }) => run);
  return new Map([...runs].map(([run, same]) => [run, new Set(same.map(({ code }) => code)).size]));
}
