import type { DuckDBConnection } from "@duckdb/node-api";
import { type Place, type Problem, wrong } from "../../problem.ts";
import { findMissingColumns, findUnlike, type Wanted } from "../files/columns.ts";
import { type DataFile, readEach } from "../files/data-file.ts";
import { columnsOfPivot, pivotTable, placesWithin, shapeTable } from "../files/shape.ts";
import { suggest } from "../files/suggest.ts";
import { name, rows } from "../files/table.ts";
import { compositesOf } from "../library/composite.ts";
import { findBadRows, findPartingPoints, rowChecks, rowProblem, shown, tellBlanks, tooMany } from "./bad-rows.ts";
import { countPatients, findBadPatients, findContradictions, isContradicted } from "./composite-rows.ts";
import { isSound } from "./composite-series.ts";
import { findDuplicates } from "./duplicates.ts";
import { checkIndicators, findMissingIndicators } from "./mapped-indicators.ts";
import { mapRows, type TextsOf } from "./mapped-rows.ts";
import { columnBeside, namedColumns, type ObservationSource } from "./observation-source.ts";
import { type FetchedObservations, fetchObservations, type Observations } from "./observations.ts";
import { readPlainObservations } from "./plain-observations.ts";
import { runQuery } from "./query.ts";
import { daysOf, findDays } from "./snapshot-days.ts";
import { findStrangers, tellStrangers } from "./strangers.ts";
import { findMonths, strayMonths } from "./stray-months.ts";
import { checkValues, tellSmallPercentages } from "./value-mapping.ts";
import { fetchValues } from "./values.ts";

/** The table of what the author's query gave. */
export const answer = "answer of the query";

const nothing: Observations = { first: 0, length: 0, of: new Map() };

/** Observations, and how many rows each file has that stands in no table. */
export type ObservationsRead = { observations: Observations; rows: ReadonlyMap<string, number> };

/**
 * Reads and checks the observations: plain files of counts as they come, all others in DuckDB, as those where `isKept` asks for
 * tables of what was read. Bad rows are named by file and line, and not quoted where rows are of patients.
 */
export async function readObservations(
  tables: DuckDBConnection,
  source: ObservationSource,
  { isKept }: { isKept: boolean },
  problems: Problem[],
): Promise<ObservationsRead> {
  const own: Problem[] = [];
  checkSource(source, own);
  const { directory } = source;
  const isClear = directory !== undefined && source.indicators.size > 0 && !own.some(isError);
  const plain = isClear && !isKept ? await readPlainObservations({ ...source, directory }, own) : undefined;
  const read = plain ?? { observations: await readTable(tables, source, own), rows: new Map() };
  const isPrivate = ({ place }: Problem) =>
    source.map.columns.patient !== undefined && source.files.some(({ file }) => place?.file.startsWith(file));
  problems.push(
    ...own.map((problem) =>
      problem.place && isPrivate(problem)
        ? { ...problem, place: { ...problem.place, unquoted: true as const } }
        : problem,
    ),
  );
  return read;
}

function isError({ severity }: Problem): boolean {
  return severity === "error";
}

/** Whether data.yaml names what the campaign wants. */
function checkSource(source: ObservationSource, problems: Problem[]): void {
  checkIndicators(source, problems);
  checkPatientColumn(source, problems);
  checkColumnsApart(source, problems);
  checkValues(source, problems);
}

async function readTable(
  tables: DuckDBConnection,
  source: ObservationSource,
  problems: Problem[],
): Promise<Observations> {
  const { files, map, indicators, placeOf } = source;
  const isBad = () => problems.some(isError);
  const found = await readEach(tables, "rows", files, problems);
  if (!found) return nothing;
  const read = await takeRows(tables, source, found, problems);
  if (isBad() || indicators.size === 0) return nothing;
  if (map.sql !== undefined && !(await answerQuery(tables, source, read, problems))) return nothing;
  const texts = await mapRows(tables, source, map.sql === undefined ? "rows" : answer);
  await findMissingIndicators(tables, source, problems);
  const told = { ...source, texts };
  const leftOut = await findBadRows(tables, "observed", rowChecks(source), told, problems);
  leftOut.push(...(await findBadRows(tables, "observed", strayMonths(await findMonths(tables)), told, problems)));
  await findPartingPoints(tables, told, problems);
  await tellBlanks(tables, told, problems);
  await tellSmallPercentages(tables, told, problems);
  const isOfPatients = map.columns.patient !== undefined;
  if (isOfPatients) await findDuplicates(tables, "observed", told, problems);
  const early = isOfPatients || isBad() ? undefined : await fetchObservations(tables, "observed", source);
  await findBadComposites(tables, { ...told, ...(early ? { early } : {}) }, problems);
  const { directory } = source;
  const met = directory && (await findStrangers(tables, directory));
  const strangers = met && tellStrangers(met, directory, placeOf, problems);
  const days = daysOf(await findDays(tables, source), source, problems);
  if (isBad()) {
    if (!isOfPatients) await findDuplicates(tables, "observed", told, problems); // all problems at once
    return nothing;
  }
  if (isOfPatients) await countPatients(tables, compositesOf(indicators));
  const { observations: counts, isDoubled } = early ?? (await fetchObservations(tables, "observed", source));
  if (isDoubled) {
    await findDuplicates(tables, "observed", told, problems);
    return nothing;
  }
  const of = new Map([...counts.of, ...(await fetchValues(tables, "observed", source, counts))]);
  return {
    ...counts,
    of,
    ...(days.size > 0 ? { days } : {}),
    ...(strangers ? { strangers } : {}),
    ...(leftOut.length > 0 ? { leftOut } : {}),
  };
}

/**
 * Mutates the table: what data.yaml takes of it. Checks the columns of each file, and whether it has rows. A query may want
 * any column, so all files must have the same.
 */
async function takeRows(
  tables: DuckDBConnection,
  { map, placeOf, placeOfKey }: ObservationSource,
  found: readonly DataFile[],
  problems: Problem[],
): Promise<readonly DataFile[]> {
  const places = placesWithin("observations", { placeOf, placeOfKey });
  const before = problems.length;
  const shaped = await shapeTable(tables, "rows", found, { ...map, secret: map.columns.patient }, places, problems);
  const beside = columnBeside(map);
  const wanted = [
    ...namedColumns(map).map(([key, column]) => ({ column, place: placeOf(["observations", "columns", key]) })),
    ...(beside ? [{ column: beside, place: placeOf(["observations", "subgroups", "column"]) }] : []),
  ];
  const { pivot } = map;
  const ofPivot = pivot ? columnsOfPivot(pivot, places) : [];
  if (pivot) findMissingColumns(ofPivot, shaped, problems);
  else if (map.sql === undefined)
    for (const each of byContent(map, wanted, shaped)) findMissingColumns(...each, problems);
  if (map.sql !== undefined)
    findUnlike(
      shaped,
      "name the columns alike; a file of another shape goes under `tables`, with a name of its own",
      problems,
    );
  for (const { file, rows: count } of found) {
    const place: Place = { file, line: 1, column: 1 };
    if (count === 0) problems.push(wrong("no-rows", "no observations in the file", place));
  }
  if (!pivot || problems.length > before) return shaped;
  return pivotTable(tables, "rows", { pivot, wanted, files: shaped }, problems);
}

/**
 * Which columns are wanted of which files. Where data.yaml names counts and published values, a file may hold the one or the
 * other: it is held to what it has a column of.
 */
function byContent(
  { columns }: ObservationSource["map"],
  wanted: readonly Wanted[],
  files: readonly DataFile[],
): [Wanted[], DataFile[]][] {
  const counts = [columns.numerator, columns.denominator];
  const values = [
    columns.value,
    columns.lower,
    columns.upper,
    columns.sd,
    columns.n,
    columns.verdict,
    columns.percentile,
  ];
  if (columns.numerator === undefined || columns.value === undefined) return [[[...wanted], [...files]]];
  const isOf = (some: readonly (string | undefined)[]) => (column: string) => some.includes(column);
  const others = wanted.filter(({ column }) => !isOf([...counts, ...values])(column));
  const withValues = files.filter((file) => file.columns.some(isOf(values)));
  const withCounts = files.filter((file) => !withValues.includes(file) || file.columns.some(isOf(counts)));
  const of = (some: readonly (string | undefined)[]) => wanted.filter(({ column }) => isOf(some)(column));
  return [
    [others, [...files]],
    [of(counts), withCounts],
    [of(values), withValues.length > 0 ? withValues : [...files]],
  ];
}

/** Runs the query; false where it failed, or where its answer lacks a column. */
async function answerQuery(
  tables: DuckDBConnection,
  source: ObservationSource,
  read: readonly DataFile[],
  problems: Problem[],
): Promise<boolean> {
  const { map, directory, placeOf } = source;
  const place = placeOf(["observations", "sql"]);
  if (!directory) return false; // it may join it, and is told when that can be read
  const beside = await readBeside(tables, source.tables, problems);
  if (!beside) return false;
  const known = new Map([
    ["rows", columnsOf(read)],
    ["organisations", await columnsIn(tables, "organisations")],
    ...beside,
  ]);
  const query = {
    sql: map.sql ?? "",
    place,
    text: source.text,
    tables: known,
    isPrivate: map.columns.patient !== undefined,
  };
  const isAnswered = await runQuery(tables, query, answer, problems);
  for (const table of beside.keys()) await tables.run(`drop view ${name(table)}`);
  if (!isAnswered) return false;
  const given = await columnsIn(tables, answer);
  const groups = columnBeside(map);
  const asOurs = [...namedColumns(map).map(([key]) => key), ...(groups ? [groups] : [])];
  const missing = asOurs.filter((column) => !given.includes(column));
  for (const column of missing)
    problems.push(wrong("bad-sql", `the query gives no column "${column}"`, place, suggest(column, given)));
  return missing.length === 0;
}

/** The tables that stand beside the observations, with their columns; undefined where one cannot be read. */
async function readBeside(
  tables: DuckDBConnection,
  named: ObservationSource["tables"],
  problems: Problem[],
): Promise<ReadonlyMap<string, readonly string[]> | undefined> {
  const found = new Map<string, readonly string[]>();
  for (const [table, files] of named) {
    const read = await readEach(tables, table, files, problems);
    if (!read) continue;
    findUnlike(read, "all files of a table name their columns alike", problems);
    found.set(table, columnsOf(read));
  }
  return found.size === named.size ? found : undefined;
}

function columnsOf(read: readonly DataFile[]): string[] {
  return [...new Set(["line", "file", ...read.flatMap(({ columns }) => columns)])];
}

async function columnsIn(tables: DuckDBConnection, table: string): Promise<string[]> {
  const described = await rows(tables, `select column_name from (describe ${name(table)})`);
  return described.map(({ column_name: column }) => column ?? "");
}

/** Groups of patients are counted before they come. */
function checkPatientColumn({ map, placeOf }: ObservationSource, problems: Problem[]): void {
  if (map.columns.patient === undefined || !map.subgroups) return;
  problems.push(
    wrong(
      "patient-column",
      "rows of patients, and subgroups beside them",
      placeOf(["observations", "columns", "patient"]),
      "subgroups are given as counts: let the query count the patients",
    ),
  );
}

/** No column is two things: a pseudonym must not be told as a code, and a numerator over itself is always 1. */
function checkColumnsApart({ map, placeOf }: ObservationSource, problems: Problem[]): void {
  if (map.sql !== undefined) return;
  const named = namedColumns(map);
  for (const [i, [key, column]] of named.entries()) {
    const [other] = named.slice(0, i).find(([, earlier]) => earlier === column) ?? [];
    if (other === undefined) continue;
    const place = placeOf(["observations", "columns", key]);
    problems.push(
      key === "patient"
        ? wrong(
            "patient-column",
            `column "${column}" is named for the patient and for the ${other}`,
            place,
            "the pseudonym of the patient has a column of its own",
          )
        : wrong(
            "same-column",
            `column "${column}" is named for the ${other} and for the ${key}`,
            place,
            "each has a column of its own",
          ),
    );
  }
}

type TableSource = ObservationSource & { texts: TextsOf; early?: FetchedObservations }; // early: where rows are sound so far

async function findBadComposites(
  tables: DuckDBConnection,
  { map, indicators, placeOf, texts, early }: TableSource,
  problems: Problem[],
): Promise<void> {
  const composites = compositesOf(indicators);
  if (composites.length === 0 && map.columns.patient === undefined) return;
  const ofPatients = map.columns.patient !== undefined;
  const find = ofPatients ? findBadPatients : findContradictions;
  if (
    early &&
    isSound(early, composites) &&
    !(await isContradicted(tables, composites, "code not in (select code from ours)"))
  )
    return;
  await texts();
  const bad = await find(tables, composites, shown);
  const hint = ofPatients ? undefined : "a patient in several components counts once in the composite";
  for (const [message, alike] of Map.groupBy(bad, ({ message }) => message ?? "")) {
    problems.push(...alike.map((row) => rowProblem("bad-row", row, message, placeOf, hint)));
  }
  if (bad.length >= shown) tooMany(bad, problems);
}
