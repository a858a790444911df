import { readFile, rm } from "node:fs/promises";
import { basename, join } from "node:path";
import PostalMime from "postal-mime";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { nodeWorld } from "../../src/node.ts";
import { openRun } from "../../src/output/open-run.ts";
import { findPrunable, promote, removeRun } from "../../src/output/promote.ts";
import { readPlan } from "../../src/output/run-plan.ts";
import { openSent, readSent, runsSent } from "../../src/output/sent.ts";
import { sha256 } from "../../src/output/sha256.ts";
import { isInputError } from "../../src/problem.ts";
import { type SendOptions, type SentMail, sendRun } from "../../src/send/send.ts";
import {
  addressesOf,
  cycle,
  ledgerOf,
  openServer,
  putEmails,
  scratchFolder,
  settingsFor,
  statesOf,
  stillClock,
  type TestServer,
} from "./mailing.ts";

const world = nodeWorld();
let server: TestServer;
let scratch: string;
let study: string;

beforeAll(async () => {
  server = await openServer();
  scratch = await scratchFolder();
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  await rm(scratch, { recursive: true, force: true });
});
let number = 0;
beforeEach(() => {
  study = join(scratch, `study-${++number}`);
  server.received.length = 0;
  server.behave = {};
  server.at = () => {};
});

/** Sends a run as a person does who means it. */
function send(folder: string, more: Partial<SendOptions> = {}): Promise<SentMail> {
  return sendRun(world, folder, {
    settings: settingsFor(server.port),
    live: true,
    confirm: () => true,
    clock: stillClock(),
    ...more,
  });
}

/** The codes of the problems that stop something, one after another. */
async function refusedBy(work: Promise<unknown>): Promise<string[]> {
  try {
    await work;
  } catch (error) {
    if (isInputError(error)) return error.problems.map(({ code }) => code);
    throw error;
  }
  return [];
}

const receivers = () => server.received.map(({ to }) => to);

describe("preflight refuses, and nothing leaves:", () => {
  test.each<[string, Record<string, string | undefined>, Parameters<typeof putEmails>[2], Partial<SendOptions>]>([
    ["no-address", { Z10001: undefined }, {}, {}],
    ["bad-address", { Z10001: "lead@nowhere" }, {}, {}],
    ["other-domain", { Z10001: "lead@elsewhere.test" }, {}, {}],
    ["shared-address", { Z10001: "z@lead.example", Z10002: "Z@lead.example" }, {}, {}],
    ["unsealed-run", addressesOf(1), { seal: false }, {}],
    ["rehearsal", addressesOf(1), { record: { trial: { rehearsal: true } } }, {}],
    ["partial-run", addressesOf(1), { narrowedBy: ["--only"] }, {}],
    ["no-emails", {}, {}, {}],
    ["before-issue", addressesOf(1), { issued: "2999-01-01" }, {}],
    ["not-confirmed", addressesOf(1), {}, { confirm: (count) => count === 2 }],
    ["not-confirmed", addressesOf(1), {}, { confirm: undefined }],
    ["unknown-recipient", addressesOf(1), {}, { only: ["Z10009"] }],
    ["test-address", addressesOf(1), {}, { testTo: "anybody@eastmere.example" }],
    ["test-address", addressesOf(1), {}, { testTo: "me@elsewhere.test" }],
  ])("%s", async (code, addresses, run, more) => {
    const folder = await putEmails(study, addresses, run);
    const settings = settingsFor(server.port, { test: ["me@elsewhere.test"] });
    expect(await refusedBy(send(folder, { settings, ...more }))).toEqual([code]);
    expect(server.received).toEqual([]);
    expect(await ledgerOf(study)).toEqual([]);
  });

  test("another sender than the server lets us send as", async () => {
    const folder = await putEmails(study, addressesOf(2));
    const settings = settingsFor(server.port, { from: "other@eastmere.example" });
    expect(await refusedBy(send(folder, { settings }))).toEqual(["other-sender"]);
  });

  test("a user without a password", async () => {
    const folder = await putEmails(study, addressesOf(1));
    const settings = settingsFor(server.port, { tls: "starttls", user: "series" });
    expect(await refusedBy(send(folder, { settings }))).toEqual(["no-password"]);
  });

  test("a file that is not as it was sealed", async () => {
    const folder = await putEmails(study, addressesOf(2));
    await world.append(join(folder, "email/Z10002.eml"), " ");
    expect(await refusedBy(send(folder))).toEqual(["run-at-fault"]);
  });

  test("a run that is neither promoted nor named", async () => {
    const folder = await putEmails(study, addressesOf(1));
    expect(await refusedBy(send(join(study, cycle)))).toEqual(["not-promoted"]);
    await promote(world, folder);
    expect((await send(join(study, cycle))).counts).toEqual({ "handed-over": 1 });
  });

  test("a file that is changed while others leave", async () => {
    const folder = await putEmails(study, addressesOf(2));
    server.at = (moment) => (moment === "answer" ? world.append(join(folder, "email/Z10002.eml"), " ") : undefined);
    expect(await refusedBy(send(folder))).toEqual(["run-at-fault"]);
    expect(receivers()).toEqual(["z10001@lead.example"]);
    expect(await statesOf(study, "Z10002")).toBe("queued");
  });

  test("a code in the list of suppressions that is bent, since who asked to be left out would be written to", async () => {
    const folder = await putEmails(study, addressesOf(2));
    for (const code of ["z10002", "Z1OOO2"]) {
      const settings = settingsFor(server.port, {}, [{ code, reason: "asked to stop" }]);
      expect(await refusedBy(send(folder, { settings }))).toEqual(["bent-code"]);
    }
    expect(server.received).toEqual([]);
  });

  test("all that stands in the way at once", async () => {
    const folder = await putEmails(study, { Z10001: undefined, Z10002: "lead@elsewhere.test" });
    expect(await refusedBy(send(folder))).toEqual(["no-address", "other-domain"]);
  });
});

describe("sending", () => {
  test("is a dry run unless it is meant", async () => {
    const folder = await putEmails(study, addressesOf(2));
    const { mailing, isLive } = await send(folder, { live: false });
    expect([mailing.toSend.length, isLive]).toEqual([2, false]);
    expect(server.received).toEqual([]);
    expect(await ledgerOf(study)).toEqual([]);
  });

  test("hands over each once, by the ledger, with the Date of sending and all else as it was made", async () => {
    const folder = await putEmails(study, addressesOf(2));
    const { counts, ended } = await send(folder);
    expect([counts, ended]).toEqual([{ "handed-over": 2 }, "finished"]);
    expect(receivers()).toEqual(Object.values(addressesOf(2)));
    const made = await readFile(join(folder, "email/Z10001.eml"), "latin1");
    const [{ text, from: returnPath }] = server.received as [(typeof server.received)[0]];
    expect(text).toBe(made.replace(/^Date: .*$/m, "Date: Mon, 12 Oct 2026 09:00:00 +0000\r").replace("\r\r", "\r"));
    const lines = (await ledgerOf(study)).filter(({ code }) => code === "Z10001");
    expect(lines.map(({ state }) => state)).toEqual(["queued", "unknown", "handed-over"]);
    expect(lines.at(-1)).toMatchObject({
      made: sha256(made),
      sent: sha256(Buffer.from(text, "latin1")),
      messageId: (await PostalMime.parse(made)).messageId,
      address: "z10001@lead.example",
      envelope: returnPath,
      reply: expect.stringMatching(/^250 /),
    });
    expect(returnPath).toMatch(/^bounces\+[0-9a-f]{12}@eastmere\.example$/);
    expect(await send(folder)).toMatchObject({ counts: {}, mailing: { had: [{}, {}] } });
    expect(server.received).toHaveLength(2);
  });

  test("leaves out whom the list of suppressions names, by address or code, with its reason", async () => {
    const folder = await putEmails(study, { ...addressesOf(2), Z10003: undefined });
    const settings = settingsFor(server.port, {}, [
      { address: "z10001@lead.example", reason: "asked to stop" },
      { code: "Z10003", reason: "no address is known" },
    ]);
    await send(folder, { settings });
    await send(folder, { settings }); // is not told twice
    expect(receivers()).toEqual(["z10002@lead.example"]);
    expect((await ledgerOf(study)).flatMap(({ code, why }) => (why ? [`${code} ${why}`] : []))).toEqual([
      "Z10001 asked to stop",
      "Z10003 no address is known",
    ]);
  });

  test("says which codes of the list are none of the run's", async () => {
    const folder = await putEmails(study, addressesOf(1));
    const settings = settingsFor(server.port, {}, [{ code: "Z10099", reason: "closed" }]);
    expect((await send(folder, { settings, live: false })).mailing.idle).toEqual(["Z10099"]);
  });

  test("lets two recipients share a mailbox where that is said", async () => {
    const folder = await putEmails(study, { Z10001: "z@lead.example", Z10002: "z@lead.example" });
    await send(folder, { settings: settingsFor(server.port, { shared: ["z@lead.example"] }) });
    expect(receivers()).toEqual(["z@lead.example", "z@lead.example"]);
  });

  test("of tests goes to the tester alone, marked, as often as is asked, and freezes nothing", async () => {
    const folder = await putEmails(study, addressesOf(2));
    const settings = settingsFor(server.port, { test: ["tester@eastmere.example"] });
    for (const _ of [1, 2]) await send(folder, { settings, testTo: "tester@eastmere.example", only: ["Z10002"] });
    expect(receivers()).toEqual(["tester@eastmere.example", "tester@eastmere.example"]);
    const [first, second] = await Promise.all(server.received.map(({ text }) => PostalMime.parse(text)));
    expect(first).toMatchObject({
      subject: "[Test Z10002] Report for Z10002",
      to: [{ address: "tester@eastmere.example" }],
    });
    expect(first?.headers.map(({ key }) => key)).not.toContain("list-unsubscribe"); // it would stop the practice's
    expect(first?.messageId).not.toBe(second?.messageId);
    expect(await findPrunable(world, join(study, cycle), { keep: 0 })).toHaveLength(1);
    expect((await send(folder)).counts).toEqual({ "handed-over": 2 });
  });
});

describe("what the server says", () => {
  test.each<[string, Parameters<typeof Object>[0], string, object]>([
    ["refused for good", "refuse", "queued unknown refused", { refused: 1 }],
    ["refused for good by its text", "refuse-text", "queued unknown refused", { refused: 1 }],
    ["cut off as its text came", "cut-text", "queued unknown unknown", { unknown: 1 }],
    ["cut off before it was answered", "cut-answer", "queued unknown unknown", { unknown: 1 }],
  ])("%s", async (_, behaviour, states, counts) => {
    const folder = await putEmails(study, addressesOf(1));
    server.behave = { "z10001@lead.example": behaviour };
    expect((await send(folder)).counts).toEqual(counts);
    expect(await statesOf(study, "Z10001")).toBe(states);
    server.behave = {};
    expect((await send(folder)).mailing.toSend).toEqual([]); // not again unasked
    const before = server.received.length;
    expect((await send(folder, { again: ["Z10001"] })).counts).toEqual({ "handed-over": 1 });
    expect(server.received.length).toBe(before + 1);
    expect(await refusedBy(send(folder, { again: ["Z10001"] }))).toEqual(["had-already"]);
  });

  test.each(["later", "later-text"] as const)("%s is tried again after a while, and goes on", async (behaviour) => {
    const folder = await putEmails(study, addressesOf(2));
    server.behave = { "z10001@lead.example": [behaviour, behaviour] };
    const clock = stillClock();
    expect((await send(folder, { clock })).counts).toEqual({ "handed-over": 2 });
    expect(receivers()).toEqual(["z10002@lead.example", "z10001@lead.example"]);
    expect(clock.slept).toEqual([15 * 60_000, 15 * 60_000]);
    expect(await statesOf(study, "Z10001")).toBe("queued unknown queued unknown queued unknown handed-over");
  });

  test("later, and always later: it stays queued for the next mailing", async () => {
    const folder = await putEmails(study, addressesOf(1));
    server.behave = { "z10001@lead.example": "later" };
    expect((await send(folder, { settings: settingsFor(server.port, { retry: { times: 1 } }) })).counts).toEqual({
      queued: 1,
    });
    server.behave = {};
    expect((await send(folder)).counts).toEqual({ "handed-over": 1 });
  });

  test("cut off before the text: nothing has left, and it is tried again", async () => {
    const folder = await putEmails(study, addressesOf(2));
    server.behave = { "z10001@lead.example": ["cut-rcpt"] };
    expect((await send(folder)).counts).toEqual({ "handed-over": 2 });
    expect(receivers().toSorted()).toEqual(Object.values(addressesOf(2)));
  });

  test("nothing at all: the mailing ends, and nothing is lost", async () => {
    const folder = await putEmails(study, addressesOf(2));
    const closed = await openServer();
    await closed[Symbol.asyncDispose]();
    const { counts, ended } = await send(folder, { settings: settingsFor(closed.port) });
    expect([counts, ended]).toEqual([{ queued: 2 }, "down"]);
    expect((await send(folder)).counts).toEqual({ "handed-over": 2 });
  });

  test("nothing more on a connection that it had kept: another is made at once", async () => {
    const folder = await putEmails(study, addressesOf(2));
    server.behave = { "z10001@lead.example": "cut-mail" }; // as the next email begins
    const clock = stillClock();
    expect((await send(folder, { clock })).counts).toEqual({ "handed-over": 2 });
    expect(clock.slept).toEqual([]);
  });

  test("that we may not come in: it is not asked again, which could lock the account", async () => {
    const folder = await putEmails(study, addressesOf(1));
    const clock = stillClock();
    const settings = settingsFor(server.port, { user: "series" }); // the server has no AUTH
    expect((await send(folder, { clock, settings, server: { password: "x" } })).ended).toBe("down");
    expect(clock.slept).toEqual([]);
  });

  test("without encryption: nothing leaves where it is asked for", async () => {
    const folder = await putEmails(study, addressesOf(1));
    const { ended } = await send(folder, { settings: settingsFor(server.port, { tls: "starttls" }) });
    expect(ended).toBe("down");
    expect(server.received).toEqual([]);
  });

  test("no to too many: it stops", async () => {
    const addresses = Object.fromEntries(
      Array.from({ length: 25 }, (_, i) => [`Z1${i + 10}`, `z1${i + 10}@lead.example`]),
    );
    const folder = await putEmails(study, addresses);
    server.behave = { "z111@lead.example": "refuse", "z112@lead.example": "refuse" };
    const { counts, ended } = await send(folder);
    expect([counts, ended]).toEqual([{ "handed-over": 18, refused: 2, queued: 5 }, "spent"]);
  });
});

describe("pace and end", () => {
  test("no more leave in a minute than the server takes", async () => {
    const folder = await putEmails(study, addressesOf(5));
    const clock = stillClock();
    await send(folder, { clock, settings: settingsFor(server.port, { rate: { minute: 2 } }) });
    expect(clock.slept).toEqual([60_000, 60_000]);
  });

  test("a day's emails are no more than the server takes: the rest goes on later", async () => {
    const folder = await putEmails(study, addressesOf(3));
    const { counts, ended, why } = await send(folder, { settings: settingsFor(server.port, { rate: { day: 2 } }) });
    expect([counts, ended, why]).toEqual([
      { "handed-over": 2, queued: 1 },
      "paused",
      "the next may leave at 2026-10-13 09:00 UTC",
    ]);
  });

  test("Ctrl-C lets the email in hand end", async () => {
    const folder = await putEmails(study, addressesOf(3));
    const stop = new AbortController();
    server.at = (moment) => (moment === "data" ? stop.abort() : undefined);
    const { counts, ended } = await send(folder, { signal: stop.signal });
    expect([counts, ended]).toEqual([{ "handed-over": 1, queued: 2 }, "stopped"]);
  });

  test("two mailings exclude each other", async () => {
    const folder = await putEmails(study, addressesOf(1));
    await using _held = await openSent(world, join(study, cycle));
    await expect(send(folder)).rejects.toThrow("another mailing");
    expect(server.received).toEqual([]);
  });
});

describe("what has left the building", () => {
  test("stays: its run cannot be removed, nor gone on with where its seal is gone", async () => {
    const folder = await putEmails(study, addressesOf(1));
    const cycleFolder = join(study, cycle);
    const [prunable] = await findPrunable(world, cycleFolder, { keep: 0 });
    await send(folder);
    expect(await findPrunable(world, cycleFolder, { keep: 0 })).toEqual([]);
    expect(await refusedBy(removeRun(world, prunable!))).toEqual(["sent-run"]);
    const ledger = await readFile(join(cycleFolder, "sent.jsonl"), "utf8");
    await world.write(join(cycleFolder, "sent.jsonl"), "");
    expect(await refusedBy(findPrunable(world, cycleFolder, { keep: 0 }))).toEqual(["ledger-at-fault"]); // nobody can tell what has left
    await world.write(join(cycleFolder, "sent.jsonl"), ledger);
    await rm(join(folder, "seal.json"));
    const plan = (await readPlan(world, folder))!;
    await using again = await openRun(world, cycleFolder, { plan, resume: true });
    expect(again.folder).toBe(`${folder}-2`);
  });

  test("is what the server took or may have: what it refused is not", async () => {
    const folder = await putEmails(study, addressesOf(3));
    server.behave = { "z10001@lead.example": "refuse", "z10002@lead.example": ["cut-answer", "refuse"] };
    await send(folder);
    await send(folder, { again: ["Z10002"] });
    expect(await statesOf(study, "Z10002")).toBe("queued unknown unknown queued unknown refused");
    expect(runsSent((await readSent(world, join(study, cycle))).lines)).toEqual(new Map([[basename(folder), 2]]));
    server.behave = {};
    const other = await putEmails(study, addressesOf(1), { words: "second" });
    expect((await send(other)).counts).toEqual({ "handed-over": 1 }); // no correction: the first never left
  });

  test("is corrected by a new edition, by name, and its subject and its references say so", async () => {
    await send(await putEmails(study, addressesOf(1)));
    const corrected = await putEmails(study, { ...addressesOf(2) }, { words: "second" });
    expect(await refusedBy(send(corrected))).toEqual(["is-correction"]);
    expect((await send(corrected, { correction: true })).counts).toEqual({ "handed-over": 2 });
    const [first, second, other] = await Promise.all(server.received.map(({ text }) => PostalMime.parse(text)));
    expect(second?.subject).toBe("Correction: Report for Z10001");
    expect(second?.messageId).not.toBe(first?.messageId);
    expect(second?.references).toBe(first?.messageId);
    expect(other?.subject).toBe("Report for Z10002");
    expect((await ledgerOf(study)).at(-1)).not.toHaveProperty("corrects");
    expect((await ledgerOf(study)).findLast(({ code }) => code === "Z10001")?.corrects).toBe(first?.messageId);
  });

  test("does not go again where another run holds the very bytes", async () => {
    await send(await putEmails(study, addressesOf(1)));
    const wider = await putEmails(study, addressesOf(2)); // made of the same, for one recipient more
    const { mailing, counts } = await send(wider);
    expect([mailing.had.length, counts]).toEqual([1, { "handed-over": 1 }]);
  });
});
