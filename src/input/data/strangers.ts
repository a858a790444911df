import type { DuckDBConnection } from "@duckdb/node-api";
import type { Problem } from "../../problem.ts";
import { literal, type Row, rows } from "../files/table.ts";
import { rowProblem } from "./bad-rows.ts";
import { tellBentRows } from "./bent-rows.ts";
import { bareKey, isTotal } from "./near-misses.ts";
import type { ObservationSource } from "./observation-source.ts";
import type { Observations } from "./observations.ts";
import type { Directory } from "./organisation.ts";

/** Every code in the data, and of those that are not in the directory how many rows there are, and where the first stands. */
export type Met = { codes: number; strange: readonly Row[] };

/** What `tellStrangers` is told of, from the table `observed`. */
export async function findStrangers(tables: DuckDBConnection, directory: Directory): Promise<Met> {
  const all = await rows(tables, "select distinct code from observed where code <> ''");
  const strange = all.flatMap(({ code }) => (code === null || code === undefined || directory.has(code) ? [] : [code]));
  if (strange.length === 0) return { codes: all.length, strange: [] };
  const found = await rows(
    tables,
    `select code, count(*) as rows, arg_min(line, (file, line)) as line, arg_min(file, (file, line)) as file
     from observed where code in (${strange.map(literal).join(", ")}) group by code order by code`,
  );
  return { codes: all.length, strange: found };
}

/**
 * Codes that are not in the directory. One that would be, were it not bent on its way, is an error: its organisation would
 * have no data. Rows of the others are left out, and told of in one warning; sums beneath a table in a note of their own.
 */
export function tellStrangers(
  { codes: met, strange }: Met,
  directory: Directory,
  placeOf: ObservationSource["placeOf"],
  problems: Problem[],
): Observations["strangers"] {
  if (strange.length === 0) return undefined;
  const byCode = new Map(strange.map((row) => [row.code ?? "", row]));
  const words = { what: "codes", where: "in the directory" };
  const bent = tellBentRows(byCode, directory.keys(), words, placeOf, problems);
  const byName = Map.groupBy(directory.values(), ({ name }) => bareKey(name));
  const left = [...byCode.values()].filter(({ code }) => !bent.has(code ?? ""));
  const {
    sums = [],
    names = [],
    others = [],
  } = Object.groupBy(left, ({ code = "" }) =>
    isTotal(code ?? "") ? "sums" : byName.has(bareKey(code ?? "")) ? "names" : "others",
  );
  const tell = (some: readonly Row[], what: string, hint: string): Problem[] => {
    const [first] = some;
    if (!first) return [];
    const named = some.slice(0, 5).map((row) => row.code);
    const message = `${what}: ${named.join(", ")}${some.length > 5 ? ", …" : ""}`;
    return [rowProblem("unknown-organisation", first, message, placeOf, hint)];
  };
  const warning = (told: Problem[]) =>
    problems.push(...told.map((each) => ({ ...each, severity: "warning" as const })));
  warning(tell(sums, "rows of sums among those of organisations", "they are left out"));
  problems.push(
    ...tell(
      names,
      `${names.length === 1 ? "a name stands" : `${names.length} names stand`} where codes are expected`,
      "name the column of codes under `columns`; names alone are not told apart safely",
    ),
  );
  const of = met > others.length ? ` of the ${met} in the data` : "";
  warning(
    tell(
      others,
      `${others.length === 1 ? `1 organisation${of} is` : `${others.length}${of || " organisations"} are`} not in the directory`,
      "rows of organisations that are not in the directory are left out",
    ),
  );
  return others.length === 0 ? undefined : { codes: others.flatMap(({ code }) => code ?? []), of: met };
}
