import type { Counted, Indicator } from "../input/library/indicator.ts";
import { monthName } from "../month.ts";
import { change, distance } from "./change.ts";
import { type Counts, z95 } from "./interval.ts";
import { standardError } from "./published.ts";
import { printedNumber, roundHalfUp } from "./rounding.ts";
import type { CountedOwn, Published, Trend } from "./standing.ts";
import { type ChangeEvidence, judgeChange } from "./verdict/change.ts";
import { type YearlyChange, yearsDiffer } from "./verdict/years.ts";

/**
 * Whether a value has risen or fallen since the same months a year before. A change is named only if it shows in print, is at
 * least `atLeast` of the value before (of a share: of its odds, so that it does not matter which way round it is told), and the
 * months bear it out (`judgeChange`). Otherwise the trend is steady.
 */
export function findTrend(
  indicator: Counted,
  { before, now, atLeast }: { before: number; now: number; atLeast: number },
  evidence: Omit<ChangeEvidence, "indicator">,
): Trend {
  const { steady, direction, small } = weigh(indicator, before, now, atLeast);
  if (small) return { ...steady, evidence: `${steady.evidence}: ${small}` };
  const judged = judgeChange({ ...evidence, indicator });
  const isSame = judged.verdict === "changed" && judged.sign > 0 === (direction === "rising");
  if (!isSame) return { ...steady, evidence: `${steady.evidence}: ${judged.cause}` };
  return {
    ...steady,
    direction,
    ...(judged.since === undefined ? {} : { since: judged.since }),
    evidence: `${steady.evidence}: ${judged.cause}; ${judged.since === undefined ? "month by month" : `since about ${monthName(judged.since)}`}`,
  };
}

/**
 * The same for values of which there is one a year, or which are no sums: by the two counts, and by how much all organisations
 * change from one year to the next (`yearsDiffer`). Where the same patients are in both periods the test is the more cautious
 * for it. Of quantities, which are no events, nothing can be told from two.
 */
export function findYearOnYear(
  indicator: Counted,
  { before, now, atLeast }: { before: CountedOwn; now: CountedOwn; atLeast: number },
  common: YearlyChange,
): Trend {
  const { steady, direction, small } = weigh(indicator, before.value, now.value, atLeast);
  if (small) return { ...steady, evidence: `${steady.evidence}: ${small}` };
  if (indicator.numerator.counts === "quantity")
    return { ...steady, evidence: `${steady.evidence}: two values of a quantity do not tell a change from chance` };
  const counts = (own: CountedOwn) => `${roundHalfUp(own.count, 1)} of ${roundHalfUp(own.base, 1)}`;
  const told = `${steady.evidence} (${counts(before)}, ${counts(now)})`;
  const pair = { before: asCounts(before), now: asCounts(now) };
  if (!yearsDiffer(indicator, pair, common))
    return { ...steady, evidence: `${told}: no more than chance and what all change by` };
  return { ...steady, direction, evidence: `${told}: more than chance and what all change by` };
}

function asCounts({ count, base }: CountedOwn): Counts {
  return { numerator: count, denominator: base };
}

/**
 * The same for two published values, a year apart: by z, their difference over its standard error, from the standard errors of
 * the two (each from its 95% interval). Where one has no interval, nothing can be told from two values. Where the same people
 * are in both the test is the more cautious for it.
 */
export function findPublishedChange(indicator: Indicator, before: Published, now: Published, atLeast: number): Trend {
  const { steady, direction, small } = weigh(indicator, before.value, now.value, atLeast);
  if (small) return { ...steady, evidence: `${steady.evidence}: ${small}` };
  if (!before.interval || !now.interval)
    return {
      ...steady,
      evidence: `${steady.evidence}: without intervals, two values do not tell a change from chance`,
    };
  const z = (now.value - before.value) / Math.hypot(standardError(before.interval), standardError(now.interval));
  const told = `${steady.evidence} (z ${roundHalfUp(z, 1)})`;
  if (!(Math.abs(z) > z95)) return { ...steady, evidence: `${told}: no more than chance` };
  return { ...steady, direction, evidence: `${told}: more than chance` };
}

/** A change before it is tested; `small` says why it is not worth a test. */
export function weigh(indicator: Indicator, before: number, now: number, atLeast: number) {
  const { absolute, relative } = change(before, now);
  const direction: "rising" | "falling" = absolute > 0 ? "rising" : "falling";
  const steady: Trend = {
    direction: "steady",
    absolute,
    ...(relative === undefined ? {} : { relative }),
    evidence: `${printedNumber(indicator, before)} a year before, ${printedNumber(indicator, now)} now`,
  };
  const isTheSame = printedNumber(indicator, now) === printedNumber(indicator, before);
  const apart = distance(indicator, before, now);
  const isLess = apart !== undefined && apart < Math.log(1 + atLeast);
  const small = isTheSame ? "prints the same" : isLess ? `less than ${Math.round(atLeast * 100)}%` : undefined;
  return { steady, direction, small };
}
