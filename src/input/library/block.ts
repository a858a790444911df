import { z } from "zod";
import { bctCode, citation, id, isoDate, sentence } from "../files/fields.ts";
import { conditionSchema } from "./condition.ts";
import { isTimed, repeats } from "./repeats.ts";

/** What a block may be used for; each slot of a section takes blocks of one role. */
export const roles = [
  "headline",
  "standfirst",
  "message",
  "fact",
  "trend",
  "overview",
  "since",
  "why",
  "caution",
  "encouragement",
  "method",
  "letter",
] as const;

export type Role = (typeof roles)[number];

/** What each role is, and how long its words may be: characters as printed, variables filled in. */
export const roleNotes: Readonly<Record<Role, { is: string; needs?: "lead" | "title"; limits: string }>> = {
  headline: { is: "what is said first: the own value and one comparator", limits: "95 characters or 25 words" },
  standfirst: { is: "one or two lines under the headline", limits: "170 characters" },
  message: { is: "the title of the comparison chart: one finding", limits: "95 characters" },
  fact: {
    is: "a fact beside the comparison chart: a lead, and the rest of the sentence",
    needs: "lead",
    limits: "lead 17 characters (one to three words), text 90",
  },
  trend: { is: "the title of the trend chart", limits: "one line, about 62 characters" },
  overview: { is: "the title of the table of indicators", limits: "one line, about 70 characters" },
  since: { is: "what has come of the figure since the last report", limits: "one or two sentences, 170 characters" },
  why: { is: "one point of why it matters: title, text, sources", needs: "title", limits: "190 characters" },
  caution: { is: "what must be said for safety", limits: "one or two sentences" },
  encouragement: { is: "a way forward, after the first step on page one", limits: "one sentence" },
  method: {
    is: 'one entry of "About these figures": title and text',
    needs: "title",
    limits: "230 characters",
  },
  letter: { is: "a paragraph of a letter: no figures", limits: "400 characters; 1,500 for the whole letter" },
};

export const blockSchema = z
  .strictObject({
    block: id.describe("The name campaigns use for it; topic first: opioids-headline-worse."),
    role: z
      .enum(roles)
      .describe(
        "Where it may be used: each slot of a section takes blocks of one role. docs/reference.md says what each is.",
      ),
    version: z.int().positive().default(1).describe("Raise it when the words change; the manifest records it."),
    when: conditionSchema
      .optional()
      .describe(
        "When it is shown: the signals that must hold. Left out: always, as the last block of a ladder should be.",
      ),
    ...repeats,
    bct: z
      .array(bctCode)
      .default([])
      .describe(
        'Behaviour change techniques (BCTTv1 codes, in quotes) that these words claim to deliver, e.g. ["2.2", "6.2"].',
      ),
    title: sentence
      .optional()
      .describe("For why and method, where it is required: the heading of the point, three to six plain words."),
    lead: sentence
      .optional()
      .describe(
        "For a fact, where it is required: one to three words that start the sentence, e.g. {{gap.median.monthly}} fewer.",
      ),
    text: sentence.describe(
      "The words: plain text, **strong** and {{variables}} of docs/reference.md; [^1] points at the first entry of cites.",
    ),
    frame: z
      .enum(["gain", "loss", "patients-at-risk"])
      .optional()
      .describe(
        "For technique 13.2, how the same fact is put: gain, what is gained by the change; loss, what is lost without it; patients-at-risk, who may be harmed.",
      ),
    cites: z.array(citation).default([]).describe("Sources, numbered as [^1], [^2] in the text."),
    written: z
      .strictObject({
        by: sentence.describe("Role of its author: Lead pharmacist. Not a person's name."),
        checked: sentence.describe(
          "Role of the person who checked it against its sources: GP and clinical lead for pain.",
        ),
        reviewed: isoDate.describe("The day it was last checked against its sources, e.g. 2026-05-11."),
        "next-review": isoDate.describe(
          "The day by which it must be reviewed again; `check` warns about a cycle issued later.",
        ),
      })
      .optional()
      .describe("Who wrote and checked the words (roles), and when they are due for review."),
  })
  .superRefine((block, { addIssue }) => {
    if (block.role !== "caution" || !isTimed(block)) return;
    const key = block["not-again"] === undefined ? "at-most" : "not-again";
    addIssue({ code: "custom", path: [key], message: "a caution is said in every report", input: block[key] });
  })
  .describe("A piece of wording with a role, conditions, techniques and sources.");

/** A block, checked and complete. `turn`: of blocks that were made of one and take turns, what the reader gets anew, by which they do. */
export type Block = z.output<typeof blockSchema> & { turn?: string };
