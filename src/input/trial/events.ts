import type { DuckDBConnection } from "@duckdb/node-api";
import { type Place, type Problem, wrong } from "../../problem.ts";
import { readFiles } from "../files/data-file.ts";
import { isDay } from "../files/fields.ts";
import { suggest } from "../files/suggest.ts";
import { type NamedFile, type Row, rows } from "../files/table.ts";

export const eventKinds = [
  "merge",
  "split",
  "close",
  "open",
  "rename",
  "opt-out",
  "withdraw-from-intervention",
  "withdraw-from-data",
  "undeliverable",
  "drop-arm",
] as const;

export type TrialEventKind = (typeof eventKinds)[number];

/** Something that happened to a unit after it was allocated, or to an arm. The list only grows. */
export type TrialEvent = {
  date: string; // ISO day
  event: TrialEventKind;
  unit: string; // empty where it happened to an arm
  arm?: string; // drop-arm: its code; units of it get another by a new row of the list, or nothing
  other?: string; // merge: the practice that goes on
  channel?: string; // undeliverable: only this one
  reason?: string;
  line: number;
};

const needed = ["date", "event", "unit_code"];
const optional = ["other_code", "arm_code", "channel", "reason"];

export type EventOptions = {
  isKnown: (code: string) => boolean; // whether the directory has a code
  last?: number | undefined; // line of the last event that is read; all if left out
};

/** Reads what happened since; every bad row is told by its line. */
export async function readTrialEvents(
  tables: DuckDBConnection,
  named: NamedFile,
  { isKnown, last = Number.POSITIVE_INFINITY }: EventOptions,
  problems: Problem[],
): Promise<TrialEvent[]> {
  const columns = await readFiles(tables, "trial_events", [named], problems);
  if (!columns) return [];
  const top = { file: named.file, line: 1, column: 1 };
  const missing = needed.filter((column) => !columns.includes(column));
  for (const column of missing)
    problems.push(wrong("missing-column", `missing column "${column}"`, top, suggest(column, columns)));
  if (missing.length > 0) return [];
  for (const column of columns.filter((each) => !needed.includes(each) && !optional.includes(each)))
    problems.push(
      wrong("unknown-column", `unknown column "${column}"`, top, suggest(column, [...needed, ...optional])),
    );
  const all = await rows(tables, "select * from trial_events order by line");
  const found = all.filter(({ line }) => Number(line) <= last);
  const events = found.flatMap((row) => toEvent(row, named.file, isKnown, problems));
  return events.sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : a.line - b.line));
}

function toEvent(row: Row, file: string, isKnown: (code: string) => boolean, problems: Problem[]): TrialEvent[] {
  const cell = (column: string) => (row[column] ?? "").trim();
  const place: Place = { file, line: Number(row.line), column: 1 };
  const before = problems.length;
  const [date, kind, unit, other] = [cell("date"), cell("event"), cell("unit_code"), cell("other_code")];
  const arm = cell("arm_code");
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date) || !isDay(date))
    problems.push(wrong("bad-row", `invalid date "${date}"`, place, "write a day as 2026-04-01"));
  if (!eventKinds.some((each) => each === kind))
    problems.push(
      wrong(
        "unknown-event",
        `unknown event "${kind}"`,
        place,
        suggest(kind, eventKinds) ?? `one of ${eventKinds.join(", ")}`,
      ),
    );
  const isOfArm = kind === "drop-arm";
  if (isOfArm && (arm === "" || unit !== ""))
    problems.push(
      wrong(
        "bad-row",
        "drop-arm is of an arm, and of no unit",
        place,
        "write its code into arm_code, and leave unit_code empty",
      ),
    );
  if (!isOfArm && arm !== "")
    problems.push(wrong("bad-row", `${kind} is of a unit, and has no arm_code`, place, "leave arm_code empty"));
  for (const code of isOfArm ? [] : [unit, ...(other ? [other] : [])])
    if (!isKnown(code)) problems.push(wrong("unknown-unit", `unknown unit "${code}"`, place));
  if (kind === "merge" && other === "")
    problems.push(
      wrong("bad-row", `${unit} merged, without an other_code`, place, "other_code is the unit that carries on"),
    );
  if (problems.length > before) return [];
  return [
    {
      date,
      event: kind as TrialEventKind,
      unit,
      ...(isOfArm ? { arm } : {}),
      ...(other ? { other } : {}),
      ...(cell("channel") ? { channel: cell("channel") } : {}),
      ...(cell("reason") ? { reason: cell("reason") } : {}),
      line: Number(row.line),
    },
  ];
}
