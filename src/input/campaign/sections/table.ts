import { z } from "zod";
import { idOf } from "../../files/fields.ts";
import { common, kind, ladder, listedIndicators, namesOf, varied, voiceOf, whichIndicators } from "./kind.ts";

export const table = kind({
  figures: true,
  schema: z
    .strictObject({
      ...common,
      ...varied,
      indicators: whichIndicators,
      "where-shown": z
        .array(idOf("indicator"))
        .default([])
        .describe(
          'Of these indicators, those with a row only where the recipient\'s count may be shown: rare groups, that would be a row of "not shown" for most.',
        ),
      message: ladder("overview", "overview", "The title of the table: blocks of role overview.").default({}),
    })
    .describe(
      "All indicators in a table: the recipient's value, comparators, and what it takes to reach the best quarter.",
    ),
  slots: ({ message }) => [
    {
      slot: "message",
      ids: namesOf(message),
      path: ["message"],
      role: "overview",
      ...voiceOf(message, "overview", ["message"]),
    },
  ],
  indicators: listedIndicators,
});
