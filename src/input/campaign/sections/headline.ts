import { z } from "zod";
import { idOf } from "../../files/fields.ts";
import { common, kind, ladder, namesOf, varied, voiceOf } from "./kind.ts";

export const headline = kind({
  figures: true,
  schema: z
    .strictObject({
      ...common,
      ...varied,
      say: ladder("headline", "headline", "The headline: blocks of role headline.").default({}),
      standfirst: ladder("standfirst", "standfirst", "One or two lines under it: blocks of role standfirst.").default(
        {},
      ),
      reason: z
        .union([idOf("standfirst-block").transform((one) => [one]), z.array(idOf("standfirst-block")).min(1)])
        .optional()
        .describe(
          "Why it matters, in one sentence with its source: a block of role standfirst, said after the voice's own words under the headline wherever there is room. Several, with `vary`: each report says the one that its reader has not had for longest.",
        ),
    })
    .describe("What is said first: the recipient's figure and one comparator, and a line or two under it."),
  slots: ({ say, standfirst, reason }) => [
    { slot: "say", ids: namesOf(say), path: ["say"], role: "headline", ...voiceOf(say, "headline", ["say"]) },
    {
      slot: "standfirst",
      ids: namesOf(standfirst),
      path: ["standfirst"],
      role: "standfirst",
      ...voiceOf(standfirst, "standfirst", ["standfirst"], reason),
    },
  ],
});
