import { lowerFirst } from "../ways.ts";
import type { ComparatorModule, ComparatorTelling } from "./module.ts";

/** A level that somebody has set, whatever peers do. */
export const target: ComparatorModule = {
  value: (indicator) => indicator.target?.value,
  isAim: true,
  isSet: true,
  words: {
    name: () => "the target",
    title: labelOf,
    short: (telling) => lowerFirst(labelOf(telling)),
    label: (telling) => [`${labelOf(telling)} `, ""],
    note: ({ indicator }) => indicator.target?.source ?? "",
  },
};

function labelOf({ indicator }: ComparatorTelling): string {
  return indicator.target?.label ?? "Target";
}
