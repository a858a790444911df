import { mkdtempSync, readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import PostalMime from "postal-mime";
import { describe, expect, test } from "vitest";
import { build } from "../../src/build.ts";
import { type MailField, mailFields, mailSchema } from "../../src/input/campaign/mail.ts";
import { nodeWorld } from "../../src/node.ts";
import { wordingPairs } from "../../src/trial/integrity/approval.ts";
import { pack } from "../../src/trial/pack/pack.ts";
import { findingsOf } from "./library.ts";
import { allocationText, openTrial, problemsOf, trialText, writeTrial } from "./scratch.ts";

/* One field of the email as a level: the rest of the report is the same to the letter. */

const own: Record<MailField, string> = {
  subject: "A quillet to read: {{recipient.name}}",
  preheader: "A quillet before the rest.",
  title: "A quillet for {{recipient.name}} ({{code}})",
  sender: "Quillet Prescribing Team",
};

const factorsOf = (
  mail: Partial<Record<MailField, string>>,
  { changes = "wording of mail", channels = "[email]" } = {},
) => `
  words:
    is: A field of the message
    changes: [${changes}]
    levels:
      usual: { is: The field as it is, channels: ${channels} }
      other: { is: Another, channels: ${channels}, mail: ${JSON.stringify(mail)} }`;
const arms = "\n  K1: { words: usual }\n  K7: { words: other }";
const trialOf = (...of: Parameters<typeof factorsOf>) =>
  writeTrial({
    "trial.yaml": trialText({ factors: factorsOf(...of), arms }),
    "allocation.csv": allocationText(["Z10001 K1", "Z10002 K7"]),
  });

describe("a field of the email", () => {
  test.each(mailFields)(
    "%s is a part of its own: it, or all of mail, must be declared, and no other may differ",
    async (field) => {
      const mail = { [field]: own[field] };
      expect(await findingsOf(trialOf(mail, { changes: `wording of mail.${field}` }))).toEqual([]);
      const other = field === "sender" ? "title" : "sender";
      const found = await findingsOf(trialOf(mail, { changes: `wording of mail.${other}` }));
      expect(found).toHaveLength(1);
      expect(found[0]).toContain(`differ in wording of mail.${field}, which it does not declare: mail.${field} is`);
    },
  );

  test("of which two differ, where one is declared, is told by its name", async () => {
    const both = { subject: own.subject, sender: own.sender };
    expect(await findingsOf(trialOf(both))).toEqual([]);
    const [found, ...more] = await findingsOf(trialOf(both, { changes: "wording of mail.subject" }));
    expect(more).toEqual([]);
    expect(found).toMatch(/differ in wording of mail\.sender, .* is ".*" at "usual" and "Quillet Prescribing Team" at/);
  });

  test("that only an email has makes no arms of letters", async () => {
    const found = await findingsOf(trialOf({ subject: own.subject }, { channels: "[print]" }));
    expect(found).toEqual([
      'error X01: "usual" and "other" of "words" differ in mail.subject alone, which only an email has, and none is sent: their arms are sent the same',
    ]);
  });

  test("is misspelt in no place", async () => {
    expect(await problemsOf(trialOf({ subject: own.subject }, { changes: "wording of mail.subjet" }))).toEqual([
      'unknown-change: unknown change "wording of mail.subjet"',
    ]);
    const told = await problemsOf(trialOf({ subject: "For {{recipient.nam}}" }));
    expect(told.some((each) => /only \{\{recipient\.name\}\} and \{\{code\}\}/.test(each))).toBe(true);
  });

  test("is no longer than clients show, and two factors may not change the same", async () => {
    const subject = (length: number) => mailSchema.safeParse({ subject: "x".repeat(length) }).success;
    expect([subject(78), subject(79)]).toEqual([true, false]);
    const twice = `${factorsOf({ subject: "One" })}
  again:
    is: The same once more
    changes: [wording of mail]
    levels: { no: { is: As it is }, yes: { is: Another, mail: { subject: Two } } }`;
    const four = `
  K1: { words: usual, again: "no" }
  K2: { words: usual, again: "yes" }
  K3: { words: other, again: "no" }
  K4: { words: other, again: "yes" }`;
    const folder = writeTrial({
      "trial.yaml": trialText({ design: "factorial", factors: twice.replace(/\b(no|yes):/g, '"$1":'), arms: four }),
    });
    expect(await problemsOf(folder)).toContain(
      'X02: factors "words" (other) and "again" (yes) both change mail, subject',
    );
  });

  test("is part of the words that somebody approves", async () => {
    const { trial, ...study } = await openTrial(trialOf(own));
    const [pair] = wordingPairs({ ...study, trial: trial! }, trial!);
    expect(pair?.words).toContainEqual({ node: "mail.subject", a: "", b: own.subject });
  });
});

test("goes out, stands in specimens, manifest, queue and differentiation", async () => {
  const out = mkdtempSync(join(tmpdir(), "mail-fields-"));
  const { folder, failed } = await build(nodeWorld(), { study: trialOf(own), cycle: "2026-08", out, workers: 0 });
  expect(failed).toEqual([]);
  const read = async (path: string) => PostalMime.parse(await readFile(path));
  const [usual, other] = [await read(join(folder, "email/Z10001.eml")), await read(join(folder, "email/Z10002.eml"))];
  expect(other.subject).toMatch(/^A quillet to read: \S/);
  expect([usual.from?.name === other.from?.name, other.from?.name]).toEqual([false, own.sender]);
  expect(usual.from?.address).toBe(other.from?.address);
  expect(other.html).toContain(own.preheader);
  const [packed] = (await pack(nodeWorld(), { run: folder })).folders;
  const specimen = await read(join(packed!, "specimens/K7-email.eml"));
  expect([specimen.subject?.startsWith("A quillet to read: "), specimen.from?.name]).toEqual([true, own.sender]);
  const text = (name: string) => readFileSync(join(packed!, name), "utf8");
  const { recipients } = JSON.parse(text("manifest.json"));
  expect(recipients.map(({ mail }: { mail: { sender: string } }) => mail.sender === own.sender)).toEqual([false, true]);
  expect(text("dispatch/email-queue.csv")).toMatch(/Z10002,.*,Quillet Prescribing Team,A quillet to read: /);
  expect(text("fidelity.md")).toContain("- K1 and K7: subject, sender, preheader, title");
  expect(text("fidelity.md")).toMatch(/\| K7 \| A quillet to read: .* \| Quillet Prescribing Team \| A quillet before/);
}, 120_000);
