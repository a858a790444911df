import { join } from "node:path";
import { isIn, isMailbox, sameMailbox } from "../input/files/mailbox.ts";
import { passwordVariable } from "../input/send/settings.ts";
import { cyclesIn } from "../output/runs.ts";
import { findSendable, type Sendable } from "../output/sendable.ts";
import {
  type OpenLedger,
  openSent,
  readSent,
  readSound,
  recordsIn,
  type SentLine,
  type SentState,
} from "../output/sent.ts";
import { inputError, type Problem } from "../problem.ts";
import type { World } from "../world.ts";
import { type Delivered, type DeliverOptions, deliver, recordOf } from "./deliver.ts";
import { type EmailLetter, type Mailing, type PreflightAsked, planMailing } from "./preflight.ts";
import { openPost, type ServerOptions } from "./smtp.ts";

export type SendOptions = PreflightAsked &
  DeliverOptions & {
    live?: boolean; // without it nothing leaves
    confirm?: ((count: number) => boolean | Promise<boolean>) | undefined; // whether a person says that so many are to be sent
    correction?: boolean | undefined; // that some are to be sent in place of what their recipients have
    partial?: boolean | undefined; // though the run leaves out recipients or channels
    server?: ServerOptions;
  };

export type SentMail = Delivered & {
  run: string;
  mailing: Mailing; // as it was planned
  bounced: readonly { code: string; address: string; cycle: string }[]; // of those to send: whose email came back in another cycle
  isLive: boolean;
};

/**
 * Hands the emails of a run to a mail server, each once. Without `live` it says what would be done. Throws an InputError where
 * something stands in the way before anything has left. It can be ended at any time, in whatever way, and begun again: what the
 * ledger does not know the end of is unknown, and is not sent again.
 */
export async function sendRun(world: World, path: string, options: SendOptions): Promise<SentMail> {
  const sendable = await findSendable(world, path, options);
  const { run } = sendable.run.plan;
  const others = await otherCycles(world, sendable);
  if (!options.live) {
    const lines = options.testTo ? [] : await readSound(world, sendable.cycleFolder);
    const mailing = await planMailing(world, sendable, lines, options.settings, options);
    refuseTestAddress(options);
    return { run, mailing, bounced: bouncedBefore(mailing, others), isLive: false, counts: {}, ended: "finished" };
  }
  await using ledger = await openSent(world, sendable.cycleFolder);
  const mailing = await planMailing(world, sendable, options.testTo ? [] : ledger.lines, options.settings, options);
  await refuseUnready(world, sendable, mailing, options);
  if (!options.testTo) await enter(ledger, sendable, mailing);
  const times = timesTried([...others, ...ledger.lines]);
  await using post = openPost(options.settings, options.server);
  const ended = await deliver({ sendable, ledger, times, post, options }, mailing.toSend);
  return { run, mailing, bounced: bouncedBefore(mailing, others), isLive: true, ...ended };
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
  const isNew = (state: SentState, { code }: EmailLetter, why?: string) =>
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

/** The lines of the ledgers of the study's other cycles. */
async function otherCycles(world: World, { cycleFolder }: Sendable): Promise<SentLine[]> {
  const others = (await cyclesIn(world, join(cycleFolder, ".."))).filter((folder) => folder !== cycleFolder);
  return (await Promise.all(others.map(async (folder) => (await readSent(world, folder)).lines))).flat();
}

/** When emails of the study were tried, in order: every try begins with a line that it is unknown, and has no answer yet. */
function timesTried(lines: readonly SentLine[]): number[] {
  return lines
    .filter((line) => "state" in line && line.state === "unknown" && line.reply === undefined)
    .map(({ at }) => Date.parse(at))
    .sort((a, b) => a - b);
}

/** Of the emails to send those whose address had one back in another cycle, and said last that it comes back. */
function bouncedBefore(
  { toSend }: Mailing,
  others: readonly SentLine[],
): { code: string; address: string; cycle: string }[] {
  const last = new Map(recordsIn(others).map((record) => [sameMailbox(record.address), record]));
  return toSend.flatMap(({ code, address }) => {
    const before = last.get(sameMailbox(address));
    return before?.state === "bounced" ? [{ code, address, cycle: before.cycle }] : [];
  });
}

function wrong(code: string, message: string, hint: string): Problem {
  return { code, severity: "error", message, hint };
}
