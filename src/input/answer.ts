import { z } from "zod";
import { id, isoDate, sentence } from "./files/fields.ts";

/** Most letters of what somebody asks for; the page takes no more. */
const longest = 1000;

/** The file that a page of `feedback share` saves: answer-<campaign>-<role>.json. */
export const answerSchema = z
  .strictObject({
    format: z.literal("feedback-reports answer").describe("What kind of file it is."),
    version: z.literal(1).describe("Of this format."),
    campaign: id.describe("The campaign whose words were answered."),
    by: sentence
      .max(120)
      .regex(/^[^\p{Cc}]*$/u, "must be one line")
      .describe("Role of the person who answers; not a name."),
    saved: isoDate.describe("The day it was saved, by the clock of that person's computer."),
    answers: z
      .array(
        z.strictObject({
          text: id.describe("The block or action."),
          sha256: z
            .string()
            .regex(/^[0-9a-f]{16}$/)
            .describe("Of the words that were shown."),
          answer: z.enum(["approve", "change"]).describe("approve: as they are. change: not yet."),
          comment: z.string().trim().max(longest).default("").describe("What should change, or a remark."),
        }),
      )
      .min(1)
      .describe("The texts that were answered; others were left open."),
  })
  .describe("What somebody who must approve words has answered.");

export type Answer = z.output<typeof answerSchema>;

/** What the page needs to know of the file. */
export const answerFile = { longest } as const;
