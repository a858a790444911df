import { fewer, more } from "../ways.ts";
import type { ComparatorModule } from "./module.ts";

/** The quartile on the better side: what a quarter of peers reach. */
export const topQuartile: ComparatorModule = {
  value: ({ direction }, statistics) => (direction === "higher" ? statistics?.upper : statistics?.lower),
  isAim: true,
  isGround: true,
  words: {
    name: () => "the best quarter",
    title: () => "Best quarter",
    short: () => "best quarter",
    label: ({ indicator }) => [
      "Best quarter: ",
      ` or ${indicator.direction === "higher" ? more(indicator) : fewer(indicator)}`,
    ],
  },
};
