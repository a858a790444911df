import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { nodeWorld } from "../../src/node.ts";
import type { SentRecord } from "../../src/output/sent.ts";
import { takeReturns } from "../../src/send/bounces.ts";
import { sendRun } from "../../src/send/send.ts";
import { command } from "../command.ts";
import {
  addressesOf,
  from,
  ledgerOf,
  openServer,
  putEmails,
  scratchFolder,
  settingsFor,
  type TestServer,
} from "./mailing.ts";

const world = nodeWorld();
let server: TestServer;
let study: string;
let folder: string;
let inbox: string;
let settings: string;
let sent: ReadonlyMap<string, SentRecord>;

beforeAll(async () => {
  server = await openServer();
  study = await scratchFolder();
  folder = await putEmails(study, addressesOf(5));
  server.behave = { "z10004@lead.example": "cut-answer" };
  await sendRun(world, folder, { settings: settingsFor(server.port), live: true, confirm: () => true });
  sent = new Map((await ledgerOf(study)).map((line) => [line.code, line]));
  settings = join(study, "send.yaml");
  await writeFile(
    settings,
    `{ host: 127.0.0.1, port: ${server.port}, tls: none, from: ${from}, envelope: b@eastmere.example, domains: [lead.example] }\n`,
  );
  inbox = join(study, "inbox");
  await mkdir(inbox);
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  await rm(study, { recursive: true, force: true });
});

/** A report as a mail server writes it (RFC 3464), on the email of a recipient. */
function report({
  to,
  final,
  action = "failed",
  status = "5.1.1",
  quoted = "<other@example.test>",
  returned = "message/rfc822",
}: Report): string {
  return [
    "From: MAILER-DAEMON@mx.example",
    `To: <${to}>`,
    "Subject: Undelivered Mail Returned to Sender",
    "MIME-Version: 1.0",
    'Content-Type: multipart/report; report-type=delivery-status; boundary="b"',
    "",
    "--b",
    "Content-Type: text/plain",
    "",
    "I am sorry.",
    "--b",
    "Content-Type: message/delivery-status",
    "",
    "Reporting-MTA: dns; mx.example",
    "",
    `Final-Recipient: rfc822; ${final}`,
    `Action: ${action}`,
    `Status: ${status}`,
    "Diagnostic-Code: smtp; 550 5.1.1",
    " no such mailbox here",
    "",
    "--b",
    `Content-Type: ${returned}`,
    "",
    "From: feedback@eastmere.example",
    `Message-ID: ${quoted}`,
    "Subject: Report",
    "",
    "--b--",
    "",
  ].join("\r\n");
}

type Report = { to: string; final: string; action?: string; status?: string; quoted?: string; returned?: string };

test("what comes back is known by its mark or by the Message-ID that it quotes, and entered once", async () => {
  const line = (code: string) => sent.get(code)!;
  const files = {
    "1-mark.eml": report({ to: line("Z10001").envelope!, final: "elsewhere@lead.example" }), // passed on by the practice
    "2-quoted.eml": report({
      to: "bounces@eastmere.example",
      final: "Z10002@Lead.example",
      quoted: line("Z10002").messageId,
      returned: "text/rfc822-headers",
    }),
    "3-delivered.eml": report({
      to: line("Z10003").envelope!,
      final: line("Z10003").address,
      action: "delivered",
      status: "2.0.0",
    }),
    "4-unknown.eml": report({
      to: line("Z10004").envelope!,
      final: line("Z10004").address,
      action: "delivered",
      status: "2.0.0",
    }),
    "5-late.eml": report({
      to: line("Z10005").envelope!,
      final: line("Z10005").address,
      action: "delayed",
      status: "4.4.7",
    }),
    "6-other-address.eml": report({
      to: "bounces@eastmere.example",
      final: "x@lead.example",
      quoted: line("Z10005").messageId,
    }),
    "7-of-nobody.eml": report({ to: "bounces+000000000000@eastmere.example", final: "x@lead.example" }),
    "8-away.eml": "From: x@lead.example\r\nTo: feedback@eastmere.example\r\nSubject: Away\r\n\r\nI am away.\r\n",
  };
  for (const [name, text] of Object.entries(files)) await writeFile(join(inbox, name), text);
  const { stdout, code } = await command(["send", folder, "--bounces", inbox]);
  expect(code).toBe(1); // some are not understood
  expect(stdout.replaceAll(inbox, "inbox")).toBe(
    [
      "Z10001  z10001@lead.example  came back: 5.1.1 550 5.1.1 no such mailbox here",
      "Z10002  z10002@lead.example  came back: 5.1.1 550 5.1.1 no such mailbox here",
      "inbox/6-other-address.eml: it tells of no email of this cycle",
      "inbox/7-of-nobody.eml: it tells of no email of this cycle",
      "inbox/8-away.eml: it is no report of delivery",
      "2 came back, 2 delivered, 0 known already, 3 not understood",
      "",
    ].join("\n"),
  );
  const states = new Map((await ledgerOf(study)).map((each) => [each.code, each.state]));
  expect(Object.fromEntries(states)).toEqual({
    Z10001: "bounced",
    Z10002: "bounced",
    Z10003: "handed-over",
    Z10004: "handed-over", // nobody knew; now somebody has it
    Z10005: "handed-over",
  });
  const lines = (await ledgerOf(study)).length;
  expect(await takeReturns(world, folder, inbox)).toMatchObject({ bounced: [], delivered: [], known: 4 });
  expect(await ledgerOf(study)).toHaveLength(lines);
  const next = await putEmails(study, addressesOf(3), { cycle: "2026-10", words: "next" });
  const { stdout: dry } = await command(["send", next, "--settings", settings]);
  expect(dry.split("\n").slice(0, 2)).toEqual([
    "Z10001: z10001@lead.example had its email of 2026-08 come back",
    "Z10002: z10002@lead.example had its email of 2026-08 come back",
  ]);
  const late = report({
    to: line("Z10001").envelope!,
    final: line("Z10001").address,
    action: "delivered",
    status: "2.0.0",
  });
  await writeFile(join(inbox, "9-late.eml"), late);
  await takeReturns(world, folder, join(inbox, "9-late.eml"));
  expect((await ledgerOf(study)).at(-1)).toMatchObject({ code: "Z10001", state: "bounced" }); // what came back stays so
});

test("a mailbox in one file is read message by message; a message of Outlook is named", async () => {
  const folder2 = await putEmails(study, addressesOf(4), { cycle: "2026-11", words: "third" });
  await sendRun(world, folder2, { settings: settingsFor(server.port), live: true, confirm: () => true });
  const lines = await ledgerOf(study, "2026-11");
  const boxes = join(study, "boxes");
  await mkdir(boxes);
  const reports = lines
    .filter(({ state, code }) => state === "handed-over" && code < "Z10003")
    .map(({ envelope, address }) => report({ to: envelope!, final: address }));
  const away =
    "From: x@lead.example\nTo: f@eastmere.example\n\n>From Monday 3 August 2026 I am away.\nFrom now on too.\n\nFrom May to June 2027, x.\n";
  const from = "From MAILER-DAEMON Mon Aug  3 09:12:44 2026";
  const mbox = [...reports.map((text) => text.replaceAll("\r\n", "\n")), away]
    .map((text) => `${from}\n${text}\n`)
    .join("");
  await writeFile(join(boxes, "returned.mbox"), mbox);
  await writeFile(join(boxes, "Undeliverable.msg"), Buffer.from("d0cf11e0a1b11ae1", "hex"));
  await writeFile(join(boxes, "notes.txt"), "not a message");
  const returned = await takeReturns(world, folder2, boxes);
  expect(returned.bounced.map(({ code }) => code)).toEqual(["Z10001", "Z10002"]);
  expect(returned.strange.map(({ name, why }) => [name.replace(boxes, ""), why])).toEqual([
    ["/Undeliverable.msg", "it is a message of Outlook: save it as .eml"],
    ["/returned.mbox, message 3", "it is no report of delivery"],
  ]);
  expect(await takeReturns(world, folder2, boxes)).toMatchObject({ bounced: [], known: 2 });
});
