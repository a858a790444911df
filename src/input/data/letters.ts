import type { DuckDBConnection } from "@duckdb/node-api";
import { lettersLacking, named } from "../../font.ts";
import type { Place, Problem } from "../../problem.ts";
import { spotOf } from "../files/cells.ts";
import { rows } from "../files/table.ts";
import type { DataMap } from "./data.ts";
import type { Directory, Organisation } from "./organisation.ts";

const told = 10; // organisations, at most; one more line says how many others there are

/**
 * Warns of names and addresses with letters that the font of the printed report lacks: such a report would fail, and the others
 * are made. The table of organisations must be open, for the lines of its file.
 */
export async function checkLetters(
  tables: DuckDBConnection,
  file: string,
  { columns }: DataMap["organisations"],
  directory: Directory,
  problems: Problem[],
): Promise<void> {
  const lacking = [...directory.values()].flatMap((organisation) => {
    const text = printedOf(organisation).find((each) => lettersLacking(each).length > 0);
    return text === undefined ? [] : [{ code: organisation.code, text }];
  });
  if (lacking.length === 0) return;
  const spots = new Map<string, Place>();
  for (const row of await rows(tables, "select * from organisations"))
    spots.set((row[columns.code] ?? "").trim(), spotOf(row.file ?? file, Number(row.line), columns.name).place);
  for (const { code, text } of lacking.slice(0, told))
    problems.push({
      code: "letters-lacking",
      severity: "warning",
      message: `"${text}" of ${code} cannot be printed: the font has no letter ${named(lettersLacking(text))}`,
      place: spots.get(code) ?? { file, line: 1, column: 1 },
      hint: "spell it with other letters; until then its report on paper fails, and the others are made",
    });
  if (lacking.length > told)
    problems.push({
      code: "letters-lacking",
      severity: "warning",
      message: `${lacking.length - told} more organisations have names or addresses that cannot be printed`,
      place: { file, line: 1, column: 1 },
    });
}

/** What of an organisation stands on its report. */
function printedOf({ name, address, postcode = "", parents }: Organisation): string[] {
  return [name, ...address, postcode, ...Object.values(parents).map((parent) => parent.name)];
}
