import { z } from "zod";
import { id, isoDate, sentence } from "../files/fields.ts";

export const approvalSchema = z
  .strictObject({
    by: z
      .array(sentence)
      .min(1)
      .refine((roles) => new Set(roles).size === roles.length, "the same role twice")
      .describe(
        "Roles, not names, each of which must approve every block and action, and what this file itself says: [Prescribing adviser, Patient lead].",
      ),
  })
  .describe(
    "Who must approve the words of this campaign before reports are made; nobody if left out. `feedback share` makes the page to send them.",
  );

export const approvedTextSchema = z
  .strictObject({
    text: id.describe(
      "The block or action, by its name; `campaign` for the titles, letterhead and notes of this file.",
    ),
    "approved-by": sentence.describe("Role of the person who approved it; not a name."),
    date: isoDate.describe("The day it was approved, e.g. 2026-05-11."),
    sha256: z
      .string()
      .regex(/^[0-9a-f]{16}$/, "must be the 16 digits that `feedback approve` writes, in quotes")
      .describe("Of the words that were approved: changed words must be approved again."),
  })
  .describe("Words that somebody has approved: a line that `feedback approve` writes from an answer.");

export type ApprovedText = z.output<typeof approvedTextSchema>;

/** Who has approved a text as it now is, and who had, before it changed. */
export type Approvals = { by: readonly ApprovedText[]; before: readonly ApprovedText[] };

/** The approvals of one text. */
export function approvalsOf(approved: readonly ApprovedText[], text: string, sha256: string): Approvals {
  const own = approved.filter((each) => each.text === text);
  const by = own.filter((each) => each.sha256 === sha256);
  const roles = new Set(by.map((each) => each["approved-by"]));
  return { by, before: own.filter((each) => each.sha256 !== sha256 && !roles.has(each["approved-by"])) };
}
