import { z } from "zod";
import { blockList, common, kind } from "./kind.ts";

export const headline = kind({
  figures: true,
  schema: z
    .strictObject({
      ...common,
      say: blockList.describe("The headline: blocks of role headline in order of preference, the last without `when`."),
      standfirst: blockList.describe(
        "One or two lines under it: blocks of role standfirst in order of preference, the last without `when`.",
      ),
    })
    .describe("What is said first: the recipient's figure and one comparator, and a line or two under it."),
  slots: ({ say, standfirst }) => [
    { slot: "say", ids: say, path: ["say"], role: "headline" },
    { slot: "standfirst", ids: standfirst, path: ["standfirst"], role: "standfirst" },
  ],
});
