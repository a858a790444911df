import { z } from "zod";
import { sentence } from "../files/fields.ts";

/** The fields of a message besides its body; each may be set by itself. */
export const mailFields = ["subject", "preheader", "title", "sender"] as const;

export type MailField = (typeof mailFields)[number];

export const longestSubject = 78; // RFC 5322, 2.1.1: a line that every client shows whole
export const longestPreheader = 90;

/** What may stand in them for something of the recipient. */
export const mailPlaceholder = /\{\{(recipient\.name|code)\}\}/g;

/** Words with {{recipient.name}} and {{code}}, no longer than clients show where the name is as short as a code. */
function line(longest: number) {
  return sentence
    .refine(
      (text) => !text.replace(mailPlaceholder, "").includes("{{"),
      "only {{recipient.name}} and {{code}} may stand in it: it is the same for everybody, and has no figures",
    )
    .refine(
      (text) => filledIn(text, { name: "Z10001", code: "Z10001" }).length <= longest,
      `must be at most ${longest} characters`,
    );
}

const longestSender = 64;

export const mailSchema = z
  .strictObject({
    subject: line(longestSubject)
      .optional()
      .describe(
        "The subject line of the email: Your opioid report for {{recipient.name}}. {{recipient.name}} is the recipient's name, or its code where the name is too long; {{code}} its code. If left out, the campaign's title and the name.",
      ),
    preheader: line(longestPreheader)
      .optional()
      .describe(
        "What mail clients show after the subject: Where you stand, and one first step. If left out, the recipient's figure beside what is typical.",
      ),
    title: line(120)
      .optional()
      .describe(
        "The heading of the email: High-dose opioids at {{recipient.name}}. If left out, the headline indicator and the name.",
      ),
    sender: sentence
      .max(longestSender, `must be at most ${longestSender} characters`)
      .optional()
      .describe("Who the email is from, as clients show it beside the address. If left out, `issuer.name`."),
  })
  .describe("Fields of the email besides its body, each in place of what the engine would write.");

/** A field with what stands for its placeholders. */
export function filledIn(text: string, { name, code }: { name: string; code: string }): string {
  return text.replace(mailPlaceholder, (_, of: string) => (of === "code" ? code : name));
}
