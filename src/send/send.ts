import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { isIn, isMailbox, sameMailbox } from "../input/send/mailbox.ts";
import { passwordVariable, type SendSettings } from "../input/send/settings.ts";
import { cyclesIn } from "../output/runs.ts";
import { readSent, type SentLine, type SentState } from "../output/sent.ts";
import { type OpenLedger, openSent, readSound } from "../output/sent-ledger.ts";
import { sha256 } from "../output/sha256.ts";
import { inputError, type Problem } from "../problem.ts";
import type { World } from "../world.ts";
import { toSent, toTest } from "./message.ts";
import { type Clock, nextTime } from "./pace.ts";
import { type Asked, findSendable, type Letter, type Mailing, planMailing, type Sendable } from "./preflight.ts";
import { openPost, type Post, type ServerOptions, type Try } from "./smtp.ts";

export type SendOptions = Asked & {
  settings: SendSettings;
  live?: boolean; // without it nothing leaves
  confirm?: ((count: number) => boolean | Promise<boolean>) | undefined; // whether a person says that so many are to be sent
  correction?: boolean | undefined; // that some are to be sent in place of what their recipients have
  partial?: boolean | undefined; // though the run leaves out recipients or channels
  testTo?: string | undefined; // all go to this address, marked
  server?: ServerOptions;
  clock?: Clock;
  signal?: AbortSignal | undefined; // ends after the email in hand
  onTold?: (line: string) => void; // what a person is to see while it goes on
};

/** How a mailing ended: to its end; by Ctrl-C; too many failed; the server was not to be reached; or it goes on later. */
export type SendEnd = "finished" | "stopped" | "spent" | "down" | "paused";

export type Sent = {
  run: string;
  mailing: Mailing; // as it was planned
  isLive: boolean;
  counts: Readonly<Partial<Record<SentState, number>>>; // of what was tried
  ended: SendEnd;
  why?: string;
};

/**
 * Hands the emails of a run to a mail server, each once. Without `live` it says what would be done. Throws an InputError where
 * something stands in the way before anything has left. It can be ended at any time, in whatever way, and begun again: what the
 * ledger does not know the end of is unknown, and is not sent again.
 */
export async function sendRun(world: World, path: string, options: SendOptions): Promise<Sent> {
  const sendable = await findSendable(world, path, options);
  if (!options.live) {
    const lines = options.testTo ? [] : await readSound(world, sendable.cycleFolder);
    const mailing = await planMailing(world, sendable, lines, options.settings, options);
    refuseTestAddress(options);
    return { run: sendable.run.plan.run, mailing, isLive: false, counts: {}, ended: "finished" };
  }
  await using ledger = await openSent(world, sendable.cycleFolder);
  const mailing = await planMailing(world, sendable, options.testTo ? [] : ledger.lines, options.settings, options);
  await refuseUnready(world, sendable, mailing, options);
  if (!options.testTo) await enter(ledger, sendable, mailing);
  const times = await timesTried(world, sendable, ledger);
  await using post = openPost(options.settings, options.server);
  const ended = await deliver({ world, sendable, ledger, times, post, options }, mailing.toSend);
  return { run: sendable.run.plan.run, mailing, isLive: true, ...ended };
}

/** What must be so before the first email leaves, besides addresses. */
async function refuseUnready(
  world: World,
  { run }: Sendable,
  { toSend }: Mailing,
  options: SendOptions,
): Promise<void> {
  const { settings, server, correction, testTo, confirm } = options;
  const problems: Problem[] = [];
  const { issued } = run.plan.cycle;
  const corrected = toSend.filter(({ corrects }) => corrects !== undefined);
  if (testTo === undefined && world.today() < issued)
    problems.push(
      wrong(
        "before-issue",
        `the reports are issued on ${issued}, which is still to come`,
        "send them on that day or later",
      ),
    );
  if (settings.user !== undefined && !server?.password)
    problems.push(
      wrong(
        "no-password",
        `${settings.user} signs in, and ${passwordVariable} is not set`,
        `set ${passwordVariable} in the environment of this command; it belongs in no file`,
      ),
    );
  if (testTo === undefined && corrected.length > 0 && !correction)
    problems.push(
      wrong(
        "is-correction",
        `${corrected.length} recipients have an email of an earlier edition (run ${corrected[0]!.corrects!.run}), and this one says something else`,
        "say --correction where they are to get this one in its place: its subject says so",
      ),
    );
  refuseTestAddress(options);
  if (problems.length > 0) throw inputError(problems);
  if (toSend.length > 0 && !(await confirm?.(toSend.length)))
    throw inputError([
      wrong(
        "not-confirmed",
        `${toSend.length} emails would be sent, and nobody has confirmed that number`,
        `look at the run, then say --confirm ${toSend.length}`,
      ),
    ]);
}

function refuseTestAddress({ testTo, settings }: SendOptions): void {
  if (testTo === undefined) return;
  const isAllowed = settings.test.some((each) => sameMailbox(each) === sameMailbox(testTo));
  if (!isMailbox(testTo) || !isAllowed || !isIn(testTo, settings.domains))
    throw inputError([
      wrong(
        "test-address",
        `tests may not be sent to "${testTo}"`,
        "name it under `test` in send.yaml; its domain must be one of `domains`",
      ),
    ]);
}

/** The queue and the suppressions as far as the ledger does not have them. */
async function enter(ledger: OpenLedger, { run, seal }: Sendable, { toSend, suppressed }: Mailing): Promise<void> {
  const last = new Map(
    ledger.lines.flatMap((line) =>
      "state" in line && line.run === run.plan.run && !line.test ? [[line.code, line] as const] : [],
    ),
  );
  const isNew = (state: SentState, { code }: Letter, why?: string) =>
    last.get(code)?.state !== state || last.get(code)?.why !== why;
  await ledger.add([
    ...suppressed
      .filter((letter) => isNew("suppressed", letter, letter.why))
      .map((letter) => ({ ...recordOf(letter, run.plan, seal.seal), state: "suppressed" as const, why: letter.why })),
    ...toSend
      .filter((letter) => isNew("queued", letter))
      .map((letter) => ({ ...recordOf(letter, run.plan, seal.seal), state: "queued" as const })),
  ]);
}

/** What every line of an email has. */
function recordOf(
  { code, address, messageId, made, corrects }: Letter,
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

/** When emails of the study were tried, in order: every try begins with a line that it is unknown. */
async function timesTried(world: World, { cycleFolder }: Sendable, { lines }: OpenLedger): Promise<number[]> {
  const others = (await cyclesIn(world, join(cycleFolder, ".."))).filter((folder) => folder !== cycleFolder);
  const all: SentLine[] = [...lines];
  for (const folder of others) all.push(...(await readSent(world, folder)).lines);
  return all
    .filter((line) => "state" in line && line.state === "unknown")
    .map(({ at }) => Date.parse(at))
    .sort((a, b) => a - b);
}

type Delivery = {
  world: World;
  sendable: Sendable;
  ledger: OpenLedger;
  times: number[]; // grows
  post: Post;
  options: SendOptions;
};

/** An email in the queue of this process: how often it was refused for the time being, and when it may be tried again. */
type Waiting = { letter: Letter; refusals: number; from: number };

/** Hands over one after another, at the pace of the settings, until none is left, or something ends it. */
async function deliver(
  delivery: Delivery,
  letters: readonly Letter[],
): Promise<Pick<Sent, "counts" | "ended" | "why">> {
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
  letter: Letter,
  clock: Clock,
): Promise<Try> {
  const { run, seal } = sendable;
  const { settings, testTo } = options;
  const made = await readFile(join(run.folder, letter.path));
  if (sha256(made) !== letter.made)
    throw inputError([
      wrong(
        "run-at-fault",
        `"${join(run.folder, letter.path)}" has been changed since the mailing began`,
        "put back what was there; feedback verify reads every file again",
      ),
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

const realClock: Clock = {
  now: () => Date.now(),
  sleep: (milliseconds, signal) =>
    new Promise((resolve) => {
      const end = () => {
        clearTimeout(timer);
        signal?.removeEventListener("abort", end);
        resolve();
      };
      const timer = setTimeout(end, milliseconds);
      signal?.addEventListener("abort", end);
    }),
};

function wrong(code: string, message: string, hint: string): Problem {
  return { code, severity: "error", message, hint };
}
