import { join } from "node:path";
import type { World } from "../world.ts";
import type { Fault } from "./reconcile.ts";
import { sha256 } from "./sha256.ts";

/*
 * What became of the emails of a cycle: out/<study>/<cycle>/sent.jsonl, beside its runs. Lines are only ever added, each is on the
 * disk before the next thing is done, and each holds the hash of the one before. `sent.head.json` says how far it goes, so that
 * lines cut off at its end are missed too.
 */

export const sentFiles = { ledger: "sent.jsonl", head: "sent.head.json", lock: ".sent.lock" } as const;

/**
 * What became of an email: it is to be sent; it may have left, nobody knows; the server took it; the server or its receiver
 * refused it; it came back; it is not sent.
 */
export const sentStates = ["queued", "unknown", "handed-over", "refused", "bounced", "suppressed"] as const;

export type SentState = (typeof sentStates)[number];

/** What is told of an email. */
export type Sending = {
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

/** A line of the ledger. One that tells of no email mends a line that was cut off while it was written. */
export type SentLine = { n: number; at: string; before: string; hash: string } & (Sending | { torn: string });

/** A line of the ledger that tells of an email. */
export type SentRecord = SentLine & Sending;

/** The ledger as it stands: its lines, what is wrong with it, and what is left of a line that was cut off at its end. */
export type SentLedger = { lines: readonly SentLine[]; faults: readonly Fault[]; torn?: string };

/** Reads the ledger of a cycle: no lines where nothing was ever sent. */
export async function readSent(world: World, cycleFolder: string): Promise<SentLedger> {
  const [text, head] = await Promise.all([
    world.readText(join(cycleFolder, sentFiles.ledger)),
    world.readText(join(cycleFolder, sentFiles.head)),
  ]);
  const { lines, faults, torn } = linesOf(text ?? "");
  return { lines, faults: [...faults, ...againstHead(lines, head)], ...(torn === undefined ? {} : { torn }) };
}

function linesOf(text: string): SentLedger {
  const pieces = text.split("\n");
  const torn = pieces.pop() || undefined;
  const lines: SentLine[] = [];
  const faults: Fault[] = [];
  let fragment: string | undefined;
  for (const [i, piece] of pieces.entries()) {
    const place = `${sentFiles.ledger}:${i + 1}`;
    const line = parsed(piece);
    const last = lines.at(-1);
    if (line === undefined) {
      if (fragment !== undefined || piece === "") faults.push({ what: place, says: "it cannot be read" });
      else fragment = piece; // sound where the next line mends it
      continue;
    }
    const mends = "torn" in line ? line.torn : undefined;
    if (mends !== (fragment === undefined ? undefined : sha256(fragment)))
      faults.push({ what: `${sentFiles.ledger}:${i}`, says: "it cannot be read" });
    fragment = undefined;
    if (line.hash !== hashOf(line))
      faults.push({ what: place, says: "it is not what was written: its hash is of something else" });
    else if (line.before !== (last?.hash ?? "") || line.n !== (last?.n ?? 0) + 1)
      faults.push({ what: place, says: `it does not follow line ${i}: lines were taken out, put in or changed` });
    lines.push(line);
  }
  if (fragment !== undefined) faults.push({ what: `${sentFiles.ledger}:${pieces.length}`, says: "it cannot be read" });
  return { lines, faults, ...(torn === undefined ? {} : { torn }) };
}

function parsed(text: string): SentLine | undefined {
  try {
    const line = JSON.parse(text) as SentLine;
    return typeof line === "object" && line !== null && typeof line.hash === "string" ? line : undefined;
  } catch {
    return undefined;
  }
}

/** A process that is killed between a line and its head leaves a head that is behind; one that is ahead speaks of lines that are gone. */
function againstHead(lines: readonly SentLine[], text: string | undefined): Fault[] {
  if (text === undefined) return [];
  const head = parsedHead(text);
  if (!head) return [{ what: sentFiles.head, says: "it cannot be read" }];
  const line = lines[head.n - 1];
  if (!line)
    return [{ what: sentFiles.ledger, says: `it has ${lines.length} lines, and had ${head.n}: its end was cut off` }];
  return line.hash === head.hash
    ? []
    : [{ what: `${sentFiles.ledger}:${head.n}`, says: "it is not the line that was written there" }];
}

function parsedHead(text: string): { n: number; hash: string } | undefined {
  try {
    const { n, hash } = JSON.parse(text) as { n: number; hash: string };
    return Number.isInteger(n) && n > 0 && typeof hash === "string" ? { n, hash } : undefined;
  } catch {
    return undefined;
  }
}

/** The hash of a line: over all else that is in it, the hash of the one before included. */
export function hashOf({ hash: _, ...rest }: Omit<SentLine, "hash"> & { hash?: string }): string {
  return sha256(JSON.stringify(rest));
}

/** The lines that tell of emails to recipients: tests go to nobody. */
export function recordsIn(lines: readonly SentLine[]): SentRecord[] {
  return lines.filter((line): line is SentRecord => "state" in line && line.test !== true);
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
