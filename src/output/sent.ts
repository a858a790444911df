import type { World } from "../world.ts";
import {
  type Chain,
  type ChainKind,
  type ChainLine,
  type OpenChain,
  openChain,
  readChain,
  readSoundChain,
  toldIn,
} from "./chain.ts";

/*
 * What became of the emails of a cycle: out/<study>/<cycle>/sent.jsonl, beside its runs. A chain: see chain.ts.
 */

export const sentFiles: ChainKind = {
  ledger: "sent.jsonl",
  head: "sent.head.json",
  lock: ".sent.lock",
  held: (cycleFolder) => `another mailing from "${cycleFolder}"`,
  mend: "wait until it has ended",
  restore: "put back the ledger as it was: nothing is sent while nobody can tell what has left",
};

/**
 * What became of an email: it is to be sent; it may have left, nobody knows; the server took it; the server or its receiver
 * refused it; it came back; it is not sent.
 */
export const sentStates = ["queued", "unknown", "handed-over", "refused", "bounced", "suppressed"] as const;

export type SentState = (typeof sentStates)[number];

/** What is told of an email. */
export type SendingRecord = {
  state: SentState;
  code: string;
  cycle: string;
  run: string;
  edition: string; // of the run: the first digits of its seal
  address: string;
  messageId: string; // as made; of a test its own
  made: string; // SHA-256 of the file in the run
  sent?: string; // SHA-256 of the bytes that were handed over, with the Date of sending; absent where none were
  envelope?: string; // the address that bounces come back to
  reply?: string; // of the server, or of the report that came back
  why?: string; // the reason of a suppression
  corrects?: string; // the Message-ID of the email of an earlier edition that it stands in place of
  report?: { sha256: string; action: string }; // what came back, by its file: "failed", "delivered"
  test?: true; // to whoever looks at it beforehand, not to its recipient
};

/** A line of the ledger. */
export type SentLine = ChainLine<SendingRecord>;

/** A line of the ledger that tells of an email. */
export type SentRecord = SentLine & SendingRecord;

/** Reads the ledger of a cycle: no lines where nothing was ever sent. */
export function readSent(world: World, cycleFolder: string): Promise<Chain<SendingRecord>> {
  return readChain(world, cycleFolder, sentFiles);
}

/** The ledger of a cycle to read, without holding it. Throws an InputError as `openSent` does. */
export function readSound(world: World, cycleFolder: string): Promise<readonly SentLine[]> {
  return readSoundChain(world, cycleFolder, sentFiles);
}

/** The ledger of a cycle while something is sent or comes back. */
export type OpenLedger = OpenChain<SendingRecord>;

/** Opens the ledger of a cycle; throws an InputError where nobody can tell what has left. */
export function openSent(world: World, cycleFolder: string): Promise<OpenLedger> {
  return openChain(world, cycleFolder, sentFiles);
}

/** The lines that tell of emails to recipients: tests go to nobody. */
export function recordsIn(lines: readonly SentLine[]): SentRecord[] {
  return toldIn(lines).filter(({ test }) => test !== true);
}

/** What is known last of each email of a run, by the code of its recipient. */
export function lastIn(lines: readonly SentLine[], run: string): ReadonlyMap<string, SentRecord> {
  return new Map(recordsIn(lines).flatMap((line) => (line.run === run ? [[line.code, line] as const] : [])));
}

/** States of an email that has, or may have, left the building. */
const left: ReadonlySet<SentState> = new Set(["unknown", "handed-over", "bounced"]);

/**
 * What is known last of each try that has left, or may have: that an email was refused when it was tried again does not bring back
 * the first. A try begins with a line that it is unknown, before anything is answered.
 */
export function leftIn(lines: readonly SentLine[]): SentRecord[] {
  const tries: SentRecord[] = [];
  const places = new Map<string, number>(); // of the last try with the same bytes
  for (const line of recordsIn(lines).filter(({ sent }) => sent !== undefined)) {
    const key = `${line.run} ${line.code} ${line.sent}`;
    const begins = line.state === "unknown" && line.reply === undefined;
    const place = begins ? tries.length : (places.get(key) ?? tries.length);
    places.set(key, place);
    tries[place] = line;
  }
  return tries.filter(({ state }) => left.has(state));
}

/** The runs of which an email has left or may have, and to how many recipients: these are frozen. */
export function runsSent(lines: readonly SentLine[]): ReadonlyMap<string, number> {
  const runs = Map.groupBy(leftIn(lines), ({ run }) => run);
  return new Map([...runs].map(([run, same]) => [run, new Set(same.map(({ code }) => code)).size]));
}
