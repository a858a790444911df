import type { RowCause } from "./accepted.ts";
import type { FigureColumn } from "./mapped-rows.ts";
import type { ObservationSource } from "./observation-source.ts";

/** A fault of a row: where it is so, and how it is told; both in SQL. A cause with a name may be left out. */
export type Check = {
  cause?: RowCause;
  where: string;
  message: string;
  hint?: string;
  of?: keyof ObservationSource["map"]["columns"]; // whose cell is at fault
};

const plainNumber = "digits with a point at most, no comma; leave it empty where it is not known or was withheld";
const commaNumber = "digits with a comma before decimals at most, no point; leave it empty where it is not known";
const whichComma = 'if a comma stands before the decimals, say decimal: ","; otherwise take the commas out';

/** A cell that is no number, of the column that an author calls `called`. */
export function numberChecks(
  { key: of, number, cell }: FigureColumn,
  called: string,
  decimal: "." | ",",
  cause: RowCause = of === "numerator" || of === "denominator" ? `${of}-not-a-number` : "value-not-a-number",
): Check[] {
  const where = `${number} is null and trim(coalesce(${cell}, '')) <> ''`;
  const message = `'${called} "' || ${cell} || '" is not a number'`;
  if (decimal === ",") return [{ cause, where, message, hint: commaNumber, of }];
  const withComma = `${where} and regexp_full_match(trim(${cell}), '[0-9]+(,[0-9]+)+')`;
  return [
    { cause, where: withComma, message, hint: whichComma, of },
    { cause, where, message, hint: plainNumber, of },
  ];
}
