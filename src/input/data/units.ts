import { literal } from "../files/table.ts";
import type { Indicator } from "../library/indicator.ts";

/** How published values may stand in a file. */
export const units = ["percent", "fraction", "per-1000", "per-10000", "per-100000", "number"] as const;

export type Unit = (typeof units)[number];

/** What a value in each unit has to be multiplied by to be a fraction; a number is none. */
const fractions: Readonly<Record<Exclude<Unit, "number">, number>> = {
  percent: 0.01,
  fraction: 1,
  "per-1000": 1 / 1000,
  "per-10000": 1 / 10_000,
  "per-100000": 1 / 100_000,
};

/** What each unit is, for authors. */
export const unitWords: Readonly<Record<Unit, string>> = {
  percent: "0 to 100, a % sign in the cell is read",
  fraction: "0 to 1",
  "per-1000": "per 1,000",
  "per-10000": "per 10,000",
  "per-100000": "per 100,000",
  number: "as it is printed: a mean, a ratio, a rate in the unit of its indicator",
};

/** The units that values of an indicator may have: a share is a part of a whole, a mean or a ratio is just a number. */
export function unitsOf({ kind }: Pick<Indicator, "kind">): readonly Unit[] {
  if (kind === "rate") return units;
  return kind === "share" ? units.filter((unit) => unit !== "number") : ["number"];
}

/** What a value of a file is multiplied by, to be in the unit of printed values (of a share a fraction). */
export function timesOf(unit: Unit, { multiplier, divisor }: Pick<Indicator, "multiplier" | "divisor">): number {
  return unit === "number" ? 1 / divisor : (fractions[unit] * multiplier) / divisor;
}

/** A number in SQL, of a cell whose unit stands in the column `unit`: of a percentage the sign is no part of it. */
export function withoutSign(cell: string): string {
  return `case when unit = ${literal("percent")} then regexp_replace(trim(${cell}), ' *%$', '') else ${cell} end`;
}
