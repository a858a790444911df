import type { DuckDBConnection } from "@duckdb/node-api";
import { type Problem, wrong } from "../../problem.ts";
import { readFiles } from "../files/data-file.ts";
import { toDay } from "../files/day.ts";
import { nearest, suggest } from "../files/suggest.ts";
import { type NamedFile, type Row, rows } from "../files/table.ts";
import { isDrawn, offeredColumn } from "./draws.ts";
import { type ListedDraw, type ListRow, type ReadList, rowFault } from "./list-row.ts";
import type { TrialFile } from "./trial.ts";

/** The columns of a list as we name them; those that a trial may do without. */
const needed = ["list_id", "list_version", "unit_type", "unit_code", "arm_code", "effective_from", "status"] as const;
const optional = ["cluster_id", "stratum", "stage", "effective_to", "reason"] as const;
const known: readonly string[] = [...needed, ...optional];

type ListColumn = (typeof needed)[number] | (typeof optional)[number];

/** Reads a list with our own columns, in capitals or small letters; others are passed over. Undefined, with problems, where it is none. */
export async function readPlainList(
  tables: DuckDBConnection,
  named: NamedFile,
  { trial, arms }: { trial: TrialFile; arms: readonly string[] },
  problems: Problem[],
): Promise<ReadList | undefined> {
  const { "allocated-by": by } = trial;
  const ofDraws = isDrawn(trial) ? ["cycle", "available", ...arms.map(offeredColumn)] : [];
  const columns = await readFiles(tables, "allocation", [named], problems);
  if (!columns || !checkColumns(columns, [...needed, ...ofDraws], named.file, problems)) return undefined;
  const recorded = recordedColumns(Object.keys(by), columns, named.file, problems);
  const found = await rows(tables, "select * from allocation order by line");
  if (found.length === 0) {
    problems.push(wrong("no-rows", "no units in the allocation", { file: named.file, line: 1, column: 1 }));
    return undefined;
  }
  const theirs = new Map(columns.map((column) => [column.toLowerCase(), column]));
  const cell = (row: Row, column: ListColumn) => (row[theirs.get(column) ?? column] ?? "").trim();
  return {
    list: sameIn(found, "list_id", cell, problems),
    version: sameIn(found, "list_version", cell, problems),
    rows: found.map((row) => ({
      ...toRow(row, (column) => cell(row, column), problems),
      ...recordedIn(row, recorded),
      ...(isDrawn(trial) ? { draw: drawIn((column) => (row[theirs.get(column) ?? column] ?? "").trim(), arms) } : {}),
    })),
  };
}

/** What a row says of its draw, as texts. */
function drawIn(cell: (column: string) => string, arms: readonly string[]): ListedDraw {
  return {
    cycle: cell("cycle"),
    available: cell("available"),
    offered: Object.fromEntries(arms.map((arm) => [arm, cell(offeredColumn(arm))])),
  };
}

function checkColumns(
  columns: readonly string[],
  asked: readonly string[],
  file: string,
  problems: Problem[],
): boolean {
  const place = { file, line: 1, column: 1 };
  const there = columns.map((column) => column.toLowerCase());
  const missing = asked.filter((column) => !there.includes(column));
  for (const column of missing)
    problems.push(wrong("missing-column", `missing column "${column}"`, place, suggest(column, columns)));
  if (missing.length > 0) return false;
  for (const column of columns.filter((each) => !known.includes(each.toLowerCase()))) {
    const meant = nearest(column, optional);
    if (meant === undefined || there.includes(meant)) continue; // a column of their own
    problems.push(wrong("unknown-column", `unknown column "${column}"`, place, `did you mean "${meant}"?`));
  }
  return true;
}

/** The columns of what the trial says that units were allocated by: as it is called there, with - or _, in capitals or small letters. */
function recordedColumns(
  names: readonly string[],
  columns: readonly string[],
  file: string,
  problems: Problem[],
): ReadonlyMap<string, string> {
  const plain = (text: string) => text.toLowerCase().replaceAll("-", "_");
  return new Map(
    names.flatMap((name): [string, string][] => {
      const column = columns.find((each) => plain(each) === plain(name));
      if (column !== undefined) return [[name, column]];
      const message = `missing column "${name}", by which the trial says units were allocated`;
      problems.push(wrong("missing-column", message, { file, line: 1, column: 1 }, suggest(name, columns)));
      return [];
    }),
  );
}

function recordedIn(row: Row, columns: ReadonlyMap<string, string>): Pick<ListRow, "by"> {
  if (columns.size === 0) return {};
  return { by: Object.fromEntries([...columns].map(([name, column]) => [name, (row[column] ?? "").trim()])) };
}

/** The one value that stands in a column of every row. */
function sameIn(
  found: readonly Row[],
  column: ListColumn,
  cell: (row: Row, column: ListColumn) => string,
  problems: Problem[],
): string {
  const first = cell(found[0]!, column);
  const other = found.find((row) => cell(row, column) !== first);
  if (first === "" || other)
    problems.push(
      rowFault(
        spotOfRow(other ?? found[0]!),
        "bad-row",
        other ? `${column} "${cell(other, column)}", but "${first}" in earlier rows` : `no ${column}`,
        "a file holds one version of one list",
      ),
    );
  return first;
}

function toRow(row: Row, cell: (column: ListColumn) => string, problems: Problem[]): ListRow {
  const spot = spotOfRow(row);
  const day = (column: "effective_from" | "effective_to") => {
    const text = cell(column);
    const complain = () =>
      problems.push(
        rowFault(spot, "bad-row", `invalid ${column} "${text}" of ${cell("unit_code")}`, "write a day as 2026-04-01"),
      );
    if (text === "" && column === "effective_from" && cell("arm_code") !== "") complain();
    return toDay(text, undefined, complain);
  };
  const [from, to] = [day("effective_from"), day("effective_to")];
  return {
    ...spot,
    unit: cell("unit_code"),
    arm: cell("arm_code"),
    type: cell("unit_type"),
    status: cell("status"),
    ...(from ? { from } : {}),
    ...(to ? { to } : {}),
    ...(cell("stage") ? { stage: cell("stage") } : {}),
    ...(cell("stratum") ? { stratum: cell("stratum") } : {}),
    ...(cell("cluster_id") ? { cluster: cell("cluster_id") } : {}),
    ...(cell("reason") ? { reason: cell("reason") } : {}),
  };
}

function spotOfRow({ file, line }: Row) {
  return { file: file ?? "", line: Number(line) };
}
