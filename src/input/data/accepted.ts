import { z } from "zod";
import { deliveryChecks } from "../campaign/accept.ts";
import { id, isoDate, isoMonth, sentence } from "../files/fields.ts";

/** What somebody has looked at and lets through. */
export const acceptedSchema = z
  .strictObject({
    check: z.enum(deliveryChecks).describe("What was found, by its name in the message: months-missing."),
    indicator: id.optional().describe("Of which indicator; of all if left out."),
    cycle: isoMonth.describe("In which cycle: 2026-08. Another cycle is another delivery."),
    "at-most": z
      .number()
      .positive()
      .describe("The share, or the factor, that was looked at, as the message has it: 0.12. More is told again."),
    reason: sentence.describe("Why the reports may be made all the same."),
    "approved-by": sentence.describe("Role of the person who looked; not a name."),
    date: isoDate.describe("The day they did."),
  })
  .describe("One thing that a delivery lacks, and that somebody has signed off.");

export type Accepted = z.output<typeof acceptedSchema>;

/** What may be wrong with a row, by the names under which such rows can be left out. */
export const rowCauses = [
  "code-missing",
  "month-invalid",
  "month-far-off",
  "numerator-not-a-number",
  "denominator-not-a-number",
  "not-finite",
  "negative",
  "denominator-missing",
  "numerator-above-denominator",
  "value-not-a-number",
  "value-of-another-unit",
  "value-outside-interval",
  "size-of-none",
] as const;

export type RowCause = (typeof rowCauses)[number];

/** Rows of one indicator that were left out for one cause, and who agreed when. */
export type RowsLeftOut = { cause: RowCause; indicator: string; rows: number; by: string; date: string };

/** Rows that break a rule, and that somebody has decided to leave out. */
export const leaveOutSchema = z
  .array(
    z.strictObject({
      rows: z.enum(rowCauses).describe("What is wrong with them: numerator-above-denominator."),
      "at-most": z.int().positive().describe("How many there may be; more stop the run."),
      reason: sentence.describe("Why the reports may be made without them."),
      "approved-by": sentence.describe("Role of the person who agreed; not a name."),
      date: isoDate.describe("The day they did."),
    }),
  )
  .default([])
  .describe("Rows that break a rule and are left out, each on record with its reason. Without it they stop the run.");
