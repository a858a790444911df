import type { Channel, Cycle } from "../../input/campaign/campaign.ts";
import { readFiles } from "../../input/files/data-file.ts";
import { isDay } from "../../input/files/fields.ts";
import { nearest, suggest } from "../../input/files/suggest.ts";
import { openTables, type Row, rows } from "../../input/files/table.ts";
import type { ArtefactEntry, Entry } from "../../output/store.ts";
import { inputError, type Problem, wrong } from "../../problem.ts";
import type { ShownReport } from "../shown.ts";
import type { Table } from "./written.ts";

/** What is reported back of something sent. */
export const returnEvents = ["sent", "delivered", "opened", "bounced", "returned"] as const;

export type ReturnEvent = (typeof returnEvents)[number];

/** One line of what the mail server and the print house report back. */
export type Return = { code: string; channel: Channel; date: string; event: ReturnEvent; cycle: string };

/** All that was reported back, by cycle, recipient and channel. */
export type Returns = ReadonlyMap<string, readonly Return[]>;

/** ISO days on which things happened to a report by a channel, null where nothing is on record. */
export type Days = Readonly<Record<"handedOver" | "delivered" | "opened" | "bounced" | "returned", string | null>>;

/** The columns that whoever sends fills in. */
export const returnColumns = ["code", "channel", "date", "event"] as const;

type ReturnFacts = {
  runs: readonly { cycle: Cycle; entries: ReadonlyMap<string, readonly Entry[]> }[];
  cycle: Cycle;
  later: ReadonlySet<string>; // cycles of the trial after this one: what is told of them is passed over
};

/**
 * Reads what was reported back: code, channel, date, event, and a cycle where it is not this one. Throws an InputError
 * with every row that tells of something that was not made, or that nobody can read.
 */
export async function readReturns(file: string, facts: ReturnFacts): Promise<Returns> {
  const problems: Problem[] = [];
  const tables = await openTables([file]);
  try {
    const top = { file, line: 1, column: 1 };
    const columns = await readFiles(tables, "returns", [{ file, place: top }], problems);
    const theirs = columns && columnsOf(columns, file, problems);
    if (!theirs || problems.length > 0) throw inputError(problems);
    const found = (await rows(tables, "select * from returns order by line")).flatMap((row) =>
      toReturn(row, { file, theirs, ...facts }, problems),
    );
    const told = Map.groupBy(found, keyOf);
    for (const own of told.values()) checkOrder(own, file, problems);
    if (problems.length > 0) throw inputError(problems);
    return told;
  } finally {
    tables.closeSync();
  }
}

/** What the columns are called in the file, in capitals or small letters; others are passed over, but not one that was meant for ours. */
function columnsOf(columns: readonly string[], file: string, problems: Problem[]): ReadonlyMap<string, string> {
  const top = { file, line: 1, column: 1 };
  const theirs = new Map(columns.map((column) => [column.toLowerCase(), column]));
  for (const column of returnColumns.filter((each) => !theirs.has(each)))
    problems.push(wrong("missing-column", `missing column "${column}"`, top, suggest(column, columns)));
  const isMeant = (column: string) => column !== "cycle" && nearest(column, ["cycle"]) !== undefined;
  const meant = theirs.has("cycle") ? undefined : [...theirs.keys()].find(isMeant);
  if (meant !== undefined)
    problems.push(wrong("unknown-column", `unknown column "${theirs.get(meant)}"`, top, 'did you mean "cycle"?'));
  return theirs;
}

/** What can be reported of a channel: an email bounces, and a letter comes back; nobody knows whether one was opened. */
const eventsBy: Readonly<Record<Channel, readonly ReturnEvent[]>> = {
  print: ["sent", "delivered", "returned"],
  email: ["sent", "delivered", "opened", "bounced"],
  html: ["sent", "opened"],
};

const tooLate = 400; // days after the issue: the year is wrong

const daysBetween = (from: string, to: string) => (Date.parse(to) - Date.parse(from)) / 86_400_000;

/** Nothing is delivered, opened or comes back before it was sent; a day is left for clocks in other zones. */
function checkOrder(own: readonly (Return & { line: number })[], file: string, problems: Problem[]): void {
  const sent = own
    .filter(({ event }) => event === "sent")
    .map(({ date }) => date)
    .sort()[0];
  if (sent === undefined) return;
  for (const { code, channel, event, date, line } of own)
    if (daysBetween(date, sent) > 1)
      problems.push(
        wrong(
          "bad-row",
          `${event} on ${date}, but what went to ${code} by ${channel} was sent on ${sent}`,
          { file, line, column: 1 },
          "look at the days, and whether this is of an earlier cycle",
        ),
      );
}

function toReturn(
  row: Row,
  { file, theirs, runs, cycle, later }: ReturnFacts & { file: string; theirs: ReadonlyMap<string, string> },
  problems: Problem[],
): (Return & { line: number })[] {
  const cell = (column: string) => (row[theirs.get(column) ?? column] ?? "").trim();
  if (later.has(cell("cycle"))) return [];
  const place = { file, line: Number(row.line), column: 1 };
  const before = problems.length;
  const [code, channel, date, event] = returnColumns.map(cell) as [string, string, string, string];
  const run = runs.find((each) => each.cycle.id === (cell("cycle") || cycle.id));
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date) || !isDay(date))
    problems.push(wrong("bad-row", `invalid date "${date}"`, place, "a day as 2026-04-01"));
  if (!returnEvents.some((each) => each === event))
    problems.push(
      wrong(
        "unknown-event",
        `unknown event "${event}"`,
        place,
        suggest(event, returnEvents) ?? `one of ${returnEvents.join(", ")}`,
      ),
    );
  if (!run) problems.push(wrong("unknown-cycle", `no run of cycle "${cell("cycle")}" beside this one`, place));
  else if (!(run.entries.get(code) ?? []).some((entry) => "path" in entry && entry.channel === channel))
    problems.push(wrong("not-made", `${code} was made nothing by "${channel}" in ${run.cycle.id}`, place));
  if (run && problems.length === before) {
    const { issued } = run.cycle;
    const can = eventsBy[channel as Channel];
    if (date < issued)
      problems.push(wrong("bad-row", `${event} on ${date}, before the day of issue, ${issued}`, place));
    else if (daysBetween(issued, date) > tooLate)
      problems.push(
        wrong(
          "bad-row",
          `${event} on ${date}, more than a year after the day of issue, ${issued}`,
          place,
          "the year may be wrong",
        ),
      );
    if (!can.includes(event as ReturnEvent))
      problems.push(
        wrong(
          "bad-row",
          `${event} is reported of ${code} by ${channel}`,
          place,
          `of ${channel} one of ${can.join(", ")}`,
        ),
      );
  }
  if (problems.length > before || !run) return [];
  const line = Number(row.line);
  return [{ code, channel: channel as Channel, date, event: event as ReturnEvent, cycle: run.cycle.id, line }];
}

type ReturnKey = Pick<Return, "cycle" | "code" | "channel">;

function keyOf({ cycle, code, channel }: ReturnKey): string {
  return `${cycle} ${code} ${channel}`;
}

/** The first day of each thing that is on record of a report by a channel. What was delivered, or came back, was handed over. */
export function daysOf(returns: Returns | undefined, key: ReturnKey): Days {
  const own = returns?.get(keyOf(key)) ?? [];
  const first = (...events: ReturnEvent[]) =>
    own
      .filter(({ event }) => events.includes(event))
      .map(({ date }) => date)
      .sort()[0] ?? null;
  return {
    handedOver: first("sent") ?? first(...returnEvents),
    delivered: first("delivered") ?? first("opened"),
    opened: first("opened"),
    bounced: first("bounced"),
    returned: first("returned"),
  };
}

type ToSend = { entries: ReadonlyMap<string, readonly Entry[]>; reports: ReadonlyMap<string, ShownReport> };

/** The queue for the mail server: one line an email, in order of codes. No arm. */
export function emailQueue(made: ToSend): Table {
  return {
    columns: ["code", "name", "to", "sender", "subject", "file", "sha256"],
    rows: artefactsOf(made, ".eml").map(({ code, path, sha256, report }) => ({
      code,
      name: report.recipient.name,
      to: report.recipient.email ?? null,
      sender: report.mail.from.name,
      subject: report.mail.subject,
      file: path,
      sha256,
    })),
  };
}

const batchSize = 250;

/** The list for the print house: one line a letter, batches of 250 in order of pages, so that a batch is folded alike. */
export function printList(made: ToSend): Table {
  const letters = artefactsOf(made, ".pdf").toSorted((a, b) => (a.pages ?? 0) - (b.pages ?? 0));
  const ofEnclosures = letters.some(({ report }) => report.enclosures) ? ["enclosures"] : [];
  return {
    columns: ["batch", "code", "address", "postcode", "pages", "copies", "file", "sha256", ...ofEnclosures],
    rows: letters.map(({ code, path, sha256, pages, report }, i) => ({
      batch: Math.floor(i / batchSize) + 1,
      code,
      address: report.recipient.address.slice(0, -1).join(", "),
      postcode: report.recipient.address.at(-1) ?? null,
      pages: pages ?? null,
      copies: 1,
      file: path,
      sha256,
      ...(ofEnclosures.length > 0 ? { enclosures: enclosedText(report) } : {}),
    })),
  };
}

/** "prescription-pad + card" */
function enclosedText({ enclosures = [] }: Pick<ShownReport, "enclosures">): string | null {
  return enclosures.map(({ item }) => item).join(" + ") || null;
}

/** What the mail server and the print house fill in and send back. */
export const emptyReturns: Table = { columns: returnColumns, rows: [] };

function artefactsOf({ entries, reports }: ToSend, end: string) {
  return [...entries.values()]
    .flat()
    .filter((entry): entry is ArtefactEntry => "path" in entry && entry.path.endsWith(end))
    .flatMap((entry) => {
      const report = reports.get(entry.code);
      return report ? [{ ...entry, report }] : [];
    });
}
