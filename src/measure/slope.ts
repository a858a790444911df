import { type CountSeries, countsIn, placeOfMonth } from "../input/data/observations.ts";
import { type Indicator, isCounted } from "../input/library/indicator.ts";
import { restsOnMonths } from "./disclosure.ts";
import type { Ground } from "./ground.ts";
import { printedNumber, scaleOf } from "./rounding.ts";
import type { ForYears, Own, Trend, Window } from "./standing.ts";
import { fewestYears, judgeSlope, type YearsAlike } from "./verdict/slope.ts";

const year = 12;

/**
 * The values of whole years up to a window's end, the first first, as far back as every month is known: events per one of the
 * denominator. None of what is not of months, of patients (who are the same from month to month), of what a policy protects, or where a window
 * is no year.
 */
export function yearsOf(
  { observations, campaign }: Pick<Ground, "observations" | "campaign">,
  indicator: Indicator,
  code: string,
  { from, to }: Window,
): number[] {
  if (!isCounted(indicator) || indicator.period !== "month" || to - from + 1 !== year) return [];
  if (!restsOnMonths(campaign, indicator)) return [];
  const series = countsIn(observations.of.get(indicator.indicator)?.get(code));
  const years: number[] = [];
  if (!series) return years;
  for (let end = placeOfMonth(observations, to); end - year + 1 >= 0; end -= year) {
    const value = ratioOfYear(series, end);
    if (Number.isNaN(value)) break;
    years.push(value);
  }
  return years.reverse();
}

/** Of twelve months up to a place; not a number where one of them is not known. */
function ratioOfYear({ numerators, denominators }: CountSeries, end: number): number {
  let [counted, over] = [0, 0];
  for (let place = end - year + 1; place <= end; place++) {
    const [numerator, denominator] = [numerators[place]!, denominators[place]!];
    if (!(denominator > 0)) return Number.NaN;
    counted += numerator;
    over += denominator;
  }
  return counted / over;
}

/**
 * Whether the value has gone one way for years (`judgeSlope`). Told only if the first year and the last differ in print, by at least
 * `atLeast` of the first, and the change of the last year, where one is named, does not go the other way.
 */
export function findForYears(
  indicator: Indicator,
  years: readonly number[],
  { alike, own, trend, atLeast }: { alike: YearsAlike; own: Own; trend: Trend | undefined; atLeast: number },
): ForYears | undefined {
  if (years.length < fewestYears || own.state !== "shown") return undefined;
  const judged = judgeSlope(years, alike);
  if (judged.verdict !== "slope") return undefined;
  const [from, now] = [years[0]! * scaleOf(indicator), own.value];
  const direction = judged.sign > 0 ? "rising" : "falling";
  const isSameWay = (now - from) * judged.sign > 0;
  const isTold = isSameWay && printedNumber(indicator, from) !== printedNumber(indicator, now);
  const isLarge = from > 0 && now > 0 && Math.abs(Math.log(now / from)) >= Math.log(1 + atLeast);
  const turned = trend !== undefined && trend.direction !== "steady" && trend.direction !== direction;
  if (!isTold || !isLarge || turned) return undefined;
  const evidence = `${printedNumber(indicator, from)} ${years.length - 1} years before, ${printedNumber(indicator, now)} now: ${judged.cause}`;
  return { direction, years: years.length - 1, from, evidence };
}
