import type { Direction } from "./direction.ts";

/**
 * The value below which a share `p` (0 to 1) of the values lies, interpolated between neighbours: "type 7" of
 * Hyndman and Fan 1996, as `PERCENTILE_CONT` in SQL, PERCENTILE.INC in Excel, R's default. `sorted` is ascending,
 * without gaps; the result has its unit. Throws on no values, or a `p` outside 0 to 1.
 *
 *     quantile([2, 4, 4, 5, 7, 9, 12, 15], 0.25) // 4
 */
export function quantile(sorted: ArrayLike<number>, p: number): number {
  if (sorted.length === 0) throw new Error("no quantile of no values");
  if (!(p >= 0 && p <= 1)) throw new Error(`p must lie between 0 and 1, not ${p}`);
  const h = snapped((sorted.length - 1) * p);
  const below = sorted[Math.floor(h)]!;
  const above = sorted[Math.ceil(h)]!;
  return below + (h - Math.floor(h)) * (above - below);
}

/** The quantiles for each of `ps` (0 to 1), in that order. Errors as `quantile`. */
export function quantiles(sorted: ArrayLike<number>, ps: readonly number[]): number[] {
  return ps.map((p) => quantile(sorted, p));
}

/** The nine deciles p10, p20, … p90, as OpenPrescribing draws them. Errors as `quantile`. */
export function deciles(sorted: ArrayLike<number>): number[] {
  return quantiles(
    sorted,
    [1, 2, 3, 4, 5, 6, 7, 8, 9].map((tenth) => tenth / 10),
  );
}

/**
 * The share (0 to 1) of the other values that lie strictly below `value`: (rank − 1)/(N − 1) with the lowest rank for
 * ties, `PERCENT_RANK` in SQL. `sorted` is ascending and holds `value` itself; throws when it does not. A lone value
 * has rank 0, as in SQL.
 *
 *     percentRank([2, 4, 4, 5, 7, 9, 12, 15], 9) // 5/7
 */
export function percentRank(sorted: ArrayLike<number>, value: number): number {
  const below = countBelow(sorted, value);
  if (sorted[below] !== value) throw new Error(`${value} is not one of the ${sorted.length} values it is ranked among`);
  return sorted.length === 1 ? 0 : below / (sorted.length - 1);
}

/**
 * The quartile to aim for: p75 where higher is better, p25 where lower is better. Under "none" p25 too, which the
 * caller may draw but must not call a target. Errors as `quantile`.
 */
export function targetQuartile(sorted: ArrayLike<number>, direction: Direction): number {
  return quantile(sorted, direction === "higher" ? 0.75 : 0.25);
}

// 100 × 0.29 is 28.999999999999996: without this a practice standing exactly on a decile would miss it.
function snapped(h: number): number {
  const whole = Math.round(h);
  return Math.abs(h - whole) < 1e-9 ? whole : h;
}

// By halving: a national report ranks 7,000 practices among 7,000.
function countBelow(sorted: ArrayLike<number>, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
