import { z } from "zod";
import { cyclesSchema, eventSchema } from "../campaign/campaign.ts";
import { daysField as days } from "../files/day.ts";
import { id, idOf, sentence } from "../files/fields.ts";
import { columnName as column, type Form, formFields, shapeFields } from "../files/form.ts";
import { acceptedSchema, leaveOutSchema } from "./accepted.ts";
import { historySchema } from "./history-map.ts";
import { units, unitWords } from "./units.ts";
import { verdicts } from "./verdicts.ts";

const kinds = "CSV (also .csv.gz, or in a .zip), .xlsx, Parquet, JSON, DuckDB or SQLite";
const file = z
  .string()
  .min(1)
  .describe(`A file, relative to this one: ${kinds}. * and ? stand for any letters in its name.`);
const from = z
  .strictObject({
    postgres: z
      .string()
      .regex(/^[A-Z][A-Z0-9_]*$/, "the name of an environment variable, e.g. ICB_DATABASE; never the connection string")
      .describe("The environment variable that holds the connection string of the server: ICB_DATABASE."),
    table: z
      .string()
      .regex(/^[\p{L}_][\p{L}\d_ ]*(\.[\p{L}_][\p{L}\d_ ]*)?$/u, "a table, or a schema and a table: feedback.counts")
      .describe("The table or view, if need be with its schema: feedback.counts."),
  })
  .optional()
  .describe(
    "Where `feedback fetch` gets the file from: a table of a PostgreSQL server. No other command connects to it.",
  );
/** What is fetched becomes one CSV file as we write them. */
const isOneCsv = ({ from: origin, file: name, header, encoding, delimiter }: Fetchable) =>
  origin === undefined ||
  (typeof name === "string" &&
    /^[^*?]+\.csv$/.test(name) &&
    header === 1 &&
    encoding === "utf-8" &&
    delimiter === undefined);
type Fetchable = { from?: object | undefined; file: string | string[] } & Form;
const oneCsv = {
  path: ["from"],
  message: "what is fetched becomes one CSV file: file: counts.csv, without settings of its form",
};
const decimal = z.enum([".", ","]).default(".").describe("What stands before the decimals of a number: 12.5 or 12,5.");
const thousands = z
  .enum([",", ".", "space", "'"])
  .optional()
  .describe(
    "What parts the thousands of a number, if anything does: 12,400 or 12 400 (space). Not the sign of the decimals.",
  );
/** One sign cannot do both. */
const isApart = ({ decimal: point, thousands: between }: { decimal: string; thousands?: string | undefined }) =>
  point !== between;
const apart = { path: ["thousands"], message: "the same sign as `decimal`" };
const tableName = z
  .string()
  .regex(/^[a-z][a-z0-9_]*$/, "small letters, digits and underscores, e.g. list_sizes")
  .refine((name) => !["rows", "organisations"].includes(name), "the query knows that name already");
const factor = z.number().positive().default(1);
const unit = z
  .enum(units)
  .describe(`How values stand in the data. ${units.map((each) => `${each}: ${unitWords[each]}.`).join(" ")}`);

/** What the columns of observations are called: counts, or published values and what came with them, or both. */
const observationColumns = z
  .strictObject({
    code: column.describe("The column with the organisation's code."),
    indicator: column.describe("The column that says which indicator the row is about."),
    period: column.describe(
      "The column with the period: a month as 2026-08, 2026-08-01 or 202608. Of an indicator with another `period` as that is written: 2021/22, 2021-Q1, To March 2025, or the last month or day of it.",
    ),
    numerator: column.optional().describe("The column with the numerator. Needed where data are counts."),
    denominator: column.optional().describe("The column with the denominator. Needed where data are counts."),
    patient: column
      .optional()
      .describe(
        "The column with a pseudonym of the patient, where a row is one patient on one indicator in one month: numerator 0 or 1, denominator 1. Composites are worked out from such rows, each patient counted once. Rows without one, e.g. of lists, are counts as usual. Pseudonyms are never stored or shown.",
      ),
    value: column
      .optional()
      .describe(
        "The column with a published value, of indicators with `given: value`; `unit` says how it stands there.",
      ),
    lower: column.optional().describe("The column with the lower limit of its 95% interval, in the same unit."),
    upper: column.optional().describe("The column with the upper limit."),
    sd: column
      .optional()
      .describe("The column with the standard deviation of what a mean is of; with `n` it gives the interval."),
    n: column.optional().describe("The column with how many the value is of: patients, cases, answers."),
    verdict: column.optional().describe("The column with what its publisher says of it; see `verdicts`."),
    percentile: column.optional().describe("The column with its percentile as published, 0 to 100."),
  })
  .refine(({ numerator, denominator }) => (numerator === undefined) === (denominator === undefined), {
    path: ["denominator"],
    message: "a numerator and a denominator come together",
  })
  .refine(({ numerator, value }) => numerator !== undefined || value !== undefined, {
    path: ["numerator"],
    message: "name `numerator` and `denominator`, or `value`",
  })
  .refine(({ lower, upper }) => (lower === undefined) === (upper === undefined), {
    path: ["upper"],
    message: "an interval has two limits: name `lower` and `upper`",
  })
  .refine(
    ({ value, lower, sd, n, verdict, percentile }) =>
      value !== undefined || [lower, sd, n, verdict, percentile].every((each) => each === undefined),
    { path: ["value"], message: "an interval, `sd`, `n`, `verdict` and `percentile` are of a `value`" },
  )
  .refine(({ patient, numerator }) => patient === undefined || numerator !== undefined, {
    path: ["patient"],
    message: "rows of patients are counts: name `numerator` and `denominator`",
  });

const covariate = z
  .strictObject({
    column: column.describe("The column with it; an empty cell is a value that is not known."),
    kind: z.enum(["number", "category"]).describe("number: digits. category: a name or a code."),
    is: sentence.describe(
      "What it is, whose and from when: Deprivation of the practice, fifths, 1 the most deprived, 2025.",
    ),
    values: z
      .array(z.string().min(1))
      .min(2)
      .optional()
      .describe("For a category, all its values in order; any if left out."),
  })
  .refine(({ kind, values }) => kind === "category" || values === undefined, {
    path: ["values"],
    message: "only a category has a list of values",
  });

const subgroups = z
  .strictObject({
    of: id.describe("What patients are grouped by: deprivation, ethnicity."),
    is: sentence.describe(
      "What the groups are, as printed: Fifths of areas by deprivation, 2025, by patients' addresses.",
    ),
    file: z
      .union([file, z.strictObject({ file, ...formFields })])
      .optional()
      .describe(
        "A separate file with the rows of groups, or settings with the file and how it is read. Left out: they are in the observations' own files, next to the totals.",
      ),
    column: column.describe("The column that says which group a row is about; empty for the total."),
    values: z
      .array(
        z.strictObject({
          value: z.string().min(1).describe('What the data call it, in quotes: "1".'),
          called: sentence.describe("What it is called in words: Most deprived fifth."),
        }),
      )
      .min(2)
      .max(10)
      .refine((values) => new Set(values.map(({ value }) => value)).size === values.length, "a group appears twice")
      .describe("Every group of the data, in the order in which it is shown."),
  })
  .describe(
    "Groups of patients in the observations: the same indicators, organisations and months, one row for each group.",
  );

export const dataSchema = z
  .strictObject({
    fictional: z
      .boolean()
      .default(false)
      .describe(
        "True if the organisations are invented. Only then may a campaign have placeholders: `Write here`, addresses such as help@place.example, numbers such as 01632 960111. Specimens of a trial's reports are made from such data only.",
      ),
    source: sentence.optional().describe("Where the data come from, as it should be printed."),
    commitments: z
      .string()
      .regex(/^[^*?]+\.csv$/, "a .csv file that `feedback commitments import` has written")
      .optional()
      .describe(
        "What recipients have returned of their plans: the file that `feedback commitments import` writes. Actions that were done give way to what comes `next`.",
      ),
    history: historySchema.optional(),
    organisations: z
      .strictObject({
        file,
        from,
        ...formFields,
        decimal,
        thousands,
        days,
        ...shapeFields,
        type: id.default("practice").describe("What the rows are: practice, sub-icb, …"),
        columns: z
          .strictObject({
            code: column.describe("The column with its code, e.g. Z10003."),
            name: column.describe("The column with its name."),
            address: z
              .union([column, z.array(column).min(1)])
              .optional()
              .describe("The column with its address: lines separated by commas. Or several columns, a line each."),
            postcode: column.optional().describe("The column with its postcode."),
            opened: column.optional().describe("The column with the day of opening, as 2019-04-01 or 20190401."),
            closed: column.optional().describe("The column with the day of closing; empty where it is open."),
            successor: column.optional().describe("The column with the code of the organisation it merged into."),
            patients: column
              .optional()
              .describe("The column with its registered patients, if the observations do not give them."),
            email: column
              .optional()
              .describe("The column with its email address; without one the email is made without an address."),
          })
          .describe("What the columns are called: ours on the left, the file's on the right."),
        levels: z
          .record(
            id,
            z.strictObject({
              code: column.describe("The column with the code of the place."),
              name: column.optional().describe("The column with its name, as printed; the code if left out."),
            }),
          )
          .default({})
          .describe("The levels above, e.g. pcn, sub-icb and icb, and the columns that name them."),
        covariates: z
          .record(id, covariate)
          .default({})
          .describe("What else is known about each, for evaluations: deprivation, rurality. Never shown in a report."),
      })
      .refine(isOneCsv, oneCsv)
      .refine(isApart, apart)
      .describe("The directory: all possible recipients, and where they belong."),
    observations: z
      .strictObject({
        file: z
          .union([file, z.array(file).min(1)])
          .describe(
            `A file, or several of one shape, relative to this one: ${kinds}. A pattern, 2026-*.csv, is every file of such a name.`,
          ),
        from,
        ...formFields,
        decimal,
        thousands,
        days,
        ...shapeFields,
        columns: observationColumns.describe(
          "What the columns are called, one row for each organisation, indicator and period (and patient).",
        ),
        unit: unit.optional(),
        verdicts: z
          .record(z.string().min(1), z.enum(verdicts))
          .default({})
          .describe(
            "What the publisher's words in the column `verdict` mean: worse, no-different, better, too-few (too few to tell) or none (nothing is said). A word that is not here is an error.",
          ),
        "not-known": z
          .union([z.string().min(1), z.array(z.string().min(1)).min(1)])
          .transform((texts) => [texts].flat())
          .optional()
          .describe(
            'Words or signs in cells of numbers and verdicts that mean a figure is not known or was withheld, as an empty cell does: [Not Available, "*"].',
          ),
        sql: z
          .string()
          .optional()
          .describe(
            "One SELECT over the table `rows` that gives code, indicator, period, and the others that `columns` has by our names: numerator, denominator, patient, value, lower, upper, sd, n, verdict, percentile; for data of another shape. It may join `organisations` and `tables`, and opens no file.",
          ),
        tables: z
          .record(
            tableName,
            z.union([
              file,
              z.array(file).min(1),
              z.strictObject({
                file: z
                  .union([file, z.array(file).min(1)])
                  .describe("The file, or several of one shape, relative to this one."),
                ...formFields,
              }),
            ]),
          )
          .default({})
          .describe(
            "Files of another shape that the query joins to `rows`, each with the name that the query uses: lists. Or settings: the file, or files, and how they are read.",
          ),
        indicators: z
          .record(
            z.string(),
            z.union([
              idOf("indicator"),
              z.strictObject({
                is: idOf("indicator").describe("The indicator."),
                "denominator-times": factor.describe(
                  "Denominators are multiplied by it, where the data are in thousands: 1000.",
                ),
                "numerator-times": factor.describe(
                  "Numerators are multiplied by it, where the data are in other units.",
                ),
                unit: unit.optional(),
              }),
            ]),
          )
          .describe(
            "What the data call each indicator → the indicator; with factors where the data are in other units.",
          ),
        patients: idOf("indicator")
          .optional()
          .describe("The indicator whose denominator is the registered list, for sizes."),
        subgroups: subgroups.optional(),
        "leave-out": leaveOutSchema,
        "blank-denominator": z
          .enum(["not-known", "nothing-counted"])
          .default("not-known")
          .describe(
            "What a numerator of 0 with an empty denominator is. not-known: that month is missing. nothing-counted: 0 of 0, and the month is known.",
          ),
      })
      .refine(isOneCsv, oneCsv)
      .refine(isApart, apart)
      .refine(({ columns, subgroups: groups }) => groups === undefined || columns.numerator !== undefined, {
        path: ["subgroups"],
        message: "groups of patients have counts: name `numerator` and `denominator`",
      })
      .refine(({ columns, pivot }) => columns.patient === undefined || pivot === undefined, {
        path: ["pivot"],
        message: "rows of patients have numerator and denominator in one row",
      })
      .refine(({ sql, pivot }) => sql === undefined || pivot === undefined, {
        path: ["pivot"],
        message: "a query turns rows into columns itself, with PIVOT or GROUP BY",
      })
      .refine(({ pivot, subgroups: groups }) => pivot === undefined || groups?.file === undefined, {
        path: ["pivot"],
        message: "subgroups in a file of their own are not turned: put them in the observations' own files",
      })
      .refine(({ sql, tables }) => sql !== undefined || Object.keys(tables).length === 0, {
        path: ["tables"],
        message: "only a query reads them, and there is no `sql`",
      })
      .describe("What was counted."),
    accepted: z
      .array(acceptedSchema)
      .default([])
      .describe("What this delivery lacks, and somebody has signed off; printed with the run and in the trial pack."),
    cycles: cyclesSchema
      .optional()
      .describe("Cycles these data are for, in place of the campaign's own (a retrospective run, a test extract)."),
    events: z.array(eventSchema).optional().describe("Dated notes on trend charts, in place of the campaign's own."),
  })
  .describe("Where the organisations and observations are, and how their columns map.");

export type DataMap = z.output<typeof dataSchema>;
