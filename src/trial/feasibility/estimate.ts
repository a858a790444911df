import { inverse, type Matrix, plus, times, turned, zeros } from "./matrix.ts";

/** Something that is allocated: its code, and the inverse of the covariances of its means between the stretches that are compared. */
export type Allocated = { readonly code: string; readonly weight: Matrix };

/** The inverse of covariances, as which they weigh. */
export function weightOf(covariance: Matrix): Matrix {
  const weight = inverse(covariance);
  if (!weight) throw new Error("covariances that have no inverse");
  return weight;
}

/**
 * Covariances of the effects of a trial, by generalised least squares with a mean of its own for each stretch: the effects' part
 * of (Σ X′V⁻¹X)⁻¹ over all that are allocated. For a stepped wedge with a lasting difference of clusters it is the formula of
 * Hussey and Hughes (2007, Contemp Clin Trials 28:182); for two arms beside a stretch before, that of an analysis of covariance
 * (Frison and Pocock 1992, Stat Med 11:1685) with the design effect of clusters. Undefined where an effect cannot be told from
 * others.
 */
export function effectsCovariance(
  allocated: readonly Allocated[],
  columns: ReadonlyMap<string, Matrix>,
): Matrix | undefined {
  const designs = new Map([...columns].map(([code, rows]) => [code, withMeans(rows)]));
  return effectsOnly(inverse(informationOf(allocated, designs)), columns);
}

/** Something that is allocated, with its means as they weigh: V⁻¹ȳ. */
export type Weighed = Allocated & { readonly weighed: readonly number[] };

/** Means as they weigh. */
export function weigh(weight: Matrix, means: readonly number[]): number[] {
  return times(
    weight,
    means.map((mean) => [mean]),
  ).map(([each]) => each!);
}

/** Effects as they are estimated from the means of what is allocated, with their covariances. */
export function estimate(
  allocated: readonly Weighed[],
  columns: ReadonlyMap<string, Matrix>,
): { effects: number[]; covariance: Matrix } | undefined {
  const estimator = estimatorOf(allocated, columns);
  if (!estimator) return undefined;
  const sums = new Map([...columns].map(([code, rows]) => [code, rows.map(() => 0)]));
  for (const { code, weighed } of allocated) {
    const sum = sums.get(code)!;
    for (let t = 0; t < weighed.length; t++) sum[t]! += weighed[t]!;
  }
  return { effects: estimator.effects(sums), covariance: estimator.covariance };
}

/** How effects are estimated of what is allocated, from the sums of its means as they weigh, by code. */
export type Estimator = {
  readonly effects: (sums: ReadonlyMap<string, readonly number[]>) => number[];
  readonly covariance: Matrix;
};

/** Undefined where an effect cannot be told from others. */
export function estimatorOf(
  allocated: readonly Allocated[],
  columns: ReadonlyMap<string, Matrix>,
): Estimator | undefined {
  const designs = new Map([...columns].map(([code, rows]) => [code, withMeans(rows)]));
  const whole = inverse(informationOf(allocated, designs));
  if (!whole) return undefined;
  const turnedDesigns = new Map([...designs].map(([code, design]) => [code, turned(design)]));
  return {
    effects: (sums) => {
      const seen = [...sums].reduce<number[][]>(
        (all, [code, sum]) =>
          plus(
            all,
            times(
              turnedDesigns.get(code)!,
              sum.map((each) => [each]),
            ),
          ),
        zeros(whole.length, 1),
      );
      const all = times(whole, seen).map(([each]) => each!);
      return all.slice(all.length - effectsIn(columns));
    },
    covariance: effectsOnly(whole, columns)!,
  };
}

/** Σ X′V⁻¹X. What is of one code and weighs the same is taken together. */
function informationOf(allocated: readonly Allocated[], designs: ReadonlyMap<string, Matrix>): Matrix {
  const size = [...designs.values()][0]![0]!.length;
  const alike = new Map<string, Map<Matrix, number>>();
  for (const { code, weight } of allocated) {
    const known = alike.get(code) ?? new Map<Matrix, number>();
    alike.set(code, known.set(weight, (known.get(weight) ?? 0) + 1));
  }
  return [...alike].reduce<Matrix>((sum, [code, weights]) => {
    const design = designs.get(code)!;
    const all = [...weights].reduce<Matrix>(
      (total, [weight, count]) => plus(total, weight, count),
      zeros(design.length),
    );
    return plus(sum, times(turned(design), times(all, design)));
  }, zeros(size));
}

/** A column for the mean of each stretch, then the effects. */
function withMeans(rows: Matrix): number[][] {
  return rows.map((row, t) => [...rows.map((_, s) => Number(s === t)), ...row]);
}

function effectsIn(columns: ReadonlyMap<string, Matrix>): number {
  return [...columns.values()][0]![0]!.length;
}

function effectsOnly(whole: Matrix | undefined, columns: ReadonlyMap<string, Matrix>): Matrix | undefined {
  const count = effectsIn(columns);
  return whole?.slice(-count).map((row) => row.slice(-count));
}
