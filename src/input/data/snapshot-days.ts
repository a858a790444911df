import type { DuckDBConnection } from "@duckdb/node-api";
import { type Month, monthName } from "../../month.ts";
import { type Problem, wrong } from "../../problem.ts";
import { rows } from "../files/table.ts";
import { compositesOf } from "../library/composite.ts";
import type { ObservationSource } from "./observation-source.ts";
import type { SnapshotDays } from "./observations.ts";

/** On which days of a month the data say that an indicator's snapshot was taken: the first and the last. */
export type DayTaken = { indicator: string; month: Month; first: number; last: number };

/** What `daysOf` is told of, from the table `observed`; by indicator and month. */
export async function findDays(
  tables: DuckDBConnection,
  { indicators }: Pick<ObservationSource, "indicators">,
): Promise<DayTaken[]> {
  if (![...indicators.values()].some(({ period }) => period === "snapshot")) return [];
  const taken = await rows(
    tables,
    `select indicator, month::varchar as month, min(day)::varchar as first, max(day)::varchar as last
     from observed where day is not null group by indicator, month order by indicator, month`,
  );
  return taken.map(({ indicator, month, first, last }) => ({
    indicator: indicator ?? "",
    month: Number(month),
    first: Number(first),
    last: Number(last),
  }));
}

/**
 * On which day each snapshot was taken: the same for all organisations, or they are no snapshots of one day. A composite that
 * is worked out from patients has the day of its components.
 */
export function daysOf(
  taken: readonly DayTaken[],
  { indicators, placeOf }: Pick<ObservationSource, "indicators" | "placeOf">,
  problems: Problem[],
): SnapshotDays {
  const days = new Map<string, Map<Month, number>>();
  for (const { indicator, month, first, last } of taken) {
    if (first !== last)
      problems.push(
        wrong(
          "days-of-snapshot",
          `snapshots of "${indicator}" in ${monthName(month)} are of different days, from the ${first} to the ${last}`,
          placeOf(["observations", "columns", "period"]),
          "organisations are compared on one day: give the month alone (2026-08) if the difference does not matter",
        ),
      );
    const known = days.get(indicator) ?? new Map<Month, number>();
    days.set(indicator, known.set(month, first));
  }
  for (const { id, of } of compositesOf(indicators)) {
    const own = days.get(id) ?? days.get(of[0] ?? "");
    if (own) days.set(id, own);
  }
  return days;
}
