import { z } from "zod";
import { idOf, sentence } from "../../files/fields.ts";
import { common, kind, ladder, namesOf, ownIndicator, varied, voiceOf } from "./kind.ts";

export const comparison = kind({
  figures: true,
  schema: z
    .strictObject({
      ...common,
      ...varied,
      indicator: idOf("indicator").optional().describe("Which indicator; the headline's if left out."),
      chart: z
        .enum(["dots", "ranked", "bars"])
        .default("dots")
        .describe("dots: every peer as a dot. ranked: a bar each. bars: the recipient and comparators only."),
      message: ladder("message", "message", "The title of the chart: blocks of role message.").default({}),
      facts: z
        .array(
          z
            .strictObject({
              indicator: idOf("indicator")
                .optional()
                .describe("Which indicator the fact is about; the chart's if left out."),
              tells: z
                .enum(["change", "gap", "measure"])
                .optional()
                .describe(
                  "What it tells in the words of the voice. change: the year before, and what has changed since. gap: the way to a comparator, with the next goal. measure: the value of another indicator.",
                ),
              say: ladder("fact", undefined, "Blocks of role fact.").default({}),
            })
            .refine(({ tells, say }) => Array.isArray(say) || tells !== undefined, {
              path: ["tells"],
              message: "what it tells: change, gap or measure; or a list of blocks in `say`",
            })
            .describe("One fact beside the chart."),
        )
        .max(3)
        .default([])
        .describe("Up to three facts beside the chart."),
      note: sentence
        .optional()
        .describe("One line a reader must know about the indicator, e.g. what cannot be left out."),
    })
    .describe("Where the recipient stands among its peers: a chart with a title that says so, and up to three facts."),
  slots: ({ message, facts, indicator }) => [
    {
      slot: "message",
      ids: namesOf(message),
      path: ["message"],
      role: "message",
      indicator,
      ...voiceOf(message, "message", ["message"]),
    },
    ...facts.map((fact, i) => ({
      slot: `facts.${i + 1}`,
      ids: namesOf(fact.say),
      path: ["facts", i, "say"],
      role: "fact" as const,
      indicator: fact.indicator ?? indicator,
      ...(fact.tells ? voiceOf(fact.say, fact.tells, ["facts", i, "say"]) : {}),
    })),
  ],
  indicators: (settings) => [
    ...ownIndicator(settings),
    ...settings.facts.flatMap((fact, i) =>
      ownIndicator(fact).map(({ id, path }) => ({ id, path: ["facts", i, ...path] })),
    ),
  ],
});
