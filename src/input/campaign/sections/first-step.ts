import { z } from "zod";
import { sentence } from "../../files/fields.ts";
import { blockList, common, kind, link } from "./kind.ts";

export const firstStep = kind({
  figures: false,
  schema: z
    .strictObject({
      ...common,
      encouragement: blockList
        .optional()
        .describe("A way forward after the step: blocks of role encouragement in order of preference."),
      caution: sentence.optional().describe("One line that must be read with the step, for safety."),
      link: link.optional(),
    })
    .describe("The first of the actions offered, shown on page one."),
  slots: ({ encouragement }) =>
    encouragement
      ? [{ slot: "encouragement", ids: encouragement, path: ["encouragement"], role: "encouragement" }]
      : [],
});
