import { dirname, resolve } from "node:path";
import { type Problem, wrong } from "../problem.ts";
import type { World } from "../world.ts";
import {
  type Answerable,
  type Commitment,
  type CommitmentColumn,
  commitmentColumns,
  type ReturnedRow,
  toCommitments,
} from "./commitment.ts";
import type { DataMap } from "./data/data.ts";
import { faultOf } from "./data/data-files.ts";
import { csvRecords } from "./files/csv-records.ts";
import { isFileFault } from "./files/fault.ts";
import type { Located } from "./files/yaml.ts";
import { shorten } from "./library/library.ts";

/** What recipients have returned, by their code. */
export type Commitments = ReadonlyMap<string, readonly Commitment[]>;

/** Reads a commitments.csv as `feedback commitments import` writes it; rows that were changed since are checked again. */
export async function readCommitments(
  world: World,
  file: string,
  known: Answerable,
  problems: Problem[],
): Promise<Commitments> {
  const text = (await world.readText(file)) ?? "";
  const rows = rowsOf(text, file, problems);
  return Map.groupBy(toCommitments(rows, known, problems), ({ code }) => code);
}

/** The file of what recipients have returned, where data.yaml names one that can be read: within `home`, if there is one. */
export async function commitmentsFile(
  world: World,
  { value: { commitments }, file, placeOf }: Located<DataMap>,
  home: string | undefined,
  problems: Problem[],
): Promise<{ commitments?: string }> {
  if (commitments === undefined) return {};
  const named = { file: shorten(resolve(dirname(resolve(file)), commitments)), place: placeOf(["commitments"]) };
  const fault = faultOf(named, await world.find(named.file), home);
  if (fault) problems.push(fault);
  return fault ? {} : { commitments: named.file };
}

function rowsOf(text: string, file: string, problems: Problem[]): ReturnedRow[] {
  const place = (line: number) => ({ file, line, column: 1 });
  try {
    const [head, ...records] = csvRecords(",")(text.replace(/^\uFEFF/, ""), true);
    const wanted = commitmentColumns.join(",");
    const withoutNumbers = commitmentColumns.slice(0, -3).join(","); // of goals
    if (![wanted, withoutNumbers].includes(head?.cells.join(",") ?? "")) {
      const hint = `\`feedback commitments import\` writes it with ${wanted}`;
      problems.push(wrong("commitments", "not a file of commitments by its first line", place(1), hint));
      return [];
    }
    return records.map(({ line, cells }) => ({ place: place(line), told: "", cells: cellsOf((_, i) => cells[i]) }));
  } catch (error) {
    if (!(error instanceof Error && isFileFault(error))) throw error;
    problems.push(wrong(error.code, error.message, place(error.line)));
    return [];
  }
}

/** Every cell of a row, trimmed; empty where there is none. */
export function cellsOf(
  cell: (column: CommitmentColumn, i: number) => string | null | undefined,
): Readonly<Record<CommitmentColumn, string>> {
  return Object.fromEntries(commitmentColumns.map((column, i) => [column, (cell(column, i) ?? "").trim()])) as Readonly<
    Record<CommitmentColumn, string>
  >;
}
