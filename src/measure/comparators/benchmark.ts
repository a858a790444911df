import type { ComparatorModule, ComparatorTelling } from "./module.ts";

/**
 * What the best peers come to together who have a tenth of the patients: of shares the achievable benchmark of care
 * (Kiefe 1998, Weissman 1999); of rates, which may not be called that, the pooled rate of the best tenth.
 */
export const benchmark: ComparatorModule = {
  value: (_, statistics) => statistics?.benchmark,
  isAim: true,
  words: {
    name: (telling) => (isShare(telling) ? "the achievable benchmark" : "the best tenth together"),
    title: (telling) => (isShare(telling) ? "Achievable benchmark" : "Best tenth"),
    short: (telling) => (isShare(telling) ? "achievable benchmark" : "best tenth"),
    label: (telling) => (isShare(telling) ? ["Achievable benchmark ", ""] : ["Best tenth together: ", ""]),
  },
};

function isShare({ indicator }: ComparatorTelling): boolean {
  return indicator.kind === "share";
}
