import { z } from "zod";
import { sentence } from "../../files/fields.ts";
import { common, kind, ladder, namesOf, varied, voiceOf } from "./kind.ts";

export const sinceLast = kind({
  figures: true,
  looksBack: true,
  schema: z
    .strictObject({
      ...common,
      ...varied,
      title: sentence.default("Since your last report").describe("The heading of the section."),
      message: ladder("since", "since", "What has come of the headline indicator: blocks of role since.").default({}),
      suggested: sentence
        .default("Suggested then")
        .describe("What stands before the actions that the last report offered."),
      planned: sentence
        .default("You planned")
        .describe(
          "What stands before what the recipient returned on that report: each step, by whom and when, and what came of it.",
        ),
    })
    .describe(
      "What has come since the last report that the recipient had: its figure then, now and a year before, what can be told of the change, what was suggested, and what the recipient planned and what came of it, where that has been returned. Left out of a first report, and where no earlier one reached the recipient.",
    ),
  slots: ({ message }) => [
    {
      slot: "message",
      ids: namesOf(message),
      path: ["message"],
      role: "since",
      ...voiceOf(message, "since", ["message"]),
    },
  ],
});
