import { z } from "zod";
import { conditionSchema } from "./condition.ts";
import { bctCode, citation, id, sentence } from "./fields.ts";

export const actionSchema = z
  .strictObject({
    action: id.describe("The name other files use for it."),
    version: z.int().positive().default(1).describe("Raise it when the words change."),
    when: conditionSchema.optional().describe("Signals of the headline indicator that must hold; none means always."),
    indicators: z.array(id).min(1).describe("Which indicators it can move."),
    title: sentence.describe("Three to five words: Find the patients."),
    who: sentence.describe("Who does it: Practice pharmacist with the prescribing lead."),
    what: sentence.describe("What they do, starting with a verb; Markdown; at most about 25 words."),
    situation: sentence.describe("For which patients, or in what situation."),
    amount: sentence.describe("How much: five reviews a month. A starting offer, not a target set from outside."),
    by: z
      .strictObject({ weeks: z.int().positive().max(52) })
      .describe("By when, in weeks from the day of issue; printed as a date."),
    know: sentence.describe("You will know when …: an observable sign, no full stop."),
    barrier: sentence.describe("What usually gets in the way, that this answers."),
    effort: z
      .enum(["minutes", "hours", "project"])
      .describe(
        "minutes: one person, under half an hour. hours: one or two sessions. project: several people, a quarter or more.",
      ),
    step: z
      .strictObject({ label: sentence, text: sentence })
      .describe("How it is told as the first step on page one: a label (Start here) and one line."),
    bct: z.array(bctCode).default(["1.4"]).describe("Techniques it claims."),
    cites: z.array(citation).default([]).describe("Sources."),
  })
  .describe("One thing to do: who, what, for whom, how much, by when, and the barrier it answers.");

export type Action = z.output<typeof actionSchema>;
