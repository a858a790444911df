import { type Indicator, isCounted } from "../input/library/indicator.ts";
import type { Ground } from "./ground.ts";
import { poisson, z998 } from "./interval.ts";
import { roundHalfUp } from "./rounding.ts";
import {
  type CountedOwn,
  countsOf,
  type Fired,
  type Own,
  type PeerStatistics,
  type Published,
  publishedOf,
  type Standing,
} from "./standing.ts";

/** What smallness is judged from. */
type TooFewKnown = {
  campaign: Pick<Ground["campaign"], "small-numbers">;
  indicator: Indicator;
  standing: Pick<Standing, "atOwnSize">;
};

/**
 * The signals of a value that is too few to compare: that it is, whether a few patients alone make it, and whether it is few for
 * certain. None where it is enough.
 */
export function findTooFew(known: TooFewKnown, own: Own, statistics: PeerStatistics | undefined): Fired[] {
  const [counts, published] = [countsOf(own), publishedOf(own)];
  const patients = counts && findFewPatients(known, counts);
  const small =
    patients?.evidence ??
    (counts ? findSmallNumbers(known, counts, statistics) : published && findSmallSize(known, published));
  if (!small) return [];
  return [
    { signal: "small-numbers", evidence: small },
    ...(patients ? [{ signal: "few-patients" as const, evidence: small }] : []),
    ...(counts ? findClearlyFew(counts, known.standing.atOwnSize.median, patients?.one) : []),
  ];
}

/** Too few for a comparison: the publisher says so, or the value is of fewer than the campaign asks for. */
function findSmallSize({ campaign }: TooFewKnown, { n, verdict }: Published): string | undefined {
  if (verdict === "too-few") return "too few, as its publisher says";
  const { "expected-below": least } = campaign["small-numbers"];
  return n !== undefined && n < least ? `a value of ${roundHalfUp(n)}; ${least} are needed` : undefined;
}

/** Too few for a comparison: few expected at the typical rate (of a share: a small denominator) and not surely different from it, or a count just above 0. */
function findSmallNumbers(
  { campaign, indicator, standing }: TooFewKnown,
  own: CountedOwn,
  statistics: PeerStatistics | undefined,
): string | undefined {
  if (isCounted(indicator) && indicator.numerator.counts === "quantity") return undefined;
  const { "expected-below": least, "count-below": below } = campaign["small-numbers"];
  const expected = indicator.kind === "share" ? own.base : (standing.atOwnSize.median ?? Number.POSITIVE_INFINITY);
  const isClear = statistics !== undefined && isOutside(own, statistics.median); // 84 against 18 expected is no chance
  if (expected < least && !isClear)
    return `${roundHalfUp(expected, 1)} ${indicator.kind === "share" ? "in the denominator" : "expected at the typical rate"}; ${least} are needed`;
  if (statistics === undefined && own.base === 0) return "nothing counted";
  return own.count > 0 && own.count < below ? `a count of ${own.count}` : undefined;
}

/**
 * What one or a few patients take all the time, however steady: `one` is what one of them is counted for in the window. Of a share
 * the denominator is held to it, for a large one may hold few of a kind.
 */
function findFewPatients(
  { campaign, indicator }: TooFewKnown,
  { count, base, months }: CountedOwn,
): { one: number; evidence: string } | undefined {
  const each = indicator.numerator?.["one-patient"];
  if (each === undefined) return undefined;
  const [one, amount] = [each * months, indicator.kind === "share" ? base : count];
  if (amount <= 0 || amount / one >= campaign["small-numbers"]["patients-below"]) return undefined;
  return {
    one,
    evidence: `${roundHalfUp(amount)} in ${months} months, what ${roundHalfUp(amount / one, 1)} patients take`,
  };
}

function isOutside({ interval }: CountedOwn, value: number): boolean {
  return interval !== undefined && (value < interval.lower || value > interval.upper);
}

/**
 * Two items against 55 are few for certain: even the upper 99.8% limit of the count lies below what is typical. Where months are
 * those of a few patients, who come and go as persons do, the limit is that of persons, each counted for `one`.
 */
export function findClearlyFew({ count }: CountedOwn, typical: number | undefined, one = 1): Fired[] {
  if (typical === undefined || poisson(one === 1 ? count : Math.ceil(count / one), z998).upper >= typical / one)
    return [];
  return [{ signal: "clearly-few", evidence: `${count} against ${roundHalfUp(typical)} at the typical rate` }];
}
