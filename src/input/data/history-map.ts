import { z } from "zod";
import { isoMonth, sentence } from "../files/fields.ts";
import { columnName as column, formFields } from "../files/form.ts";

/** Where another system wrote what it told recipients, and how that maps. */
export const historySchema = z
  .strictObject({
    file: z
      .string()
      .regex(/^[^*?]+$/, "one file, without * and ?")
      .describe("The file, relative to this one: CSV, .xlsx, Parquet, JSON."),
    ...formFields,
    system: sentence.describe("What wrote the file, as `explain` names it: the old letters."),
    columns: z
      .strictObject({
        code: column.describe("The column with the recipient's code."),
        cycle: column.describe("The column that says which cycle the report was of."),
        actions: column.optional().describe("The column with the actions that it offered: one, or several in a cell."),
        blocks: column.optional().describe("The column with its messages: one, or several in a cell."),
        indicator: column
          .optional()
          .describe("The column with the indicator that it was about; the headline's if left out."),
        value: column
          .optional()
          .describe(
            "The column with the value that it told of that indicator, as printed: a share in per cent, with or without %.",
          ),
      })
      .refine(({ actions, blocks, value }) => (actions ?? blocks ?? value) !== undefined, {
        path: ["actions"],
        message: "name at least one of `actions`, `blocks` and `value`",
      })
      .describe("What the columns are called. Several rows of one recipient and cycle are one report."),
    separator: z.string().min(1).max(3).default(";").describe("What parts several codes in a cell."),
    codes: z
      .record(z.string().min(1), z.string().min(1))
      .default({})
      .describe(
        "What the file calls an action, a block or an indicator → our id. Those with our own ids need no entry.",
      ),
    "left-out": z
      .array(z.string().min(1))
      .default([])
      .describe(
        "Codes of the file that have no counterpart here, and count for nothing. Any other that is not known is an error.",
      ),
    cycles: z
      .record(z.string().min(1), isoMonth)
      .default({})
      .describe('What the file calls a cycle → its id: { "Letter 1": 2026-04 }.'),
  })
  .describe("What another system told recipients before: a file, and how its columns and codes map.");

export type HistoryMap = z.output<typeof historySchema>;
