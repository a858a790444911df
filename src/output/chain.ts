import { join } from "node:path";
import { inputError } from "../problem.ts";
import type { World } from "../world.ts";
import { lock } from "./lock.ts";
import type { RunFault } from "./reconcile.ts";
import { sha256 } from "./sha256.ts";

/*
 * A record that only grows: lines of JSON, each on the disk before the next thing is done, each with the hash of the one before. The
 * head says how far it goes, so that lines cut off at its end are missed too.
 */

/** The names of its files, and what is said of it where somebody else has it open, or it is not as it was written. */
export type ChainKind = {
  ledger: string; // "sent.jsonl"
  head: string;
  lock: string;
  held: (folder: string) => string; // what the lock is for: `another mailing from "out/opioids/2026-08"`
  mend: string; // what whoever finds it held can do
  restore: string; // what mends a ledger that is at fault
};

/** What every line has, besides what it tells. */
type Linked = { n: number; at: string; before: string; hash: string };

/** A line of a ledger. One that tells of nothing mends a line that was cut off while it was written. */
export type ChainLine<T> = Linked & (T | { torn: string });

/** A ledger as it stands: its lines, what is wrong with it, and what is left of a line that was cut off at its end. */
export type Chain<T> = { lines: readonly ChainLine<T>[]; faults: readonly RunFault[]; torn?: string };

/** Reads a ledger: no lines where nothing was ever written. */
export async function readChain<T>(world: World, folder: string, kind: ChainKind): Promise<Chain<T>> {
  const [text, head] = await Promise.all([
    world.readText(join(folder, kind.ledger)),
    world.readText(join(folder, kind.head)),
  ]);
  const { lines, faults, torn } = linesOf<T>(text ?? "", kind);
  const behind = againstHead(lines, head, kind);
  return { lines, faults: [...faults, ...behind], ...(torn === undefined ? {} : { torn }) };
}

/** A ledger to read, without holding it. Throws an InputError where it is not as it was written, with every line at fault. */
export async function readSoundChain<T>(
  world: World,
  folder: string,
  kind: ChainKind,
): Promise<readonly ChainLine<T>[]> {
  const { lines, faults } = await readChain<T>(world, folder, kind);
  refuseFaults(folder, kind, faults);
  return lines;
}

/** A ledger while something is added to it: nobody else writes to it until it is disposed of. */
export type OpenChain<T> = AsyncDisposable & {
  lines: readonly ChainLine<T>[]; // grows
  add: (records: readonly T[]) => Promise<void>; // when it comes back, they are on the disk itself
};

/**
 * Opens a ledger. Throws an InputError where somebody else has it open, and where it is not as it was written, with every line at
 * fault. A line that was cut off as its process was killed is mended.
 */
export async function openChain<T extends object>(
  world: World,
  folder: string,
  kind: ChainKind,
): Promise<OpenChain<T>> {
  const held = await lock(join(folder, kind.lock), kind.held(folder), kind.mend);
  try {
    const { lines: before, faults, torn } = await readChain<T>(world, folder, kind);
    refuseFaults(folder, kind, faults);
    const lines = [...before];
    const open = { lines, add: (records: readonly T[]) => write(records) };
    if (torn !== undefined) await write([{ torn: sha256(torn) }], "\n");
    return { ...open, [Symbol.asyncDispose]: () => held[Symbol.asyncDispose]() };

    async function write(records: readonly (T | { torn: string })[], first = ""): Promise<void> {
      if (records.length === 0) return;
      const added: ChainLine<T>[] = [];
      for (const record of records) {
        const last = added.at(-1) ?? lines.at(-1);
        const line = { n: (last?.n ?? 0) + 1, at: world.now(), ...record, before: last?.hash ?? "" };
        added.push({ ...line, hash: hashOf(line) });
      }
      const [ledger, head] = [join(folder, kind.ledger), join(folder, kind.head)];
      await world.append(ledger, `${first}${added.map((line) => `${JSON.stringify(line)}\n`).join("")}`);
      await world.flush(ledger);
      if (lines.length === 0) await world.flush(folder); // the name of the file itself
      lines.push(...added);
      const { n, hash } = added.at(-1)!;
      await world.write(head, `${JSON.stringify({ n, hash })}\n`);
      await world.flush(head);
    }
  } catch (error) {
    await held[Symbol.asyncDispose]();
    throw error;
  }
}

/** What the lines tell, without those that mend. */
export function toldIn<T extends object>(lines: readonly ChainLine<T>[]): (Linked & T)[] {
  return lines.filter((line): line is Linked & T => !("torn" in line));
}

/** The hash of a line: over all else that is in it, the hash of the one before included. */
export function hashOf({ hash: _, ...rest }: Omit<Linked, "hash"> & { hash?: string }): string {
  return sha256(JSON.stringify(rest));
}

function refuseFaults(folder: string, { restore }: ChainKind, faults: readonly RunFault[]): void {
  if (faults.length === 0) return;
  throw inputError(
    faults.map(({ what, says }) => ({
      code: "ledger-at-fault",
      severity: "error" as const,
      message: `"${join(folder, what)}": ${says}`,
      hint: restore,
    })),
  );
}

function linesOf<T>(text: string, { ledger }: ChainKind): Chain<T> {
  const pieces = text.split("\n");
  const torn = pieces.pop() || undefined;
  const lines: ChainLine<T>[] = [];
  const faults: RunFault[] = [];
  let fragment: string | undefined;
  for (const [i, piece] of pieces.entries()) {
    const place = `${ledger}:${i + 1}`;
    const line = parsed<T>(piece);
    const last = lines.at(-1);
    if (line === undefined) {
      if (fragment !== undefined || piece === "") faults.push({ what: place, says: "it cannot be read" });
      else fragment = piece; // sound where the next line mends it
      continue;
    }
    const mends = "torn" in line ? line.torn : undefined;
    if (mends !== (fragment === undefined ? undefined : sha256(fragment)))
      faults.push({ what: `${ledger}:${i}`, says: "it cannot be read" });
    fragment = undefined;
    if (line.hash !== hashOf(line))
      faults.push({ what: place, says: "it is not what was written: its hash is of something else" });
    else if (line.before !== (last?.hash ?? "") || line.n !== (last?.n ?? 0) + 1)
      faults.push({ what: place, says: `it does not follow line ${i}: lines were taken out, put in or changed` });
    lines.push(line);
  }
  if (fragment !== undefined) faults.push({ what: `${ledger}:${pieces.length}`, says: "it cannot be read" });
  return { lines, faults, ...(torn === undefined ? {} : { torn }) };
}

function parsed<T>(text: string): ChainLine<T> | undefined {
  try {
    const line = JSON.parse(text) as ChainLine<T>;
    return typeof line === "object" && line !== null && typeof line.hash === "string" ? line : undefined;
  } catch {
    return undefined;
  }
}

/** A process that is killed between a line and its head leaves a head that is behind; one that is ahead speaks of lines that are gone. */
function againstHead(
  lines: readonly Linked[],
  text: string | undefined,
  { ledger, head: name }: ChainKind,
): RunFault[] {
  if (text === undefined) return [];
  const head = parsedHead(text);
  if (!head) return [{ what: name, says: "it cannot be read" }];
  const line = lines[head.n - 1];
  if (!line) return [{ what: ledger, says: `it has ${lines.length} lines, and had ${head.n}: its end was cut off` }];
  return line.hash === head.hash
    ? []
    : [{ what: `${ledger}:${head.n}`, says: "it is not the line that was written there" }];
}

function parsedHead(text: string): { n: number; hash: string } | undefined {
  try {
    const { n, hash } = JSON.parse(text) as { n: number; hash: string };
    return Number.isInteger(n) && n > 0 && typeof hash === "string" ? { n, hash } : undefined;
  } catch {
    return undefined;
  }
}
