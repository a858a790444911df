import type { Observations, Series } from "../input/data/observations.ts";
import type { Indicator } from "../input/library/indicator.ts";
import { scaleOf } from "../measure/rounding.ts";
import type { NamedTheirs } from "./names.ts";
import { mind, type PartNote } from "./part.ts";

const wider = 3; // times as far as what is seen
const most = 12; // indicators that are told

/**
 * For indicators without one, the range of values that a later delivery may be held to: three times as wide as nearly all values
 * of these data, so that thousands in place of ones, per cent in place of shares and a name of another measure stand out.
 */
export function plausibleNotes(
  observations: Observations,
  indicators: ReadonlyMap<string, Indicator>,
  named: readonly NamedTheirs[],
): PartNote[] {
  const shares = new Set(named.flatMap(({ is, theirs }) => (is !== undefined && theirs.kind === "share" ? [is] : [])));
  const lines = [...indicators.values()].flatMap((written) => {
    if (written.plausible) return [];
    const indicator = shares.has(written.indicator) ? asShare(written) : written;
    const values = [...(observations.of.get(indicator.indicator)?.values() ?? [])]
      .flatMap((series) => lastOf(series, indicator))
      .sort((a, b) => a - b);
    const at = (share: number) => values[Math.floor(share * (values.length - 1))] ?? Number.NaN;
    const [low, high] = [at(0.02), at(0.98)];
    if (values.length < 10 || !(high > 0)) return [];
    const to = rounded(wider * high);
    return [
      `${indicator.indicator}: plausible: { from: ${rounded(low / wider)}, to: ${indicator.kind === "share" ? Math.min(1, to) : to} }`,
    ];
  });
  if (lines.length === 0 || lines.length > most) return [];
  return [
    mind(
      `so that a later delivery in another unit, or of another measure, is told, say in the file of the indicator between which its values lie. Of these data, three times as wide: ${lines.join("; ")}`,
    ),
  ];
}

/** An indicator that is still written as a rate, as the share that its data are. */
function asShare({ per: _, ...indicator }: Indicator): Indicator {
  return indicator.kind === "rate" ? { ...indicator, kind: "share", multiplier: 1 } : { ...indicator };
}

/** The last value that is known, in printed units. */
function lastOf(series: Series, indicator: Indicator): number[] {
  if ("values" in series) return [...series.values].filter((each) => !Number.isNaN(each)).slice(-1);
  const last = series.numerators.findLastIndex((each, i) => !Number.isNaN(each) && (series.denominators[i] ?? 0) > 0);
  return last < 0 ? [] : [(series.numerators[last]! / series.denominators[last]!) * scaleOf(indicator)];
}

/** One figure: 0.0271 → 0.03 */
function rounded(value: number): number {
  return Number(value.toPrecision(1));
}
