import { z } from "zod";
import { conditionSchema } from "./condition.ts";
import { bctCode, citation, id, isoDate, sentence } from "./fields.ts";

/** What a block may be used for; each slot of a section takes blocks of one role. */
export const roles = [
  "headline", // own value and one comparator, at most 95 characters or 25 words
  "standfirst", // one or two lines under the headline
  "message", // the title of the comparison chart: one finding
  "fact", // a lead of one to three words and the rest of the sentence
  "trend", // the title of the trend chart
  "overview", // the title of the table of indicators
  "why", // one point of why it matters: title, text, sources
  "caution", // what must be said for safety
  "encouragement", // a way forward, after the first step
  "method", // one entry of "About these figures": title and text
] as const;

export const blockSchema = z
  .strictObject({
    block: id.describe("The name other files use for it."),
    role: z.enum(roles).describe("Where it may stand."),
    version: z.int().positive().default(1).describe("Raise it when the words change; the manifest records it."),
    when: conditionSchema.optional().describe("The signals that must hold; none means always."),
    bct: z.array(bctCode).default([]).describe("Behaviour change techniques this block claims to deliver."),
    title: sentence.optional().describe("For why and method: the heading of the point."),
    lead: sentence
      .optional()
      .describe("For a fact: one to three words that start the sentence, e.g. {{gap.median.monthly}} fewer a month."),
    text: sentence.describe("Markdown: words, **strong**, {{variables}}; [^1] points at the first entry of cites."),
    cites: z.array(citation).default([]).describe("Sources, numbered as [^1], [^2] in the text."),
    written: z
      .strictObject({ by: sentence, checked: sentence, reviewed: isoDate, "next-review": isoDate })
      .optional()
      .describe("Who wrote and checked the words (roles), and when they are to be read again."),
  })
  .describe("A piece of wording with a role, conditions, techniques and sources.");

export type Block = z.output<typeof blockSchema>;
export type Role = (typeof roles)[number];
