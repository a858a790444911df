import { z } from "zod";
import { idOf, sentence } from "../../files/fields.ts";
import { common, heading, kind, varied } from "./kind.ts";

export const actions = kind({
  figures: false,
  schema: z
    .strictObject({
      ...common,
      ...varied,
      title: heading,
      note: sentence.describe("One line under the heading: A menu, not a prescription."),
      choose: z
        .array(idOf("action"))
        .min(1)
        .describe("Actions in order of preference: of those whose condition holds the first few are offered."),
      "at-most": z.int().min(1).max(6).default(4).describe("Most actions that are offered, 1 to 6."),
    })
    .describe("The menu of actions: the first of them is the first step."),
  actions: ({ choose, "at-most": most }) => ({ ids: choose, path: ["choose"], most }),
});
