import { z } from "zod";
import { idOf } from "../../files/fields.ts";
import { common, kind, ladder, monthsInPoint, namesOf, ownIndicator, varied, voiceOf } from "./kind.ts";

export const trend = kind({
  figures: true,
  schema: z
    .strictObject({
      ...common,
      ...varied,
      indicator: idOf("indicator").optional().describe("Which indicator; the headline's if left out."),
      points: monthsInPoint,
      message: ladder("trend", "trend", "The title of the chart: blocks of role trend.").default({}),
    })
    .describe("The recipient over time next to the typical one; left out if there are fewer than two points."),
  slots: ({ message, indicator }) => [
    {
      slot: "message",
      ids: namesOf(message),
      path: ["message"],
      role: "trend",
      indicator,
      ...voiceOf(message, "trend", ["message"]),
    },
  ],
  indicators: ownIndicator,
  points: ({ points }) => points,
});
