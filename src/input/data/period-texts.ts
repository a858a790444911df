import type { DayOrder } from "../files/day.ts";
import { type PeriodKind, periods } from "../library/period.ts";

type PeriodPart = (group: number) => number; // NaN where the text has no such group

type PeriodText = (group: number) => string;

/** A way in which data write a period: `part(1)` is the first group of the pattern as a number, `text(1)` as it stands. */
type PeriodForm = {
  pattern: RegExp;
  stands: (part: PeriodPart, text: PeriodText) => number; // the month at which an observation stands; NaN where it cannot be
  day?: (part: PeriodPart) => number; // of the month
};

const aYear = "(19[5-9]\\d|20\\d\\d)";
const monthNames = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
/** Of twelve months each; those that begin as in English are read as such. */
const foreignNames = [
  "januar februar märz april mai juni juli august september oktober november dezember",
  "ionawr chwefror mawrth ebrill mai mehefin gorffennaf awst medi hydref tachwedd rhagfyr",
  "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
  "januari februari maart april mei juni juli augustus september oktober november december",
].flatMap((names) => names.split(" "));
const aMonth = `(${monthNames.join("|")})[a-z]*`;
const aDay = "(?:(0?[1-9]|[12]\\d|3[01]) )?";
const to = "(?: ?[–-] ?| to )";
const inYear = (text: string) => monthNames.indexOf(text.toLowerCase());

/** 2026-08, 202608, 2026-08-01, 20260801, with or without a time; of this century and the end of the last. */
const monthOrDay: PeriodForm = {
  pattern: new RegExp(`^${aYear}-?(0[1-9]|1[0-2])(-?(0[1-9]|[12]\\d|3[01])([T ].*)?)?$`),
  stands: (part) => part(1) * 12 + part(2) - 1,
  day: (part) => part(4),
};

/** March 2025, Mar 2025, 31 March 2025. */
const namedMonth: PeriodForm = {
  pattern: new RegExp(`^${aDay}${aMonth} ${aYear}$`, "i"),
  stands: (part, text) => part(3) * 12 + inYear(text(2)),
  day: (part) => part(1),
};

/** Mar-25, as Excel writes it; of this century. */
const shortMonth: PeriodForm = {
  pattern: new RegExp(`^(${monthNames.join("|")})-(\\d\\d)$`, "i"),
  stands: (part, text) => (2000 + part(2)) * 12 + inYear(text(1)),
};

/** To March 2025, 12 months to March 2025, year ending 31 March 2025. */
const upToMonth: PeriodForm = {
  pattern: new RegExp(
    `^(?:(?:12|twelve) months |year )?(?:to|ending|ended) (?:end of )?${aDay}${aMonth} ${aYear}$`,
    "i",
  ),
  stands: namedMonth.stands,
};

/** From the first month to the last: April 2024 to March 2025; null where they are not so many months. */
const range = (months: number): PeriodForm => ({
  pattern: new RegExp(`^${aDay}${aMonth} ${aYear}${to}${aDay}${aMonth} ${aYear}$`, "i"),
  stands: (part, text) => {
    const [first, last] = [part(3) * 12 + inYear(text(2)), part(6) * 12 + inYear(text(5))];
    return last - first === months - 1 ? last : Number.NaN;
  },
});

/** April to June 2025, Apr-Jun 2025; null where they are not three months of one year. */
const monthsOfYear: PeriodForm = {
  pattern: new RegExp(`^${aMonth}${to}${aMonth} ${aYear}$`, "i"),
  stands: (part, text) => (inYear(text(2)) - inYear(text(1)) === 2 ? part(3) * 12 + inYear(text(2)) : Number.NaN),
};

/** 2021 */
const calendarYear: PeriodForm = { pattern: new RegExp(`^${aYear}$`), stands: (part) => part(1) * 12 + 11 };

/** 2021/22, 2021-22, 2021/2022, 2021–22, FY 2021/22; null where the second year does not follow the first. */
const financialYear: PeriodForm = {
  pattern: new RegExp(`^(?:FY ?)?${aYear} ?[/–-] ?(\\d\\d|\\d{4})$`, "i"),
  stands: (part) => follows(part(1), part(2), part(1) * 12 + 14),
};

/** 21/22 */
const shortYear: PeriodForm = {
  pattern: /^(\d\d)\/(\d\d)$/,
  stands: (part) => follows(part(1), part(2), (2000 + part(1)) * 12 + 14),
};

const aQuarter = "Q(?:uarter ?)?([1-4])";

/** 2021-Q1, 2021 Q1, 2021Q1, 2021 Quarter 1: of calendar years. */
const calendarQuarter: PeriodForm = {
  pattern: new RegExp(`^${aYear}[ -]?${aQuarter}$`, "i"),
  stands: (part) => part(1) * 12 + part(2) * 3 - 1,
};

/** 2021/22 Q1, which is April to June 2021. */
const financialQuarter: PeriodForm = {
  pattern: new RegExp(`^${aYear}[/–-](\\d\\d|\\d{4})[ -]?${aQuarter}$`, "i"),
  stands: (part) => follows(part(1), part(2), part(1) * 12 + part(3) * 3 + 2),
};

/** Q1 2021, Q1 2021/22, Quarter 1 2021/22 */
const quarterFirst: readonly PeriodForm[] = [
  {
    pattern: new RegExp(`^${aQuarter}[ -]${aYear}$`, "i"),
    stands: (part) => part(2) * 12 + part(1) * 3 - 1,
  },
  {
    pattern: new RegExp(`^${aQuarter}[ -]${aYear}[/–-](\\d\\d|\\d{4})$`, "i"),
    stands: (part) => follows(part(2), part(3), part(2) * 12 + part(1) * 3 + 2),
  },
];

function follows(first: number, second: number, month: number): number {
  return second === first + 1 || second === (first + 1) % 100 ? month : Number.NaN;
}

/** 2026/08, 2026.08, 2026-8, 2026M08, 202608.0, 2026/08/31 00:00 */
const looseMonth: PeriodForm = {
  pattern: new RegExp(
    `^${aYear}(?:[/.M-]?(0[1-9]|1[0-2])(?:\\.0|[/.](0[1-9]|[12]\\d|3[01])(?:[T ].*)?)?|[/.M-]([1-9]))$`,
    "i",
  ),
  stands: (part) => part(1) * 12 + (part(2) || part(4)) - 1,
  day: (part) => part(3),
};

/** 08/2026, 8-2026 */
const monthFirst: PeriodForm = {
  pattern: new RegExp(`^(0?[1-9]|1[0-2])[/.-]${aYear}$`),
  stands: (part) => part(2) * 12 + part(1) - 1,
};

/** 31.08.2026, as it is written on the continent: the day is first. */
const dottedDay: PeriodForm = {
  pattern: new RegExp(`^(0?[1-9]|[12]\\d|3[01])\\.(0?[1-9]|1[0-2])\\.${aYear}(?:[T ].*)?$`),
  stands: (part) => part(3) * 12 + part(2) - 1,
  day: (part) => part(1),
};

/** 01-AUG-2026, 01AUG2026, 01-AUG-26, Aug-2026: as databases write a day, and some people a month. */
const databaseDay: PeriodForm = {
  pattern: new RegExp(`^(?:(0?[1-9]|[12]\\d|3[01])[ -]?)?${aMonth}[ /-]?${aYear}(?:[ :]\\d\\d:.*)?$`, "i"),
  stands: namedMonth.stands,
  day: (part) => part(1),
};
const databaseShortDay: PeriodForm = {
  pattern: new RegExp(`^(0?[1-9]|[12]\\d|3[01])-(${monthNames.join("|")})-(\\d\\d)$`, "i"),
  stands: (part, text) => (2000 + part(3)) * 12 + inYear(text(2)),
  day: (part) => part(1),
};

/** 2026 August, 2026-Aug */
const yearFirst: PeriodForm = {
  pattern: new RegExp(`^${aYear}[ /-]${aMonth}$`, "i"),
  stands: (part, text) => part(1) * 12 + inYear(text(2)),
};

/** März 2026, 31. März 2026, Mawrth 2026: months in German, Welsh, French and Dutch. */
const foreignMonth: PeriodForm = {
  pattern: new RegExp(`^(?:(0?[1-9]|[12]\\d|3[01])\\.? )?(${foreignNames.join("|")}) ${aYear}$`, "i"),
  stands: (part, text) => part(3) * 12 + (foreignNames.indexOf(text(2).toLowerCase()) % 12),
  day: (part) => part(1),
};

/** A month or a day at the end of a period. */
const atEnd: readonly PeriodForm[] = [
  monthOrDay,
  namedMonth,
  shortMonth,
  looseMonth,
  monthFirst,
  dottedDay,
  databaseDay,
  databaseShortDay,
  yearFirst,
  foreignMonth,
];

/** 31/08/2026 or 08/31/2026: which it is, data.yaml says. */
const slashedDays: Readonly<Record<NonNullable<DayOrder>, PeriodForm>> = {
  "day-first": {
    pattern: new RegExp(`^(0?[1-9]|[12]\\d|3[01])[/-](0?[1-9]|1[0-2])[/-]${aYear}(?:[T ].*)?$`),
    stands: (part) => part(3) * 12 + part(2) - 1,
    day: (part) => part(1),
  },
  "month-first": {
    pattern: new RegExp(`^(0?[1-9]|1[0-2])[/-](0?[1-9]|[12]\\d|3[01])[/-]${aYear}(?:[T ].*)?$`),
    stands: (part) => part(3) * 12 + part(1) - 1,
    day: (part) => part(2),
  },
};

/** How the texts of each kind of period are read: by the first form that fits. */
const forms: Readonly<Record<PeriodKind, readonly PeriodForm[]>> = {
  month: atEnd,
  quarter: [calendarQuarter, financialQuarter, ...quarterFirst, monthsOfYear, range(3), ...atEnd],
  year: [calendarYear, ...atEnd],
  "financial-year": [financialYear, shortYear, ...atEnd],
  "12-months-to": [upToMonth, range(12), ...atEnd],
  snapshot: atEnd,
};

/** Whether a text is written as one of a kind is; not whether there can be such a period. */
export function isWrittenAs(kind: PeriodKind, text: string): boolean {
  return forms[kind].some(({ pattern }) => pattern.test(text));
}

/** What a text of each kind is called, and how it may be written: for messages about one that cannot be read. */
export const periodTexts: Readonly<Record<PeriodKind, { is: string; written: string }>> = {
  month: { is: "month", written: "a month as 2026-08 or August 2026, or a day in it" },
  quarter: {
    is: "quarter",
    written:
      "a quarter as 2021-Q1, 2021/22 Q1 or April to June 2021, or as its last month or day: 2021-06, 30 June 2021",
  },
  year: { is: "year", written: "a year as 2021, or as its last month or day: 2021-12, 31 December 2021" },
  "financial-year": {
    is: "financial year",
    written: "a financial year as 2021/22 or 2021-22, or as its last month or day: 2022-03, 31 March 2022",
  },
  "12-months-to": {
    is: "end of twelve months",
    written: "the last month or day of the twelve months: To March 2025, March 2025, 2025-03",
  },
  snapshot: { is: "day of a snapshot", written: "a day or a month, as 2026-08-31, 31 August 2026 or 2026-08" },
};

/** The month at which an observation of a period stands, and of a snapshot its day, where the text tells it. */
export type ReadPeriod = { month: number; day?: number };

/**
 * What a text reads as, for a kind of period: by the first form that fits. Nothing of one that cannot be read. A text of an
 * indicator whose kind nobody knows (`anyKind`) is read by whichever form fits.
 */
export function readPeriod(text: string, kind: PeriodKind | typeof anyKind, days?: DayOrder): ReadPeriod | undefined {
  const bare = text.replace(blanksRound, "");
  const read = [...(kind === anyKind ? everyForm : forms[kind]), ...(days ? [slashedDays[days]] : [])].flatMap(
    (form) => partsIn(form, bare) ?? [],
  );
  const month = read.map(({ month }) => month).find((each) => !Number.isNaN(each));
  if (month === undefined || (kind !== anyKind && !periods[kind].mayEnd(month % 12))) return undefined;
  const day = kind === "snapshot" ? read.map((each) => each.day).find((each) => !Number.isNaN(each)) : undefined;
  return day === undefined ? { month } : { month, day };
}

function partsIn({ pattern, stands, day }: PeriodForm, text: string): { month: number; day: number } | undefined {
  const found = pattern.exec(text);
  if (!found) return undefined;
  const textOf = (group: number) => found[group] ?? "";
  const part = (group: number) => (textOf(group) === "" ? Number.NaN : Number(textOf(group)));
  return { month: stands(part, textOf), day: day?.(part) ?? Number.NaN };
}

const unseen = "\\s\\u200B";
const blanksRound = new RegExp(`^[${unseen}]+|[${unseen}]+$`, "g"); // also those that a spreadsheet leaves

/** Texts that only a person can read, and what is told of each: patterns in SQL. */
export const unreadablePeriods: readonly { pattern: string; hint: string }[] = [
  {
    pattern: `^\\d{1,2}[/-]\\d{1,2}[/-]${aYear}`,
    hint: "say which number is the day, beside `file`: days: day-first (31/08/2026), or month-first (08/31/2026)",
  },
  {
    pattern: "^[34]\\d{4}(\\.0)?$",
    hint: "a spreadsheet has made a number of the day: show the column as a date, 2026-08-31, and save it again",
  },
  {
    pattern: `(?i)^(\\d\\d[ -](${monthNames.join("|")})|(${monthNames.join("|")})[a-z]* \\d\\d)$`,
    hint: "it may be a day or a year: write the year in full, 2026-08 or August 2026",
  },
  {
    pattern: `^.*${aYear}.* ?([(*†‡]|\\[).*$`,
    hint: "take the mark behind it out: a note is no part of a period",
  },
];

/** Of indicators that no campaign at hand uses. */
export const anyKind = "";

const everyForm = [...new Set(Object.values(forms).flat())];
