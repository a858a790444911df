import { z } from "zod";
import { isKeptName, keptName } from "./kept-names.ts";

/** The small fields that several files share. */

export const id = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, "use lower-case letters, digits and single hyphens, e.g. opioids-high-dose")
  .refine((text) => !isKeptName(text), keptName.hint);

/**
 * An id that names something of the library: an indicator, an action, a block, or a block of a role ("caution-block"). Editors
 * offer those that there are.
 */
export function idOf(names: "indicator" | "action" | "block" | `${string}-block`) {
  return id.meta({ names });
}

const longest = 2000; // characters: a page of words

export const sentence = z
  .string()
  .trim()
  .min(1, "must not be empty")
  .max(longest, `must be at most ${longest.toLocaleString("en-GB")} characters`);

/** A day as YYYY-MM-DD that exists in the calendar. */
export const isoDate = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/, { message: "must be a day such as 2026-10-12", abort: true })
  .refine(isDay, "no such day in the calendar");

/** A month as YYYY-MM. */
export const isoMonth = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, "must be a month such as 2026-08");

const notWeb = "must be an address that begins with https://, e.g. https://example.org";
const notLink = "must be an address that begins with https://, mailto: or tel:, e.g. https://example.org";

/** An address of the web that a reader may open: https alone, since a report holds no program and nothing that others can change on the way. */
export const webAddress = z.url(notWeb).regex(/^https:\/\//, notWeb);

const notPage =
  "must be an address that begins with https:// and holds {{code}}, e.g. https://reports.example/{{code}}.html";

/** Where the page of each recipient stands: an address of the web with {{code}}, and {{cycle}} where each cycle has its own. */
export const pageAddress = z
  .string()
  .refine(
    (text) => /\{\{code\}\}/.test(text) && webAddress.safeParse(text.replace(/\{\{(code|cycle)\}\}/g, "x")).success,
    notPage,
  )
  .refine((text) => !/[{}\s"'<>]/.test(text.replace(/\{\{(code|cycle)\}\}/g, "")), notPage);

/** An address that a button may lead to: a page, a mailbox, a number to ring. */
export const linkAddress = z.url(notLink).regex(/^(https:\/\/|mailto:|tel:)/, notLink);

export const citation = z.strictObject({
  text: sentence.describe("Authors, journal, year; volume and pages. As it should be printed."),
  doi: z
    .string()
    .regex(/^10\.\d{4,9}\/\S+$/, "a DOI such as 10.1371/journal.pmed.1003796")
    .optional()
    .describe("Its DOI, without https://doi.org/: 10.1371/journal.pmed.1003796."),
  url: webAddress
    .optional()
    .describe("Where it can be read, for a source without a DOI: https://www.nice.org.uk/guidance/ng215."),
});

export type Citation = z.output<typeof citation>;

export const bctCode = z
  .union([
    z.string(),
    z
      .number()
      .refine((code) => code !== 10.1 && code !== 14.1, 'put quotes round it: "10.1" and "10.10" are the same number')
      .transform(String),
  ])
  .describe('A code of the taxonomy BCTTv1, e.g. "2.2".');

/** The order of techniques: 1.4 before 1.10 before 2.2. */
export function byTechnique(a: string, b: string): number {
  return a.localeCompare(b, "en", { numeric: true });
}

/** Whether YYYY-MM-DD is in the calendar: not 2026-02-30. */
export function isDay(text: string): boolean {
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}
