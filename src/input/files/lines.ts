import { bytesOf } from "./bytes.ts";
import type { Header } from "./csv.ts";

/*
 * On which lines the records of a CSV file stand. DuckDB counts records, and a person counts lines: the two differ where
 * a line is empty, or where a quoted cell holds several.
 */

/** From this record on (1 is the first that is not empty), a record's line is its number and so many more. */
export type Shift = { record: number; more: number };

/** Where records differ from lines: the shifts, and the line on which each record that DuckDB counts begins. */
export type Lines = {
  shifts: readonly Shift[]; // empty where each record is a line of its own
  records: number; // that are not empty
  startOf: (record: number) => number; // the line of a record, empty ones counted
};

const [quote, feed, carriage] = [34, 10, 13];

/** Where in a cell a byte stands: at its start, in bare text, within quotes, or after the quote that may close it. */
type QuoteState = "start" | "bare" | "quoted" | "closed";

/**
 * Reads a CSV file byte by byte; `delimiter` is one character, and lines `above` the header are passed over. Lines may end
 * as on Windows, Unix or the first Macs.
 */
export async function readLines(
  file: string,
  { delimiter, above }: Pick<Header, "delimiter" | "above">,
): Promise<Lines> {
  const between = delimiter.charCodeAt(0);
  const shifts: Shift[] = []; // of records that are not empty
  const all: Shift[] = [];
  const note = (list: Shift[], record: number, more: number) => {
    if ((list.at(-1)?.more ?? 0) !== more) list.push({ record, more });
  };
  let [line, start] = [1, 1]; // that we are on, and on which this record began
  let [records, every] = [0, 0];
  let [isEmpty, spot, before]: [boolean, QuoteState, number] = [true, "start", 0];
  const end = () => {
    note(all, ++every, start - every);
    if (!isEmpty) note(shifts, ++records, start - records);
    [isEmpty, spot] = [true, "start"];
    start = ++line;
  };
  for await (const chunk of bytesOf(file)()) {
    const isSimple =
      line > above && spot !== "quoted" && before !== carriage && !chunk.includes(quote) && !chunk.includes(carriage);
    if (isSimple) {
      let from = 0;
      for (let at = chunk.indexOf(feed); at !== -1; at = chunk.indexOf(feed, from)) {
        if (at > from) isEmpty = false;
        end();
        from = at + 1;
      }
      if (from < chunk.length) {
        [isEmpty, spot] = [false, chunk.at(-1) === between ? "start" : "bare"];
        before = chunk.at(-1)!;
      } else before = feed;
      continue;
    }
    for (const byte of chunk) {
      const isRest = byte === feed && before === carriage; // of a line end that was met already
      before = byte;
      if (line <= above) {
        if (byte === feed) [every, start] = [every + 1, ++line]; // DuckDB counts them as records
      } else if (spot === "quoted") {
        if (byte === quote) spot = "closed";
        else if (byte === feed) line++;
      } else if (byte === feed || byte === carriage) {
        if (!isRest) end();
      } else {
        if (byte === between) spot = "start";
        else if (byte === quote && spot !== "bare") spot = "quoted";
        else spot = "bare";
        isEmpty = false;
      }
    }
  }
  if (!isEmpty) end();
  return {
    shifts,
    records,
    startOf: (record) => record + (all.findLast((shift) => shift.record <= record)?.more ?? 0),
  };
}
