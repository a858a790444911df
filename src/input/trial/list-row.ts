import { type Place, type Problem, wrong } from "../../problem.ts";
import { spotOf } from "../files/cells.ts";
import { hasLines } from "../files/kind.ts";
import type { AllocationStatus } from "./list-map.ts";

/** A row of a list as it was read, whatever its columns were called: texts, none of them held against the trial yet. */
export type ListRow = RowSpot & {
  unit: string;
  arm: string; // its code; empty where the unit awaits its arm
  type?: string; // of unit, where the list says it
  stage?: string;
  stratum?: string;
  cluster?: string;
  by?: Readonly<Record<string, string>>; // what else it was allocated by, by the names of the trial's file
  from?: string; // ISO day
  to?: string; // ISO day: the last
  status: string;
  reason?: string;
  draw?: ListedDraw; // of a micro-randomised trial
};

/** What a list says of a draw, as texts. */
export type ListedDraw = { cycle: string; available: string; offered: Readonly<Record<string, string>> };

/** The draw of a unit in one cycle. It is the trials unit's: the engine never draws. */
export type Draw = {
  cycle: string;
  available: boolean; // a unit that was not is not randomised in that cycle
  offered: Readonly<Record<string, number>>; // by arm: the probability with which it was drawn; empty where the unit was not available
};

/** A list as it was read: all its rows, and what names it in records. */
export type ReadList = { list: string; version: string; rows: readonly ListRow[] };

/** A row of a list that was held against the trial: a unit in an arm. */
export type Allotted = RowSpot & {
  unit: string;
  arm: string; // its code
  stage?: string;
  stratum?: string;
  cluster?: string;
  by?: Readonly<Record<string, string>>; // what else it was allocated by
  from: string; // ISO day
  to?: string; // ISO day: the last
  status: AllocationStatus;
  reason?: string;
  draw?: Draw; // of a micro-randomised trial: the arm is of this cycle alone
};

/** A unit that is on the list and has no arm yet, in a stage. It is in none until the list says so. */
export type Awaiting = RowSpot & { unit: string; stage?: string };

/** Where a row stands: its file as it is told, a sheet or a table as the part of one, and its line or row there. */
export type RowSpot = { file: string; line: number };

/** The place of a row, in a workbook its first cell. */
export function placeOfRow({ file, line }: RowSpot): Place {
  const [, book, sheet] = /^(.*\.xlsx)!([^!]*)$/i.exec(file) ?? [];
  return book ? { file: book, line, column: 1, cell: `${sheet}!A${line}` } : spotOf(file, line).place;
}

/** What is wrong with a row, where it is found; `column` is the one that holds it. */
export function rowFault(spot: RowSpot, code: string, message: string, hint?: string, column?: string): Problem {
  const { place, told } = spotOf(spot.file, spot.line, column);
  return wrong(code, `${told}${message}`, place, hint);
}

/** "line 7", or "line 7 of units.csv" where it is in another file than the row that is told. */
export function lineOf({ file, line }: RowSpot, beside: RowSpot): string {
  return `${hasLines(file) ? "line" : "row"} ${line}${file === beside.file ? "" : ` of ${file}`}`;
}

const most = 10; // rows named; the rest is counted

/** "line 7", "lines 7, 9 and 12", "lines 2, 3, … and 40 more" */
export function linesOf(spots: readonly RowSpot[]): string {
  const [first] = spots;
  if (!first) return "";
  const word = hasLines(first.file) ? "line" : "row";
  const lines = spots.map(({ line }) => line);
  if (lines.length === 1) return `${word} ${lines[0]}`;
  if (lines.length > most) return `${word}s ${lines.slice(0, most).join(", ")} and ${lines.length - most} more`;
  return `${word}s ${lines.slice(0, -1).join(", ")} and ${lines.at(-1)}`;
}
