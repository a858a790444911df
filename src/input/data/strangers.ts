import type { DuckDBConnection } from "@duckdb/node-api";
import type { Problem } from "../../problem.ts";
import { rows } from "../files/table.ts";
import { rowProblem } from "./bad-rows.ts";
import type { ObservationSource } from "./observation-source.ts";
import type { Directory } from "./organisations.ts";

/** Rows of organisations that are not in the directory are left out, and told of in one warning. */
export async function findStrangers(
  tables: DuckDBConnection,
  directory: Directory,
  placeOf: ObservationSource["placeOf"],
  problems: Problem[],
): Promise<void> {
  const codes = await rows(
    tables,
    `select code, arg_min(line, (file, line)) as line, arg_min(file, (file, line)) as file
     from observed where code <> '' group by code order by code`,
  );
  const strangers = codes.filter((row) => !directory.has(row.code ?? ""));
  const [first] = strangers;
  if (!first) return;
  const named = strangers.slice(0, 5).map((row) => row.code);
  const many = strangers.length === 1 ? "1 organisation is" : `${strangers.length} organisations are`;
  problems.push({
    ...rowProblem(
      "unknown-organisation",
      first,
      `${many} not in the directory: ${named.join(", ")}${strangers.length > 5 ? ", …" : ""}`,
      placeOf,
      "rows of organisations that are not in the directory are left out",
    ),
    severity: "warning",
  });
}
