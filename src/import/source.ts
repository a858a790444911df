import { basename } from "node:path";
import type { DuckDBConnection } from "@duckdb/node-api";
import { type Bytes, bytesOf, firstText, lettersOf } from "../input/files/bytes.ts";
import { csvRecords } from "../input/files/csv-records.ts";
import { readEach } from "../input/files/data-file.ts";
import { tablesIn } from "../input/files/database.ts";
import { type Form, plainForm } from "../input/files/form.ts";
import { isCsv, isDatabase, kindOf } from "../input/files/kind.ts";
import { literal, name, rows } from "../input/files/table.ts";
import { unreadable } from "../input/files/unreadable.ts";
import { type Problem, wrong } from "../problem.ts";

/** One table in the files that were given: a CSV file, a file in a zip, a sheet, a table of a database. */
export type ImportSource = {
  file: string; // as it was given
  form: WrittenForm; // what data.yaml must say so that it is read
  label: string; // what it is told by: "QOF2425.zip/ACHIEVEMENT_2425.csv"
  columns: readonly string[];
  rows: number;
  tables: DuckDBConnection;
  table: string; // its rows, every cell a text
};

/** How a file is read, as data.yaml writes it: only what is not a matter of course. */
export type WrittenForm = {
  inside?: string;
  sheet?: string;
  table?: string;
  header?: "none" | number;
  encoding?: "latin1" | "utf-16";
};

/** Reads every table of the files. A file that cannot be read is a problem, and the others are read. */
export async function readSources(
  tables: DuckDBConnection,
  files: readonly string[],
  problems: Problem[],
): Promise<ImportSource[]> {
  const sources: ImportSource[] = [];
  for (const file of files) {
    const place = { file, line: 1, column: 1 };
    try {
      const found = await formsOf(tables, file);
      if (found.length === 0) problems.push(wrong("nothing-in-file", "there is no table in the file", place));
      for (const form of found) {
        const table = `source ${sources.length}`;
        const own: Problem[] = [];
        const read = await readEach(tables, table, [{ file, place, form: toForm(form) }], own);
        problems.push(
          ...own.map((problem) => (found.length > 1 ? { ...problem, severity: "warning" as const } : problem)),
        );
        const [one] = read ?? [];
        if (one)
          sources.push({
            file,
            form,
            label: one.file,
            columns: one.columns,
            rows: one.rows,
            tables,
            table: name(table),
          });
      }
    } catch (error) {
      problems.push(await unreadable({ file, place }, error as Error));
    }
  }
  return sources;
}

function toForm({ inside, ...form }: WrittenForm): Form {
  return { ...plainForm, ...form, ...(inside === undefined ? {} : { inside: [inside] }) };
}

/** The tables of a file, each as it must be read. */
async function formsOf(tables: DuckDBConnection, file: string): Promise<WrittenForm[]> {
  if (kindOf(file) === ".zip") {
    const { csvFilesIn, readZip } = await import("../input/files/zip.ts");
    const paths = await csvFilesIn(file);
    return Promise.all(
      paths.map(async (inside) => {
        const [part] = await readZip(file, [inside]);
        const form = part ? await csvForm(part.bytes) : {};
        return paths.length === 1 ? form : { inside, ...form };
      }),
    );
  }
  if (kindOf(file) === ".xlsx") {
    const { readSheet, sheetsOf } = await import("../input/files/workbook.ts");
    const sheets = await sheetsOf(file);
    const forms = await Promise.all(
      sheets.map(async (sheet) => {
        const top = await readSheet(file, { ...plainForm, sheet, header: "none" }).catch(() => undefined); // an empty one
        const records = top?.rows
          .slice(0, 20)
          .map(({ line, cells }) => ({ line, cells: cells.map((each) => each ?? "") }));
        return records && { ...(sheets.length === 1 ? {} : { sheet }), ...headerOf(records) };
      }),
    );
    return forms.filter((form) => form !== undefined);
  }
  if (isDatabase(file)) return (await tablesIn(tables, file)).map((table) => ({ table }));
  return isCsv(file) ? [await csvForm(bytesOf(file))] : [{}];
}

async function csvForm(bytes: Bytes): Promise<WrittenForm> {
  const encoding = await encodingOf(bytes);
  const start = await firstText(bytes, encoding ?? "utf-8");
  const between = [",", ";", "\t", "|"].sort((a, b) => start.split(b).length - start.split(a).length)[0]!;
  const records = csvRecords(between)(start.split("\n").slice(0, 40).join("\n"), true).slice(0, 20);
  return { ...headerOf(records), ...(encoding ? { encoding } : {}) };
}

async function encodingOf(bytes: Bytes): Promise<WrittenForm["encoding"]> {
  for await (const [first, second] of bytes()) {
    if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) return "utf-16";
    break;
  }
  return (await lettersOf(bytes)) === "other" ? "latin1" : undefined;
}

type FirstRow = { line: number; cells: readonly string[] };

/** Where the columns are named: on the first line, below a title, or nowhere. */
function headerOf(records: readonly FirstRow[]): Pick<WrittenForm, "header"> {
  const [first] = records;
  if (!first) return {};
  const filled = ({ cells }: FirstRow) => cells.filter((cell) => cell.trim() !== "").length;
  const widest = Math.max(...records.map(filled));
  const isTitle = filled(first) <= 2 && widest >= 4;
  if (isTitle) {
    const below = records.find((record) => filled(record) >= widest - 1);
    return below ? { header: below.line } : {};
  }
  const isRow = /^(?=.*\d)[A-Z0-9]{3,8}$/.test(first.cells[0]?.trim() ?? "") && first.cells.some(isFigure);
  return isRow ? { header: "none" } : {};
}

function isFigure(cell: string): boolean {
  return /^\d{8}$|^\d+(\.\d+)?$|^\d{4}-\d{2}/.test(cell.trim());
}

/** The name of the column that is called like one of these, whatever its capitals, blanks and underscores. */
export function columnOf({ columns }: Pick<ImportSource, "columns">, ...names: readonly string[]): string | undefined {
  for (const wanted of names) {
    const found = columns.find((column) => plain(column) === plain(wanted));
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Whether it has a column called like each of these. */
export function hasColumns(source: Pick<ImportSource, "columns">, ...names: readonly string[]): boolean {
  return names.every((wanted) => columnOf(source, wanted) !== undefined);
}

function plain(column: string): string {
  return column.toLowerCase().replace(/[^a-z0-9]+/g, "");
}

/** A cell as conditions compare it: blanks round it are no matter, and empty is a text like others. */
export function cell(column: string): string {
  return `coalesce(trim(${name(column)}), '')`;
}

/** The texts of a column with the number of their rows, most frequent first; of rows for which `where` is true in SQL. */
export async function textsOf(
  { tables, table }: ImportSource,
  column: string,
  where = "true",
): Promise<ReadonlyMap<string, number>> {
  const found = await rows(
    tables,
    `select ${cell(column)} as text, count(*)::varchar as n from ${table} where ${where} group by 1 order by count(*) desc, 1`,
  );
  return new Map(found.map(({ text, n }) => [text ?? "", Number(n)]));
}

/** The same of several sources together. */
export async function textsOfAll(
  sources: readonly ImportSource[],
  column: string,
  where = "true",
): Promise<Map<string, number>> {
  const all = new Map<string, number>();
  for (const source of sources)
    for (const [text, n] of await textsOf(source, column, where)) all.set(text, (all.get(text) ?? 0) + n);
  return all;
}

/** How many rows of the sources meet a condition in SQL. */
export async function countWhere(sources: readonly ImportSource[], where: string): Promise<number> {
  let sum = 0;
  for (const { tables, table } of sources) {
    const [found] = await rows(tables, `select count(*)::varchar as n from ${table} where ${where}`);
    sum += Number(found?.n);
  }
  return sum;
}

/** The rows of a question in SQL to all sources together, as the table `source`. */
export function askAll(sources: readonly ImportSource[], sql: string): ReturnType<typeof rows> {
  const union = sources.map(({ table }) => `select * from ${table}`).join(" union all by name ");
  return rows(sources[0]!.tables, `with source as (${union}) ${sql}`);
}

/** Sources whose columns have other names from here on, where they have one of those. */
export async function renameIn(
  sources: readonly ImportSource[],
  rename: Readonly<Record<string, string>>,
): Promise<ImportSource[]> {
  return Promise.all(
    sources.map(async (source) => {
      if (!source.columns.some((column) => rename[column] !== undefined)) return source;
      const table = `${source.table.slice(0, -1)} renamed"`;
      const columns = source.columns.map((column) => rename[column] ?? column);
      const selected = source.columns.map((column, i) => `${name(column)} as ${name(columns[i]!)}`);
      await source.tables.run(
        `create or replace temp view ${table} as select line, file, ${selected.join(", ")} from ${source.table}`,
      );
      return { ...source, columns, table };
    }),
  );
}

/** A condition on the text of a column, in SQL. */
export function isText(column: string, ...texts: readonly string[]): string {
  return `${cell(column)} in (${texts.map(literal).join(", ")})`;
}

/** "QOF2425.zip/ACHIEVEMENT_2425.csv" → "ACHIEVEMENT_2425.csv" */
export function shortLabel({ label }: Pick<ImportSource, "label">): string {
  return basename(label);
}
