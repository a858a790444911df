import type { Table } from "../written.ts";
import type { ColumnType, ExposureColumn } from "./columns.ts";

/** A table of the pack by its file, as the codebook tells it. */
export type Coded = { table: string; is: string; columns: readonly ExposureColumn[]; rows: number };

const types: Readonly<Record<ColumnType, string>> = {
  text: "text, as it stands",
  integer: "a whole number",
  number: "a number, with a point before its decimals",
  boolean: "true or false",
  date: "a day, as 2026-10-05",
};

const codebookColumns = [
  "table",
  "position",
  "name",
  "type",
  "label",
  "unit",
  "values",
  "missing",
  "source",
  "description",
];

/** One row for each column of each table, in order. An empty cell of a table is the only code for what is missing. */
export function codebookTable(tables: readonly Coded[]): Table {
  return {
    columns: codebookColumns,
    rows: tables.flatMap(({ table, columns }) =>
      columns.map(({ name, type, label, unit, values = {}, missing, source, is }, i) => ({
        table,
        position: i + 1,
        name,
        type,
        label,
        unit: unit ?? null,
        values:
          Object.entries(values)
            .map(([value, means]) => (value === means ? value : `${value} = ${means}`))
            .join("; ") || null,
        missing: `empty: ${missing}`,
        source,
        description: is,
      })),
    ),
  };
}

/** The same for programs. */
export function codebookOf(tables: readonly Coded[]) {
  return {
    types,
    missing: { "": "an empty cell is missing; each column says what that means" },
    tables: tables.map(({ table, is, columns, rows }) => ({
      table,
      description: is,
      rows,
      columns: columns.map(({ name, type, label, unit, values, missing, source, is: description }) => ({
        name,
        type,
        label,
        unit: unit ?? null,
        values: values ?? null,
        missing: { "": missing },
        source,
        description,
      })),
    })),
  };
}
