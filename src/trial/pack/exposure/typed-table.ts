import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { literal, name, openTables } from "../../../input/files/table.ts";
import { makeTemporary } from "../../../node.ts";
import { bareCsvText, type Table, type WrittenCell } from "../written.ts";
import type { ColumnType, ExposureColumn } from "./columns.ts";

/** A table whose columns say what they hold. */
export type TypedTable = Table & { typed: readonly ExposureColumn[] };

/** A table of these columns, in their order; what a row does not have is empty. */
export function typed(
  columns: readonly ExposureColumn[],
  rows: readonly Readonly<Record<string, WrittenCell>>[],
): TypedTable {
  const names = columns.map((column) => column.name);
  return {
    typed: columns,
    columns: names,
    rows: rows.map((row) => Object.fromEntries(names.map((each) => [each, row[each] ?? null]))),
  };
}

const kinds: Readonly<Record<ColumnType, string>> = {
  text: "VARCHAR",
  integer: "INTEGER",
  number: "DOUBLE",
  boolean: "BOOLEAN",
  date: "DATE",
};

/** The table as Parquet, with types. The same rows give the same bytes. */
export async function parquetOf({ typed: columns, ...table }: TypedTable): Promise<Uint8Array> {
  const folder = await makeTemporary("feedback-exposure-");
  const [csv, parquet] = [join(folder, "rows.csv"), join(folder, "rows.parquet")];
  const tables = await openTables([csv, parquet], { threads: 1 });
  try {
    await writeFile(csv, bareCsvText(table));
    const types = columns.map((column) => `${literal(column.name)}: '${kinds[column.type]}'`).join(", ");
    await tables.run(
      `copy (select ${table.columns.map(name).join(", ")} from read_csv(${literal(csv)}, auto_detect = false, header = true, columns = {${types}}, delim = ',', quote = '"', escape = '"', nullstr = '')) to ${literal(parquet)} (format parquet, compression zstd)`,
    );
    return await readFile(parquet);
  } finally {
    tables.closeSync();
    await rm(folder, { recursive: true, force: true });
  }
}
