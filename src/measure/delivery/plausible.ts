import type { Indicator } from "../../input/library/indicator.ts";
import type { DoubtedMonth, SeriesDoubt } from "../plausibility/doubt.ts";
import { whenText } from "../plausibility/told.ts";
import { printedNumber } from "../rounding.ts";
import { median } from "../verdict/numbers.ts";
import { type DeliveryFound, someOf } from "./found.ts";
import type { Expected, Looked } from "./months.ts";

type Doubted = Looked & { about: Indicator; doubts: ReadonlyMap<string, SeriesDoubt> };

/** Months that are none or far below in busy series: those in which the series itself puts that out of the question. */
export function findImplausibleMonths({ organisations, many }: Expected, looked: Doubted): DeliveryFound[] {
  const { indicator, about, doubts, accept } = looked;
  const found = organisations.flatMap(({ code }) => {
    const low = doubts.get(code)?.months.filter(({ is }) => is !== "many") ?? [];
    return low.length > 0 ? [`${code} ${lowText(about, low)}`] : [];
  });
  if (found.length === 0) return [];
  return [
    {
      check: "implausible-months",
      indicator,
      size: found.length / organisations.length,
      limit: accept["implausible-months"],
      message: `months of "${indicator}" are none, or far below, where the series itself puts that out of the question for ${found.length} of ${organisations.length} ${many}: ${someOf(found)}`,
      hint: "look whether these months were delivered whole; reports leave them out and say so",
    },
  ];
}

/** "none in December 2025 to February 2026 (usually about 61)" */
function lowText(indicator: Indicator, low: readonly DoubtedMonth[]): string {
  const usual = Math.round(median(low.map((each) => each.usual)));
  const most = Math.max(...low.map(({ counted }) => counted));
  const when = whenText(
    indicator,
    low.map(({ month }) => month),
  );
  const side = low[0]?.of === "denominator" ? " in the denominator" : "";
  return `${most === 0 ? "none" : `at most ${Math.round(most)}`}${side} in ${when} (usually about ${usual})`;
}

/** Values that are twenty times the middle one of all recipients, or more. */
export function findFarValues({ organisations, many }: Expected, looked: Doubted): DeliveryFound[] {
  const { indicator, about, doubts, accept } = looked;
  const found = organisations.flatMap(({ code }) => {
    const far = doubts.get(code)?.far;
    const print = (value: number) => `${printedNumber(about, value)}${about.kind === "share" ? "%" : ""}`;
    return far ? [`${code} (${print(far.value)}, and ${print(far.median)} in the middle)`] : [];
  });
  if (found.length === 0) return [];
  return [
    {
      check: "far-values",
      indicator,
      size: found.length / organisations.length,
      limit: accept["far-values"],
      message: `values of "${indicator}" are twenty times the middle one, or more, for ${found.length} of ${organisations.length} ${many}: ${someOf(found)}`,
      hint: "look at their numbers and at whom they serve; their reports say that these must be checked",
    },
  ];
}
