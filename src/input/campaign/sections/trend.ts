import { z } from "zod";
import { id } from "../../files/fields.ts";
import { blockList, common, kind, monthsInPoint, ownIndicator } from "./kind.ts";

export const trend = kind({
  figures: true,
  schema: z
    .strictObject({
      ...common,
      indicator: id.optional().describe("Which indicator; the headline's if left out."),
      points: monthsInPoint,
      message: blockList.describe(
        "The title of the chart: blocks of role trend in order of preference, the last without `when`.",
      ),
    })
    .describe("The recipient over time next to the typical one; left out if there are fewer than two points."),
  slots: ({ message, indicator }) => [{ slot: "message", ids: message, path: ["message"], role: "trend", indicator }],
  indicators: ownIndicator,
  points: ({ points }) => points,
});
