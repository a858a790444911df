import { z } from "zod";
import { blockList, common, heading, kind, listedIndicators, monthsInPoint, varied, whichIndicators } from "./kind.ts";

export const multiples = kind({
  figures: true,
  schema: z
    .strictObject({
      ...common,
      ...varied,
      indicators: whichIndicators,
      points: monthsInPoint,
      title: heading.optional().describe("The heading of the section, where it is the same for everybody."),
      message: blockList("overview")
        .optional()
        .describe(
          "In place of a title: blocks of role overview in order of preference, the last without `when`; signals of the headline indicator decide.",
        ),
    })
    .refine(({ title, message }) => (title === undefined) !== (message === undefined), {
      message: "either a title or a message",
    })
    .describe("A small trend chart for each of several indicators."),
  slots: ({ message }) => (message ? [{ slot: "message", ids: message, path: ["message"], role: "overview" }] : []),
  indicators: listedIndicators,
  points: ({ points }) => points,
});
