import { z } from "zod";
import { id, isoDate, isoMonth, sentence } from "../files/fields.ts";

/** What a delivery is held to, check by check, and the share of organisations (or the factor) that is let through. */
export const deliveryChecks = [
  "without-data",
  "months-missing",
  "left-out",
  "list-steps",
  "odd-lists",
  "odd-values",
  "units",
  "since-last-run",
] as const;

export type DeliveryCheck = (typeof deliveryChecks)[number];

const share = (usual: number, is: string) => z.number().min(0).max(1).default(usual).describe(is);

/** The thresholds of a campaign: what a delivery may lack before a person must look at it. */
export const acceptSchema = z
  .strictObject({
    "without-data": share(
      0.05,
      "Largest share of the organisations open in the window that may have no data of an indicator.",
    ),
    "months-missing": share(
      0.1,
      "Largest share of the organisations open in a month that may lack that month of an indicator.",
    ),
    "left-out": share(0.1, "Largest share of the open organisations that may get no report, whatever the reason."),
    "list-steps": share(
      0.02,
      "Largest share of organisations whose list of patients may change by two fifths or more in the last month.",
    ),
    "odd-lists": share(
      0,
      "Largest share of organisations whose list of patients may be five times as large or as small in a month as it usually is.",
    ),
    "odd-values": share(
      0.01,
      "Largest share of organisations that may have a month twenty times as large as their usual one. Fewer are told of.",
    ),
    "since-last-run": z
      .number()
      .positive()
      .default(0.25)
      .describe(
        "Largest part by which organisations, patients, sums and values may differ from those of the run before, and shares of reports that say the same.",
      ),
    units: z
      .number()
      .min(1.2)
      .default(3)
      .describe("Largest factor by which the numbers of an indicator may change from a month to the next for most."),
  })
  .prefault({})
  .describe(
    "What a delivery of data may lack before nothing is made until somebody has looked: shares of organisations, 0.05 is 5%. Signed off under `accepted` in data.yaml.",
  );

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
  "numerator-not-a-number",
  "denominator-not-a-number",
  "not-finite",
  "negative",
  "denominator-missing",
  "numerator-above-denominator",
] as const;

export type RowCause = (typeof rowCauses)[number];

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
