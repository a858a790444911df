import { dayName, type Month, monthName } from "../../month.ts";

/** The kinds of period that an observation may speak of. */
export const periodKinds = ["month", "quarter", "year", "financial-year", "12-months-to", "snapshot"] as const;

export type PeriodKind = (typeof periodKinds)[number];

/** A kind of period: how its observations stand on the axis of months, what becomes of several, and how they are told. */
export type Period = {
  is: string; // what an observation speaks of, for authors
  covers: number; // months an observation speaks of; it stands at the last of them. 1 for a day
  sums: boolean; // whether the observations of a window are added; if not, the last alone is the value
  mayEnd: (month: Month) => boolean; // whether an observation may stand at a month
  each: string; // after a count: " a month"; nothing after a count on one day
  called: (stretch: Stretch) => string; // "12 months to August 2026"
  at: (stretch: Stretch) => string; // "in the 12 months to August 2026", "in 2021/22"
  within: (stretch: Stretch, months: number) => string; // after a count of so many months: " in 12 months"
  point: (months: number) => string; // what a point of a chart says: "is one month", "covers three months"
  named: (stretch: Stretch) => string; // a point of a chart: "June to August 2026"
};

/** From the first month to the last, both included; of a snapshot the day, where the data say it. */
export type Stretch = { from: Month; to: Month; day?: string };

const anyMonth = () => true;

/** Months within a year, from 0. */
const [march, december] = [2, 11];
const isIn = (inYear: number) => (month: Month) => month % 12 === inYear;

/** Every kind of period. What reads their texts is in src/input/data/period-texts.ts. */
export const periods: Readonly<Record<PeriodKind, Period>> = {
  month: {
    is: "what happened in a month; the months of the window are added",
    covers: 1,
    sums: true,
    mayEnd: anyMonth,
    each: " a month",
    called: monthsTo,
    at: (stretch) => `in ${stretch.from === stretch.to ? "" : "the "}${monthsTo(stretch)}`,
    within: (_, months) => inMonths(months),
    point: (months) => (months === 1 ? "is one month" : `covers ${months === 12 ? "twelve" : "three"} months`),
    named: monthsFrom,
  },
  quarter: {
    is: "what happened in a quarter that ends in March, June, September or December; those of the window are added",
    covers: 3,
    sums: true,
    mayEnd: (month) => month % 3 === march,
    each: " a quarter",
    called: quartersTo,
    at: (stretch) => `in ${isOver(stretch, 3) ? "the " : ""}${quartersTo(stretch)}`,
    within: (_, months) => inMonths(months),
    point: (months) => (months === 3 ? "is one quarter" : "covers four quarters"),
    named: monthsFrom,
  },
  year: {
    is: "what happened in a calendar year; the value is the last one",
    covers: 12,
    sums: true,
    mayEnd: isIn(december),
    each: " a year",
    called: calendarYear,
    at: (stretch) => `in ${calendarYear(stretch)}`,
    within: (stretch) => ` in ${calendarYear(stretch)}`,
    point: () => "is one year",
    named: calendarYear,
  },
  "financial-year": {
    is: "what happened in a year from April to March; the value is the last one",
    covers: 12,
    sums: true,
    mayEnd: isIn(march),
    each: " a year",
    called: financialYear,
    at: (stretch) => `in ${financialYear(stretch)}`,
    within: (stretch) => ` in ${financialYear(stretch)}`,
    point: () => "is one financial year",
    named: financialYear,
  },
  "12-months-to": {
    is: "the twelve months up to a month, however often they are given; the last are the value, and none are added to others",
    covers: 12,
    sums: false,
    mayEnd: anyMonth,
    each: " a year",
    called: monthsTo,
    at: (stretch) => `in the ${monthsTo(stretch)}`,
    within: (_, months) => inMonths(months),
    point: () => "covers the twelve months up to it",
    named: monthsTo,
  },
  snapshot: {
    is: "what was so on one day: the last one of the window is the value, and none is ever added to another",
    covers: 1,
    sums: false,
    mayEnd: anyMonth,
    each: "",
    called: onDay,
    at: onDay,
    within: () => "",
    point: () => "is one day",
    named: onDay,
  },
};

/** The period of an indicator: a published value is never added to another, whatever its period. */
export function periodOf({ period, given }: { period: PeriodKind; given: "counts" | "value" }): Period {
  return given === "value" ? values[period] : periods[period];
}

const values = Object.fromEntries(
  periodKinds.map((kind): [PeriodKind, Period] => [kind, { ...periods[kind], sums: false }]),
) as Readonly<Record<PeriodKind, Period>>;

/** "12 months to August 2026"; of a single month its name. */
function monthsTo({ from, to }: Stretch): string {
  return from === to ? monthName(to) : `${to - from + 1} months to ${monthName(to)}`;
}

/** "12 months to June 2026"; of one quarter "April to June 2026". */
function quartersTo(stretch: Stretch): string {
  return isOver(stretch, 3) ? monthsTo(stretch) : monthsFrom(stretch);
}

function isOver({ from, to }: Stretch, months: number): boolean {
  return to - from + 1 > months;
}

/** "2021" */
function calendarYear({ to }: Stretch): string {
  return String(Math.floor(to / 12));
}

/** "2021/22" */
function financialYear({ to }: Stretch): string {
  const last = Math.floor(to / 12);
  return `${last - 1}/${String(last % 100).padStart(2, "0")}`;
}

/** "on 31 August 2026"; where the data say no day, "at the end of August 2026". */
function onDay({ to, day }: Stretch): string {
  return day ? `on ${dayName(day)}` : `at the end of ${monthName(to)}`;
}

/** "June to August 2026" */
export function monthsFrom({ from, to }: Stretch): string {
  if (from === to) return monthName(to);
  const sameYear = Math.floor(from / 12) === Math.floor(to / 12);
  return `${sameYear ? monthName(from).replace(/ \d+$/, "") : monthName(from)} to ${monthName(to)}`;
}

/** " in 12 months"; nothing of a single month, in which people are counted. */
function inMonths(months: number): string {
  return months === 1 ? "" : ` in ${months} months`;
}
