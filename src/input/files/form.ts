import { z } from "zod";

/*
 * How a data file is read: what its bytes are (`Form`), then which of its rows and columns are taken (`Shape`). Nothing of
 * it is guessed; the defaults are those of a CSV file in UTF-8 whose first line names the columns.
 */

/** A column by its name; in a file without a header by its number, from 1. */
export const columnName = z.union([z.string().min(1), z.int().positive().transform(String)]);

const cell = z.union([z.string(), z.number().transform(String), z.boolean().transform(String)]);
const cells = z.union([cell, z.array(cell).min(1)]).transform((value) => [value].flat());

const nameOrPattern = z.string().min(1);

/** What the bytes of a file are. */
export const formFields = {
  inside: z
    .union([nameOrPattern.transform((inside) => [inside]), z.array(nameOrPattern).min(1)])
    .optional()
    .describe("Which CSV files in a .zip are read: a name, a pattern such as ACHIEVEMENT_*.csv, or a list of them."),
  sheet: z.string().min(1).optional().describe("Which sheet of an .xlsx workbook is read, if it has several."),
  range: z
    .string()
    .regex(/^[A-Z]+(\d+)?:[A-Z]+(\d+)?$/, "cells as B3:F200, or columns as B:F")
    .optional()
    .describe("Which cells of the sheet are read, the header among them: B3:F200; B3:F for all rows from the third."),
  table: z
    .string()
    .min(1)
    .optional()
    .describe(
      "Which table or view of a DuckDB or SQLite database is read: counts; or with its schema: feedback.counts.",
    ),
  header: z
    .union([z.literal("none"), z.int().positive(), z.array(columnName).min(1)])
    .default(1)
    .describe(
      "The line that names the columns, if it is not the first: 3. `none` if no line does: columns are then numbers, from 1. A list of names for such a file: [code, name, …].",
    ),
  encoding: z
    .enum(["utf-8", "latin1", "windows-1252", "utf-16"])
    .default("utf-8")
    .describe("How letters are stored in a CSV file. latin1 (the same as windows-1252): older files of the NHS."),
  delimiter: z
    .union([z.literal("tab").transform(() => "\t"), z.string().length(1)])
    .optional()
    .describe('What separates the cells of a CSV file: ",", ";", "|" or tab. Left out: as in the line of the header.'),
} as const;

/** Which rows and columns of a file are taken. */
export const shapeFields = {
  rename: z
    .record(z.string().min(1), z.string().min(1))
    .default({})
    .describe(
      "Columns that some of the files call otherwise: what they call it, and the name that is used here: { practicecode: PRACTICE_CODE }.",
    ),
  add: z
    .record(z.string().min(1), z.union([cell, z.record(nameOrPattern, cell)]))
    .default({})
    .describe(
      'Columns that the file lacks, with the value that all its rows have: { month: 2026-08 }. Of several files, the value for each name or pattern: { year: { "*_2324.csv": 2023/24, "*_2425.csv": 2024/25 } }. A pattern may also be that of the zip or the folder that the file is in.',
    ),
  "period-from-name": z
    .string()
    .min(1)
    .optional()
    .describe(
      "A column that is added, with the period that the name of each file says: `month` gives all rows of `Practice Level March 2026.csv` a column `month` with 2026-03. Also quarters (2025Q1) and financial years (2425). A new file needs no new line.",
    ),
  pad: z
    .record(z.string().min(1), z.int().min(2).max(32))
    .default({})
    .describe("Columns of codes that have lost their first zeros, with the length of a code: { code: 6 }."),
  capitals: z
    .array(z.string().min(1))
    .default([])
    .describe("Columns of codes that stand in small letters where they are meant in capitals: [code]."),
  where: z
    .record(
      z.string().min(1),
      z.union([
        cells.transform((is) => ({ is })),
        z
          .strictObject({ not: cells.describe("The text that rows left out have, or several.") })
          .transform(({ not }) => ({ not })),
      ]),
    )
    .default({})
    .describe(
      'Only these rows are read: columns with the text that they must have, or a list of texts: { SEX: ALL, TYPE: [GP, PCN] }. { TYPE: { not: TOTAL } } leaves rows out; "" is an empty cell.',
    ),
  pivot: z
    .strictObject({
      names: columnName.describe("The column whose texts become names of columns: MEASURE."),
      values: columnName.describe("The column with their values: VALUE."),
      by: z
        .array(columnName)
        .min(1)
        .optional()
        .describe(
          "Columns whose rows belong together, besides those that `columns` names: [SubjectKey] of ODM-XML, whose items are rows.",
        ),
    })
    .optional()
    .describe(
      "Where numerator and denominator are rows of their own: each text in one column becomes a column, which `columns` then names.",
    ),
} as const;

const form = z.strictObject(formFields);
const shape = z.strictObject(shapeFields);

export type Form = z.output<typeof form>;
export type Shape = z.output<typeof shape>;

/** A CSV file in UTF-8 with a header, as files of trials are. */
export const plainForm: Form = form.parse({});

/** What a form's settings are among other settings. */
export function formOf(settings: Form): Form {
  return form.strip().parse(settings);
}
