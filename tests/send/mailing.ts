import { existsSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SMTPServer, type SMTPServerSession } from "smtp-server";
import { type SendSettings, sendSchema } from "../../src/input/send/settings.ts";
import type { Suppression } from "../../src/input/send/suppressions.ts";
import { nodeWorld } from "../../src/node.ts";
import { toEml } from "../../src/output/eml.ts";
import { writePlan } from "../../src/output/run-plan.ts";
import { sealRun } from "../../src/output/seal.ts";
import { readSent, type SentRecord } from "../../src/output/sent.ts";
import { sha256 } from "../../src/output/sha256.ts";
import type { ArtefactEntry } from "../../src/output/store.ts";
import type { Clock } from "../../src/send/pace.ts";
import { originFor, planFor } from "../made-run.ts";
import { sampleReport } from "../render/sample.ts";

/*
 * Sealed runs with emails and nothing else, a mail server on this machine that does as it is told, and a clock that only a test moves.
 */

const world = nodeWorld();

export const cycle = "2026-08";
export const from = "feedback@eastmere.example"; // of the sample report

/** "Z10001", … and the address of each. */
export function addressesOf(count: number): Record<string, string> {
  return Object.fromEntries(Array.from({ length: count }, (_, i) => [`Z1000${i + 1}`, `z1000${i + 1}@lead.example`]));
}

/** A sealed run of emails to these addresses, in a study's folder: its own. `words` tell one edition from another. */
export async function putEmails(
  study: string,
  addresses: Readonly<Record<string, string | undefined>>,
  {
    cycle: id = cycle,
    words = "first",
    issued = "2020-10-12",
    record = {},
    narrowedBy = [] as readonly string[],
    seal = true,
  } = {},
): Promise<string> {
  const origin = await originFor(id, { a: words });
  const recipients = Object.keys(addresses).map((code) => ({ code, channels: ["email"] }));
  const all = narrowedBy.length > 0 ? [...recipients, { code: "Z19999", channels: ["email"] }] : recipients;
  const plan = planFor({ ...origin, cycle: { ...origin.cycle, issued } }, recipients, { all, narrowedBy });
  const folder = join(study, id, plan.run);
  await writePlan(world, folder, plan);
  const entries: ArtefactEntry[] = [];
  for (const [code, address] of Object.entries(addresses)) {
    const bytes = await emailFor(code, address, words);
    const path = `email/${code}.eml`;
    await world.write(join(folder, path), bytes);
    const bare = { blocks: [], bct: [], signals: {}, values: {}, suppressions: [], arm: null, problems: [] };
    entries.push({ ...bare, code, channel: "email", path, sha256: sha256(bytes), bytes: bytes.length });
  }
  await world.writeLines(
    join(folder, "manifest.jsonl"),
    entries.map((entry) => JSON.stringify(entry)),
  );
  await world.write(join(folder, "run.json"), JSON.stringify({ run: plan.run, state: "finished", ...record }));
  if (seal) await sealRun(world, folder, { run: plan.run, artefacts: entries });
  return folder;
}

async function emailFor(code: string, email: string | undefined, words: string): Promise<Uint8Array> {
  const { recipient: sample, ...report } = sampleReport("better");
  const { email: _, ...recipient } = { ...sample, code };
  const addressed = { ...report, recipient: { ...recipient, ...(email ? { email } : {}) } };
  const said = `${words} report of ${code}`;
  return toEml(
    addressed,
    { subject: `Report for ${code}`, text: `${said}\n`, html: `<p>${said}</p>`, images: [] },
    { images: [] },
  );
}

/** Settings for a server on this machine, without what its send.yaml may leave out. */
export function settingsFor(port: number, more: object = {}, suppressions: readonly Suppression[] = []): SendSettings {
  const own = {
    host: "127.0.0.1",
    port,
    tls: "none",
    from,
    envelope: "bounces@eastmere.example",
    domains: ["lead.example", "eastmere.example"],
    timeout: 5,
  };
  return { ...sendSchema.parse({ ...own, ...more }), suppressions };
}

/** What a server does with an email to an address; "accept" where nothing is said. `Moment`s end the connection, or whatever is told to happen. */
export type Moment = "connect" | "mail" | "rcpt" | "data" | "text" | "answer" | "answered";
export type Behaviour = "accept" | "refuse" | "later" | "refuse-text" | "later-text" | `cut-${Moment}`;

export type Received = { to: string; from: string; text: string };

export type TestServer = AsyncDisposable & {
  port: number;
  received: Received[]; // whole messages that the server has, answered or not
  behave: Record<string, Behaviour | readonly Behaviour[]>; // by address; of several one after another
  at: (moment: Moment, to: string) => void | Promise<void>; // told of each moment of each email
};

/** A mail server on this machine. */
export async function openServer(): Promise<TestServer> {
  const received: Received[] = [];
  const state: TestServer = { port: 0, received, behave: {}, at: () => {}, [Symbol.asyncDispose]: async () => {} };
  const told = new Map<string, Behaviour>();
  const next = (to: string): Behaviour => {
    const behaviour = state.behave[to];
    if (typeof behaviour === "string" || behaviour === undefined) return behaviour ?? "accept";
    const [first = "accept", ...rest] = behaviour;
    state.behave[to] = rest;
    return first;
  };
  const cut = () => {
    for (const { _socket } of server.connections as unknown as Set<{ _socket: { destroy: () => void } }>)
      _socket.destroy();
  };
  const pass = async (moment: Moment, to: string, session: SMTPServerSession) => {
    await state.at(moment, to);
    if (told.get(session.id) === `cut-${moment}`) cut();
  };
  const answer = (code: number, message: string) => Object.assign(new Error(message), { responseCode: code });
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS", "AUTH"],
    logger: false,
    closeTimeout: 100,
    onConnect: (_, done) => void Promise.resolve(state.at("connect", "")).then(() => done()),
    onMailFrom: (_, session, done) => void pass("mail", "", session).then(() => done()),
    onRcptTo: ({ address }, session, done) => {
      const behaviour = next(address);
      told.set(session.id, behaviour);
      void pass("rcpt", address, session).then(() => {
        if (behaviour === "refuse") done(answer(550, "5.1.1 no such mailbox"));
        else if (behaviour === "later") done(answer(451, "4.7.1 try again later"));
        else done();
      });
    },
    onData: (stream, session, done) => {
      const { mailFrom, rcptTo } = session.envelope;
      const to = rcptTo[0]?.address ?? "";
      const chunks: Buffer[] = [];
      void pass("data", to, session);
      stream.on("data", (chunk: Buffer) => {
        if (chunks.length === 0) void pass("text", to, session);
        chunks.push(chunk);
      });
      stream.on("end", () => {
        const behaviour = told.get(session.id);
        if (behaviour === "refuse-text") return done(answer(554, "5.7.1 not wanted"));
        if (behaviour === "later-text") return done(answer(452, "4.2.2 mailbox full"));
        received.push({
          to,
          from: mailFrom === false ? "" : mailFrom.address,
          text: Buffer.concat(chunks).toString("latin1"),
        });
        void pass("answer", to, session).then(() => {
          done();
          setImmediate(() => void pass("answered", to, session));
        });
      });
    },
  });
  server.on("error", () => {}); // connections that were cut
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const listening = server.server.address();
  state.port = typeof listening === "object" && listening ? listening.port : 0;
  state[Symbol.asyncDispose] = () => new Promise((resolve) => server.close(() => resolve()));
  return state;
}

/** A clock that stands still but while somebody sleeps by it. */
export function stillClock(now = Date.parse("2026-10-12T09:00:00Z")): Clock & { slept: number[] } {
  const slept: number[] = [];
  return {
    slept,
    now: () => now,
    sleep: async (milliseconds) => {
      slept.push(milliseconds);
      now += milliseconds;
    },
  };
}

/** The ledger of the study's cycle. */
export async function ledgerOf(study: string, of = cycle): Promise<SentRecord[]> {
  const { lines, faults } = await readSent(world, join(study, of));
  if (faults.length > 0) throw new Error(faults.map(({ what, says }) => `${what}: ${says}`).join("\n"));
  return lines.filter((line): line is SentRecord => "state" in line);
}

/** The states of an email as the ledger has them, one after another: "queued unknown handed-over". */
export async function statesOf(study: string, code: string): Promise<string> {
  return (await ledgerOf(study))
    .filter((line) => line.code === code)
    .map(({ state }) => state)
    .join(" ");
}

/** A folder for a test's runs, in memory where there is room for it: the ledger waits for the disk, line by line. */
export function scratchFolder(): Promise<string> {
  return mkdtemp(join(existsSync("/dev/shm") ? "/dev/shm" : tmpdir(), "send-"));
}
