import type { Indicator } from "../../input/library/indicator.ts";
import type { Counts, Interval } from "../interval.ts";
import { quantile } from "../percentile.ts";

/**
 * The scale on which organisations of every size spread alike: arcsine of the square root for a share, the square root of the
 * ratio to what is expected for a rate (Spiegelhalter 2005, Stat Med 24:1185; the second as the Care Quality Commission has it).
 */
export type Scale = "arcsine" | "square-root";

/** How much organisations differ beyond chance. */
export type Spread = {
  readonly scale: Scale;
  readonly target: number; // pooled value, events per one of the denominator
  readonly phi: number; // mean squared z-score; 1 where chance is all there is
  readonly tau2: number; // variance between organisations on the scale; 0 where chance is all there is
};

/** One organisation: its counts, and the standard error of its value (per one of the denominator) where it is not that of independent events. */
export type SpreadRow = Counts & { readonly error?: number };

/** Normal deviate beyond which a value is unusual: two in a thousand of a bell-shaped spread lie outside it. */
export const unusual = 3.090232306167813;

export function scaleOfKind({ kind }: Pick<Indicator, "kind">): Scale {
  return kind === "share" ? "arcsine" : "square-root";
}

/**
 * Over-dispersion round the pooled value. Z-scores beyond the quantiles `winsorise` and 1 − `winsorise` are drawn in to them, so
 * that a few outliers don't widen the limits for all; 0 for none. φ = Σz²/n, τ² = max(0, nφ − (n − 1)) / (Σw − Σw²/Σw) with
 * w = 1/s², s = 1/(2√n) on the arcsine scale and 1/(2√E) on the square-root scale, E events expected at the pooled value. Throws
 * on fewer than two organisations or a row that does not fit its scale.
 */
export function spreadOf(rows: readonly SpreadRow[], scale: Scale, { winsorise = 0.1 } = {}): Spread {
  if (rows.length < 2) throw new Error("no spread of fewer than two organisations");
  const target = sum(rows.map(({ numerator }) => numerator)) / sum(rows.map(({ denominator }) => denominator));
  const errors = rows.map((row) => errorOn(scale, target, row));
  const scores = drawnIn(
    rows.map(
      ({ numerator, denominator }, i) =>
        (on(scale, target, numerator / denominator) - on(scale, target, target)) / errors[i]!,
    ),
    winsorise,
  );
  const phi = sum(scores.map((z) => z * z)) / rows.length;
  const weights = errors.map((error) => 1 / error ** 2);
  const total = sum(weights);
  const excess = rows.length * phi - (rows.length - 1);
  return { scale, target, phi, tau2: Math.max(0, excess) / (total - sum(weights.map((w) => w * w)) / total) };
}

/**
 * Within which the value of an organisation of this size lies unless it is unusual, in events per one of the denominator: target ±
 * z·√(s² + τ²) on the scale. A share stays within 0 and 1, a rate from 0 up.
 */
export function usualRange({ scale, target, tau2 }: Spread, row: SpreadRow, z = unusual): Interval {
  const reach = z * Math.hypot(errorOn(scale, target, row), Math.sqrt(tau2));
  const middle = on(scale, target, target);
  return { lower: off(scale, target, middle - reach), upper: off(scale, target, middle + reach) };
}

/**
 * How far an organisation lies above a value (events per one of the denominator), in spreads: (θ − aim)/τ on the scale, θ its own
 * value drawn in to the pooled one by the part of its difference that is chance: θ = target + (own − target)·τ²/(τ² + s²)
 * (empirical Bayes; Efron and Morris 1975, J Am Stat Assoc 70:311). 0 where all differences are chance.
 */
export function distanceTo({ scale, target, tau2 }: Spread, row: SpreadRow, aim: number): number {
  if (tau2 === 0) return 0;
  const middle = on(scale, target, target);
  const kept = tau2 / (tau2 + errorOn(scale, target, row) ** 2);
  const own = middle + (on(scale, target, row.numerator / row.denominator) - middle) * kept;
  return (own - on(scale, target, aim)) / Math.sqrt(tau2);
}

/**
 * Reliability: the share of the differences between organisations that is theirs and not chance, τ²/(τ² + s²), for one of
 * middle size: the median over all (Abel and Lyratzopoulos, PMC5750427). Under .7 single ones should not be ranked.
 */
export function reliabilityOf({ scale, target, tau2 }: Spread, rows: readonly SpreadRow[]): number {
  const each = rows.map((row) => tau2 / (tau2 + errorOn(scale, target, row) ** 2)).sort((a, b) => a - b);
  return quantile(each, 0.5);
}

function errorOn(scale: Scale, target: number, { numerator, denominator, error }: SpreadRow): number {
  const value = numerator / denominator;
  if (!(denominator > 0 && value >= 0 && (scale !== "arcsine" || value <= 1)))
    throw new Error(`no ${scale === "arcsine" ? "share" : "rate"}: ${numerator} of ${denominator}`);
  if (error === undefined) return 1 / (2 * Math.sqrt(scale === "arcsine" ? denominator : target * denominator));
  if (scale === "square-root") return error / (2 * Math.sqrt(Math.max(value, target / 100) * target));
  const share = Math.min(0.99, Math.max(0.01, value));
  return error / (2 * Math.sqrt(share * (1 - share)));
}

function on(scale: Scale, target: number, value: number): number {
  return scale === "arcsine" ? Math.asin(Math.sqrt(value)) : Math.sqrt(value / target);
}

// Beyond a quarter turn the sine comes back down, and an upper limit would fall as the spread grows.
function off(scale: Scale, target: number, at: number): number {
  const from0 = Math.max(0, at);
  return scale === "arcsine" ? Math.sin(Math.min(Math.PI / 2, from0)) ** 2 : target * from0 ** 2;
}

function drawnIn(scores: readonly number[], share: number): number[] {
  const sorted = scores.toSorted((a, b) => a - b);
  const [least, most] = [quantile(sorted, share), quantile(sorted, 1 - share)];
  return scores.map((z) => Math.min(most, Math.max(least, z)));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
