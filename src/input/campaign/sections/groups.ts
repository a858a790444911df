import { z } from "zod";
import { idOf, sentence } from "../../files/fields.ts";
import { blockList, common, kind, ownIndicator, varied } from "./kind.ts";

export const groups = kind({
  figures: true,
  counts: true,
  schema: z
    .strictObject({
      ...common,
      ...varied,
      indicator: idOf("indicator").optional().describe("Which indicator; the headline's if left out."),
      title: sentence.default("By group of patients").describe("The heading of the section: By deprivation group."),
      message: blockList("overview")
        .optional()
        .describe("A line under the heading: blocks of role overview in order of preference. None if left out."),
    })
    .describe(
      "The recipient's value in each group of its patients next to what is typical for peers in the same group; left out if the data have no subgroups or none may be shown.",
    ),
  slots: ({ message, indicator }) =>
    message ? [{ slot: "message", ids: message, path: ["message"], role: "overview", indicator }] : [],
  indicators: ownIndicator,
});
