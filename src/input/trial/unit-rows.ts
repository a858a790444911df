import { dayAfter } from "../../month.ts";
import type { Problem } from "../../problem.ts";
import { suggest } from "../files/suggest.ts";
import type { Row } from "../files/table.ts";
import { isNo } from "./draws.ts";
import { type AllocationStatus, allocationStatuses, type ListMap } from "./list-map.ts";
import { type ListRow, type RowSpot, rowFault } from "./list-row.ts";
import { drawOf } from "./mapped-draws.ts";
import { type OfUnit, textOf } from "./mapped-rows.ts";

/** A row of a mapped list: its cells, the text of its arm, and what it and the join list say of its unit. */
export type UnitPlace = RowSpot & { row: Row; arm: string; said: OfUnit };

/**
 * What a row says of a unit: nothing where its code is told as unknown already, two rows where its status changed on a day, since the
 * unit was active before.
 */
export function unitRows(place: UnitPlace, unit: string, map: ListMap, problems: Problem[]): ListRow[] {
  const { file, line, row, arm: code } = place;
  const stage = map.stage ?? textOf(row, map.columns.stage);
  const spot = { file, line, unit, ...(stage ? { stage } : {}) };
  if (unit === "" && code !== "")
    problems.push(
      rowFault(
        place,
        "no-unit",
        `an arm, "${code}", and no unit`,
        "give the unit's code, or take the row out",
        map.columns.unit,
      ),
    );
  if (unit === "") return [];
  const draw = drawOf(row, map);
  if (code === "" && draw && isNo(draw.available)) return placedRows(place, { ...spot, arm: "", draw }, map, problems);
  if (code === "") return [{ ...spot, arm: "", status: "active" }];
  const arm = Object.hasOwn(map.codes, code) ? map.codes[code] : undefined;
  return arm === undefined ? [] : placedRows(place, { ...spot, arm, ...(draw ? { draw } : {}) }, map, problems);
}

type PlacedUnit = Pick<ListRow, "file" | "line" | "unit" | "arm" | "stage" | "draw">;

function placedRows(place: UnitPlace, placed: PlacedUnit, map: ListMap, problems: Problem[]): ListRow[] {
  const { from = map.from, to, reason, stratum, cluster, by, statusFrom, isUnread } = place.said;
  if (from === undefined && !isUnread)
    problems.push(
      rowFault(
        place,
        "bad-row",
        `no day for ${placed.unit}, which has an arm`,
        "give the day of its randomisation",
        map.columns.from,
      ),
    );
  const status = statusOf(place, placed.unit, map, problems);
  const row = { ...placed, ...(stratum ? { stratum } : {}), ...(cluster ? { cluster } : {}), ...(by ? { by } : {}) };
  const end = { ...(to ? { to } : {}), ...(reason ? { reason } : {}) };
  if (from === undefined) return [{ ...row, ...end, status }];
  if (status === "active" || statusFrom === undefined || statusFrom <= from) return [{ ...row, ...end, from, status }];
  return [
    { ...row, from, to: dayAfter(statusFrom, -1), status: "active" },
    { ...row, ...end, from: statusFrom, status },
  ];
}

function statusOf(place: UnitPlace, unit: string, map: ListMap, problems: Problem[]): AllocationStatus {
  const { columns, statuses, join } = map;
  const { status: text } = place.said;
  if (columns.status === undefined && join?.columns.status === undefined) return "active";
  const known = Object.hasOwn(statuses, text) ? statuses[text] : allocationStatuses.find((each) => each === text);
  if (known !== undefined) return known;
  const texts = [...new Set([...Object.keys(statuses), ...allocationStatuses])];
  const [message, hint] =
    text === ""
      ? [`no status of ${unit}`, 'say what an empty cell is: statuses: { "": active }']
      : [`unknown status "${text}" of ${unit}`, suggest(text, texts) ?? "say under `statuses` what it means"];
  problems.push(rowFault(place, "unknown-status", message, hint, columns.status));
  return "active";
}
