import type { DuckDBConnection } from "@duckdb/node-api";
import { literal, name } from "./table.ts";

/** A row of text that was read outside DuckDB: its line in a file, or its row in a sheet or a table. */
export type TextRow = { line: number; cells: readonly (string | null)[] };

const many = 2048; // rows in one of DuckDB's chunks

/** Makes a table of rows: `line`, `file` and the columns. An empty cell is null, as DuckDB reads a CSV file. */
export async function fillTable(
  tables: DuckDBConnection,
  table: string,
  { file, columns }: { file: string; columns: readonly string[] },
  rows: AsyncIterable<readonly TextRow[]> | Iterable<readonly TextRow[]>,
): Promise<void> {
  const { DuckDBDataChunk, INTEGER, VARCHAR } = await import("@duckdb/node-api");
  const typed = columns.map((column) => `, ${name(column)} varchar`).join("");
  await tables.run(
    `create or replace temp table ${table} (line integer, file varchar default ${literal(file)}${typed})`,
  );
  const appender = await tables.createAppender(table.slice(1, -1).replaceAll('""', '"'), "main", "temp");
  const append = (some: readonly TextRow[]) => {
    const chunk = DuckDBDataChunk.create([INTEGER, VARCHAR, ...columns.map(() => VARCHAR)], some.length);
    chunk.setColumnValues(
      0,
      some.map(({ line }) => line),
    );
    chunk.setColumnValues(
      1,
      some.map(() => file),
    );
    for (const i of columns.keys())
      chunk.setColumnValues(
        i + 2,
        some.map(({ cells }) => cells[i] || null),
      );
    appender.appendDataChunk(chunk);
  };
  for await (const some of rows) for (let i = 0; i < some.length; i += many) append(some.slice(i, i + many));
  appender.closeSync();
}
