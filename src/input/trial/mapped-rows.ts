import type { DuckDBConnection } from "@duckdb/node-api";
import { type Problem, wrong } from "../../problem.ts";
import { findMissingColumns, type Wanted } from "../files/columns.ts";
import { type DataFile, readEach } from "../files/data-file.ts";
import { type DayOrder, toDay } from "../files/day.ts";
import type { Shape } from "../files/form.ts";
import { columnsOfPivot, pivotTable, type ShapePlaces, shapeTable } from "../files/shape.ts";
import { type NamedFile, name, type Row, rows } from "../files/table.ts";
import type { DrawColumns, UnitColumns } from "./list-map.ts";
import { type ListRow, type RowSpot, rowFault } from "./list-row.ts";

/** A file that is read by its mapping. */
export type ListMapping = {
  named: NamedFile;
  map: Omit<Shape, "period-from-name"> & {
    columns: Readonly<Record<string, MappedColumns>>;
    days?: DayOrder;
    "allocated-by": Readonly<Record<string, string>>;
    draws?: DrawColumns | undefined;
  };
  places: ShapePlaces;
};

export type MappedColumns = string | readonly string[] | undefined;

/**
 * Reads a file as its mapping says, into the table `as`: its rows in order, with the columns called as the mapping calls them. A file may
 * write them in capitals or small letters. Undefined, with problems, where the file or a column is not there.
 */
export async function readMapped(
  tables: DuckDBConnection,
  { named, map, places }: ListMapping,
  as: string,
  problems: Problem[],
): Promise<Row[] | undefined> {
  const before = problems.length;
  const read = await readEach(tables, as, [named], problems);
  if (!read) return undefined;
  const wanted = wantedOf({ map, places });
  const { pivot } = map;
  const ofPivot = pivot ? columnsOfPivot(pivot, places) : [];
  const spelt = [...wanted, ...ofPivot].map(({ column }) => column);
  const others = [map.pad, map.where, map.rename].flatMap((settings) => Object.keys(settings));
  const rename = { ...spellings(read, [...spelt, ...others, ...map.capitals]), ...map.rename };
  const shape = { ...map, rename, "period-from-name": undefined };
  const shaped = await shapeTable(tables, as, read, shape, places, problems);
  findMissingColumns(pivot ? ofPivot : wanted, shaped, problems);
  if (read.every((file) => file.rows === 0))
    problems.push(wrong("no-rows", "no rows in the file", { file: named.file, line: 1, column: 1 }));
  if (problems.length > before) return undefined;
  if (pivot) await pivotTable(tables, as, { pivot, wanted, files: shaped }, problems);
  if (problems.length > before) return undefined;
  return rows(tables, `select * from ${name(as)} order by file, line`);
}

function wantedOf({ map, places }: Pick<ListMapping, "map" | "places">): Wanted[] {
  const recorded = Object.entries(map["allocated-by"]).map(([key, column]) => ({
    column,
    place: places.placeOf(["allocated-by", key]),
  }));
  const columns = Object.entries(map.columns).flatMap(([key, several]) =>
    [several ?? []].flat().map((column) => ({ column, place: places.placeOf(["columns", key]) })),
  );
  const at = (column: string, ...path: string[]) => ({ column, place: places.placeOf(["draws", ...path]) });
  const { draws } = map;
  const drawn = draws
    ? [
        at(draws.cycle, "cycle"),
        at(draws.available, "available"),
        ...Object.entries(draws.offered).map(([arm, column]) => at(column, "offered", arm)),
      ]
    : [];
  return [...columns, ...recorded, ...drawn];
}

/** Columns that a file writes in other letters, RECORD_ID for record_id: what it calls them, and the name that is wanted. */
function spellings(read: readonly DataFile[], wanted: readonly string[]): Record<string, string> {
  const there = new Set(read.flatMap(({ columns }) => columns));
  const missing = new Map(
    wanted.filter((column) => !there.has(column)).map((column) => [column.toLowerCase(), column]),
  );
  return Object.fromEntries(
    [...there].flatMap((column) => {
      const meant = missing.get(column.toLowerCase());
      return meant === undefined ? [] : [[column, meant]];
    }),
  );
}

/** The text of a column of a row; of several columns their texts, in order. */
export function textOf(row: Row, columns: MappedColumns): string {
  const texts = [columns ?? []].flat().map((column) => (row[column] ?? "").trim());
  return texts.every((text) => text === "") ? "" : texts.join(" / ");
}

/** A number; none where one of its columns is empty. */
export function numberOf(row: Row, columns: MappedColumns): string {
  return [columns ?? []].flat().every((column) => (row[column] ?? "").trim() !== "") ? textOf(row, columns) : "";
}

export function spotOfRow({ file, line }: Row): RowSpot {
  return { file: file ?? "", line: Number(line) };
}

/** What a row says of its unit besides its arm, each from the file that has the column. A status is as it stands. */
export type OfUnit = Pick<ListRow, "from" | "to" | "status" | "reason" | "stratum" | "cluster" | "by"> & {
  statusFrom?: string;
  isUnread?: true; // a day of it could not be read, and was told
};

/** Reads the columns that both files may have; a day that cannot be read is a problem of its row. */
export function ofUnit(
  row: Row,
  { columns, days, "allocated-by": by }: Pick<ListMapping["map"], "days" | "allocated-by"> & { columns: UnitColumns },
  problems: Problem[],
): OfUnit {
  const spot = spotOfRow(row);
  const before = problems.length;
  const day = (column: UnitColumns["from"]) =>
    toDay(textOf(row, column), days, (hint) =>
      problems.push(rowFault(spot, "bad-row", `invalid day "${textOf(row, column)}"`, hint, column)),
    );
  const [from, to, statusFrom] = [day(columns.from), day(columns.to), day(columns["status-from"])];
  const text = <K extends string>(key: K, value: string | undefined) =>
    (value ? { [key]: value } : {}) as { [P in K]?: string };
  return {
    status: textOf(row, columns.status),
    ...text("from", from),
    ...text("to", to),
    ...text("statusFrom", statusFrom),
    ...(problems.length > before ? { isUnread: true } : {}),
    ...text("reason", textOf(row, columns.reason)),
    ...text("stratum", textOf(row, columns.stratum)),
    ...text("cluster", textOf(row, columns.cluster)),
    ...(Object.keys(by).length > 0
      ? { by: Object.fromEntries(Object.entries(by).map(([name, column]) => [name, textOf(row, column)])) }
      : {}),
  };
}
