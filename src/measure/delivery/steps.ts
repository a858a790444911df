import { placeOfMonth } from "../../input/data/observations.ts";
import { type Indicator, isCounted } from "../../input/library/indicator.ts";
import { type Month, monthName } from "../../month.ts";
import type { SeriesDoubt } from "../plausibility/doubt.ts";
import { median } from "../verdict/numbers.ts";
import { endsBetween } from "../windows.ts";
import { before, expectedAt, type Rates, ratesOf, seasonAt } from "./expected.ts";
import { type DeliveryFound, someOf } from "./found.ts";
import type { Expected, Looked } from "./months.ts";

const factor = 1.5; // half as much again, or a third less
const beyondChance = 3; // standard deviations: about one in a thousand, both ways together 0.3%
const ofBell = 0.4549; // the middle squared deviation of chance alone, χ² of 1 degree of freedom
const fewestOrganisations = 5;
const fewestEvents = 10; // in the month, as expected: fewer cannot step beyond chance
const looked = 12; // months up to the end of the window

/** What one organisation's month is against the three before it, season allowed for. */
type SeriesStep = { code: string; ratio: number; score: number };

/**
 * A step in one month for many organisations at once: codes, products or a feed have changed, not what they all do. An
 * organisation steps where its month is half as much again as expected, or a third less, and 2(√y − √e)/√φ lies beyond 3
 * either way (√ stabilises the variance of counts; φ, how restless such months are beyond Poisson, is the middle squared score of
 * all organisations and months over 0.455, as robust as a median; for counts of events at least 1). Expected, e, is the rate
 * of the three months before times the season: what all together did in the same month of the year before against the three
 * months before that, where that is known. Size is the share of those that step the same way, of all with 10 events or more.
 */
export function findSteps(
  { organisations, many }: Expected,
  { doubts, about, ...timed }: Looked & { about: Indicator; doubts: ReadonlyMap<string, SeriesDoubt> },
): DeliveryFound[] {
  const { indicator, period, observations, window, accept } = timed;
  if (!isCounted(about) || period !== "month") return [];
  const known = ratesOf(organisations, timed, doubts);
  const isOfEvents = about.numerator.counts !== "quantity";
  const ends = endsBetween(observations, timed, { from: window.to - looked + 1, to: window.to });
  const steps = ends.map((month) => ({ month, of: stepsIn(known, placeOfMonth(observations, month), isOfEvents) }));
  const middle = median(steps.flatMap(({ of }) => of.map(({ score }) => score ** 2))) / ofBell;
  const phi = isOfEvents ? Math.max(1, middle) : middle;
  return stepsOf(steps, phi > 0 ? phi : Number.MIN_VALUE); // amounts that never move

  function stepsOf(found: readonly { month: Month; of: readonly SeriesStep[] }[], restless: number): DeliveryFound[] {
    const limit = accept.steps;
    const all = found.flatMap(({ month, of }) => {
      if (of.length < fewestOrganisations) return [];
      return [1, -1].flatMap((sign) => {
        const same = of.filter(({ ratio, score }) => {
          const isFar = sign > 0 ? ratio >= factor : ratio <= 1 / factor;
          return isFar && (sign * score) / Math.sqrt(restless) > beyondChance;
        });
        return same.length > limit * of.length ? [{ month, sign, same, of: of.length }] : [];
      });
    });
    const echoes = (step: (typeof all)[number]) =>
      all.some(({ month, sign }) => sign === step.sign && month < step.month && month >= step.month - before);
    const told = all.filter((step) => !echoes(step)); // the months after a step are still held against some before it
    const [worst] = [...told].sort((a, b) => b.same.length / b.of - a.same.length / a.of);
    if (!worst) return [];
    const months = told.map(
      ({ month, sign, same, of }) =>
        `${sign > 0 ? "up" : "down"} in ${monthName(month)} for ${same.length} of ${of} ${many}, to ${Math.round(100 * median(same.map(({ ratio }) => ratio)))}% of what was expected in the middle one`,
    );
    return [
      {
        check: "steps",
        indicator,
        size: worst.same.length / worst.of,
        limit,
        message: `"${indicator}" steps for many at once, beyond season and chance: ${someOf(months)}: ${someOf(worst.same.map(({ code }) => code))}`,
        hint: "look whether codes, products or the feed changed then: what all do at once is seldom their own doing",
      },
    ];
  }
}

function stepsIn(known: readonly Rates[], place: number, isOfEvents: boolean): SeriesStep[] {
  const season = seasonAt(known, place);
  const steps: SeriesStep[] = [];
  for (const series of known) {
    const expected = expectedAt(series, place) * season;
    const counted = series.numerators[place] ?? Number.NaN;
    if (!(expected > 0) || Number.isNaN(counted) || (isOfEvents && expected < fewestEvents)) continue;
    const score = 2 * (Math.sqrt(counted) - Math.sqrt(expected));
    steps.push({ code: series.code, ratio: counted / expected, score });
  }
  return steps;
}
