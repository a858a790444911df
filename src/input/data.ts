import { z } from "zod";
import { cyclesSchema } from "./campaign.ts";
import { id, isoMonth, sentence } from "./fields.ts";

const file = z.string().min(1).describe("A CSV, Parquet or JSON file, relative to this file.");
const column = z.string().min(1);

export const dataSchema = z
  .strictObject({
    source: sentence.optional().describe("Where the data come from, as it should be printed."),
    organisations: z.strictObject({
      file,
      type: id.default("practice").describe("What the rows are: practice, sub-icb, …"),
      columns: z.strictObject({
        code: column,
        name: column,
        address: column.optional().describe("Lines parted by commas."),
        postcode: column.optional(),
        opened: column.optional().describe("Day of opening, as 2019-04-01 or 20190401."),
        closed: column.optional(),
        successor: column.optional().describe("Code of the organisation it merged into."),
        patients: column.optional().describe("Registered patients, if the observations do not tell."),
        email: column.optional(),
      }),
      levels: z
        .record(id, z.strictObject({ code: column, name: column.optional() }))
        .default({})
        .describe("The levels above: pcn, sub-icb, icb and the columns that name them."),
    }),
    observations: z.strictObject({
      file: z.union([file, z.array(file).min(1)]),
      columns: z.strictObject({
        code: column,
        indicator: column,
        period: column,
        numerator: column,
        denominator: column,
      }),
      sql: z
        .string()
        .optional()
        .describe(
          "A query over the table `rows` that gives code, indicator, period, numerator, denominator; for data of another shape.",
        ),
      indicators: z
        .record(
          z.string(),
          z.union([
            id,
            z.strictObject({
              is: id,
              "denominator-times": z.number().positive().default(1),
              "numerator-times": z.number().positive().default(1),
            }),
          ]),
        )
        .describe("What the data call each indicator → the indicator; with factors where the data are in other units."),
      patients: id.optional().describe("The indicator whose denominator is the registered list, for sizes."),
    }),
    cycles: cyclesSchema
      .optional()
      .describe("Cycles these data are for, in place of the campaign's own (a retrospective run, a test extract)."),
    events: z
      .array(z.strictObject({ month: isoMonth, head: sentence, note: sentence }))
      .optional()
      .describe("Dated notes on trend charts, in place of the campaign's own."),
  })
  .describe("Where the organisations and observations are, and how their columns map.");

export type DataMap = z.output<typeof dataSchema>;
