import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { SendSettings } from "../input/send/settings.ts";
import type { Sendable } from "../output/sendable.ts";
import type { OpenLedger, SentState } from "../output/sent.ts";
import { sha256 } from "../output/sha256.ts";
import { inputError } from "../problem.ts";
import { toSent, toTest } from "./message.ts";
import { type Clock, nextTime, realClock } from "./pace.ts";
import type { EmailLetter } from "./preflight.ts";
import type { MailPost, Try } from "./smtp.ts";

export type DeliverOptions = {
  settings: SendSettings;
  testTo?: string | undefined; // all go to this address, marked
  clock?: Clock;
  signal?: AbortSignal | undefined; // ends after the email in hand
  onTold?: (line: string) => void; // what a person is to see while it goes on
};

/** How a mailing ended: to its end; by Ctrl-C; too many failed; the server was not to be reached; or it goes on later. */
export type SendEnd = "finished" | "stopped" | "spent" | "down" | "paused";

/** What became of the emails that were tried, and how it ended. */
export type Delivered = {
  counts: Readonly<Partial<Record<SentState, number>>>;
  ended: SendEnd;
  why?: string;
};

/** A mailing that goes on: from where, by which ledger and server, and when emails of the study were tried before. */
export type Delivery = {
  sendable: Sendable;
  ledger: OpenLedger;
  times: number[]; // grows
  post: MailPost;
  options: DeliverOptions;
};

/** An email in the queue of this process: how often it was refused for the time being, and when it may be tried again. */
type Waiting = { letter: EmailLetter; refusals: number; from: number };

/** Hands over one after another, at the pace of the settings, until none is left, or something ends it. */
export async function deliver(delivery: Delivery, letters: readonly EmailLetter[]): Promise<Delivered> {
  const { options, times } = delivery;
  const { settings, signal, clock = realClock, onTold } = options;
  const { retry, "stop-at": stopAt } = settings;
  const counts: Partial<Record<SentState, number>> = {};
  let waiting: Waiting[] = letters.map((letter) => ({ letter, refusals: 0, from: 0 }));
  let [tried, failed, missed] = [0, 0, 0];
  const end = (ended: SendEnd, why?: string) => {
    const left = waiting.length + (counts.queued ?? 0);
    return { counts: { ...counts, ...(left > 0 ? { queued: left } : {}) }, ended, ...(why ? { why } : {}) };
  };
  while (waiting.length > 0) {
    if (signal?.aborted) return end("stopped");
    const next = waiting.reduce((a, b) => (b.from < a.from ? b : a));
    const at = Math.max(nextTime(times, clock.now(), settings), next.from);
    if (at - clock.now() > patience)
      return end("paused", `the next may leave at ${new Date(at).toISOString().slice(0, 16).replace("T", " ")} UTC`);
    if (at > clock.now()) await clock.sleep(at - clock.now(), signal);
    if (signal?.aborted) return end("stopped");
    const outcome = await handOver(delivery, next.letter, clock);
    const { code } = next.letter;
    waiting = waiting.filter((each) => each !== next);
    if (outcome.state !== "handed-over") onTold?.(`${code} ${outcome.state}: ${outcome.reply}`);
    if (outcome.isDown) {
      waiting.push(next);
      if (outcome.isBarred || ++missed >= mostMissed) return end("down", outcome.reply);
      await clock.sleep(pause * missed, signal);
      continue;
    }
    missed = 0;
    if (outcome.state === "queued" && next.refusals < retry.times) {
      waiting.push({ ...next, refusals: next.refusals + 1, from: clock.now() + retry.minutes * 60_000 });
      continue;
    }
    counts[outcome.state] = (counts[outcome.state] ?? 0) + 1;
    tried++;
    if (outcome.state !== "handed-over") failed++;
    if (tried >= leastTried && (100 * failed) / tried > stopAt)
      return end("spent", `${failed} of ${tried} were not taken; the last: ${outcome.reply}`);
  }
  return end("finished");
}

const patience = 20 * 60_000; // milliseconds: a longer wait is a person's to end
const mostMissed = 3; // times that the server is not reached, one after another
const pause = 5000; // milliseconds before it is tried again, and longer each time
const leastTried = 20; // emails: a share of fewer says nothing

/**
 * One email. That it may have left is on the disk before the first byte leaves, and what the server said is there before the next:
 * whenever the process ends in between, the ledger says that nobody knows.
 */
async function handOver(
  { ledger, sendable, times, post, options }: Delivery,
  letter: EmailLetter,
  clock: Clock,
): Promise<Try> {
  const { run, seal } = sendable;
  const { settings, testTo } = options;
  const made = await readFile(join(run.folder, letter.path));
  if (sha256(made) !== letter.made)
    throw inputError([
      {
        code: "run-at-fault",
        severity: "error",
        message: `"${join(run.folder, letter.path)}" has been changed since the mailing began`,
        hint: "put back what was there; feedback verify reads every file again",
      },
    ]);
  const at = new Date(clock.now());
  const test = testTo === undefined ? undefined : toTest(made, { at, address: testTo, code: letter.code });
  const bytes =
    test?.bytes ?? toSent(made, { at, ...(letter.corrects ? { corrects: letter.corrects.messageId } : {}) });
  const messageId = test?.messageId ?? letter.messageId;
  const envelope = settings.verp ? markedMailbox(settings.envelope, messageId) : settings.envelope;
  const address = testTo ?? letter.address;
  const record = {
    ...recordOf(letter, run.plan, seal.seal),
    ...(test ? { test: true as const, messageId, address } : {}),
    sent: sha256(bytes),
    envelope,
  };
  await ledger.add([{ ...record, state: "unknown" }]);
  times.push(at.getTime());
  const outcome = await post.hand({ from: envelope, to: address }, bytes);
  await ledger.add([{ ...record, state: outcome.state, reply: outcome.reply }]);
  return outcome;
}

/** The mailbox for bounces with the mark of one email: "bounces+3fa9c1d27b04@marlshire.example" (VERP). */
function markedMailbox(mailbox: string, messageId: string): string {
  const mark = createHash("sha256").update(messageId).digest("hex").slice(0, 12);
  return mailbox.replace("@", `+${mark}@`);
}

/** What every line of an email has. */
export function recordOf(
  { code, address, messageId, made, corrects }: EmailLetter,
  { run, cycle }: Sendable["run"]["plan"],
  seal: string,
) {
  const edition = seal.slice(0, 12);
  return {
    code,
    cycle: cycle.id,
    run,
    edition,
    address,
    messageId,
    made,
    ...(corrects ? { corrects: corrects.messageId } : {}),
  };
}
