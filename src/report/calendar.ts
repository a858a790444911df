import { dayAfter } from "../month.ts";

/**
 * The bank holidays of England and Wales in a year, worked out from the rules (Banking and Financial Dealings Act 1971 and the
 * proclamations that give a substitute for one at a weekend): "2026-12-28" is that of Boxing Day, a Saturday. Days that are
 * proclaimed once, such as a coronation's, are not known.
 */
export function bankHolidays(year: number): ReadonlySet<string> {
  const known = holidays.get(year) ?? findHolidays(year);
  holidays.set(year, known);
  return known;
}

/** Whether a day is neither at a weekend nor a bank holiday in England and Wales. */
export function isWorkingDay(iso: string): boolean {
  return !isWeekend(iso) && !bankHolidays(Number(iso.slice(0, 4))).has(iso);
}

/** The day itself, or the first working day after it. */
export function workingDayFrom(iso: string): string {
  return isWorkingDay(iso) ? iso : workingDayFrom(dayAfter(iso, 1));
}

const holidays = new Map<number, ReadonlySet<string>>();
const [sunday, monday, saturday] = [0, 1, 6];

function findHolidays(year: number): ReadonlySet<string> {
  const easter = easterOf(year);
  const days = new Set([
    dayAfter(easter, -2),
    dayAfter(easter, 1),
    mondayFrom(`${year}-05-01`),
    mondayFrom(`${year}-05-25`), // the last Monday of May
    mondayFrom(`${year}-08-25`), // and of August
  ]);
  for (const day of [`${year}-01-01`, `${year}-12-25`, `${year}-12-26`]) days.add(firstFree(day, days));
  return days;
}

/** The day, or the first after it that is neither at a weekend nor a holiday already; a Boxing Day keeps its Monday. */
function firstFree(iso: string, taken: ReadonlySet<string>): string {
  if (weekday(iso) === sunday && iso.endsWith("12-25")) return dayAfter(iso, 2); // Monday is Boxing Day
  return isWeekend(iso) || taken.has(iso) ? firstFree(dayAfter(iso, 1), taken) : iso;
}

function mondayFrom(iso: string): string {
  return weekday(iso) === monday ? iso : mondayFrom(dayAfter(iso, 1));
}

function isWeekend(iso: string): boolean {
  return weekday(iso) === sunday || weekday(iso) === saturday;
}

function weekday(iso: string): number {
  return new Date(`${iso}T00:00:00Z`).getUTCDay();
}

/** Easter Sunday of the Gregorian calendar (Anonymous 1876, Nature 13:487; as in Meeus, Astronomical Algorithms). */
function easterOf(year: number): string {
  const a = year % 19;
  const b = Math.floor(year / 100);
  const c = year % 100;
  const f = Math.floor((b + 8) / 25);
  const g = Math.floor((b - f + 1) / 3);
  const h = (19 * a + b - Math.floor(b / 4) - g + 15) % 30;
  const l = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - h - (c % 4)) % 7;
  const m = Math.floor((a + 11 * h + 22 * l) / 451);
  const n = h + l - 7 * m + 114;
  return `${year}-${String(Math.floor(n / 31)).padStart(2, "0")}-${String((n % 31) + 1).padStart(2, "0")}`;
}
