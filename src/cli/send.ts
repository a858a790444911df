import { createInterface } from "node:readline/promises";
import { passwordVariable, readSettings } from "../input/send/settings.ts";
import { nodeWorld } from "../node.ts";
import { takeReturns } from "../send/bounces.ts";
import type { SendEnd } from "../send/deliver.ts";
import type { Mailing } from "../send/preflight.ts";
import { type SentMail, sendRun } from "../send/send.ts";
import { exits } from "./exits.ts";
import { numbered } from "./numbered.ts";
import { forTerminal } from "./problems.ts";

export type SendCommandOptions = {
  settings: string;
  live?: boolean;
  confirm?: number;
  testTo?: string;
  only?: readonly string[];
  again?: readonly string[];
  correction?: boolean;
  partial?: boolean;
  bounces?: string;
};

/** Hands the emails of a run to a mail server, or says what would be; or enters what came back. Ctrl-C lets the email in hand end. */
export async function sendCommand(path: string, options: SendCommandOptions): Promise<number> {
  if (options.bounces !== undefined) return bounces(path, options.bounces);
  const { settings: file, confirm, ...asked } = options;
  const world = nodeWorld();
  const settings = await readSettings(world, file, { isLive: asked.live === true });
  const stop = new AbortController();
  const onInterrupt = () => {
    process.stderr.write("\nstopping after the email in hand; the same command goes on from here\n");
    stop.abort();
  };
  process.once("SIGINT", onInterrupt).once("SIGTERM", onInterrupt);
  try {
    const sent = await sendRun(world, path, {
      ...asked,
      settings,
      server: { password: process.env[passwordVariable] },
      confirm: (count) => (confirm === undefined ? confirmedHere(count) : confirm === count),
      signal: stop.signal,
      onTold: (line) => process.stderr.write(`${forTerminal(line)}\n`),
    });
    process.stdout.write(`${forTerminal(sentText(sent).join("\n"))}\n`);
    return exitOfSending(sent);
  } finally {
    process.off("SIGINT", onInterrupt).off("SIGTERM", onInterrupt);
  }
}

async function bounces(path: string, from: string): Promise<number> {
  const { bounced, delivered, known, strange } = await takeReturns(nodeWorld(), path, from);
  const lines = [
    ...bounced.map(
      ({ code, address, reply, test }) => `${code}  ${address}  came back${test ? " (a test)" : ""}: ${reply}`,
    ),
    ...strange.map(({ name, why }) => `${name}: ${why}`),
    `${bounced.length} came back, ${delivered.length} delivered, ${known} known already, ${strange.length} not understood`,
  ];
  process.stdout.write(`${forTerminal(lines.join("\n"))}\n`);
  return strange.length > 0 ? exits.failed : exits.clean;
}

/** Asks the person at the terminal for the number; where nobody is there, nobody confirms. */
async function confirmedHere(count: number): Promise<boolean> {
  if (!process.stdin.isTTY || !process.stderr.isTTY) return false;
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return (
      (await terminal.question(`${numbered(count, "email")} will be sent. Type the number to send them: `)).trim() ===
      String(count)
    );
  } finally {
    terminal.close();
  }
}

/** What was done, or would be, in a few lines. */
export function sentText({ run, mailing, bounced, isLive, counts, ended, why }: SentMail): string[] {
  const head = isLive
    ? tally(counts)
    : `${numbered(mailing.toSend.length, "email")} of ${run} would be sent; nothing has left, --live sends`;
  const back = bounced.map(({ code, address, cycle }) => `${code}: ${address} had its email of ${cycle} come back`);
  return [
    ...planText(mailing),
    ...back,
    `${head}${ended === "finished" ? "" : `; ${endings[ended]}${why ? `: ${why}` : ""}`}`,
  ];
}

const endings: Readonly<Record<SendEnd, string>> = {
  finished: "",
  stopped: "stopped",
  spent: "stopped, since too many were not taken",
  down: "stopped, since the mail server cannot be reached",
  paused: "to be gone on with later",
};

function tally(counts: SentMail["counts"]): string {
  const told = Object.entries(counts).map(
    ([state, count]) => `${count} ${state === "handed-over" ? "handed over" : state}`,
  );
  return told.length > 0 ? told.join(", ") : "nothing to send";
}

function planText({ toSend, suppressed, had, unknown, refused, idle }: Mailing): string[] {
  const corrected = toSend.filter(({ corrects }) => corrects !== undefined).length;
  const codes = (letters: readonly { code: string }[]) => letters.map(({ code }) => code).join(", ");
  return [
    ...(corrected > 0 ? [`${corrected} in place of an earlier edition, as corrections`] : []),
    ...suppressed.map(({ code, why }) => `${code} is left out: ${why}`),
    ...(idle.length > 0 ? [`the list of suppressions also names ${idle.join(", ")}: this run has no such email`] : []),
    ...(had.length > 0 ? [`${had.length} sent before`] : []),
    ...(unknown.length > 0
      ? [
          `${unknown.length} unknown, not sent again: ${codes(unknown)}; ask the receivers or the server's log, then --again CODE`,
        ]
      : []),
    ...(refused.length > 0
      ? [`${refused.length} refused before, not sent again: ${codes(refused)}; --again CODE tries once more`]
      : []),
  ];
}

export function exitOfSending({ ended, counts, mailing, isLive }: SentMail): number {
  if (ended === "down") return exits.environment;
  if (ended === "spent") return exits.budget;
  if (ended === "stopped" || ended === "paused") return exits.stopped;
  const isWhole =
    (counts["handed-over"] ?? 0) === mailing.toSend.length && mailing.unknown.length + mailing.refused.length === 0;
  return !isLive || isWhole ? exits.clean : exits.failed;
}
