import { z } from "zod";
import { sentence } from "../../files/fields.ts";
import { common, kind, ladder, link, namesOf, varied, voiceOf } from "./kind.ts";

export const firstStep = kind({
  figures: false,
  schema: z
    .strictObject({
      ...common,
      ...varied,
      encouragement: ladder(
        "encouragement",
        "encouragement",
        "A way forward after the step: blocks of role encouragement; {} is the voice.",
      ).optional(),
      caution: sentence.optional().describe("One line that must be read with the step, for safety."),
      link: link.optional(),
    })
    .describe("The first of the actions offered, shown on page one."),
  slots: ({ encouragement }) =>
    encouragement
      ? [
          {
            slot: "encouragement",
            ids: namesOf(encouragement),
            path: ["encouragement"],
            role: "encouragement",
            ...voiceOf(encouragement, "encouragement", ["encouragement"]),
          },
        ]
      : [],
});
