import { describe, expect, test } from "vitest";
import { generator } from "../../src/trial/draw.ts";
import { errorOf, leastTold } from "../../src/trial/feasibility/detectable.ts";
import { effectsCovariance, estimate, weigh, weightOf } from "../../src/trial/feasibility/estimate.ts";
import type { Matrix } from "../../src/trial/feasibility/matrix.ts";
import {
  alikeOver,
  type Components,
  componentsOf,
  covariances,
  type Row,
} from "../../src/trial/feasibility/variance.ts";

/* Power by the formula, against published formulas and values, and against trials that are simulated. */

const nothing = { lasting: 0, drifting: 0, fading: 0 };
const alone: Components = { cluster: nothing, own: nothing, drift: 0.9, rho: 0 };
const one = { weights: [1] };
const two = (rows: Matrix, other: Matrix) =>
  new Map([
    ["A", rows],
    ["B", other],
  ]);
const after = two([[0], [0]], [[0], [1]]); // a stretch before, and one in which B has the effect

function times(code: string, count: number, covariance: Matrix) {
  const weight = weightOf(covariance);
  return Array.from({ length: count }, () => ({ code, weight }));
}

describe("effectsCovariance", () => {
  test("is the formula of Hussey and Hughes (2007) in a stepped wedge", () => {
    const wedge = new Map<string, Matrix>([
      ["1", [[0], [1], [1], [1], [1]]],
      ["2", [[0], [0], [1], [1], [1]]],
      ["3", [[0], [0], [0], [1], [1]]],
      ["4", [[0], [0], [0], [0], [1]]],
    ]);
    const [clusters, periods, lasting, noise] = [24, 5, 0.7, 0.4]; // six clusters at each step
    const covariance = Array.from({ length: periods }, (_, s) =>
      Array.from({ length: periods }, (_, t) => lasting + (s === t ? noise : 0)),
    );
    const all = [...wedge.keys()].flatMap((code) => times(code, 6, covariance));
    const rows = [...wedge.values()].flatMap((own) => Array(6).fill(own.map(([each]) => each!)) as number[][]);
    const sum = (values: readonly number[]) => values.reduce((total, each) => total + each, 0);
    const U = sum(rows.map(sum));
    const W = sum(Array.from({ length: periods }, (_, t) => sum(rows.map((row) => row[t]!)) ** 2));
    const V = sum(rows.map((row) => sum(row) ** 2));
    const published =
      (clusters * noise * (noise + periods * lasting)) /
      ((clusters * U - W) * noise + (U * U + clusters * periods * U - periods * W - clusters * V) * lasting);
    expect(effectsCovariance(all, wedge)![0]![0]).toBeCloseTo(published, 10);
  });

  test("is that of an analysis of covariance, times the design effect of clusters", () => {
    const [r, m, icc] = [0.6, 5, 0.08];
    const size = (share: number) => ({ lasting: share * r, drifting: 0, fading: share * (1 - r) });
    const stretches = [
      { from: 0, to: 0 },
      { from: 1, to: 1 },
    ];
    const covariance = covariances({ ...alone, cluster: size(icc), own: size(1 - icc) }, stretches, m);
    const all = [...times("A", 20, covariance), ...times("B", 40, covariance)];
    const plain = (1 / (20 * m) + 1 / (40 * m)) * (1 - r * r);
    expect(effectsCovariance(all, after)![0]![0]).toBeCloseTo(plain * (1 + (m - 1) * icc), 10);
  });

  test("is 2σ²(1 − r)/N in a crossover of two periods", () => {
    const covariance = [
      [1, 0.8],
      [0.8, 1],
    ];
    const sequences = two([[0], [1]], [[1], [0]]);
    const all = [...times("A", 15, covariance), ...times("B", 15, covariance)];
    expect(effectsCovariance(all, sequences)![0]![0]).toBeCloseTo((2 * (1 - 0.8)) / 30, 10);
  });

  test("tells nothing of an effect that everybody has", () => {
    expect(effectsCovariance(times("A", 9, [[1]]), new Map([["A", [[1]]]]))).toBeUndefined();
  });
});

test("64 in each group tell half a standard deviation with 80% power (Cohen 1992, Psychol Bull 112:155, table 2)", () => {
  const groups = two([[0]], [[1]]);
  const all = [...times("A", 64, [[1]]), ...times("B", 64, [[1]])];
  const error = errorOf(one, effectsCovariance(all, groups)!);
  expect(leastTold(error, 0.8, 126)).toBeCloseTo(0.5, 2);
  expect(leastTold(error, 0.9, 126)).toBeGreaterThan(0.57);
});

describe("series that depend on themselves", () => {
  const truth: Components = {
    cluster: { lasting: 0.3, drifting: 0.2, fading: 0.2 },
    own: { lasting: 2, drifting: 1.5, fading: 3 },
    drift: 0.97,
    rho: 0.35,
  };
  const stretches = [
    { from: 0, to: 11 },
    { from: 12, to: 17 },
  ];

  test("components are found again", () => {
    const pieces = Array.from({ length: 12 }, (_, i) => ({ from: 2 * i, to: 2 * i + 1 }));
    const rows = simulated(truth, { months: 24, clusters: 150, size: 6, seed: 5 }).map(
      ({ together, months }): Row => ({ together, within: "", values: pieces.map((each) => meanOver(months, each)) }),
    );
    const found = componentsOf(rows, pieces, truth.rho);
    for (const size of [1, 6]) {
      const [expected, given] = [truth, found].map((each) => errorWith(covariances(each, stretches, size)));
      expect(given! / expected!).toBeGreaterThan(0.9);
      expect(given! / expected!).toBeLessThan(1.1);
    }
  });

  test("a trial tells the least difference in about 80 of 100, and none in about 5", () => {
    const weight = weightOf(covariances(truth, stretches, 4));
    const codes = Array.from({ length: 40 }, (_, i) => (i % 2 === 0 ? "A" : "B"));
    const error = errorOf(
      one,
      effectsCovariance(
        codes.map((code) => ({ code, weight })),
        after,
      )!,
    );
    const least = leastTold(error, 0.8, 38);
    const told = { least: 0, none: 0 };
    const trials = 300;
    for (let seed = 1; seed <= trials; seed++) {
      const rows = simulated(truth, { months: 18, clusters: 40, size: 4, seed });
      const clusters = [...Map.groupBy(rows, ({ together }) => together).values()];
      for (const way of ["least", "none"] as const) {
        const all = clusters.map((own, i) => {
          const code = codes[i]!;
          const means = stretches.map(
            (each) => own.reduce((sum, { months }) => sum + meanOver(months, each), 0) / own.length,
          );
          if (way === "least" && code === "B") means[1]! += least;
          return { code, weight, weighed: weigh(weight, means) };
        });
        const { effects } = estimate(all, after)!;
        if (Math.abs(effects[0]!) > 2.024 * error) told[way]++; // t of 38 degrees of freedom
      }
    }
    expect(told.least / trials).toBeGreaterThan(0.73);
    expect(told.least / trials).toBeLessThan(0.87);
    expect(told.none / trials).toBeLessThan(0.09);
  });
});

/** The error of a contrast of ten and ten with these covariances. */
function errorWith(covariance: Matrix): number {
  return errorOf(one, effectsCovariance([...times("A", 10, covariance), ...times("B", 10, covariance)], after)!);
}

function meanOver(months: readonly number[], { from, to }: { from: number; to: number }): number {
  return months.slice(from, to + 1).reduce((sum, each) => sum + each, 0) / (to - from + 1);
}

type Shape = { months: number; clusters: number; size: number; seed: number };

/** Months of recipients in clusters with these components. */
function simulated({ cluster, own, drift, rho }: Components, { months, clusters, size, seed }: Shape) {
  const next = generator(seed);
  const normal = () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
  const series = ({ lasting, drifting, fading }: Components["own"]): number[] => {
    const level = Math.sqrt(lasting) * normal();
    let [slow, fast] = [normal(), normal()];
    return Array.from({ length: months }, () => {
      const value = level + Math.sqrt(drifting) * slow + Math.sqrt(fading) * fast;
      slow = drift * slow + Math.sqrt(1 - drift * drift) * normal();
      fast = rho * fast + Math.sqrt(1 - rho * rho) * normal();
      return value;
    });
  };
  return Array.from({ length: clusters }, (_, i) => {
    const shared = series(cluster);
    return Array.from({ length: size }, () => ({
      together: `C${i}`,
      months: series(own).map((each, t) => each + shared[t]!),
    }));
  }).flat();
}

test("what fades is worth its own sum of powers", () => {
  // the mean of two months: (1 + ρ)/2; two means a month apart: (ρ + 2ρ² + ρ³)/4
  const found = alikeOver(
    [
      { from: 0, to: 1 },
      { from: 2, to: 3 },
    ],
    0.5,
  );
  expect(found[0]![0]).toBeCloseTo(0.75, 12);
  expect(found[0]![1]).toBeCloseTo((0.5 + 2 * 0.25 + 0.125) / 4, 12);
});
