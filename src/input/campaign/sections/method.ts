import { z } from "zod";
import { sentence } from "../../files/fields.ts";
import { common, inOrder, kind, link } from "./kind.ts";

export const method = kind({
  figures: false,
  schema: z
    .strictObject({
      ...common,
      title: sentence.default("About these figures").describe("The heading of the section."),
      blocks: inOrder.describe("Blocks of role method: all whose condition holds are shown, in this order."),
      link: link.describe("Where definitions and method can be read in full."),
    })
    .describe("Where the figures come from, and what they cannot say."),
  slots: ({ blocks }) => [{ slot: "entries", ids: blocks, path: ["blocks"], role: "method", most: blocks.length }],
});
