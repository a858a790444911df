import type { Organisation } from "../../input/data/organisation.ts";
import { type Indicator, isCounted } from "../../input/library/indicator.ts";
import type { Ground } from "../ground.ts";
import { publishedAt } from "../published.ts";
import { scaleOf } from "../rounding.ts";
import type { Window } from "../standing.ts";
import { median } from "../verdict/numbers.ts";
import { sumOver } from "../windows.ts";
import type { FarValue } from "./doubt.ts";
import { twentyfold, worthLooking } from "./limits.ts";

const enough = 10; // organisations whose middle value tells what is usual

/**
 * Values of a window that are twenty times the median of all recipients, or more; of counts with a numerator of 10 or more. Of
 * all and not of the own peers, since a group may be too small to tell, and a factor of twenty is more than places differ by.
 */
export function farValues(
  { observations }: Pick<Ground, "observations">,
  indicator: Indicator,
  organisations: readonly Organisation[],
  window: Window,
): Map<string, FarValue> {
  const values = organisations.flatMap(({ code }) => {
    if (!isCounted(indicator)) {
      const published = publishedAt(observations, indicator, code, window);
      return published ? [{ code, value: published.value, isSolid: true }] : [];
    }
    const { numerator, denominator } = sumOver(observations, indicator, code, window);
    if (!(denominator > 0)) return [];
    const value = (numerator / denominator) * scaleOf(indicator);
    return [{ code, value, isSolid: numerator >= worthLooking }];
  });
  const middle = median(values.map(({ value }) => value));
  if (values.length < enough || !(middle > 0)) return new Map();
  const far = values.filter(({ value, isSolid }) => isSolid && value >= twentyfold * middle);
  return new Map(far.map(({ code, value }) => [code, { value, median: middle }]));
}
