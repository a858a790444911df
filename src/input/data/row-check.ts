import { literal } from "../files/table.ts";
import type { RowCause } from "./accepted.ts";
import type { FigureColumn } from "./mapped-rows.ts";
import { inPowers, type NumberForm, partsOf } from "./numbers.ts";
import type { ObservationSource } from "./observation-source.ts";

/** A fault of a row: where it is so, and how it is told; both in SQL. A cause with a name may be left out. */
export type RowCheck = {
  cause?: RowCause;
  where: string;
  message: string;
  hint?: string;
  of?: keyof ObservationSource["map"]["columns"]; // whose cell is at fault
  marks?: string; // the cell, where what stands in it is told after the hint
};

const plainNumber = "digits with a point at most, no comma; leave it empty where it is not known or was withheld";
const commaNumber = "digits with a comma before decimals at most, no point; leave it empty where it is not known";
const whichComma = 'if a comma stands before the decimals, say decimal: ","; if it parts thousands, say thousands: ","';
const lostDigits =
  "spreadsheets write long numbers like this: set the format of the column to whole numbers, and save the file again";
const perCent = "a share in per cent is a published value, and no count: given: value in its indicator";

/** A cell that is no number, of the column that an author calls `called`. */
export function numberChecks(
  { key: of, number, cell }: FigureColumn,
  called: string,
  { decimal }: NumberForm,
  cause: RowCause = of === "numerator" || of === "denominator" ? `${of}-not-a-number` : "value-not-a-number",
): RowCheck[] {
  const isNone = (is: string) => `case when ${number} is null then ${is} else false end`; // texts are looked at where they must be
  const looks = (pattern: string) => isNone(`regexp_full_match(trim(${cell}), ${literal(pattern)})`);
  const message = `'${called} "' || ${cell} || '" is not a number'`;
  const usual = decimal === "," ? commaNumber : plainNumber;
  const shared = { cause, message, of };
  const isCount = of === "numerator" || of === "denominator";
  const parts = Object.entries(parting).filter(([sign]) => sign !== decimal);
  return [
    { ...shared, where: looks("[^0-9]+|[<>≤≥~].*"), hint: usual, marks: cell },
    ...(decimal === "." ? [{ ...shared, where: looks("[0-9]+(,[0-9]+)+"), hint: whichComma }] : []),
    ...parts.map(([sign, between]) => ({
      ...shared,
      where: looks(`[0-9]{1,3}(${between}[0-9]{3})+([.,][0-9]+)?`),
      hint: `if it parts thousands, say so beside \`file\`: thousands: "${sign}"`,
    })),
    ...(isCount
      ? [
          {
            ...shared,
            where: looks(inPowers),
            message: `'${called} "' || ${cell} || '" may have lost digits'`,
            hint: lostDigits,
          },
        ]
      : []),
    ...(isCount ? [{ ...shared, where: looks(".*[0-9] ?%"), hint: perCent }] : []),
    {
      ...shared,
      where: isNone(`trim(coalesce(${cell}, '')) <> ''`),
      hint: decimal === "," ? commaNumber : plainNumber,
    },
  ];
}

const parting = { ",": ",", ".": "\\.", space: partsOf("space"), "'": partsOf("'") };
