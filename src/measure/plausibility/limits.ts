import { median } from "../verdict/numbers.ts";

/** Times what is usual, from which a number is no longer taken for what it says: a digit, a unit or a decimal sign is wrong. */
export const twentyfold = 20;

/** Counts below it move by chance, so that a multiple of them says nothing. */
export const worthLooking = 10;

/** Times the usual level, from which a month is looked at: real ones of 300 practices were at most 2.8 times theirs. */
const fivefold = 5;
const beyond = 6; // spreads of the own months
const ofBell = 1.4826; // a standard deviation over the median absolute deviation

/**
 * Whether one of these months is far above the others of its series: twenty times the middle one, or five times and six spreads beyond it. The spread
 * is that of the logarithms of all months (1.48 median absolute deviations), and at least that of so many events.
 */
export function farAbove(months: readonly number[]): (month: number) => boolean {
  const usual = median(months);
  if (!(usual >= worthLooking) || !months.some((each) => each >= fivefold * usual)) return () => false;
  const known = months.filter((each) => each > 0);
  const logs = known.map((each) => Math.log(each / usual));
  const spread = Math.max(ofBell * median(logs.map(Math.abs)), 1 / Math.sqrt(usual));
  const least = Math.min(twentyfold, Math.max(fivefold, Math.exp(beyond * spread)));
  return (month) => month >= least * usual;
}
