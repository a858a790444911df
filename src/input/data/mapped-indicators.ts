import type { DuckDBConnection } from "@duckdb/node-api";
import { type Problem, wrong } from "../../problem.ts";
import { nearest, suggest } from "../files/suggest.ts";
import { literal, rows } from "../files/table.ts";
import { compositesOf } from "../library/composite.ts";
import { tellBentRows } from "./bent-rows.ts";
import { indicatorOf, type ObservationSource, wantedIndicators } from "./observation-source.ts";

/*
 * Whether the data hold what the campaign wants: by the mapping of data.yaml, then by the rows that are there.
 */

/**
 * Every indicator of the campaign must be in the mapping, or its reports would say that there are no data; a composite, or
 * all its components where there are rows of patients.
 */
export function checkIndicators(options: ObservationSource, problems: Problem[]): void {
  const { map, indicators, placeOf } = options;
  const mapped = Object.entries(map.indicators).map(([theirs, ours]) => ({ theirs, is: indicatorOf(ours) }));
  const composites = compositesOf(indicators);
  for (const id of wantedIndicators(options)) {
    if (mapped.some(({ is }) => is === id)) continue;
    const slip = mapped.find(({ is }) => !indicators.has(is) && nearest(is, [id]));
    problems.push(
      slip
        ? {
            code: "unknown-indicator",
            severity: "error",
            message: `unknown indicator "${slip.is}"`,
            place: placeOf(["observations", "indicators", slip.theirs]),
            hint: `did you mean "${id}"?`,
          }
        : {
            code: "missing-indicator",
            severity: "error",
            message: indicators.has(id)
              ? `missing indicator "${id}" of the campaign`
              : `missing indicator "${id}", a component of "${composites.find(({ of }) => of.includes(id))?.id}"`,
            place: placeOf(["observations", "indicators"]),
            hint: composites.some((composite) => composite.id === id)
              ? "say what the data call it; from its components it cannot be summed, for a patient in two would count twice"
              : "say what the data call it",
          },
    );
  }
  const known = mapped.map(({ is }) => is);
  if (map.patients === undefined || known.includes(map.patients)) return;
  const hint = suggest(map.patients, known);
  problems.push({
    code: "unknown-indicator",
    severity: "error",
    message: `unknown indicator "${map.patients}"`,
    place: placeOf(["observations", "patients"]),
    ...(hint ? { hint } : {}),
  });
}

/** Indicators of the mapping, and wanted, of which there is no row. Reads the table `given`. */
export async function findMissingIndicators(
  tables: DuckDBConnection,
  options: ObservationSource,
  problems: Problem[],
): Promise<void> {
  const { map, placeOfKey } = options;
  if (map.sql === undefined && map.pivot === undefined) await findUnused(tables, problems);
  const wanted = wantedIndicators(options);
  const present = (
    await rows(
      tables,
      "select distinct trim(called) as theirs from (select distinct called from given) where theirs is not null order by 1",
    )
  ).map((row) => row.theirs ?? "");
  await findNearIndicators(tables, options, present, problems);
  if (present.length === 0) {
    problems.push(wrong("no-rows", "no observations in the query's answer", placeOfKey(["observations", "sql"])));
    return;
  }
  for (const [theirs, ours] of Object.entries(map.indicators)) {
    if (!wanted.includes(indicatorOf(ours))) continue; // other campaigns' indicators may stand in the same data
    if (present.includes(theirs)) continue;
    const hint = suggest(theirs, present);
    problems.push({
      code: "unknown-indicator",
      severity: "error",
      message: `no rows of "${theirs}" in the data`,
      place: placeOfKey(["observations", "indicators", theirs]),
      ...(hint ? { hint } : {}),
    });
  }
}

/** Names of indicators that would be among those of data.yaml, were they not bent on their way: their rows would be missing. */
async function findNearIndicators(
  tables: DuckDBConnection,
  { map, placeOf }: ObservationSource,
  present: readonly string[],
  problems: Problem[],
): Promise<void> {
  const others = present.filter((theirs) => theirs !== "" && !Object.hasOwn(map.indicators, theirs));
  if (others.length === 0) return;
  const named = await rows(
    tables,
    `select theirs, count(*) as rows, arg_min(line, (file, line)) as line, arg_min(file, (file, line)) as file
     from given where theirs in (${others.map(literal).join(", ")}) group by theirs order by theirs`,
  );
  const byName = new Map(named.map((row) => [row.theirs ?? "", row]));
  const words = { what: "indicators", where: "in data.yaml" };
  tellBentRows(byName, Object.keys(map.indicators), words, placeOf, problems);
}

/** Files of a list that give nothing, since none of their rows is of an indicator that data.yaml maps. */
async function findUnused(tables: DuckDBConnection, problems: Problem[]): Promise<void> {
  const files = await rows(tables, "select distinct file from given order by file");
  if (files.length < 2) return;
  const used = await rows(tables, "select distinct file from observed");
  for (const { file } of files as { file: string }[]) {
    if (used.some((row) => row.file === file)) continue;
    const theirs = await rows(
      tables,
      `select distinct theirs from given where file = ${literal(file)} order by 1 limit 5`,
    );
    const called = theirs.map((row) => `"${row.theirs ?? ""}"`).join(", ");
    problems.push(
      wrong(
        "unused-file",
        `no row of the file is of an indicator that data.yaml names; they are of ${called}`,
        { file, line: 1, column: 1 },
        "add what this file calls it to `indicators`, or take the file out of the list",
      ),
    );
  }
}
