import { z } from "zod";
import { id, sentence } from "../../files/fields.ts";
import { blockList, common, kind, ownIndicator } from "./kind.ts";

export const comparison = kind({
  figures: true,
  schema: z
    .strictObject({
      ...common,
      indicator: id.optional().describe("Which indicator; the headline's if left out."),
      chart: z
        .enum(["dots", "ranked", "bars"])
        .default("dots")
        .describe("dots: every peer as a dot. ranked: a bar each. bars: the recipient and comparators only."),
      message: blockList.describe(
        "The title of the chart: blocks of role message in order of preference, the last without `when`.",
      ),
      facts: z
        .array(
          z
            .strictObject({
              indicator: id.optional().describe("Which indicator the fact is about; the chart's if left out."),
              say: blockList.describe("Blocks of role fact in order of preference, the last without `when`."),
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
    { slot: "message", ids: message, path: ["message"], role: "message", indicator },
    ...facts.map((fact, i) => ({
      slot: `facts.${i + 1}`,
      ids: fact.say,
      path: ["facts", i, "say"],
      role: "fact" as const,
      indicator: fact.indicator ?? indicator,
    })),
  ],
  indicators: (settings) => [
    ...ownIndicator(settings),
    ...settings.facts.flatMap((fact, i) =>
      ownIndicator(fact).map(({ id, path }) => ({ id, path: ["facts", i, ...path] })),
    ),
  ],
});
