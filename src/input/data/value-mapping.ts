import type { DuckDBConnection } from "@duckdb/node-api";
import { type Problem, wrong } from "../../problem.ts";
import { rows } from "../files/table.ts";
import { isCounted } from "../library/indicator.ts";
import { rowProblem } from "./bad-rows.ts";
import { type TextsOf, unitOf } from "./mapped-rows.ts";
import { indicatorOf, type ObservationSource, wantedIndicators } from "./observation-source.ts";
import { unitsOf, unitWords } from "./units.ts";

/**
 * Whether data.yaml names what its indicators bring: counts of those that have counts, values in a known unit of the others.
 * A unit is never taken from how the numbers look.
 */
export function checkValues(source: ObservationSource, problems: Problem[]): void {
  const { map, indicators, placeOf } = source;
  const wanted = wantedIndicators(source);
  const lacking = (given: "counts" | "value", has: boolean) => {
    const [first] = has ? [] : wanted.filter((id) => indicators.get(id)?.given === given);
    if (first === undefined) return;
    const message =
      given === "value"
        ? `"${first}" has a published value (\`given: value\`), and no column of values is named`
        : `"${first}" has counts, and no columns of them are named`;
    const hint =
      given === "value"
        ? "name it: value"
        : "name `numerator` and `denominator`, or say `given: value` in the indicator";
    problems.push(wrong("missing-column", message, placeOf(["observations", "columns"]), hint));
  };
  lacking("value", map.columns.value !== undefined);
  lacking("counts", map.columns.numerator !== undefined);
  for (const [theirs, ours] of Object.entries(map.indicators)) checkUnit(source, theirs, ours, problems);
  const { patients } = map;
  const list = patients === undefined ? undefined : indicators.get(patients);
  if (list && !isCounted(list))
    problems.push(
      wrong(
        "needs-counts",
        `"${patients}" has a published value and no denominator, so it cannot be the registered list`,
        placeOf(["observations", "patients"]),
        "name an indicator with counts, give the organisations a column `patients`, or leave it out",
      ),
    );
}

function checkUnit(
  { map, indicators, placeOf }: ObservationSource,
  theirs: string,
  ours: ObservationSource["map"]["indicators"][string],
  problems: Problem[],
): void {
  const id = indicatorOf(ours);
  const indicator = indicators.get(id);
  const own = typeof ours === "string" ? undefined : ours.unit;
  const place = placeOf(["observations", "indicators", theirs, ...(own ? ["unit"] : [])]);
  if (!indicator) return;
  if (isCounted(indicator)) {
    if (own)
      problems.push(
        wrong(
          "unit-of-counts",
          `\`unit\` of "${id}", which has counts`,
          place,
          "leave it out, or say `given: value` in the indicator",
        ),
      );
    return;
  }
  const unit = unitOf(map, ours);
  const possible = unitsOf(indicator);
  const choice = possible.map((each) => `${each} (${unitWords[each]})`).join("; ");
  if (unit === undefined)
    problems.push(
      wrong(
        "missing-unit",
        `the unit of "${id}" is not said: nothing tells whether 45 is 45% or 45 times`,
        place,
        `say how values stand in the data with \`unit\`: ${choice}`,
      ),
    );
  else if (!possible.includes(unit))
    problems.push(
      wrong(
        "wrong-unit",
        `"${id}" is a ${indicator.kind}, and its values are said to be "${unit}"`,
        place,
        `a ${indicator.kind} may be given as ${choice}; say it of this indicator: { is: ${id}, unit: ${possible[0]} }`,
      ),
    );
}

/** Percentages of which none is above 1 may be fractions: it may be so, and is told of. */
export async function tellSmallPercentages(
  tables: DuckDBConnection,
  { map, indicators, placeOf, texts }: ObservationSource & { texts: TextsOf },
  problems: Problem[],
): Promise<void> {
  if (map.columns.value === undefined) return;
  await texts(); // what is told is what stands in the cells
  const small = await rows(
    tables,
    `select indicator, arg_min(v, (file, line)) as v, arg_min(line, (file, line)) as line, arg_min(file, (file, line)) as file, count(*) as total
     from observed where unit = 'percent' and value is not null group by indicator
     having max(value) > 0 and bool_and(try_cast(replace(v, ',', '.') as double) <= 1) order by indicator`,
  );
  for (const row of small) {
    if (indicators.get(row.indicator ?? "")?.given !== "value" || Number(row.total) < 3) continue;
    const message = `all values of "${row.indicator}" are 1 or less, such as ${row.v}: read as ${row.v}%`;
    const hint = "if they are fractions, say unit: fraction";
    problems.push({ ...rowProblem("small-percentages", row, message, placeOf, hint), severity: "warning" });
  }
}
