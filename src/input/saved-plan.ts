import { z } from "zod";
import { isoDate, isoMonth, sentence } from "./files/fields.ts";

/** Most letters of each field of a plan; the page asks for no more. */
const longest = { who: 120, what: 400, by: 80, result: 200, goal: 40 };

const text = (most: number) => z.string().trim().max(most).default("");

const step = z
  .strictObject({
    who: text(longest.who).describe("Who will do it."),
    what: text(longest.what).describe("What they will do, and in what situation."),
    by: text(longest.by).describe("By when, as it was written."),
    result: text(longest.result).describe("When it was reviewed, and what came of it."),
    action: z.int().positive().optional().describe("The number in the report of the action that it was taken from."),
  })
  .refine(({ who, what, by, result }) => `${who}${what}${by}${result}` !== "", "a step with nothing in it");

/** The file that a page of channel html saves a plan to: plan-<campaign>-<cycle>-<code>.json. docs/saved-plan.md describes it. */
export const savedPlanSchema = z
  .strictObject({
    format: z.literal("feedback-reports plan").describe("What kind of file it is."),
    version: z.literal(1).describe("Of this format."),
    campaign: sentence.describe("Id of the campaign, as in campaign.yaml."),
    cycle: isoMonth.describe("Id of the cycle."),
    code: sentence.describe("Code of the recipient."),
    edition: z
      .string()
      .regex(/^[0-9a-f]{16}$/)
      .describe(
        "Which making of the report it was written on: how the SHA-256 of report/<CODE>.json in the manifest begins.",
      ),
    saved: isoDate.describe("The day it was saved, by the clock of the reader's computer."),
    goal: z
      .strictObject({
        to: text(longest.goal).describe("The own goal, as it was written."),
        by: text(longest.by).describe("By when."),
      })
      .optional()
      .describe("Absent where none was written."),
    steps: z.array(step).max(8).describe("The steps that were written, in order."),
  })
  .describe("A plan that a recipient has written on the page of its report.");

export type SavedPlan = z.output<typeof savedPlanSchema>;

/** What the page needs to know of the file. */
export const savedPlan = { longest } as const;
