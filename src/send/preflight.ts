import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { findNearMisses } from "../input/data/near-misses.ts";
import { isIn, isMailbox, sameMailbox } from "../input/files/mailbox.ts";
import type { SendSettings } from "../input/send/settings.ts";
import { suppressedBy } from "../input/send/suppressions.ts";
import { isArtefact, readManifest } from "../output/record.ts";
import type { RunInfo } from "../output/runs.ts";
import type { Sendable } from "../output/sendable.ts";
import { lastIn, leftIn, type SentLine, type SentRecord } from "../output/sent.ts";
import { inputError, type Problem } from "../problem.ts";
import type { World } from "../world.ts";
import { readMade } from "./message.ts";

/** An email of a run, and to whom it is to go. */
export type EmailLetter = {
  code: string;
  path: string; // of its file
  made: string; // SHA-256 of the file
  address: string;
  messageId: string;
  corrects?: SentRecord; // the email of an earlier edition that its recipient has, or may have
};

/** What is to become of the emails of a run: each stands in one of these lists. */
export type Mailing = {
  toSend: readonly EmailLetter[];
  suppressed: readonly (EmailLetter & { why: string })[];
  had: readonly EmailLetter[]; // sent already, or the very bytes in another run of the cycle
  unknown: readonly EmailLetter[]; // may have left: sent again only where it is asked for by code
  refused: readonly EmailLetter[]; // for good: the same
  idle: readonly string[]; // codes of the list of suppressions that the run has no email for
};

export type PreflightAsked = {
  only?: readonly string[] | undefined; // codes
  again?: readonly string[] | undefined; // codes of emails that are unknown, refused or bounced, and are to be sent all the same
};

/**
 * What is to become of each email of a run, by its addresses, the suppressions and what the ledger knows. Throws an InputError with
 * all that stands in the way: an address that is missing, invalid, of two recipients or outside the allowed domains.
 */
export async function planMailing(
  world: World,
  { run }: Sendable,
  lines: readonly SentLine[],
  settings: SendSettings,
  { only, again = [] }: PreflightAsked = {},
): Promise<Mailing> {
  const problems: Problem[] = [];
  const letters = await readLetters(world, run, settings, problems);
  const known = new Set(letters.map(({ code }) => code));
  for (const code of [...(only ?? []), ...again].filter((each) => !known.has(each)))
    problems.push(
      wrong(
        "unknown-recipient",
        `the run has no email for "${code}"`,
        "feedback runs names the run's folder; its emails are in email/",
      ),
    );
  const asked = letters.filter(({ code }) => only === undefined || only.includes(code));
  const mailing = sort(asked, run, lines, settings, new Set(again));
  problems.push(...sharedAddresses(letters, mailing, settings), ...bentSuppressions(known, settings));
  for (const code of again.filter((each) => mailing.had.some((letter) => letter.code === each)))
    problems.push(
      wrong(
        "had-already",
        `${code} has this email: only what is unknown, refused or bounced is sent again`,
        "a correction is a new run",
      ),
    );
  if (problems.length > 0) throw inputError(problems);
  return mailing;
}

async function readLetters(
  world: World,
  { folder, plan }: RunInfo,
  settings: SendSettings,
  problems: Problem[],
): Promise<EmailLetter[]> {
  const emails = (await readManifest(world, folder)).filter(isArtefact).filter(({ path }) => path.endsWith(".eml"));
  if (emails.length === 0)
    problems.push(
      wrong("no-emails", `the run in "${folder}" has no emails`, "render it with --channel email, or both"),
    );
  const letters: EmailLetter[] = [];
  const senders = new Map<string, string[]>();
  for (const { code, path, sha256 } of emails) {
    const { from, to, messageId } = readMade(await readFile(join(folder, path)));
    senders.set(from, [...(senders.get(from) ?? []), code]);
    const letter = { code, path, made: sha256, address: to ?? "", messageId };
    if (suppressedBy(settings.suppressions, letter) === undefined) problems.push(...addressProblems(letter, settings));
    letters.push(letter);
  }
  for (const [from, codes] of senders)
    if (sameMailbox(from) !== sameMailbox(settings.from))
      problems.push(
        wrong(
          "other-sender",
          `${codes.length} emails of ${plan.study} are from ${from}, and send.yaml may send as ${settings.from}`,
          "`issuer.contact.email` of the campaign and `from` of send.yaml must be the same",
        ),
      );
  return letters;
}

function addressProblems({ code, address }: EmailLetter, { domains }: SendSettings): Problem[] {
  const mend = "mend the directory and render again, or leave it out by its code in the list of suppressions";
  if (address === "") return [wrong("no-address", `${code} has no address`, mend)];
  if (!isMailbox(address)) return [wrong("bad-address", `${code} has the invalid address "${address}"`, mend)];
  if (!isIn(address, domains))
    return [
      wrong(
        "other-domain",
        `${code} has the address ${address}, which is in none of the allowed domains`,
        `\`domains\` of send.yaml are ${domains.join(", ")}`,
      ),
    ];
  return [];
}

/** Two recipients with one mailbox: one of them would have the figures of the other. */
function sharedAddresses(
  letters: readonly EmailLetter[],
  { suppressed }: Mailing,
  { shared }: SendSettings,
): Problem[] {
  const left = new Set(suppressed.map(({ code }) => code));
  const allowed = new Set(shared.map(sameMailbox));
  const groups = Map.groupBy(
    letters.filter(({ code, address }) => address !== "" && !left.has(code)),
    ({ address }) => sameMailbox(address),
  );
  return [...groups].flatMap(([address, same]) => {
    if (same.length === 1 || allowed.has(address)) return [];
    const codes = new Intl.ListFormat("en-GB").format(same.map(({ code }) => code));
    return [
      wrong(
        "shared-address",
        `${codes} have one address, ${address}`,
        "mend the directory, or name it under `shared` in send.yaml where it is right",
      ),
    ];
  });
}

/** Codes of the list of suppressions that would be those of recipients, were they not bent: who asked to be left out would be written to. */
function bentSuppressions(known: ReadonlySet<string>, { suppressions }: SendSettings): Problem[] {
  const named = new Set(suppressions.flatMap(({ code }) => code ?? []));
  return findNearMisses(named, known).map(({ key, meant, how, mend }) =>
    wrong("bent-code", `"${key}" in the list of suppressions differs from ${meant} only ${how}`, mend),
  );
}

function sort(
  letters: readonly EmailLetter[],
  { plan }: RunInfo,
  lines: readonly SentLine[],
  { suppressions }: SendSettings,
  again: ReadonlySet<string>,
): Mailing {
  const own = lastIn(lines, plan.run);
  const others = leftIn(lines).filter(({ run }) => run !== plan.run);
  const earlier = new Map(others.map((line) => [line.code, line]));
  const known = new Set(letters.map(({ code }) => code));
  const named = new Set(suppressions.flatMap(({ code }) => code ?? []));
  const mailing = {
    idle: [...named].filter((code) => !known.has(code)),
    toSend: [] as EmailLetter[],
    suppressed: [] as (EmailLetter & { why: string })[],
    had: [] as EmailLetter[],
    unknown: [] as EmailLetter[],
    refused: [] as EmailLetter[],
  };
  for (const letter of letters) {
    const before = earlier.get(letter.code);
    const isSame = before?.made === letter.made;
    const last = own.get(letter.code) ?? (isSame ? before : undefined);
    const why = suppressedBy(suppressions, letter);
    const next = before && !isSame && before.state !== "bounced" ? { ...letter, corrects: before } : letter;
    const isAsked = again.has(letter.code);
    if (last?.state === "handed-over" || (last?.state === "bounced" && !isAsked)) mailing.had.push(letter);
    else if (last?.state === "unknown" && !isAsked) mailing.unknown.push(letter);
    else if (last?.state === "refused" && !isAsked) mailing.refused.push(letter);
    else if (why !== undefined) mailing.suppressed.push({ ...letter, why });
    else mailing.toSend.push(next);
  }
  return mailing;
}

function wrong(code: string, message: string, hint: string): Problem {
  return { code, severity: "error", message, hint };
}
