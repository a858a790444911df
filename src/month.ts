/** Months as whole numbers: 12 × year + month − 1, so that they can be counted and compared. */
export type Month = number;

const names = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
] as const;

/** "2026-08" → 24319. The text must be a valid month. */
export function toMonth(text: string): Month {
  return Number(text.slice(0, 4)) * 12 + Number(text.slice(5, 7)) - 1;
}

/** 24319 → "2026-08" */
export function toIso(month: Month): string {
  return `${Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, "0")}`;
}

/** 24319 → "August 2026" */
export function monthName(month: Month): string {
  return `${names[month % 12]} ${Math.floor(month / 12)}`;
}

/** 24319 → "Aug 2026" */
export function shortMonth(month: Month): string {
  return `${names[month % 12]?.slice(0, 3)} ${Math.floor(month / 12)}`;
}

/** "2026-10-12" → "12 October 2026" */
export function dayName(iso: string): string {
  return `${Number(iso.slice(8, 10))} ${monthName(toMonth(iso))}`;
}

/** First day of a month as an ISO date. */
export function firstDay(month: Month): string {
  return remembered(firstDays, month, () => `${toIso(month)}-01`);
}

/** Last day of a month as an ISO date. */
export function lastDay(month: Month): string {
  return remembered(lastDays, month, () => dayAfter(firstDay(month + 1), -1));
}

const firstDays = new Map<Month, string>(); // every organisation is asked about the same few months
const lastDays = new Map<Month, string>();

function remembered(known: Map<Month, string>, month: Month, make: () => string): string {
  const day = known.get(month) ?? make();
  known.set(month, day);
  return day;
}

/** A day some days later. */
export function dayAfter(iso: string, days: number): string {
  return new Date(Date.parse(`${iso}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

const middles = new Map<string, string>(); // every point of every chart asks, and all for the same few stretches

/** The day in the middle of a stretch of months, both ends included. */
export function middleDay(from: Month, to: Month): string {
  const stretch = `${from} ${to}`;
  const middle = middles.get(stretch) ?? new Date(middleOf(from, to)).toISOString().slice(0, 10);
  middles.set(stretch, middle);
  return middle;
}

function middleOf(from: Month, to: Month): number {
  return (Date.parse(firstDay(from)) + Date.parse(lastDay(to))) / 2;
}

/** "Thursday 26 November" */
export function weekdayName(iso: string): string {
  const days = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
  const day = new Date(`${iso}T00:00:00Z`);
  return `${days[day.getUTCDay()]} ${day.getUTCDate()} ${names[day.getUTCMonth()]}`;
}
