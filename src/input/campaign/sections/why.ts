import { z } from "zod";
import { common, heading, inOrder, kind, varied } from "./kind.ts";

export const why = kind({
  figures: false,
  schema: z
    .strictObject({
      ...common,
      ...varied,
      title: heading,
      blocks: inOrder("why").describe("Blocks of role why: all whose condition holds are shown, in this order."),
      "at-most": z.int().positive().default(3).describe("Most points that are shown."),
      sources: z.boolean().default(true).describe("Whether the list of sources is shown below."),
    })
    .describe("Why it matters: points with their sources."),
  slots: ({ blocks, "at-most": most }) => [{ slot: "points", ids: blocks, path: ["blocks"], role: "why", most }],
});
