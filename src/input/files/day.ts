import { z } from "zod";
import { isDay } from "./fields.ts";

/** What a file's mapping says of its days. */
export const daysField = z
  .enum(["day-first", "month-first"])
  .optional()
  .describe("Which number of a day such as 01/04/2019 is the day. Left out: such days are not read.");

export type DayOrder = z.output<typeof daysField>;

const dayWritten = "a day as 2019-04-01 or 20190401";
const aSerial = /^[1-7]\d{4}$/; // a day of 1927 to 2119, as a spreadsheet counts

/**
 * A day as it is written in data, with or without a time after it, as 2019-04-01; of 01/04/2019 only the file's mapping can say which
 * number is the day. Undefined for an empty text, and, with what would mend it, for one that is no day.
 */
export function toDay(text: string, days: DayOrder, complain: (hint: string) => void): string | undefined {
  if (text === "") return undefined;
  const iso = isoOf(text, days);
  if (iso !== undefined && isDay(iso)) return iso;
  if (aSerial.test(text)) complain(`${dayWritten}: a spreadsheet has made a number of it`);
  else if (/^\d{1,2}[/-]\d{1,2}[/-]\d{4}/.test(text))
    complain(`${dayWritten}; or say which number is the day, beside \`file\`: days: day-first, or month-first`);
  else complain(dayWritten);
  return undefined;
}

function isoOf(text: string, days: DayOrder): string | undefined {
  const [, first, sign, second, year] = /^(\d{1,2})([/.-])(\d{1,2})\2(\d{4})(?!\d)/.exec(text) ?? [];
  const order = sign === "." ? "day-first" : days; // 01.04.2019 is the first of April everywhere
  if (first && second && year && order) {
    const [day, month] = order === "day-first" ? [first, second] : [second, first];
    return `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
  }
  if (/^\d{8}$/.test(text)) return `${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6)}`;
  return /^\d{4}-\d{2}-\d{2}(?!\d)/.exec(text)?.[0];
}
