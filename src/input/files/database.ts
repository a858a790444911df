import { open } from "node:fs/promises";
import { resolve } from "node:path";
import type { DuckDBConnection } from "@duckdb/node-api";
import { fileFault } from "./fault.ts";
import type { TextRow } from "./fill.ts";
import type { Form } from "./form.ts";
import { suggest } from "./suggest.ts";
import { literal, name, rows } from "./table.ts";

/** A table of a database file: `schema.table` in DuckDB, `table` in SQLite. */
export type DatabaseTable = { table: string; columns: readonly string[]; rows: AsyncIterable<readonly TextRow[]> };

/** Which program keeps a database file, by its first bytes; its name says only that it is one. */
export async function databaseKind(file: string): Promise<"duckdb" | "sqlite"> {
  const handle = await open(file);
  try {
    const { buffer } = await handle.read(Buffer.alloc(16), 0, 16, 0);
    const start = buffer.toString("latin1");
    if (start.startsWith("SQLite format 3")) return "sqlite";
    if (start.slice(8, 12) === "DUCK") return "duckdb";
  } finally {
    await handle.close();
  }
  throw fileFault("foreign-file", "the file is not a database of DuckDB or SQLite");
}

/** The table that is meant. Throws a FileFault where none is named, or there is none of that name. */
function chosen(table: string | undefined, tables: readonly string[]): string {
  if (table !== undefined && tables.includes(table)) return table;
  if (table !== undefined)
    throw fileFault("missing-table", `no table "${table}" in the database`, 1, suggest(table, tables));
  const some = tables.slice(0, 12).map((each) => `"${each}"`);
  throw fileFault("several-tables", "a database has tables", 1, `say which with \`table\`: ${some.join(", ")}`);
}

const given = name("the file");

/** Takes one table of a DuckDB file into the table `part`, every column as text; the file is closed again. */
export async function readDuckDb(
  tables: DuckDBConnection,
  part: string,
  { file, form }: { file: string; form: Form },
): Promise<string> {
  await tables.run(`attach ${literal(resolve(file))} as ${given} (type duckdb, read_only)`);
  try {
    const paths = await pathsIn(tables);
    const table = chosen(form.table, [...paths.keys()]);
    const path = [given, ...(paths.get(table) ?? []).map(name)].join(".");
    const label = literal(`${file}!${table}`);
    await tables.run(
      `create or replace temp table ${part} as select cast(row_number() over () as integer) as line, ${label} as file, cast(columns(*) as varchar) from ${path}`,
    );
    return table;
  } finally {
    await tables.run(`detach ${given}`);
  }
}

/** The tables and views of the attached file, by the name data.yaml calls them. */
async function pathsIn(tables: DuckDBConnection): Promise<Map<string, readonly string[]>> {
  const there = await rows(
    tables,
    `select schema_name as home, table_name as called from duckdb_tables() where database_name = 'the file'
     union all select schema_name, view_name from duckdb_views() where database_name = 'the file' and not internal order by 1, 2`,
  );
  return new Map(
    there.map(({ home, called }) => [home === "main" ? `${called}` : `${home}.${called}`, [home ?? "", called ?? ""]]),
  );
}

/** The names of all tables and views of a database file. */
export async function tablesIn(tables: DuckDBConnection, file: string): Promise<string[]> {
  if ((await databaseKind(file)) === "sqlite") {
    const { DatabaseSync } = await import("node:sqlite");
    const database = new DatabaseSync(file, { readOnly: true });
    const there = database.prepare(sqliteTables).all();
    database.close();
    return there.map((row) => String(row.name));
  }
  await tables.run(`attach ${literal(resolve(file))} as ${given} (type duckdb, read_only)`);
  try {
    return [...(await pathsIn(tables)).keys()];
  } finally {
    await tables.run(`detach ${given}`);
  }
}

const sqliteTables =
  "select name from sqlite_master where type in ('table', 'view') and name not like 'sqlite_%' order by name";

const many = 10_000; // rows at a time

/** The rows of one table of a SQLite file, as text. The file is opened for reading only. */
export async function readSqlite(file: string, form: Form): Promise<DatabaseTable> {
  const { DatabaseSync } = await import("node:sqlite");
  const database = new DatabaseSync(file, { readOnly: true });
  const there = database.prepare(sqliteTables).all();
  const table = chosen(
    form.table,
    there.map((row) => String(row.name)),
  );
  const query = database.prepare(`select * from ${name(table)}`);
  query.setReadBigInts(true);
  const columns = query.columns().map((column) => column.name);
  async function* all(): AsyncGenerator<TextRow[]> {
    let some: TextRow[] = [];
    let line = 0;
    try {
      for (const row of query.iterate()) {
        some.push({ line: ++line, cells: columns.map((column) => toText(row[column], column)) });
        if (some.length < many) continue;
        yield some;
        some = [];
      }
      yield some;
    } finally {
      database.close();
    }
  }
  return { table, columns, rows: all() };
}

function toText(value: unknown, column: string): string | null {
  if (value === null || value === undefined) return null;
  if (value instanceof Uint8Array)
    throw fileFault("foreign-file", `column "${column}" holds bytes, not text or numbers`);
  return String(value);
}
