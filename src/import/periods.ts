import { isWrittenAs } from "../input/data/period-texts.ts";
import type { PeriodKind } from "../input/library/period.ts";
import { type Month, monthName, toMonth } from "../month.ts";

/** What a text of a period says: which kind it is, and the last month it covers. */
export type PeriodSpan = {
  kind: Exclude<PeriodKind, "snapshot"> | "years"; // several years together
  last: Month;
  isRead: boolean; // whether the engine reads the text as it stands
};

const short = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
/** Months in German and in Welsh. */
const others = [
  "januar februar märz april mai juni juli august september oktober november dezember",
  "ionawr chwefror mawrth ebrill mai mehefin gorffennaf awst medi hydref tachwedd rhagfyr",
].map((names) => names.split(" "));
const iso = /^((?:19[5-9]|20\d)\d)-?(0[1-9]|1[0-2])(-?(0[1-9]|[12]\d|3[01])([T ].*)?)?$/;

/** Reads a period as public data write it; undefined for any other text. */
export function spanOf(text: string): PeriodSpan | undefined {
  const found = readings.reduce<PeriodReading | undefined>((known, read) => known ?? read(text.trim()), undefined);
  if (!found) return undefined;
  const { kind, last } = found;
  return { kind, last, isRead: kind !== "years" && isWrittenAs(kind, text.trim()) };
}

type PeriodReading = Pick<PeriodSpan, "kind" | "last">;

/** The first that knows a text reads it. */
const readings: readonly ((text: string) => PeriodReading | undefined)[] = [
  (text) => at("month", monthOf(text)),
  asFinancialYear,
  asQuarter,
  asRange,
  (text) => {
    const [, to] = /^(?:(?:(?:12|twelve) months|year) )?(?:to|ending|ended) (?:end of )?(.+)$/i.exec(text) ?? [];
    return to === undefined || iso.test(to) ? undefined : at("12-months-to", monthOf(to));
  },
  asYears,
  (text) => (/^(19|20)\d{2}$/.test(text) ? at("year", Number(text) * 12 + 11) : undefined),
];

function at(kind: PeriodSpan["kind"], last: Month | undefined): PeriodReading | undefined {
  return last === undefined ? undefined : { kind, last };
}

/** 2024/25, 2024-25, 2024/2025, FY 2024/25, 24/25 */
function asFinancialYear(text: string): PeriodReading | undefined {
  const [, first, second] = /^(?:FY ?)?(\d{4}|[12]\d(?=\/))\s*[/–-]\s*(\d{4}|\d{2})$/i.exec(text) ?? [];
  if (first === undefined || second === undefined) return undefined;
  const year = Number(first) % 100;
  if (Number(second) % 100 !== (year + 1) % 100) return undefined;
  const century = first.length === 4 ? Number(first) - year : 2000;
  return { kind: "financial-year", last: (century + year + 1) * 12 + 2 };
}

/** 2025 Q1, 2024/25 Q1, Q1 2024/25, Quarter 1 2025; quarters of a financial year begin in April. */
function asQuarter(text: string): PeriodReading | undefined {
  const given = text
    .replace(/quartal|chwarter|kvartal|kv\.?(?= ?[1-4])|k(?=[1-4]$)/i, "Q")
    .replace(/^([1-4])\. ?Q/i, "Q$1")
    .replace(/^(Q ?[1-4])\//i, "$1 ");
  const before = /^(?<year>\d{4})(?:[/–-](?<next>\d{2}|\d{4}))?[\s-]*Q(?:uarter ?)?(?<quarter>[1-4])$/i;
  const after = /^Q(?:uarter)? ?(?<quarter>[1-4])[\s-]+(?<year>\d{4})(?:[/–-](?<next>\d{2}|\d{4}))?$/i;
  const { year, next, quarter } = (before.exec(given) ?? after.exec(given))?.groups ?? {};
  if (year === undefined) return undefined;
  if (next !== undefined && Number(next) % 100 !== (Number(year) + 1) % 100) return undefined;
  return { kind: "quarter", last: Number(year) * 12 + Number(quarter) * 3 + (next === undefined ? -1 : 2) };
}

const longKinds = { 3: "quarter", 12: "12-months-to" } as const;

/** From the first month to the last: April 2024 to March 2025, April to June 2025. */
function asRange(text: string): PeriodReading | undefined {
  const [, first = "", last = ""] = /^(.*[a-z\d])(?: to | ?– ?| - |(?<=[a-z])-(?=[a-z]))(.+)$/i.exec(text) ?? [];
  const end = monthOf(last);
  const start = monthOf(first) ?? monthOf(`${first} ${/\d{4}$/.exec(last)?.[0] ?? ""}`);
  if (end === undefined || start === undefined) return undefined;
  const months = end - start + 1;
  return months === 3 || months === 12 ? { kind: longKinds[months], last: end } : undefined;
}

/** Several years together: 2019 - 21, 2018/19 - 20/21. */
function asYears(text: string): PeriodReading | undefined {
  const [, from, end, next] = /^(\d{4})(?:\/\d{2})?\s*(?:-|–|to)\s*(\d{2}|\d{4})(\/\d{2})?$/.exec(text) ?? [];
  if (from === undefined || end === undefined) return undefined;
  const year = end.length === 4 ? Number(end) : Number(from.slice(0, 2) + end);
  return { kind: "years", last: year * 12 + (next === undefined ? 11 : 14) };
}

/** A month or a day in it: 2026-08, 202608, 01/08/2026, 01AUG2026, 01-Aug-26, August 2026. */
function monthOf(text: string): Month | undefined {
  const [, isoYear, isoMonth] = iso.exec(text) ?? [];
  if (isoYear) return toMonth(`${isoYear}-${isoMonth}`);
  const [, british, britishYear] = /^(?:0?[1-9]|[12]\d|3[01])[/.](0[1-9]|1[0-2])[/.](20\d{2})$/.exec(text) ?? [];
  if (british) return toMonth(`${britishYear}-${british}`);
  const [, word = "", year = ""] = /^(?:\d{1,2}[-\s]?)?(\p{L}{3,10})[-\s]?((?:20)?\d{2})$/iu.exec(text) ?? [];
  const foreign = others.find((names) => names.includes(word.toLowerCase()))?.indexOf(word.toLowerCase());
  if (foreign !== undefined)
    return toMonth(`${year.length === 2 ? `20${year}` : year}-${String(foreign + 1).padStart(2, "0")}`);
  const month = short.indexOf(word.slice(0, 3).toLowerCase());
  const isName = month >= 0 && (word.length === 3 || monthName(month).toLowerCase().startsWith(word.toLowerCase()));
  if (!isName) return undefined;
  return toMonth(`${year.length === 2 ? `20${year}` : year}-${String(month + 1).padStart(2, "0")}`);
}

/**
 * What the texts of one column say. 2011-12 may be December 2011 or the year 2011/12: where other texts of the column can
 * only be such years, such as 2012-13, it is one of them.
 */
export function spansOf(texts: Iterable<string>): Map<string, PeriodSpan> {
  const all = [...texts].flatMap((text) => {
    const span = spanOf(text);
    return span ? [[text, span] as const] : [];
  });
  const years = all.map(([text]) => asFinancialYear(text.trim()));
  const isYears = years.every((year) => year) && all.some(([, { kind }]) => kind === "financial-year");
  if (!isYears) return new Map(all);
  return new Map(all.map(([text], i) => [text, { ...years[i]!, isRead: isWrittenAs("financial-year", text.trim()) }]));
}

/** The text of the latest period of some, with what it says. */
export function latestOf(texts: Iterable<string>): { text: string; span: PeriodSpan } | undefined {
  return [...spansOf(texts)]
    .map(([text, span]) => ({ text, span }))
    .sort((a, b) => b.span.last - a.span.last || (a.text < b.text ? -1 : 1))[0];
}

/** What a figure of each kind is of. */
export const kindWords: Readonly<Record<PeriodSpan["kind"], string>> = {
  month: "a month",
  quarter: "a quarter",
  year: "a calendar year",
  "financial-year": "a financial year",
  years: "several years together",
  "12-months-to": "12 months up to a month",
};

/** "each figure is of a financial year: 3 of them, from 2021/22 to 2023/24" */
export function periodsTold(kind: PeriodKind, texts: readonly string[]): string {
  const sorted = [...spansOf(texts)].sort((a, b) => a[1].last - b[1].last).map(([text]) => text);
  const [first, last] = [sorted[0] ?? "", sorted.at(-1) ?? ""];
  const some = sorted.length === 1 ? `one of them, ${last}` : `${sorted.length} of them, from ${first} to ${last}`;
  return `each figure is of ${kind === "snapshot" ? "one day" : kindWords[kind]}: ${some}`;
}
