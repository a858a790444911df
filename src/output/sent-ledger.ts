import { join } from "node:path";
import { inputError } from "../problem.ts";
import type { World } from "../world.ts";
import { lock } from "./lock.ts";
import type { Fault } from "./reconcile.ts";
import { hashOf, readSent, type Sending, type SentLine, sentFiles } from "./sent.ts";
import { sha256 } from "./sha256.ts";

/** The ledger of a cycle to read, without holding it. Throws an InputError as `openSent` does. */
export async function readSound(world: World, cycleFolder: string): Promise<readonly SentLine[]> {
  const { lines, faults } = await readSent(world, cycleFolder);
  refuseFaults(cycleFolder, faults);
  return lines;
}

function refuseFaults(cycleFolder: string, faults: readonly Fault[]): void {
  if (faults.length === 0) return;
  throw inputError(
    faults.map(({ what, says }) => ({
      code: "ledger-at-fault",
      severity: "error" as const,
      message: `"${join(cycleFolder, what)}": ${says}`,
      hint: "put back the ledger as it was: nothing is sent while nobody can tell what has left",
    })),
  );
}

/** The ledger of a cycle while something is sent or comes back: nobody else writes to it until it is disposed of. */
export type OpenLedger = AsyncDisposable & {
  lines: readonly SentLine[]; // grows
  add: (records: readonly Sending[]) => Promise<void>; // when it comes back, they are on the disk itself
};

/**
 * Opens the ledger of a cycle. Throws an InputError where somebody else has it open, and where it is not as it was written, with
 * every line at fault: nobody can tell then what has left. A line that was cut off as its process was killed is mended.
 */
export async function openSent(world: World, cycleFolder: string): Promise<OpenLedger> {
  const held = await lock(
    join(cycleFolder, sentFiles.lock),
    `another mailing from "${cycleFolder}"`,
    "wait until it has ended",
  );
  try {
    const { lines: before, faults, torn } = await readSent(world, cycleFolder);
    refuseFaults(cycleFolder, faults);
    const lines = [...before];
    const open = { lines, add: (records: readonly Sending[]) => write(records) };
    if (torn !== undefined) await write([{ torn: sha256(torn) }], "\n");
    return { ...open, [Symbol.asyncDispose]: () => held[Symbol.asyncDispose]() };

    async function write(records: readonly (Sending | { torn: string })[], first = ""): Promise<void> {
      if (records.length === 0) return;
      const added: SentLine[] = [];
      for (const record of records) {
        const last = added.at(-1) ?? lines.at(-1);
        const line = { n: (last?.n ?? 0) + 1, at: world.now(), ...record, before: last?.hash ?? "" };
        added.push({ ...line, hash: hashOf(line) });
      }
      const [ledger, head] = [join(cycleFolder, sentFiles.ledger), join(cycleFolder, sentFiles.head)];
      await world.append(ledger, `${first}${added.map((line) => `${JSON.stringify(line)}\n`).join("")}`);
      await world.flush(ledger);
      if (lines.length === 0) await world.flush(cycleFolder); // the name of the file itself
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
