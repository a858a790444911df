import { stat } from "node:fs/promises";
import { availableParallelism, totalmem } from "node:os";
import { resolve } from "node:path";
import type { DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import type { Place } from "../../problem.ts";
import { isGzip } from "./bytes.ts";
import type { Form } from "./form.ts";
import { isCsv, isDatabase } from "./kind.ts";

/** How much of the machine a session may take. */
export type Limits = {
  threads: number;
  memory: number; // MiB
};

/**
 * A connection to an in-process DuckDB that opens these files and no other, and keeps nothing. It has no network, loads no
 * extension and spills nothing to disk; dates are in UTC on every machine. None of this can be changed from within. Where all
 * files are short, DuckDB opens none: their rows are handed to it, and such sessions share one instance, in which each has
 * tables of its own alone. A session in which a query of an author runs has its own instance (`isQueried`).
 */
export async function openTables(
  files: readonly string[],
  { isQueried = false, ...limits }: Partial<Limits> & { isQueried?: boolean } = {},
): Promise<DuckDBConnection> {
  const isHanded = !isQueried && Object.keys(limits).length === 0 && (await areShort(files));
  if (!isHanded) return (await openInstance(files, { threads: await threadsFor(files), ...limits })).connect();
  sharedInstance ??= openInstance([], { threads: 1 });
  return (await sharedInstance).connect();
}

let sharedInstance: Promise<DuckDBInstance> | undefined; // making one takes longer than most that is asked of it

async function openInstance(files: readonly string[], limits: Partial<Limits>): Promise<DuckDBInstance> {
  const { threads = 1, memory = halfOfMemory() } = limits;
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
    "global TimeZone = 'UTC'",
    "allow_persistent_secrets = false",
    `allowed_paths = [${allowed.join(", ")}]`,
    "enable_external_access = false",
    "lock_configuration = true",
  ])
    await tables.run(`set ${setting}`);
  tables.closeSync();
  return instance;
}

const small = 4 * 2 ** 20; // bytes; threads on less than that wait for one another longer than they work

async function threadsFor(files: readonly string[]): Promise<number> {
  return (await areSmall(files)) ? 1 : Math.min(2, availableParallelism());
}

/** Whether these files together are read in less time than it takes to wait for another thread. */
export async function areSmall(files: readonly string[]): Promise<boolean> {
  const sizes = await Promise.all(files.map(sizeOf));
  return sizes.reduce((a, b) => a + b, 0) < small;
}

const short = 256 * 1024; // bytes of a file whose rows are sooner handed to DuckDB than found by it

/** Whether these are files of rows in text, each so short that DuckDB need not open it. */
export async function areShort(files: readonly string[]): Promise<boolean> {
  if (!files.every((file) => isCsv(file) && !isGzip(file))) return false;
  const sizes = await Promise.all(files.map(sizeOf));
  return sizes.every((size) => size <= short);
}

/** In bytes; nothing where there is no such file. */
function sizeOf(file: string): Promise<number> {
  return stat(file).then(
    ({ size }) => size,
    () => 0,
  );
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

/** A text in SQL. No statement may hold a zero byte, as damaged files do: it is named by its number. */
export function literal(text: string): string {
  const [first = "", ...more] = text.split("\0").map((part) => `'${part.replaceAll("'", "''")}'`);
  return more.length === 0 ? first : `(${[first, ...more].join(" || chr(0) || ")})`;
}

/** A path in SQL: DuckDB would take * ? [ for a pattern of names. */
export function pathOf(file: string): string {
  return literal(resolve(file).replace(/[*?[]/g, "[$&]"));
}
