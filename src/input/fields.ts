import { z } from "zod";

/** The small fields that several files share. */

export const id = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, "small letters, digits and single hyphens, e.g. opioids-high-dose");

export const sentence = z.string().trim().min(1, "must not be empty");

/** A day as YYYY-MM-DD that exists in the calendar. */
export const isoDate = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/, "a day as 2026-10-12")
  .refine(
    (text) => !Number.isNaN(Date.parse(text)) && new Date(text).toISOString().startsWith(text),
    "a day that exists",
  );

/** A month as YYYY-MM. */
export const isoMonth = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, "a month as 2026-08");

export const citation = z.strictObject({
  text: sentence.describe("Authors, journal, year; volume and pages. As it should be printed."),
  doi: z
    .string()
    .regex(/^10\.\d{4,9}\/\S+$/, "a DOI such as 10.1371/journal.pmed.1003796")
    .optional(),
  url: z.url().optional(),
});

export type Citation = z.output<typeof citation>;

export const bctCode = z
  .union([z.string(), z.number().transform(String)])
  .describe('A code of the taxonomy BCTTv1, e.g. "2.2".');
