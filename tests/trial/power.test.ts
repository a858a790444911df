// @ts-expect-error jstat ships no types
import jStat from "jstat";
import { describe, expect, test } from "vitest";
import type { Cycle } from "../../src/input/campaign/campaign.ts";
import type { PlannedLook } from "../../src/input/trial/looks.ts";
import type { Stage } from "../../src/input/trial/trial.ts";
import { generator } from "../../src/trial/draw.ts";
import { errorOf, leastTold } from "../../src/trial/feasibility/detectable.ts";
import { type DrawnLayout, drawnCovariance, drawOnce, historyWeight } from "../../src/trial/feasibility/drawn.ts";
import { effectsCovariance, estimate, weigh, weightOf } from "../../src/trial/feasibility/estimate.ts";
import { regimeFactor } from "../../src/trial/feasibility/later-stages.ts";
import type { Layout } from "../../src/trial/feasibility/layout.ts";
import { lookedAt } from "../../src/trial/feasibility/looks.ts";
import type { Matrix } from "../../src/trial/feasibility/matrix.ts";
import type { ArmOffers } from "../../src/trial/feasibility/offers.ts";
import {
  alikeOver,
  type Components,
  componentsOf,
  covariances,
  type VarianceRow,
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
      ({ together, months }): VarianceRow => ({
        together,
        within: "",
        values: pieces.map((each) => meanOver(months, each)),
      }),
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

describe("arms that are drawn anew in every cycle", () => {
  const layoutOf = (cycles: number, offers: ArmOffers): DrawnLayout => ({
    cycles,
    stretches: Array.from({ length: cycles + 1 }, (_, t) => ({ from: t, to: t })),
    ratio: { A: 1, B: 1 },
    effects: [{ factor: "f", level: "b", share: 0 }],
    columns: new Map(
      ["A", "B"].map((code) => [code, Array.from({ length: cycles + 1 }, (_, t) => [Number(t > 0 && code === "B")])]),
    ),
    contrasts: [],
    offers,
  });
  const errorIn = (layout: DrawnLayout, count: number, covariance: Matrix) => {
    const weight = historyWeight(covariance);
    return errorOf(
      one,
      drawnCovariance(
        Array.from({ length: count }, () => ({ code: "A", weight })),
        layout,
      )!,
    );
  };

  test("tell by σ²/(n T τ p(1 − p)) where cycles do not depend on one another (Liao and others 2016, Stat Med 35:1944)", () => {
    const layout = layoutOf(6, { of: { A: 0.6, B: 0.4 }, available: 0.7 });
    const covariance = Array.from({ length: 7 }, (_, s) => Array.from({ length: 7 }, (_, t) => (s === t ? 2.5 : 0)));
    expect(errorIn(layout, 30, covariance) ** 2).toBeCloseTo(2.5 / (30 * 6 * 0.7 * 0.4 * 0.6), 12);
  });

  test("are held against what came before: of a series of order 1 each cycle has 1 − ρ² of its variance left", () => {
    const rho = 0.6;
    const covariance = Array.from({ length: 4 }, (_, s) => Array.from({ length: 4 }, (_, t) => rho ** Math.abs(s - t)));
    const weight = historyWeight(covariance);
    expect(weight[2]!.map((each) => each * (1 - rho ** 2))).toEqual(
      [0, -rho, 1, 0].map((each) => expect.closeTo(each, 10)),
    );
    const layout = layoutOf(3, { of: { A: 0.5, B: 0.5 }, available: 1 });
    expect(errorIn(layout, 50, covariance) ** 2).toBeCloseTo((1 - rho ** 2) / (50 * 3 * 0.25), 12);
  });

  test("tell the least effect in about 80 of 100 trials, none in about 5, though an effect carries over to the next cycle", () => {
    const [units, cycles, rho] = [30, 6, 0.5];
    const layout = layoutOf(cycles, { of: { A: 0.7, B: 0.3 }, available: 0.9 });
    const covariance = Array.from({ length: cycles + 1 }, (_, s) =>
      Array.from({ length: cycles + 1 }, (_, t) => 1 + rho ** Math.abs(s - t)),
    );
    const weight = historyWeight(covariance);
    const error = errorIn(layout, units, covariance);
    const least = leastTold(error, 0.8, units - 2);
    const trials = 400;
    const told = { least: 0, none: 0 };
    let sum = 0;
    for (let seed = 1; seed <= trials; seed++) {
      for (const [way, effect] of [
        ["least", least],
        ["none", 0],
      ] as const) {
        const next = generator(seed * 7);
        const normal = () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
        const groups = Array.from({ length: units }, () => {
          const [level, first] = [normal(), normal()];
          const means = [level + first];
          for (let t = 1, fast = first; t <= cycles; t++) {
            fast = rho * fast + Math.sqrt(1 - rho * rho) * normal();
            means.push(level + fast);
          }
          return { means };
        });
        // the draws that drawOnce will make, so that what they do to outcomes can be put in first
        const drawn = drawsOf(seed, { units, cycles, layout });
        const all = groups.map(({ means }, u) => {
          const moved = means.map((mean, t) =>
            t === 0 ? mean : mean + effect * drawn[u]![t]! + (t > 1 ? 0.5 * effect * drawn[u]![t - 1]! : 0),
          );
          return moved;
        });
        const centre = all[0]!.map((_, t) => all.reduce((total, row) => total + row[t]!, 0) / units);
        const weighed = all.map((row) => ({
          weight,
          weighed: weigh(
            weight,
            row.map((each, t) => each - centre[t]!),
          ),
        }));
        const { effects, covariance: found } = drawOnce(weighed, layout, generator(seed))!;
        if (Math.abs(effects[0]!) > 2.048 * errorOf(one, found)) told[way]++; // t of 28 degrees of freedom
        if (way === "least") sum += effects[0]! / trials;
      }
    }
    expect(sum / least).toBeGreaterThan(0.93);
    expect(sum / least).toBeLessThan(1.07);
    expect(told.least / trials).toBeGreaterThan(0.72);
    expect(told.least / trials).toBeLessThan(0.88);
    expect(told.none / trials).toBeLessThan(0.09);
  });
});

describe("looks in between", () => {
  const independent: Components = { ...alone, own: { lasting: 0, drifting: 0, fading: 1 }, drift: 0 };
  const before = { from: -12, to: -1 };

  /** A trial of so many arms beside A, of equal size, with cycles of four months that do not depend on one another. */
  const found = (others: number, looks: PlannedLook[], draws = 6000) => {
    const codes = ["A", "B", "C", "D"].slice(0, others + 1);
    const cycles = [1, 2, 3, 4].map((n) => ({ id: `2026-0${n}` }) as Cycle);
    const layouts = cycles.map(
      (_, i): Layout => ({
        cycles: i + 1,
        stretches: [before, { from: 0, to: 4 * i + 3 }],
        ratio: Object.fromEntries(codes.map((code) => [code, 1])),
        effects: [],
        columns: new Map(),
        contrasts: [],
      }),
    );
    const sizes = Array.from({ length: 100 * codes.length }, (_, i) => [codes[i % codes.length]!]);
    const about = {
      layouts,
      cycles,
      sizes,
      components: independent,
      strata: 1,
      isBetter: -1,
      widening: 1,
      draws,
      seed: 3,
    } as const;
    return lookedAt({ looks, control: "A" }, about)!;
  };

  /** At least one of so many comparisons with one control is beyond a limit on either side (Dunnett 1955, J Am Stat Assoc 50:1096). */
  const anyBeyond = (limit: number, others: number) => {
    const step = 0.001;
    const phi = (x: number) => 1 - jStat.normal.cdf(-x, 0, 1);
    let none = 0;
    for (let x = -8; x < 8; x += step)
      none += step * jStat.normal.pdf(x, 0, 1) * (phi(Math.SQRT2 * limit + x) - phi(x - Math.SQRT2 * limit)) ** others;
    return 1 - none;
  };

  test("that drop nobody leave one alarm or more as often as Dunnett has it", () => {
    expect([anyBeyond(2.21, 2), anyBeyond(2.35, 3)]).toEqual([expect.closeTo(0.05, 3), expect.closeTo(0.05, 3)]); // his table of 1964, infinitely many
    for (const others of [2, 3]) {
      const { any, arms, spared } = found(others, [{ cycle: "2026-01", "p-below": 0.9999 }]);
      expect(Math.abs(any - anyBeyond(1.96, others))).toBeLessThan(0.01);
      expect(spared).toBeLessThan(0.001);
      for (const { told, power80, without80 } of arms) {
        expect(Math.abs(told - 0.05)).toBeLessThan(0.01);
        expect(power80 / without80).toBeCloseTo(1, 1);
      }
    }
  });

  test("keep an arm twice as often as the orthant of two normal values has it: 1/4 + asin(ρ)/2π (Sheppard 1899)", () => {
    const { arms, spared } = found(2, [
      { cycle: "2026-01", "p-below": 0.5 },
      { cycle: "2026-04", "p-below": 0.5 },
    ]);
    for (const { stays } of arms) {
      expect(Math.abs(stays[0]! - 1 / 2)).toBeLessThan(0.02);
      expect(Math.abs(stays[1]! - 1 / 3)).toBeLessThan(0.02); // a quarter of the months: ρ is a half
    }
    expect(spared).toBeCloseTo((2 / 3) * 0.5 * (3 / 4), 1); // two of three arms, half of them after one of four cycles
  });

  test("cost power where the best one of three goes on, and more the earlier they are", () => {
    const [early, late] = ["2026-01", "2026-03"].map((cycle) => found(3, [{ cycle, best: 1 }], 3000));
    expect(early!.arms.reduce((sum, { stays }) => sum + stays[0]!, 0)).toBeCloseTo(1, 10);
    expect(early!.arms[0]!.power80).toBeGreaterThan(1.05 * late!.arms[0]!.power80);
    expect(late!.arms[0]!.power80 / late!.arms[0]!.without80).toBeLessThan(1.1);
    expect(early!.spared).toBeGreaterThan(late!.spared);
  });
});

test("a regime's mean has 2 − r times the variance of an arm's where half of those who do not respond go each way; 2 where all do", () => {
  const stage = { arms: ["K3", "K5"], responders: "continue", "non-responders": "re-randomise" } as unknown as Stage;
  expect(regimeFactor(stage, {}, 0.4)).toBeCloseTo(1.6, 12);
  expect(regimeFactor({ ...stage, responders: "re-randomise" }, {}, 0.4)).toBeCloseTo(2, 12);
  expect(regimeFactor(stage, { K3: 3, K5: 1 }, 0.5)).toBeCloseTo(0.5 + 0.5 * 4, 12); // of the arm that a quarter get
});

type Drawing = { units: number; cycles: number; layout: DrawnLayout };

/** 1 where a unit is drawn into B in a cycle, by the numbers that drawOnce takes from the same seed. */
function drawsOf(seed: number, { units, cycles, layout }: Drawing): number[][] {
  const next = generator(seed);
  return Array.from({ length: units }, () => [
    0,
    ...Array.from({ length: cycles }, () => {
      if (next() >= layout.offers.available) return 0;
      return Number(next() >= layout.offers.of.A!);
    }),
  ]);
}

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
