import type { DuckDBConnection } from "@duckdb/node-api";
import type { Problem } from "../../problem.ts";
import type { Row } from "../files/table.ts";
import { lineOf, type RowSpot, rowFault } from "./list-row.ts";
import type { MappedFile } from "./list-source.ts";
import { numberOf, type OfUnit, ofUnit, readMapped, spotOfRow, textOf } from "./mapped-rows.ts";

/** A line of a join list: a unit, the number by which the list knows it, and what else the line says of it. */
export type JoinedRow = RowSpot & { id: string; unit: string; said: OfUnit };

/**
 * Reads a join list. A number without a unit, a number of two units and a unit with two numbers are problems; a unit without a number
 * awaits one.
 */
export async function readJoinList(
  tables: DuckDBConnection,
  { named, map, places }: NonNullable<MappedFile["joined"]>,
  as: string,
  problems: Problem[],
): Promise<JoinedRow[] | undefined> {
  const found = await readMapped(tables, { named, map, places }, as, problems);
  if (!found) return undefined;
  const joined = found.map(
    (row): JoinedRow => ({ ...spotOfRow(row), ...idAndUnit(row, map.columns), said: ofUnit(row, map, problems) }),
  );
  for (const each of joined.filter(({ id, unit }) => id !== "" && unit === ""))
    problems.push(
      rowFault(
        each,
        "no-unit",
        `number ${each.id} has no unit`,
        "give the code of its unit, or take the row out",
        map.columns.unit,
      ),
    );
  const whole = joined.filter(({ unit }) => unit !== "");
  checkOnce(
    whole.filter(({ id }) => id !== ""),
    problems,
  );
  return whole;
}

function idAndUnit(row: Row, { id, unit }: { id: string | readonly string[]; unit: string }) {
  return { id: numberOf(row, id), unit: textOf(row, unit) };
}

function checkOnce(joined: readonly JoinedRow[], problems: Problem[]): void {
  for (const [first, ...more] of Map.groupBy(joined, ({ id }) => id).values())
    for (const each of more.filter(({ unit }) => unit !== first!.unit))
      problems.push(
        rowFault(
          each,
          "number-twice",
          `number ${each.id} is given to ${each.unit}, and to ${first!.unit} on ${lineOf(first!, each)}`,
          "a number belongs to one unit: ask the trials unit which; where numbers begin anew in each stratum, `id` needs both columns: [stratum, id]",
        ),
      );
  for (const [first, ...more] of Map.groupBy(joined, ({ unit }) => unit).values())
    for (const each of more)
      problems.push(
        rowFault(
          each,
          "unit-twice",
          each.id === first!.id
            ? `${each.unit} stands twice with number ${each.id}; the first is on ${lineOf(first!, each)}`
            : `${each.unit} has number ${each.id}, and number ${first!.id} on ${lineOf(first!, each)}: it was randomised twice`,
          each.id === first!.id
            ? "remove one"
            : "the first number counts unless the trials unit says otherwise: take the other out",
        ),
      );
}

/** A place in the list that may have its unit in the join list. */
export type ListPlace = RowSpot & { id: string; arm: string; stratum: string };

/**
 * Holds list and join list against each other, both ways: numbers of units that the list does not have, and places of the list that no
 * unit has. Of a sequence the places after the last one taken, in each stratum, are spare.
 */
export function checkJoin(
  list: readonly ListPlace[],
  joined: readonly JoinedRow[],
  { spare, file }: { spare: boolean; file: string }, // of the join list
  problems: Problem[],
): void {
  const listed = new Map(list.map((place) => [place.id, place]));
  const taken = new Set(joined.map(({ id }) => id));
  const [ofList, ofJoin] = [alikeIn(listed.keys()), alikeIn(taken)];
  for (const each of joined.filter(({ id }) => id !== "" && !listed.has(id)))
    problems.push(
      rowFault(
        each,
        "unknown-number",
        `number ${each.id} of ${each.unit} is not in the list`,
        hintFor(each.id, ofList),
      ),
    );
  for (const places of Map.groupBy(list, ({ stratum }) => (spare ? stratum : "")).values()) {
    const last = places.findLastIndex(({ id }) => taken.has(id));
    for (const [i, place] of places.entries()) {
      if (place.arm === "" || taken.has(place.id) || (spare && i > last)) continue;
      problems.push(spare ? skipped(place, places[last]!, file) : alone(place, { file, taken: ofJoin }));
    }
  }
}

function skipped(place: ListPlace, last: ListPlace, file: string): Problem {
  return rowFault(
    place,
    "skipped-number",
    `number ${place.id} was passed over: no unit has it, and ${last.id} after it is taken`,
    `places are taken in order: give its unit in ${file}, or ask the trials unit`,
  );
}

function alone(place: ListPlace, { file, taken }: { file: string; taken: AlikeCodes }): Problem {
  return rowFault(
    place,
    "no-unit",
    `no unit has number ${place.id}`,
    hintFor(place.id, taken) ??
      `give its unit in ${file}; if this is a sequence with more places than units, say spare: true under \`join\``,
  );
}

/** Numbers by how they are told apart at the least, for whoever looks for the same one written otherwise. */
type AlikeCodes = ReadonlyMap<string, string>;

function alikeIn(ids: Iterable<string>): AlikeCodes {
  return new Map([...ids].map((id) => [plainest(id), id]));
}

/** The same number as others write it: without its first zeros, with decimals, in other letters. */
function hintFor(id: string, others: AlikeCodes): string | undefined {
  const same = others.get(plainest(id));
  if (same === undefined || same === id) return undefined;
  const hint = `is it ${same}?`;
  return /^\d+$/.test(id) && /^\d+$/.test(same)
    ? `${hint} say \`pad\` for the column that has lost its first zeros`
    : `${hint} write it alike in both files`;
}

function plainest(id: string): string {
  return id
    .toLowerCase()
    .replace(/\.0+$/, "")
    .replace(/\s/g, "")
    .replace(/^0+(?=\d)/, "");
}
