import { z } from "zod";
import { sentence } from "../../files/fields.ts";
import { common, kind } from "./kind.ts";

export const ownPlan = kind({
  figures: false,
  schema: z
    .strictObject({
      ...common,
      title: sentence.default("Your own plan").describe("The heading of the section."),
      rows: z.int().min(2).max(8).default(4).describe("Empty rows to write into, 2 to 8."),
    })
    .describe("Room to write the recipient's own plan, with a goal to fill in where there is a gap."),
});
