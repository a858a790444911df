import { stat } from "node:fs/promises";
import { availableParallelism, totalmem } from "node:os";
import { resolve } from "node:path";
import type { DuckDBConnection } from "@duckdb/node-api";
import type { Place } from "../../problem.ts";
import type { Form } from "./form.ts";
import { isDatabase } from "./kind.ts";

/** How much of the machine a session may take. */
export type Limits = {
  threads: number;
  memory: number; // MiB
};

/**
 * A connection to an in-process DuckDB that opens these files and no other, and keeps nothing. It has no network, loads no
 * extension and spills nothing to disk; dates are in UTC on every machine. None of this can be changed from within.
 */
export async function openTables(files: readonly string[], limits: Partial<Limits> = {}): Promise<DuckDBConnection> {
  const { threads, memory } = { threads: await threadsFor(files), memory: halfOfMemory(), ...limits };
  const { DuckDBInstance } = await import("@duckdb/node-api"); // workers, who read no data, load none of it
  const instance = await DuckDBInstance.create(":memory:", {
    threads: String(threads),
    memory_limit: `${memory}MiB`,
    temp_directory: "", // rows of patients must not be left on a disk
    autoinstall_known_extensions: "false",
    autoload_known_extensions: "false",
    allow_community_extensions: "false",
  });
  const tables = await instance.connect();
  const allowed = files
    .flatMap((file) => [file, ...(isDatabase(file) ? [`${file}.wal`] : [])])
    .flatMap((file) => [pathOf(file), literal(resolve(file))]);
  for (const setting of [
    "TimeZone = 'UTC'",
    "allow_persistent_secrets = false",
    `allowed_paths = [${allowed.join(", ")}]`,
    "enable_external_access = false",
    "lock_configuration = true",
  ])
    await tables.run(`set ${setting}`);
  return tables;
}

const small = 4 * 2 ** 20; // bytes; threads on less than that wait for one another longer than they work

async function threadsFor(files: readonly string[]): Promise<number> {
  const sizes = await Promise.all(
    files.map((file) =>
      stat(file).then(
        ({ size }) => size,
        () => 0,
      ),
    ),
  );
  return sizes.reduce((a, b) => a + b, 0) < small ? 1 : Math.min(2, availableParallelism());
}

function halfOfMemory(): number {
  return Math.floor(Math.min(totalmem(), process.constrainedMemory() || totalmem()) / 2 / 2 ** 20);
}

/** The name of a data file, the place that names it, and how it is read; a plain CSV file if that is left out. */
export type NamedFile = { file: string; place: Place; form?: Form };

export type Row = Readonly<Record<string, string | null>>;

/** The rows of a query as objects of text; null where a cell is empty. */
export async function rows(tables: DuckDBConnection, sql: string): Promise<Row[]> {
  const reader = await tables.runAndReadAll(sql);
  return reader.getRowObjectsJS() as Row[];
}

/** A name in SQL. */
export function name(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}

/** A text in SQL. */
export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** A path in SQL: DuckDB would take * ? [ for a pattern of names. */
export function pathOf(file: string): string {
  return literal(resolve(file).replace(/[*?[]/g, "[$&]"));
}
