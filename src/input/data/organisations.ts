import type { DuckDBConnection } from "@duckdb/node-api";
import type { Problem } from "../../problem.ts";
import { findMissingColumns } from "../files/columns.ts";
import { readEach } from "../files/data-file.ts";
import { pivotTable, type ShapePlaces, shapeTable } from "../files/shape.ts";
import { type NamedFile, rows } from "../files/table.ts";
import type { DataMap } from "./data.ts";
import { checkPlaces, checkPlacesAreNone, checkSuccessors, type PlacedOrganisation } from "./directory-checks.ts";
import { type RowFault, tellRowFaults } from "./directory-problems.ts";
import { isTotal } from "./near-misses.ts";
import type { Directory, Organisation } from "./organisation.ts";
import { toOrganisation } from "./organisation-row.ts";

/** Reads the directory. Problems name the column in data.yaml or the line of the file. */
export async function readOrganisations(
  tables: DuckDBConnection,
  named: NamedFile,
  map: DataMap["organisations"],
  places: ShapePlaces,
  problems: Problem[],
): Promise<Directory> {
  const before = problems.length;
  const { file } = named;
  const found = await readEach(tables, "organisations", [named], problems);
  if (!found) return new Map();
  const { placeOf } = places;
  const read = await shapeTable(tables, "organisations", found, map, places, problems);
  const wanted = [
    ...Object.entries(map.columns).flatMap(([key, named]: [string, string | string[] | undefined]) =>
      [named].flat().map((column, i) => ({ path: ["columns", key, ...(Array.isArray(named) ? [i] : [])], column })),
    ),
    ...Object.entries(map.levels).flatMap(([level, { code, name }]) => [
      { path: ["levels", level, "code"], column: code },
      ...(name ? [{ path: ["levels", level, "name"], column: name }] : []),
    ]),
    ...Object.entries(map.covariates).map(([key, { column }]) => ({ path: ["covariates", key, "column"], column })),
  ];
  const asked = wanted.flatMap(({ path, column }) => (column === undefined ? [] : [{ column, place: placeOf(path) }]));
  const { pivot } = map;
  const ofPivot = pivot
    ? (["names", "values"] as const).map((key) => ({ column: pivot[key], place: placeOf(["pivot", key]) }))
    : [];
  findMissingColumns(pivot ? ofPivot : asked, read, problems);
  if (pivot && problems.length === before)
    await pivotTable(tables, "organisations", { pivot, wanted: asked, files: read }, problems);
  if (problems.length > before) return new Map();
  const directory = new Map<string, Organisation>();
  const placed: PlacedOrganisation[] = [];
  const faults: RowFault[] = [];
  for (const row of await rows(tables, `select * from organisations order by line`)) {
    const organisation = toOrganisation(row, map, faults);
    if (!organisation) continue;
    const { code } = organisation;
    const { code: column } = map.columns;
    if (isTotal(code) || isTotal(row[map.columns.name] ?? "")) {
      const message = `"${code}" is a sum, not an organisation`;
      faults.push({ row, cause: "sum", message, column, hint: "take the row out" });
      continue;
    }
    const there = directory.get(code);
    if (there) faults.push(twiceFault(row, column, there, organisation));
    directory.set(code, organisation);
    placed.push({ row, organisation });
  }
  checkPlaces(placed, map, faults);
  checkPlacesAreNone(placed, map, faults);
  checkSuccessors(placed, directory, map, faults);
  problems.push(...tellRowFaults(faults));
  if (directory.size === 0 && problems.length === before)
    problems.push({
      code: "no-organisations",
      severity: "error",
      message: "no organisations in the file",
      place: { file, line: 1, column: 1 },
    });
  return directory;
}

/** A second row of a code: of another name the code has been used again; of the same, most often of another place. */
function twiceFault(row: RowFault["row"], column: string, first: Organisation, second: Organisation): RowFault {
  const message = `organisation "${second.code}" appears twice`;
  if (first.name !== second.name)
    return {
      row,
      cause: "code of two",
      message: `${message}, as "${first.name}" and as "${second.name}"`,
      column,
      hint: "a code is of one organisation: keep the row that is so at the end of the data",
    };
  const levels = Object.keys(first.parents).filter(
    (level) => first.parents[level]?.code !== second.parents[level]?.code,
  );
  const where = levels.map((level) => `"${first.parents[level]?.code}" and "${second.parents[level]?.code}"`);
  const told = levels.length > 0 ? `, in ${where.join(", ")}` : "";
  return { row, cause: "twice", message: `${message}${told}`, column, hint: "keep one row of each" };
}
