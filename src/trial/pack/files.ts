import { sha256 } from "../../output/sha256.ts";
import type { PackEdition } from "./edition.ts";
import { codebookOf, codebookTable } from "./exposure/codebook.ts";
import { rehearsalColumn } from "./exposure/columns.ts";
import { parquetOf, type TypedTable, typed } from "./exposure/typed-table.ts";
import { csvText, jsonText, type Table } from "./written.ts";

/** The files of an edition, by their paths in its folder. */
export type Files = Map<string, string | Uint8Array>;

/** As `sha256sum` writes it, so that `sha256sum -c SHA256SUMS` checks an edition. */
export function sums(files: Files): string {
  return [...files]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([path, bytes]) => `${sha256(bytes)}  ${path}\n`)
    .join("");
}

/** Tables as CSV and Parquet, by the names of their files, and a codebook of their columns. */
export async function typedFiles(
  tables: Readonly<Record<string, TypedTable>>,
  purposes: Readonly<Record<string, string>>,
  { sayTable, sayAll }: Pick<PackEdition, "sayTable" | "sayAll">,
): Promise<Files> {
  const files: Files = new Map();
  for (const [name, table] of Object.entries(tables)) {
    files.set(`${name}.csv`, csvText(table));
    files.set(`${name}.parquet`, await parquetOf(table));
  }
  const coded = Object.entries(tables).map(([name, table]) => {
    const path = `${name}.csv`;
    return { table: path, is: purposes[path] ?? "", columns: table.typed, rows: table.rows.length };
  });
  files.set("codebook.csv", csvText(sayTable(codebookTable(coded))));
  files.set("codebook.json", jsonText(sayAll(codebookOf(coded))));
  return files;
}

export const rehearsalBanner = "> **REHEARSAL.** Arms are made up. Nothing in here is to be sent or analysed.";

/** Every row of a rehearsal's table says so. */
export function markTable({ columns, rows }: Table, rehearsal: boolean): Table {
  if (!rehearsal) return { columns, rows };
  return { columns: ["rehearsal", ...columns], rows: rows.map((row) => ({ rehearsal: "REHEARSAL", ...row })) };
}

export function markTyped(table: TypedTable, rehearsal: boolean): TypedTable {
  if (!rehearsal) return table;
  return typed(
    [rehearsalColumn, ...table.typed],
    table.rows.map((row) => ({ rehearsal: "REHEARSAL", ...row })),
  );
}
