import { fileFault } from "./fault.ts";

/** A record of a CSV file: its cells as text, and the line on which it begins. */
export type CsvRecord = { line: number; cells: readonly string[] };

/**
 * Takes a CSV file apart, piece by piece (RFC 4180): what it returns takes the next piece of text and gives the records
 * that end in it. Empty lines are left out, and so are the first lines, if `above` the header there are some. Throws a
 * FileFault at a quote that is not closed, or closed within a cell.
 */
export function csvRecords(delimiter: string, above = 0): (piece: string, isLast: boolean) => CsvRecord[] {
  let rest = "";
  let line = 1;
  return (piece, isLast) => {
    const text = rest + piece;
    const records: CsvRecord[] = [];
    let at = 0;
    for (let feed = 0; line <= above && feed !== -1; at = feed === -1 ? text.length : feed + 1) {
      feed = text.indexOf("\n", at);
      if (feed !== -1) line++;
    }
    while (at < text.length) {
      const found = bareRecord(text, at, delimiter, isLast) ?? quotedRecord(text, at, { delimiter, line, isLast });
      if (found === "unfinished") break;
      if (found.end > at + found.ending) records.push({ line, cells: found.cells });
      line += found.lines;
      at = found.end;
    }
    rest = text.slice(at);
    return records;
  };
}

/** Where a record ends, with its line end of so many characters, and how many lines it takes. */
type RecordFound = { cells: string[]; end: number; ending: number; lines: number };

/** A record on one line, without quotes: by far the most. Undefined where there are some. */
function bareRecord(
  text: string,
  at: number,
  delimiter: string,
  isLast: boolean,
): RecordFound | "unfinished" | undefined {
  const feed = text.indexOf("\n", at);
  if (feed === -1 && !isLast) return text.includes('"', at) ? undefined : "unfinished";
  const end = feed === -1 ? text.length : feed;
  const stop = text[end - 1] === "\r" && end > at ? end - 1 : end;
  const line = text.slice(at, stop);
  if (line.includes('"')) return undefined;
  const next = Math.min(end + 1, text.length);
  return { cells: line.split(delimiter), end: next, ending: next - stop, lines: 1 };
}

type RecordReading = { delimiter: string; line: number; isLast: boolean };

function quotedRecord(
  text: string,
  from: number,
  { delimiter, line, isLast }: RecordReading,
): RecordFound | "unfinished" {
  const cells: string[] = [];
  let lines = 1;
  for (let at = from; ; ) {
    const isQuoted = text[at] === '"';
    const close = isQuoted ? closingQuote(text, at) : at;
    if (close === -1 && !isLast) return "unfinished";
    if (close === -1) throw fileFault("unclosed-quote", "a quote is opened but not closed", line);
    const stop = isQuoted ? close + 1 : endOfBare(text, at, delimiter);
    if (stop >= text.length - 1 && !isLast) return "unfinished"; // the end of a line may be cut in two
    const cell = isQuoted ? text.slice(at + 1, close).replaceAll('""', '"') : text.slice(at, stop);
    cells.push(cell);
    lines += isQuoted ? cell.split("\n").length - 1 : 0;
    if (text.startsWith(delimiter, stop)) {
      at = stop + 1;
      continue;
    }
    const ending = /^\r?\n|^\r?$/.exec(text.slice(stop, stop + 2))?.[0];
    if (ending === undefined) throw fileFault("unclosed-quote", "a quote is closed within a cell", line);
    return { cells, end: stop + ending.length, ending: ending.length, lines };
  }
}

/** The quote that closes a cell; two together are one of its text. */
function closingQuote(text: string, open: number): number {
  for (let at = open + 1; ; at += 2) {
    at = text.indexOf('"', at);
    if (at === -1 || text[at + 1] !== '"') return at;
  }
}

function endOfBare(text: string, from: number, delimiter: string): number {
  let at = from;
  while (at < text.length && text[at] !== delimiter && text[at] !== "\n") at++;
  return text[at] === "\n" && text[at - 1] === "\r" && at > from ? at - 1 : at;
}
