import type { Problem } from "../../problem.ts";
import type { Row } from "../files/table.ts";
import { compositesOf } from "../library/composite.ts";
import { isSound } from "./composite-series.ts";
import type { ObservationSource } from "./observation-source.ts";
import { addSeries, blanks, type Observations, type Series } from "./observations.ts";
import type { Directory } from "./organisation.ts";
import { type MetRows, metRows } from "./plain-met.ts";
import { monthsIn, namesIn } from "./plain-names.ts";
import { readPlainRows } from "./plain-rows.ts";
import { daysOf } from "./snapshot-days.ts";
import { tellStrangers } from "./strangers.ts";
import { type MonthMet, strayMonths } from "./stray-months.ts";

/** What plain files hold: the observations, and how many rows each file has. */
export type PlainRead = { observations: Observations; rows: ReadonlyMap<string, number> };

type PlainSource = ObservationSource & { directory: Directory };

/**
 * The observations of plain files of counts in which nothing is amiss, without a table of their rows. Undefined where they are no
 * such files, or where anything might have to be told but codes that the directory lacks: `readObservations` then reads them in
 * DuckDB, and tells it. Doubt is no, so that nothing passes here which would be told there.
 */
export async function readPlainObservations(source: PlainSource, problems: Problem[]): Promise<PlainRead | undefined> {
  const read = await readPlainRows(source);
  const named = read && namesIn(read, source);
  const periods = named && monthsIn(read, named, source);
  const met = periods && metRows(read, { named, periods }, source);
  if (!met) return undefined;
  const { directory, indicators, placeOf } = source;
  const isOurs = (code: string) => directory.has(code);
  const strange = strangeIn(met, isOurs);
  const observations = observationsOf(met, source, isOurs);
  const composites = compositesOf(indicators);
  const isSoundOf = (each: Observations) => isSound({ observations: each, isDoubled: false }, composites);
  if (!isSoundOf(observations) || strayMonths(monthsOf(met, isOurs)).length > 0) return undefined;
  if (strange.length > 0 && !isSoundOf(observationsOf(met, source, (code) => !isOurs(code)))) return undefined;
  const told: Problem[] = [];
  const days = daysOf(met.days, source, told);
  const strangers = tellStrangers({ codes: met.codes.length, strange }, directory, placeOf, told);
  if (told.some(({ severity }) => severity === "error")) return undefined;
  problems.push(...told);
  return {
    observations: { ...observations, ...(days.size > 0 ? { days } : {}), ...(strangers ? { strangers } : {}) },
    rows: new Map(read.files.map(({ file, rows }) => [file, rows])),
  };
}

/** The series of some codes, in order, of the indicators that are wanted, one after another in memory. */
function observationsOf(met: MetRows, source: PlainSource, isTaken: (code: string) => boolean): Observations {
  const { first, length, ids, codes, at, numerators, denominators } = met;
  const { patients } = source.map;
  const some = codes.filter(({ code }) => isTaken(code));
  const isKnown = (from: number) => numerators.subarray(from, from + length).some((figure) => !Number.isNaN(figure));
  const series = ids.flatMap((id, indicator) =>
    source.indicators.has(id) || id === patients
      ? some.flatMap((each) =>
          isKnown(at(each, indicator)) ? [{ id, code: each.code, from: at(each, indicator) }] : [],
        )
      : [],
  );
  const [allNumerators, allDenominators] = [blanks(series.length * length), blanks(series.length * length)];
  const of = new Map<string, Map<string, Series>>();
  for (const [i, { id, code, from }] of series.entries()) {
    const [begin, end] = [i * length, (i + 1) * length];
    allNumerators.set(numerators.subarray(from, from + length), begin);
    allDenominators.set(denominators.subarray(from, from + length), begin);
    const own = { numerators: allNumerators.subarray(begin, end), denominators: allDenominators.subarray(begin, end) };
    addSeries(of, { indicator: id, code, series: own });
  }
  return { first, length, of, ...(patients ? { patients } : {}) };
}

/** How many of some codes have a row in a month. */
function monthsOf({ first, length, ids, codes, at, isMet }: MetRows, isTaken: (code: string) => boolean): MonthMet[] {
  const many = new Int32Array(length);
  for (const each of codes) {
    if (!isTaken(each.code)) continue;
    for (let month = 0; month < length; month++)
      if (ids.some((_, indicator) => isMet[at(each, indicator) + month] === 1)) many[month]!++;
  }
  return Array.from(many, (organisations, month) => ({ month: first + month, codes: organisations })).filter(
    ({ codes: organisations }) => organisations > 0,
  );
}

/** Those that the directory lacks, as `tellStrangers` is told of them. */
function strangeIn({ codes }: MetRows, isOurs: (code: string) => boolean): Row[] {
  return codes
    .filter(({ code }) => !isOurs(code))
    .map(({ code, rows, line, file }) => ({ code, rows: String(rows), line: String(line), file }));
}
