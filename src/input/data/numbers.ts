import type { DataMap } from "./data.ts";

/** How numbers are written in a file. */
export type NumberForm = Pick<DataMap["organisations"], "decimal" | "thousands">;

/** A space, also one that does not break or is narrow. */
const spaces = " \u00a0\u2009\u202f";

/** What may part thousands, as a class of letters of a pattern. */
export function partsOf(thousands: NonNullable<NumberForm["thousands"]>): string {
  return { ",": ",", ".": "\\.", space: `[${spaces}]`, "'": "['’]" }[thousands];
}

/** Digits parted in threes, as a pattern. */
export function parted({ decimal, thousands }: NumberForm): string {
  return `[+-]?[0-9]{1,3}(${partsOf(thousands ?? "space")}[0-9]{3})+(${decimal === "." ? "\\." : ","}[0-9]+)?`;
}

/** A number as it is written, with its decimals after a point or a comma; NaN where it is none. */
export function toNumber(text: string, form: NumberForm): number {
  const { decimal, thousands } = form;
  const isParted = thousands !== undefined && new RegExp(`^${parted(form)}$`).test(text);
  const bare = isParted ? text.replace(new RegExp(partsOf(thousands), "g"), "") : text;
  if (decimal === ".") return Number(bare);
  return bare.includes(".") ? Number.NaN : Number(bare.replace(",", "."));
}

/** A number as a spreadsheet shows one that its column is too narrow for, as a pattern: 12,437 and 12,350 both as 1.24E+04. */
export const inPowers = "[1-9][.,][0-9]{2}E\\+[0-9]{2}";
