import { z } from "zod";
import { bctCode, citation, id, idOf, sentence, webAddress } from "../files/fields.ts";
import { conditionSchema } from "./condition.ts";
import { repeats } from "./repeats.ts";

export const actionSchema = z
  .strictObject({
    action: id.describe("The name campaigns use for it; topic first: opioids-review-five."),
    version: z.int().positive().default(1).describe("Raise it when the words change; the manifest records it."),
    when: conditionSchema
      .optional()
      .describe("Who it is offered to: signals of the headline indicator that must hold. Left out: everybody."),
    ...repeats,
    indicators: z.array(idOf("indicator")).min(1).describe("Which indicators it can move, by their names."),
    title: sentence.describe("Three to five words: Find the patients."),
    who: sentence.describe("Who does it: Practice pharmacist with the prescribing lead."),
    what: sentence.describe("What they do, starting with a verb; Markdown; at most about 25 words."),
    situation: sentence.describe("For which patients, or in what situation: high dose, no review in 12 months."),
    amount: sentence.describe(
      "How much: one session; {{amount}}. A starting offer, not a target set from outside. Numbers of people or items come from `how-many`, so that nobody is asked for more than there are.",
    ),
    "how-many": z
      .strictObject({
        of: idOf("indicator").describe("The indicator of the campaign whose own count says how many there are."),
        share: z.number().positive().max(1).default(1).describe("At most this part of them; all if left out."),
        "at-most": z.int().positive().describe("Never more than this; with `each: month`, in a month."),
        "at-least": z.int().positive().default(1).describe("Where `share` is less, still so many, if there are."),
        each: z.literal("month").optional().describe("Asked for in each month until `by`, until all have had a turn."),
        one: sentence.describe("One of them: person."),
        many: sentence.describe("Several of them: people."),
      })
      .optional()
      .describe(
        "How many people or items the action is about, for each recipient. {{amount}} prints it in `amount`, `know`, `what` and the step's `text`: five people a month; all three people; up to three people, where items were counted or the number is not known.",
      ),
    by: z
      .strictObject({ weeks: z.int().positive().max(52).describe("Weeks from the day of issue, 1 to 52.") })
      .describe("By when, in weeks from the day of issue; printed as a date."),
    know: sentence.describe(
      'Continues "You will know when": an observable sign, small letter, no full stop: five reviews are in the diary.',
    ),
    barrier: sentence.describe("What usually gets in the way, that this answers: ten-minute slots."),
    effort: z
      .enum(["minutes", "hours", "project"])
      .describe(
        "minutes: one person, under half an hour. hours: one or two sessions. project: several people, a quarter or more.",
      ),
    step: z
      .strictObject({
        label: sentence.describe("Two or three words before it: Start here; Next step; Keep it there."),
        text: sentence.describe(
          "The step in one line of at most 90 characters, starting with a verb; it may contain **strong** and {{variables}}.",
        ),
      })
      .describe("How it reads as the first step on page one: a label (Start here) and one line."),
    next: idOf("action")
      .optional()
      .describe(
        "The action that takes its place once a recipient has reported it done or under way, by its name. It must be in the list of the section too.",
      ),
    searches: z
      .array(
        z.strictObject({
          system: sentence.describe("The clinical system that has it: EMIS; SystmOne."),
          name: sentence.describe("Its name, letter for letter as it stands in the system."),
          code: sentence.optional().describe("Its code or folder, if it has one there."),
        }),
      )
      .default([])
      .describe(
        "Searches of clinical systems that find whom the action is for. They are printed with the action by name, so name only those that recipients have.",
      ),
    links: z
      .array(
        z.strictObject({
          words: sentence.describe("What is there: The searches and how to load them."),
          url: webAddress.describe("Its address; https:// alone. On paper it is printed in full."),
        }),
      )
      .default([])
      .describe("Pages that help to do it."),
    bct: z
      .array(bctCode)
      .default(["1.4"])
      .describe(
        'Behaviour change techniques (BCTTv1 codes, in quotes) that it claims to deliver; "1.4" (action planning) if left out.',
      ),
    cites: z.array(citation).default([]).describe("Sources: guidance or a study that supports it."),
  })
  .describe("One thing to do: who, what, for whom, how much, by when, and the barrier it answers.");

export type Action = z.output<typeof actionSchema>;
