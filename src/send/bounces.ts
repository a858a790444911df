import { dirname, resolve } from "node:path";
import { sameMailbox } from "../input/files/mailbox.ts";
import { findRun } from "../output/runs.ts";
import { openSent, type SendingRecord, type SentLine, type SentRecord } from "../output/sent.ts";
import { sha256 } from "../output/sha256.ts";
import type { World } from "../world.ts";
import { type DeliveryReport, readReport } from "./dsn.ts";
import { isOutlook, savedMessages } from "./saved.ts";

/** What reports of delivery told: emails that came back, that were delivered, and files that tell of no email of the cycle. */
export type ReturnedMail = {
  bounced: readonly SentRecord[];
  delivered: readonly SentRecord[];
  known: number; // messages that were read before
  strange: readonly { name: string; why: string }[];
};

/**
 * Puts what came back to the mailbox for bounces into the ledger of a cycle: a file, or all files of a folder. A report tells of
 * the email whose mark stands in its address, or whose Message-ID it quotes, and only of one that went to the address it names.
 * Each is entered once, however often it is read.
 */
export async function takeReturns(world: World, path: string, from: string): Promise<ReturnedMail> {
  const { folder } = await findRun(world, path);
  await using ledger = await openSent(world, dirname(resolve(folder)));
  const sent = recordsOf(ledger.lines);
  const seen = new Set(ledger.lines.flatMap((line) => ("state" in line && line.report ? [line.report.sha256] : [])));
  const strange: { name: string; why: string }[] = [];
  const found: SendingRecord[] = [];
  let known = 0;
  for await (const { name, bytes } of savedMessages(world, from)) {
    const hash = sha256(bytes);
    if (seen.has(hash)) {
      known++;
      continue;
    }
    seen.add(hash);
    const report = isOutlook(bytes) ? undefined : await readReport(bytes);
    const record = report && find(sent, report);
    if (isOutlook(bytes)) strange.push({ name, why: "it is a message of Outlook: save it as .eml" });
    else if (!report) strange.push({ name, why: "it is no report of delivery" });
    else if (!record) strange.push({ name, why: "it tells of no email of this cycle" });
    else found.push(...entriesOf(record, report, hash, ledger.lines, found));
  }
  await ledger.add(found);
  const added = ledger.lines.slice(ledger.lines.length - found.length) as SentRecord[];
  return {
    bounced: added.filter(({ state }) => state === "bounced"),
    delivered: added.filter(({ report }) => report?.action === "delivered"),
    known,
    strange,
  };
}

/** Every email that was handed over, or may have been, by its mark and by its Message-ID; tests too, which are told apart then. */
type SentKnown = { byEnvelope: ReadonlyMap<string, SentRecord>; byId: ReadonlyMap<string, SentRecord> };

function recordsOf(lines: readonly SentLine[]): SentKnown {
  const all = lines.filter((line): line is SentRecord => "state" in line && line.sent !== undefined && !line.report);
  const marked = all.filter(({ envelope }) => envelope?.includes("+"));
  return {
    byEnvelope: new Map(marked.map((line) => [sameMailbox(line.envelope ?? ""), line])),
    byId: new Map(all.map((line) => [line.messageId, line])),
  };
}

function find({ byEnvelope, byId }: SentKnown, { to, original, recipients }: DeliveryReport): SentRecord | undefined {
  const marked = to.map((address) => byEnvelope.get(sameMailbox(address))).find((line) => line !== undefined);
  if (marked) return marked; // whatever the address is called where the email was passed on
  const quoted = original === undefined ? undefined : byId.get(original);
  return quoted && recipients.some(({ address }) => sameMailbox(address) === sameMailbox(quoted.address))
    ? quoted
    : undefined;
}

const told: Readonly<Record<string, SendingRecord["state"]>> = { failed: "bounced", delivered: "handed-over" };

/** The line for a report: it came back, or it was delivered; that it is late, or was passed on, changes nothing. */
function entriesOf(
  { n: _n, at: _at, before: _before, hash: _hash, reply: _reply, ...record }: SentRecord,
  { recipients }: DeliveryReport,
  hash: string,
  lines: readonly SentLine[],
  found: readonly SendingRecord[],
): SendingRecord[] {
  const [first] = recipients.filter(({ action }) => Object.hasOwn(told, action));
  if (!first) return [];
  const isOf = (line: Partial<SendingRecord>) => line.messageId === record.messageId && line.test === record.test;
  const hasBounced = [...lines, ...found].some((line) => "state" in line && isOf(line) && line.state === "bounced");
  const state = hasBounced ? "bounced" : told[first.action]!; // what came back stays so, whatever is told later
  return [{ ...record, state, reply: first.reply, report: { sha256: hash, action: first.action } }];
}
