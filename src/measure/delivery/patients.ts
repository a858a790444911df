import type { Campaign } from "../../input/campaign/campaign.ts";
import { countsIn, type Observations, placeOfMonth } from "../../input/data/observations.ts";
import type { Indicator } from "../../input/library/indicator.ts";
import type { Window } from "../standing.ts";
import type { DeliveryFound } from "./found.ts";

/**
 * Patients of a share that are about as many every month: they may be the same ones, counted again in each month that is added,
 * and a few of them would pass for many. Counts of different people would differ from month to month as Poisson's do: the
 * squared difference over the sum is 1 on average; the size of what is found is how far it is below that.
 */
export function findCountedAgain(
  { indicator, kind, numerator, period }: Indicator,
  { observations, window, accept }: { observations: Observations; window: Window; accept: Campaign["accept"] },
): DeliveryFound[] {
  const months = window.to - window.from + 1;
  if (kind !== "share" || numerator?.counts !== "patients" || period !== "month" || months === 1) return [];
  const last = placeOfMonth(observations, window.to);
  const places = Array.from({ length: months - 1 }, (_, i) => last - i);
  const counted = [...(observations.of.get(indicator)?.values() ?? [])].flatMap((series) => countsIn(series) ?? []);
  const restless = counted.flatMap((series) =>
    places.flatMap((place) => {
      const [now = Number.NaN, before = Number.NaN] = [series.denominators[place], series.denominators[place - 1]];
      return now + before > 0 ? [(now - before) ** 2 / (now + before)] : [];
    }),
  );
  const size = 1 - restless.reduce((a, b) => a + b, 0) / restless.length;
  const limit = accept["counted-again"];
  if (restless.length < few || size <= limit) return [];
  return [
    {
      check: "counted-again",
      indicator,
      size,
      limit,
      message: `patients of "${indicator}" are nearly as many every month, as if the same were counted again, and ${months} months are added`,
      hint: "if each month counts who is there on one day, say `period: snapshot` in the indicator: added, a few patients look like many",
    },
  ];
}

const few = 20; // pairs of months that tell
