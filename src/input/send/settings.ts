import { dirname, resolve } from "node:path";
import { z } from "zod";
import { inputError, type Problem } from "../../problem.ts";
import type { World } from "../../world.ts";
import { isMailbox } from "../files/mailbox.ts";
import { findPlaceholders } from "../files/placeholders.ts";
import { readOneYaml } from "../files/yaml.ts";
import { readSuppressions, type Suppression } from "./suppressions.ts";

/** The variable of the environment that holds the password of the mail server: it stands in no file. */
export const passwordVariable = "FEEDBACK_SMTP_PASSWORD";

const mailbox = z.string().refine(isMailbox, "must be an email address");

const mailDomain = z
  .string()
  .regex(
    /^(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)+$/,
    "must be a domain in small letters such as nhs.example, or *.nhs.example",
  );

const hour = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, "must be a time such as 08:30");

const days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;

export const sendSchema = z
  .strictObject({
    host: z
      .string()
      .regex(
        /^([A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*|[0-9a-f]*:[0-9a-f:.]+)$/i,
        "must be the name of a server such as smtp.office365.com",
      )
      .describe("The mail server: smtp.office365.com."),
    port: z.int().min(1).max(65535).default(587).describe("587 for starttls, 465 for implicit."),
    tls: z
      .enum(["starttls", "implicit", "none"])
      .default("starttls")
      .describe(
        "starttls: the connection is encrypted before anything is said, or nothing is sent. implicit: encrypted from its start. none: in the clear, to a server on this machine alone.",
      ),
    user: z
      .string()
      .min(1)
      .optional()
      .describe(
        `Who signs in. The password is read from the environment, ${passwordVariable}. Leave it out where the server asks for none.`,
      ),
    from: mailbox.describe("The address that the server lets you send as: the same as `issuer.contact.email`."),
    envelope: mailbox.describe(
      "The mailbox that bounces come back to. A mark of each email is added, bounces+3fa9c1d27b04@…, where the server takes such addresses.",
    ),
    verp: z
      .boolean()
      .default(true)
      .describe("Whether the mark is added. false: bounces are known by the Message-ID that they quote."),
    domains: z.array(mailDomain).min(1).describe("Where emails may go, and nowhere else: [nhs.net, '*.nhs.uk']."),
    shared: z
      .array(mailbox)
      .default([])
      .describe(
        "Mailboxes that several recipients truly share. Two recipients with one address stop the mailing else.",
      ),
    test: z.array(mailbox).default([]).describe("Who may be sent tests: the addresses that --test-to takes."),
    rate: z
      .strictObject({
        minute: z.int().positive().default(30).describe("Emails a minute."),
        day: z
          .int()
          .positive()
          .default(10_000)
          .describe("Emails in 24 hours, those of other cycles of the study counted."),
      })
      .prefault({})
      .describe("How fast emails leave. The defaults are the limits of Exchange Online."),
    window: z
      .strictObject({
        days: z.array(z.enum(days)).min(1).default(["mon", "tue", "wed", "thu", "fri"]).describe("Days of the week."),
        from: hour.default("08:00").describe("The time at which the first may leave."),
        to: hour.default("18:00").describe("The time from which none leaves."),
        zone: z
          .string()
          .refine(isZone, "must be a time zone such as Europe/London")
          .default("Europe/London")
          .describe("Whose clock it is."),
      })
      .refine(({ from, to }) => from < to, { message: "must end after it begins", path: ["to"] })
      .optional()
      .describe("When emails may leave. At any time if left out."),
    retry: z
      .strictObject({
        minutes: z
          .int()
          .positive()
          .default(15)
          .describe("How long after a refusal for the time being it is tried again."),
        times: z.int().nonnegative().default(3).describe("How often; it stays queued then, for the next `send`."),
      })
      .prefault({})
      .describe("What becomes of an email that the server refuses for the time being (4xx)."),
    "stop-at": z
      .number()
      .min(0)
      .max(100)
      .default(5)
      .describe(
        "Per cent of emails refused or unknown, of 20 or more tried, at which the mailing stops; 100 never stops.",
      ),
    timeout: z
      .int()
      .positive()
      .default(600)
      .describe("Seconds to wait for an answer of the server; what is not answered by then is unknown."),
    suppress: z
      .string()
      .optional()
      .describe(
        "A CSV of whom not to write to: address, code, reason; an address or a code in each row. Beside this file.",
      ),
  })
  .describe("How emails are handed to a mail server by `feedback send`. No password stands in it.");

/** How a mailing is sent, and whom it leaves out. */
export type SendSettings = z.output<typeof sendSchema> & { suppressions: readonly Suppression[] };

/**
 * Reads a send.yaml, and the list of suppressions that it names. Where emails are to leave for another machine (`isLive`), nothing of
 * an example may stand in it. Throws an InputError with every problem; none quotes a line of the file, which may hold what somebody
 * took to belong there.
 */
export async function readSettings(
  world: World,
  path: string,
  { isLive = false }: { isLive?: boolean } = {},
): Promise<SendSettings> {
  const text = await world.readText(path);
  if (text === undefined)
    throw inputError([
      {
        code: "missing-file",
        severity: "error",
        message: `no such file "${path}"`,
        hint: "name it with --settings; docs/sending.md has one to start from",
      },
    ]);
  const problems: Problem[] = [];
  const found = readOneYaml(path, text, sendSchema, problems);
  if (found && found.value.tls === "none" && !isHere(found.value.host))
    problems.push(wrong(found.placeOf(["tls"]), 'tls is "none", and the server is on another machine'));
  if (found && found.value.tls === "none" && found.value.user !== undefined)
    problems.push(wrong(found.placeOf(["tls"]), 'tls is "none", and a password would be sent in the clear'));
  if (found && isLive && !isHere(found.value.host)) findPlaceholders([found], "error", problems);
  const file = found?.value.suppress;
  const suppressions = file ? await readSuppressions(world, resolve(dirname(path), file), problems) : [];
  if (!found || problems.length > 0) throw inputError(problems.map(unquoted));
  return { ...found.value, suppressions };
}

function wrong(place: Problem["place"], message: string): Problem {
  return { code: "clear-connection", severity: "error", message, ...(place ? { place } : {}), hint: "use starttls" };
}

function unquoted(problem: Problem): Problem {
  return problem.place ? { ...problem, place: { ...problem.place, unquoted: true } } : problem;
}

function isHere(host: string): boolean {
  return /^(localhost|127(\.\d+){3}|::1)$/.test(host);
}

function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat("en-GB", { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}
