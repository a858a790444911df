import { alikeWithin } from "../../measure/icc.ts";
import type { Window } from "../../measure/standing.ts";
import { type Matrix, plus } from "./matrix.ts";

/**
 * What makes values of recipients differ: what lasts, what drifts over years, and what fades within months (both autoregressive of
 * order 1), of clusters and of the recipients within them. Variances in squares of printed units; of a single month, but for what
 * lasts.
 */
export type Components = {
  readonly cluster: VarianceParts; // 0 where recipients are allocated one by one
  readonly own: VarianceParts;
  readonly drift: number; // correlation of neighbouring months of what drifts
  readonly rho: number; // of what fades
};

export type VarianceParts = { readonly lasting: number; readonly drifting: number; readonly fading: number };

/** Values of one recipient in the pieces of the past, and where it belongs. */
export type VarianceRow = { readonly together: string; readonly within: string; readonly values: readonly number[] };

/** How fast a drift may be; the one that fits best is taken. */
const drifts = [0.8, 0.85, 0.9, 0.93, 0.95, 0.97, 0.98, 0.99, 0.995, 0.999];

/** Two pieces of the past, and half the variance of their difference, of clusters and of recipients. */
type SplitMonths = { readonly s: number; readonly t: number; readonly of: VarianceSplit };

type VarianceSplit = { readonly cluster: number; readonly own: number };

/**
 * Components that give the variances that were seen: of the pieces, on average, and of the differences between any two (the
 * variogram, fitted by least squares with weights by its size; Cressie 1985, Math Geol 17:563), each split into clusters and recipients
 * by analysis of variance. `rho` is the correlation of neighbouring months by which changes are judged.
 */
export function componentsOf(rows: readonly VarianceRow[], pieces: readonly Window[], rho: number): Components {
  const pairs = pieces.flatMap((_, s) =>
    pieces.slice(s + 1).map((__, i): SplitMonths => {
      const t = s + 1 + i;
      const { cluster, own } = splitOf(rows, ({ values }) => values[t]! - values[s]!);
      return { s, t, of: { cluster: cluster / 2, own: own / 2 } };
    }),
  );
  const all = pieces.map((_, t) => splitOf(rows, ({ values }) => values[t]!));
  const fades = alikeOver(pieces, rho);
  const fits = drifts.map((drift) => {
    const drifting = alikeOver(pieces, drift);
    const parts = (of: keyof VarianceSplit) => partOf(meanOf(all, of), pairs, { of, drifting, fades });
    return { drift, parts, left: parts("own").left };
  });
  const best = fits.reduce((one, other) => (other.left < one.left ? other : one));
  return { cluster: best.parts("cluster").part, own: best.parts("own").part, drift: best.drift, rho };
}

function meanOf(all: readonly VarianceSplit[], of: keyof VarianceSplit): number {
  return all.reduce((sum, each) => sum + each[of], 0) / all.length;
}

type Shapes = { of: keyof VarianceSplit; drifting: Matrix; fades: Matrix };

/** What lasts, drifts and fades, none of them below 0, and what the fit leaves of the differences. */
function partOf(
  variance: number,
  pairs: readonly SplitMonths[],
  { of, drifting, fades }: Shapes,
): { part: VarianceParts; left: number } {
  const apart = (shape: Matrix, { s, t }: SplitMonths) => (shape[s]![s]! + shape[t]![t]!) / 2 - shape[s]![t]!;
  const points = pairs.map((pair) => ({
    x: apart(drifting, pair),
    y: apart(fades, pair),
    seen: pair.of[of],
    weight: 1 / Math.max(pair.of.own, 1e-12) ** 2,
  }));
  const sum = (value: (point: (typeof points)[number]) => number) =>
    points.reduce((total, point) => total + point.weight * value(point), 0);
  const [xx, xy, yy] = [sum(({ x }) => x * x), sum(({ x, y }) => x * y), sum(({ y }) => y * y)];
  const [xs, ys] = [sum(({ x, seen }) => x * seen), sum(({ y, seen }) => y * seen)];
  const both = xx * yy - xy * xy;
  const free: [number, number][] =
    both > 1e-9 * xx * yy ? [[(xs * yy - ys * xy) / both, (ys * xx - xs * xy) / both]] : [];
  const tried = [
    ...free.filter(([x, y]) => x >= 0 && y >= 0),
    [Math.max(0, xs / xx), 0],
    [0, Math.max(0, ys / yy)],
  ] as const;
  const judged = tried.map(([x, y]) => ({ x, y, left: sum((point) => (point.seen - x * point.x - y * point.y) ** 2) }));
  const best = judged.reduce((one, other) => (other.left < one.left ? other : one));
  const level = (shape: Matrix) => shape.reduce((total, row, t) => total + row[t]!, 0) / shape.length;
  const lasting = Math.max(0, variance - best.x * level(drifting) - best.y * level(fades));
  return { part: { lasting, drifting: best.x, fading: best.y }, left: best.left };
}

/** Variance within and between clusters of a value of each recipient. Where nobody shares a cluster, all of it is the recipients'. */
function splitOf(rows: readonly VarianceRow[], value: (row: VarianceRow) => number): VarianceSplit {
  const groups = [...Map.groupBy(rows, ({ together }) => together).values()].map((own) => own.map(value));
  const split = alikeWithin(groups);
  if (split && groups.length < rows.length)
    return { cluster: (split.icc * split.within) / (1 - split.icc), own: split.within };
  const values = groups.flat();
  const mean = values.reduce((sum, each) => sum + each, 0) / values.length;
  return { cluster: 0, own: values.reduce((sum, each) => sum + (each - mean) ** 2, 0) / (values.length - 1) };
}

/** Covariances of means of stretches of months that fade, in variances of a month: Σ Σ ρ^|i − j| over both, divided by their lengths. */
export function alikeOver(stretches: readonly Window[], rho: number): number[][] {
  return stretches.map((one) =>
    stretches.map((other) => {
      let sum = 0;
      for (let i = one.from; i <= one.to; i++)
        for (let j = other.from; j <= other.to; j++) sum += i === j ? 1 : rho ** Math.abs(i - j);
      return sum / ((one.to - one.from + 1) * (other.to - other.from + 1));
    }),
  );
}

/** Covariances between stretches of the mean of a cluster of so many recipients. */
export function covariances(
  { cluster, own, drift, rho }: Components,
  stretches: readonly Window[],
  size: number,
): Matrix {
  const [drifts, fades] = [alikeOver(stretches, drift), alikeOver(stretches, rho)];
  const of = ({ lasting, drifting, fading }: VarianceParts) =>
    fades.map((row, s) => row.map((each, t) => lasting + drifting * drifts[s]![t]! + fading * each));
  return plus(of(cluster), of(own), 1 / size);
}
