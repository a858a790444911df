import type { ComparatorModule } from "./module.ts";

/** What is usual: half of the peers are on either side. */
export const median: ComparatorModule = {
  value: (_, statistics) => statistics?.median,
  isAim: false,
  words: {
    name: () => "typical",
    title: ({ one }) => `Typical ${one}`,
    short: () => "typical",
    label: ({ one }) => [`Typical ${one} `, ""],
  },
};
