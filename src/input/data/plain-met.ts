import type { Month } from "../../month.ts";
import type { ObservationSource } from "./observation-source.ts";
import { blanks } from "./observations.ts";
import { type NamedPeriods, type NamedTexts, none } from "./plain-names.ts";
import type { PlainRows, RowsPiece } from "./plain-rows.ts";
import type { DayTaken } from "./snapshot-days.ts";

/** A code in the data: how many rows of mapped indicators it has, and where the first stands. */
export type CodeMet = { code: string; place: number; rows: number; line: number; file: string };

/**
 * Rows as figures by code, indicator and month. `at(code, indicator)` is where a series begins in the figures, which lie month by
 * month; a month without a row has no figures, and one whose row has no numerator has none but is met.
 */
export type MetRows = {
  first: Month;
  length: number; // months
  ids: readonly string[]; // of indicators, in order
  codes: readonly CodeMet[]; // those that have rows
  at: (code: CodeMet, indicator: number) => number;
  isMet: Uint8Array;
  numerators: Float64Array;
  denominators: Float64Array;
  days: readonly DayTaken[];
};

const mostPlaces = 2 ** 26; // of figures; where codes and indicators have few of each other's rows, rows are the smaller

/** Undefined where a row is one that would be told of, two are of the same code, indicator and month, or a file has none that counts. */
export function metRows(
  { codes, files, pieces }: PlainRows,
  { named, periods }: { named: readonly NamedTexts[]; periods: NamedPeriods },
  { map }: Pick<ObservationSource, "map">,
): MetRows | undefined {
  const byName = named.map((each) => each && { ...each, ...periods.get(each.kind)! });
  const ids = [...new Set(named.flatMap((each) => each?.id ?? []))].sort();
  const placeOf = Int32Array.from(named, (each) => (each ? ids.indexOf(each.id) : none));
  const { first, length } = axisOf(pieces, byName);
  const places = codes.length * ids.length * length;
  if (length <= 0 || places > mostPlaces) return undefined;
  const [numerators, denominators, isMet] = [blanks(places), blanks(places), new Uint8Array(places)];
  const met: (CodeMet | undefined)[] = codes.map(() => undefined);
  const isUsed = new Uint8Array(files.length);
  const days = new Map<number, { first: number; last: number }>(); // by indicator and month
  const isNothing = map["blank-denominator"] === "nothing-counted"; // what 0 of an empty cell is
  for (const { many, file, line, code, name, period, numerator, denominator } of pieces)
    for (let i = 0; i < many; i++) {
      const own = byName[name[i]!];
      if (!own) continue;
      const [n, d] = [numerator[i]! * own.n, denominator[i]! * own.d];
      const isBlank = n === 0 && Number.isNaN(d) && !isNothing;
      if (isBlank || (n > 0 && !(d > 0)) || (own.isShare && n > d)) return undefined;
      const month = own.months[period[i]!]! - first;
      const spot = (code[i]! * ids.length + placeOf[name[i]!]!) * length + month;
      if (isMet[spot] === 1) return undefined;
      isMet[spot] = 1;
      isUsed[file] = 1;
      if (!Number.isNaN(n)) {
        numerators[spot] = n;
        denominators[spot] = Number.isNaN(d) ? 0 : d;
      }
      const day = own.days[period[i]!]!;
      if (day !== none) addDay(days, placeOf[name[i]!]! * length + month, day);
      const known = met[code[i]!];
      if (known) known.rows++;
      else
        met[code[i]!] = { code: codes[code[i]!]!, place: code[i]!, rows: 1, line: line + i, file: files[file]!.file };
    }
  if (files.length > 1 && isUsed.includes(0)) return undefined; // a file that gives nothing
  return {
    first,
    length,
    ids,
    codes: met.flatMap((each) => each ?? []).sort((a, b) => (a.code < b.code ? -1 : 1)),
    at: ({ place }, indicator) => (place * ids.length + indicator) * length,
    isMet,
    numerators,
    denominators,
    days: [...days]
      .sort(([a], [b]) => a - b)
      .map(([key, day]) => ({ indicator: ids[Math.floor(key / length)]!, month: first + (key % length), ...day })),
  };
}

/** From the first month of any row to the last. */
function axisOf(pieces: readonly RowsPiece[], byName: readonly ({ months: Int32Array } | undefined)[]) {
  let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { many, name, period } of pieces)
    for (let i = 0; i < many; i++) {
      const month = byName[name[i]!]?.months[period[i]!];
      if (month === undefined) continue;
      if (month < first) first = month;
      if (month > last) last = month;
    }
  return { first, length: last - first + 1 };
}

/** Mutates the days: the first and the last on which a snapshot was taken. */
function addDay(days: Map<number, { first: number; last: number }>, key: number, day: number): void {
  const known = days.get(key);
  if (!known) days.set(key, { first: day, last: day });
  else if (day < known.first) known.first = day;
  else if (day > known.last) known.last = day;
}
