import { z } from "zod";
import { common, heading, inOrder, kind } from "./kind.ts";

export const cautions = kind({
  figures: false,
  schema: z
    .strictObject({
      ...common,
      title: heading,
      blocks: inOrder("caution").describe(
        "Blocks of role caution: all whose condition holds are shown, in this order.",
      ),
      sources: z.boolean().default(false).describe("Whether the list of sources is shown below."),
    })
    .describe("What must be said for safety, whatever else is shown."),
  slots: ({ blocks }) => [{ slot: "points", ids: blocks, path: ["blocks"], role: "caution", most: blocks.length }],
});
