import { z } from "zod";
import { daysField } from "../files/day.ts";
import { id, isoDate, isoMonth, sentence } from "../files/fields.ts";
import { columnName, formFields, shapeFields } from "../files/form.ts";
import { armCode } from "./arm-code.ts";

/** What a list may say of a unit. */
export const allocationStatuses = ["active", "opted-out", "withdrawn", "excluded"] as const;

export type AllocationStatus = (typeof allocationStatuses)[number];

const column = columnName;
const several = z.union([column, z.array(column).min(1)]);
const { "period-from-name": _, ...shape } = shapeFields;
const kinds = "CSV (also .csv.gz, or in a .zip), .xlsx, ODM-XML (.xml), Parquet, JSON, DuckDB or SQLite";

/** What either file may say of a unit, the list or the one that joins it to its numbers. */
const ofUnit = {
  from: column.optional().describe("The column with the day from which the arm holds; a time after it is passed over."),
  to: column.optional().describe("The column with the last day on which it holds; empty where there is none."),
  status: column
    .optional()
    .describe("The column with the status; `statuses` says what its texts mean. Left out: every unit is active."),
  "status-from": column
    .optional()
    .describe("The column with the day from which a status other than active holds; the unit was active before."),
  reason: column.optional().describe("The column with the reason for the status."),
  stratum: several.optional().describe("The column with the stratum; or several, whose texts are put together."),
  cluster: column.optional().describe("The column with the cluster."),
};

/** Columns of the list or of the join list that say more of a unit than its arm. */
export type UnitColumns = z.output<z.ZodObject<typeof ofUnit>>;

const allocatedBy = z
  .record(id, column)
  .default({})
  .describe(
    "The columns with what else units were allocated by, by the names under `allocated-by` of the trial: { size-band: SIZE }.",
  );

const listColumns = z
  .strictObject({
    unit: column.optional().describe("The column with the unit's code in the directory. Without one, see `join`."),
    id: several
      .optional()
      .describe(
        "The column with the number by which the list knows the unit: record id, randomisation number, place in the sequence. Or several that make one together: [stratum, id].",
      ),
    arm: column.describe("The column with the arm. An empty cell is a unit that awaits its arm, never an arm."),
    stage: column.optional().describe("The column with the stage, where the rows of several stand in one file."),
    ...ofUnit,
  })
  .refine(({ unit, id: number }) => (unit === undefined) !== (number === undefined), {
    message: "name `unit`, or the `id` that a join list knows: one of the two",
  });

const draws = z
  .strictObject({
    cycle: column.describe("The column with the cycle that a row is of."),
    cycles: z
      .record(z.string().min(1), isoMonth)
      .default({})
      .describe("What stands in it → the cycle: { 1: 2026-04, 2: 2026-06 }; left out where it is the cycle itself."),
    available: column.describe(
      "The column that says whether the unit was available: yes or no, true or false, 1 or 0.",
    ),
    availability: z
      .record(z.string(), z.enum(["yes", "no"]))
      .default({})
      .describe(
        'What stands in it, where that is something else: { eligible: yes, on hold: no }. "" is an empty cell.',
      ),
    offered: z
      .record(armCode, column)
      .describe(
        "The columns with the probabilities with which arms were offered: { K7: prob }. One arm may be left out: it has what the others leave.",
      ),
  })
  .describe("For a micro-randomised trial: the columns that tell of each draw.");

export type DrawColumns = z.output<typeof draws>;

const join = z
  .strictObject({
    file: z.string().min(1).describe(`The file, relative to this one: ${kinds}.`),
    ...formFields,
    days: daysField,
    ...shape,
    columns: z
      .strictObject({
        id: several.describe("The column, or columns, with the number by which the list knows the unit."),
        unit: column.describe("The column with the unit's code in the directory."),
        ...ofUnit,
      })
      .describe("What the columns of the join list are called."),
    "allocated-by": allocatedBy,
    spare: z
      .boolean()
      .default(false)
      .describe(
        "True for a sequence with more places than units: places after the last one taken, in each stratum, are left out. False: every row of the list has its unit.",
      ),
  })
  .describe("The join list: which unit has which number.");

/** How one randomisation is read from a file as the trials unit's own system exports it. */
export const listMapSchema = z
  .strictObject({
    list: sentence.describe("The list's id, as it stands in records and the pack: CLEARAIR."),
    version: z
      .union([z.string().min(1), z.number().transform(String)])
      .describe("Its version: a number, or the day of the export. A later export has another."),
    file: z.string().min(1).describe(`The file, relative to this one: ${kinds}.`),
    ...formFields,
    days: daysField,
    ...shape,
    columns: listColumns.describe("What the columns are called, in capitals or small letters; others are passed over."),
    "allocated-by": allocatedBy,
    codes: z
      .record(z.string().min(1), armCode)
      .describe("What stands in the column of the arm → the arm: { 1: K1, 2: K7 }. Any other text is an error."),
    statuses: z
      .record(z.string(), z.enum(allocationStatuses))
      .default({})
      .describe(
        'What stands in the column of the status → the status: { 1: active, 2: withdrawn }. "" is an empty cell.',
      ),
    from: isoDate.optional().describe("The day from which all arms hold, where no column says it."),
    stage: id.optional().describe("The stage that this randomisation is of, where no column says it."),
    draws: draws.optional(),
    join: join.optional(),
  })
  .refine(({ columns, join: joined }) => (columns.id === undefined) === (joined === undefined), {
    path: ["columns"],
    message:
      "an `id` and a join list come together: the list says which number has which arm, `join` which unit has it",
  })
  .refine(
    ({ columns, join: joined, from }) => [columns.from, joined?.columns.from, from].filter(isGiven).length === 1,
    {
      path: ["columns"],
      message: "say once from when arms hold: a column `from`, of the list or the join list, or `from` with a day",
    },
  )
  .refine(({ columns, stage }) => columns.stage === undefined || stage === undefined, {
    path: ["stage"],
    message: "say the stage once: as a column, or for all rows",
  })
  .refine(({ columns, join: joined }) => !columns.id || !joined || widthOf(columns.id) === widthOf(joined.columns.id), {
    path: ["join", "columns", "id"],
    message: "a number has as many columns in the list as in the join list",
  })
  .refine(({ columns, join: joined }) => saidTwice(columns, joined?.columns) === undefined, {
    path: ["join", "columns"],
    message: "a column of the list says this already: name it in one of the two files",
  })
  .describe("How the trials unit's list is read from a file of its own system: columns, codes, join list.");

export type ListMap = z.output<typeof listMapSchema>;

function isGiven(value: unknown): boolean {
  return value !== undefined;
}

function widthOf(columns: string | readonly string[]): number {
  return [columns].flat().length;
}

function saidTwice(columns: UnitColumns, joined: UnitColumns | undefined): string | undefined {
  const keys = Object.keys(ofUnit) as (keyof typeof ofUnit)[];
  return keys.find((key) => columns[key] !== undefined && joined?.[key] !== undefined);
}
