import { dirname, resolve } from "node:path";
import { readFiles } from "../input/files/data-file.ts";
import { isDay } from "../input/files/fields.ts";
import { suggest } from "../input/files/suggest.ts";
import { openTables, type Row, rows } from "../input/files/table.ts";
import { openPosted, type PostedRecord, type Posting, recordsPosted } from "../output/posted.ts";
import { findRun } from "../output/runs.ts";
import { inputError, type Problem, wrong } from "../problem.ts";
import type { World } from "../world.ts";

/** Letters that came back: those that are new to the ledger, and how many it knew. */
export type ReturnedLetters = { returned: readonly Posting[]; known: number };

const columns = ["code", "date"] as const;

/**
 * Enters letters that came back into the ledger of a cycle, from a CSV of code, date and, where it is known, reason. Each is entered
 * once, however often the file is read. Throws an InputError with every row that tells of a letter that no print house has had, or that
 * nobody can read; nothing is written then.
 */
export async function takeReturned(world: World, path: string, file: string): Promise<ReturnedLetters> {
  const { folder } = await findRun(world, path);
  const found = await readRows(file);
  await using ledger = await openPosted(world, dirname(resolve(folder)));
  const records = recordsPosted(ledger.lines);
  const problems: Problem[] = [];
  const told = found.flatMap((row) => toPosting(row, { file, records, today: world.today() }, problems));
  if (problems.length > 0) throw inputError(problems);
  const keyOf = ({ code, letter, day }: Posting) => `${code} ${letter} ${day}`;
  const before = new Set(records.filter(({ state }) => state === "returned").map(keyOf));
  const returned = [...new Map(told.map((each) => [keyOf(each), each])).values()].filter(
    (each) => !before.has(keyOf(each)),
  );
  await ledger.add(returned);
  return { returned, known: told.length - returned.length };
}

async function readRows(file: string): Promise<Row[]> {
  const problems: Problem[] = [];
  const tables = await openTables([file]);
  try {
    const top = { file, line: 1, column: 1 };
    const there = await readFiles(tables, "returned", [{ file, place: top }], problems);
    for (const column of columns.filter((each) => there && !there.includes(each)))
      problems.push(wrong("missing-column", `missing column "${column}"`, top, suggest(column, there ?? [])));
    if (problems.length > 0) throw inputError(problems);
    return await rows(tables, "select * from returned order by line");
  } finally {
    tables.closeSync();
  }
}

type PostedKnown = { file: string; records: readonly PostedRecord[]; today: string };

/** The letter that came back: the last that was handed over by that day. */
function toPosting(row: Row, { file, records, today }: PostedKnown, problems: Problem[]): Posting[] {
  const cell = (column: string) => (row[column] ?? "").trim();
  const [code, day, why] = [cell("code"), cell("date"), cell("reason")];
  const place = { file, line: Number(row.line), column: 1 };
  const say = (message: string, hint?: string) => {
    problems.push(wrong("bad-row", message, place, hint));
    return [];
  };
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day) || !isDay(day)) return say(`invalid date "${day}"`, "write a day as 2026-04-01");
  if (day > today) return say(`${day} is still to come`);
  const handed = records.filter((each) => each.code === code && each.state === "handed-over");
  const last = handed.findLast((each) => each.day <= day);
  if (!last)
    return say(
      handed.length > 0
        ? `the letter of ${code} came back on ${day}, before it was handed over on ${handed[0]!.day}`
        : `no print house has had a letter of ${code} in this cycle`,
      handed.length > 0 ? undefined : "write down what was handed over first: feedback print-run --handed-over",
    );
  const { cycle, run, edition, letter } = last;
  return [{ state: "returned", code, cycle, run, edition, letter, day, ...(why === "" ? {} : { why }) }];
}
