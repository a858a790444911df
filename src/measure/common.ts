import { isRecipient } from "../input/data/recipients.ts";
import { type Indicator, isCounted } from "../input/library/indicator.ts";
import type { Ground } from "./ground.ts";
import type { Counts } from "./interval.ts";
import { yearsOf } from "./slope.ts";
import type { Window } from "./standing.ts";
import { type Correlation, correlationOf, type Values } from "./verdict/correlation.ts";
import { type KnownMonth, knownMonths } from "./verdict/months.ts";
import { type Season, seasonOf, withoutSeason } from "./verdict/season.ts";
import { type YearsAlike, yearsAlike } from "./verdict/slope.ts";
import { type YearlyChange, yearlyChange } from "./verdict/years.ts";
import { sumOver, type Windows } from "./windows.ts";

/** What the organisations that reports go to have in common on one indicator; each is judged beside it. */
export type Common = {
  readonly season: Season;
  readonly correlation: Correlation;
  readonly yearly: YearlyChange;
  readonly years: YearsAlike;
};

const year = 12;

/** Two years of months that end with a window. */
export function twoYears({ to }: Window): Window {
  return { from: to - 2 * year + 1, to };
}

/**
 * Worked out once for an indicator and cycle. Values of months give a season and how alike neighbours are; of other periods
 * only how much all change from one year to the next is known.
 */
export function commonOf(ground: Ground, indicator: Indicator, windows: Windows): Common {
  const codes = [...ground.directory.values()]
    .filter((organisation) => isRecipient(ground.campaign, organisation))
    .map(({ code }) => code);
  if (!isCounted(indicator)) return nothing;
  const yearly = yearlyChange(indicator, pairsOf(ground, indicator, codes, windows));
  if (indicator.period !== "month") return { ...nothing, yearly };
  const stretch = twoYears(windows.window);
  const lastTwo = [0, 1].map((i) => {
    const from = stretch.from + i * year;
    return monthsOfEach(ground, indicator, codes, { from, to: from + year - 1 });
  });
  const season = seasonOf(indicator, lastTwo);
  const values = valuesOfEach(monthsOfEach(ground, indicator, codes, stretch), indicator, season);
  const years = yearsAlike(codes.values().map((code) => yearsOf(ground, indicator, code, windows.window)));
  return { yearly, season, correlation: correlationOf(values, 2 * year), years };
}

/** One organisation after another: the months of all at once are many. */
function* monthsOfEach(
  { observations }: Ground,
  { indicator }: Indicator,
  codes: readonly string[],
  stretch: Window,
): Generator<readonly KnownMonth[]> {
  for (const code of codes) {
    const months = knownMonths(observations, indicator, code, stretch);
    if (months.length > 0) yield months;
  }
}

function* valuesOfEach(all: Iterable<readonly KnownMonth[]>, indicator: Indicator, season: Season): Generator<Values> {
  for (const months of all)
    if (isWhole(months))
      yield months.map((each) => ({ month: each.month, value: withoutSeason(indicator, season, each) }));
}

const nothing: Common = {
  season: new Map(),
  correlation: correlationOf([], 2 * year),
  yearly: { phi: 1, of: 0 },
  years: yearsAlike([]),
};

/** Enough of two years to tell how alike neighbours are, and enough events that it is not chance alone. */
function isWhole(months: readonly KnownMonth[]): boolean {
  const events = months.reduce((sum, { numerator }) => sum + numerator, 0);
  return months.length >= 2 * year - 3 && events >= 2 * months.length;
}

function pairsOf(
  { observations }: Ground,
  indicator: Indicator,
  codes: readonly string[],
  { window, past }: Windows,
): { before: Counts; now: Counts }[] {
  return codes.flatMap((code) => {
    const [before, now] = [past, window].map((stretch) => sumOver(observations, indicator, code, stretch));
    return before && now && before.months > 0 && now.months > 0 ? [{ before, now }] : [];
  });
}
