import type { Counts } from "./interval.ts";

/** One organisation's numerator and denominator, under the code that breaks ties. */
export type PeerRow = Counts & { readonly code: string };

/** What the best achieve. */
export type Benchmark = {
  readonly value: number; // numerator / denominator, a fraction: times the multiplier to print
  readonly numerator: number; // summed over the organisations in it
  readonly denominator: number;
  readonly codes: readonly string[]; // organisations in it, best first
};

/**
 * Achievable Benchmark of Care: the pooled proportion of the best performers who together hold at least `share` of all
 * patients. Performers are ranked by the adjusted performance fraction (x + 1)/(n + 2), so that 3 of 3 does not beat
 * 80 of 100 by luck alone; then by larger n, then by code. Where lower is better, n − x is ranked. The value is raw,
 * unadjusted, and in the natural direction. Kiefe 1998 (Int J Qual Health Care 10:443), Weissman 1999 (J Eval Clin
 * Pract 5:269).
 *
 * Undefined when nobody has a patient; rows with denominator 0 are passed over. Throws on a row that is not a
 * proportion (x > n): items per list size have `bestTenthOfPopulation`.
 */
export function achievableBenchmark(
  rows: readonly PeerRow[],
  direction: "lower" | "higher",
  share = 0.1,
): Benchmark | undefined {
  for (const row of rows) if (!isProportion(row)) throw new Error(`no proportion: ${describe(row)}`);
  return bestShare(rows, share, (row) => adjustedPerformance(row, direction));
}

/**
 * The pooled rate of the best organisations that together hold at least a tenth of the population: the
 * list-size-weighted mean of the best decile, for rates whose numerator may exceed the denominator (items, OME, DDD).
 * Ranked by raw rate, then larger denominator, then code; no adjustment for small lists, so this is not an ABC and must
 * not be called one.
 *
 * Undefined when nobody has a denominator; rows with denominator 0 are passed over. Throws on negative numbers.
 */
export function bestTenthOfPopulation(rows: readonly PeerRow[], direction: "lower" | "higher"): Benchmark | undefined {
  for (const row of rows) if (!isRate(row)) throw new Error(`no rate: ${describe(row)}`);
  const sign = direction === "higher" ? 1 : -1;
  return bestShare(rows, 0.1, (row) => (sign * row.numerator) / row.denominator);
}

function bestShare(
  rows: readonly PeerRow[],
  share: number,
  performance: (row: PeerRow) => number,
): Benchmark | undefined {
  const ranked = rows
    .filter((row) => row.denominator > 0)
    .map((row) => ({ ...row, performance: performance(row) }))
    .sort(byPerformance);
  const needed = share * sum(ranked.map((row) => row.denominator)) - 1e-9; // 0.1 × 70 is 7.000000000000001
  const best: PeerRow[] = [];
  let covered = 0;
  for (const row of ranked) {
    if (best.length > 0 && covered >= needed) break;
    best.push(row);
    covered += row.denominator;
  }
  if (best.length === 0) return undefined;
  const numerator = sum(best.map((row) => row.numerator));
  return { value: numerator / covered, numerator, denominator: covered, codes: best.map((row) => row.code) };
}

function adjustedPerformance({ numerator, denominator }: PeerRow, direction: "lower" | "higher"): number {
  const good = direction === "higher" ? numerator : denominator - numerator;
  return (good + 1) / (denominator + 2);
}

type Ranked = PeerRow & { readonly performance: number };

function byPerformance(a: Ranked, b: Ranked): number {
  return b.performance - a.performance || b.denominator - a.denominator || (a.code < b.code ? -1 : 1);
}

function isProportion(row: PeerRow): boolean {
  return isRate(row) && row.numerator <= row.denominator;
}

function isRate({ numerator, denominator }: PeerRow): boolean {
  return numerator >= 0 && denominator >= 0 && Number.isFinite(numerator) && Number.isFinite(denominator);
}

function describe({ code, numerator, denominator }: PeerRow): string {
  return `${numerator} of ${denominator} (${code})`;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
