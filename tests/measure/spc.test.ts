import { expect, test } from "vitest";
import type { Direction } from "../../src/measure/direction.ts";
import type { Counts } from "../../src/measure/interval.ts";
import {
  type Assurance,
  assurance,
  pChart,
  pPrimeChart,
  runChart,
  type SpcLimits,
  specialCauses,
  uChart,
  uPrimeChart,
  xmr,
} from "../../src/measure/spc.ts";

const spike = [1, 2, 1, 2, 10, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1]; // domain.md §6.5

test.each([
  [spike, false, 1.9444, -3.0626, 6.9515],
  [spike, true, 1.9444, -0.7156, 4.6044],
  [[1, 3, 2], false, 2, 2 - 2.66 * 1.5, 2 + 2.66 * 1.5],
  [[4, 4], true, 4, 4, 4], // nothing moves, so nothing is screened out
])("XmR of %j, screened %s: %d, %d to %d", (values, screen, mean, lower, upper) => {
  const limits = xmr(values, { screen });
  expect(limits.mean).toBeCloseTo(mean, 4);
  expect(limits.lower).toBeCloseTo(lower, 4);
  expect(limits.upper).toBeCloseTo(upper, 4);
  expect(limits.nearLower).toBeCloseTo(mean - ((mean - lower) * 2) / 3, 4);
  expect(limits.nearUpper).toBeCloseTo(mean + ((upper - mean) * 2) / 3, 4);
});

test("XmR does not screen unless asked", () => {
  expect(xmr(spike)).toEqual(xmr(spike, { screen: false }));
});

const months = table([30, 200], [45, 200], [28, 200], [50, 200], [39, 200], [61, 200]); // domain.md §6.5

test.each([
  ["p", pChart, 1, 0.1243046, 0.297362],
  ["p′", pPrimeChart, 2.67406, 0, 0.442216],
  ["u", uChart, 1, 0.1134295, 0.3082371], // from here numpy
  ["u′", uPrimeChart, 2.3755026, 0, 0.4422163],
] as const)("%s-chart", (_, chartOf, sigmaZ, lower, upper) => {
  const chart = chartOf(months);
  expect(chart.mean).toBeCloseTo(0.210833, 6);
  expect(chart.sigmaZ).toBeCloseTo(sigmaZ, 5);
  expect(chart.limits).toHaveLength(6);
  for (const limits of chart.limits) {
    expect(limits.mean).toBe(chart.mean);
    expect(limits.lower).toBeCloseTo(lower, 6);
    expect(limits.upper).toBeCloseTo(upper, 6);
    expect(limits.nearUpper).toBeCloseTo(chart.mean + ((upper - chart.mean) * 2) / 3, 6);
  }
});

test("limits widen where the denominator is small, and are cut at 0 and 1", () => {
  const p = pChart(table([50, 100], [200, 400], [2, 4])); // 0.5 ± 3 × 0.05, 0.025, 0.25
  expect(p.limits.map(({ lower, upper }) => [lower, upper])).toEqual([
    [expect.closeTo(0.35, 12), expect.closeTo(0.65, 12)],
    [expect.closeTo(0.425, 12), expect.closeTo(0.575, 12)],
    [0, 1],
  ]);
  expect(p.limits[2]).toEqual({ mean: 0.5, lower: 0, upper: 1, nearLower: 0, nearUpper: 1 });
  const u = uChart(table([400, 100], [16, 4])); // 4 ± 3 × 0.2, 1
  expect(u.limits.map(({ lower, upper }) => [lower, upper])).toEqual([
    [expect.closeTo(3.4, 12), expect.closeTo(4.6, 12)],
    [expect.closeTo(1, 12), expect.closeTo(7, 12)],
  ]);
});

test("months without any, or with all, have limits and no special cause", () => {
  for (const rows of [table([0, 10], [0, 12]), table([10, 10], [12, 12])]) {
    const { sigmaZ, limits, mean } = pPrimeChart(rows);
    expect(sigmaZ).toBe(0);
    expect(limits[0]).toEqual({ mean, lower: mean, upper: mean, nearLower: mean, nearUpper: mean });
    expect(causes([mean, mean], limits, "lower")).toBe(". .");
  }
});

// Mean 0, near limits ±2, limits ±3. Of each point: rule (a, b, c, d), H or L, + improvement, - concern, = neutral.
const standard: SpcLimits = { mean: 0, lower: -3, upper: 3, nearLower: -2, nearUpper: 2 };

test.each<[string, number[], Direction, string]>([
  ["nothing", [1, -1, 1, -1, 2, -2, 3, -3], "lower", ". . . . . . . ."], // on a limit is not beyond it
  ["no points", [], "lower", ""],
  ["a above, lower is better", [0, 3.1, 0], "lower", ". aH- ."],
  ["a above, higher is better", [0, 3.1, 0], "higher", ". aH+ ."],
  ["a above, neutral", [0, 3.1, 0], "none", ". aH= ."],
  ["a below, lower is better", [0, -3.1, 0], "lower", ". aL+ ."],
  ["six on one side", [1, 1.1, 1, 1.1, 1, 1.1, -1], "lower", ". . . . . . ."],
  ["b: seven on one side", [-1, 1, 1.1, 1, 1.1, 1, 1.1, 1, -1], "lower", ". bH- bH- bH- bH- bH- bH- bH- ."],
  ["b: eight, all flagged", [-1, -1.1, -1, -1.1, -1, -1.1, -1, -1.1], "lower", Array(8).fill("bL+").join(" ")],
  ["a point on the mean breaks b", [1, 1.1, 1, 0, 1, 1.1, 1, 1.1], "lower", ". . . . . . . ."],
  ["six rising", [-1.5, -1, -0.5, 0.5, 1, 1.5, 0], "lower", ". . . . . . ."],
  ["c: seven rising", [-1.5, -1, -0.5, 0, 0.5, 1, 1.5], "lower", Array(7).fill("cH-").join(" ")],
  ["c: seven falling", [1.5, 1, 0.5, 0, -0.5, -1, -1.5, -1], "lower", `${Array(7).fill("cL+").join(" ")} .`],
  ["a standstill breaks c", [-1.5, -1, -0.5, -0.5, 0.5, 1, 1.5], "lower", ". . . . . . ."],
  ["d: two running", [0.1, 2.1, 2.1, -1], "higher", ". dH+ dH+ ."],
  ["d: two of three, the middle not flagged", [-1, 2.1, 0.5, 2.1, -1], "lower", ". dH- . dH- ."],
  ["d needs all three on the side", [-1, 2.1, -0.5, 2.1, -1], "lower", ". . . . ."],
  ["d needs three points", [2.1, 2.1], "lower", ". ."],
  ["d: a point on the mean is on no side", [2.1, 0, 2.1], "lower", ". . ."],
  ["d: opposite sides", [2.1, -2.1, 2.1], "lower", ". . ."],
  ["d: two apart by two", [2.1, 1, 1, 2.1, -1], "lower", ". . . . ."],
  ["a pairs with d", [1, 3.1, 2.1], "lower", ". aH- dH-"],
  ["a before c, which falls though above", [3.5, 3, 2.5, 1.9, 1.5, 1, 0.5], "lower", "aH- cL+ cL+ cL+ cL+ cL+ cL+"],
  ["c before d", [0.5, 1, 1.2, 1.4, 1.6, 2.1, 2.2], "higher", Array(7).fill("cH+").join(" ")],
  ["d before b", [1, 1.1, 2.1, 1, 2.1, 1, 1.1], "lower", "bH- bH- dH- bH- dH- bH- bH-"],
  [
    "a peak belongs to the trend that came first",
    [-1.5, -1, -0.5, 0, 0.5, 1, 1.5, 1, 0.5, 0, -0.5, -1, -1.5],
    "lower",
    `${Array(7).fill("cH-").join(" ")} ${Array(6).fill("cL+").join(" ")}`,
  ],
])("special causes: %s", (_, values, direction, expected) => {
  expect(causes(values, standard, direction)).toBe(expected);
});

test("the spike of domain.md is special, its neighbours are not", () => {
  expect(causes(spike, xmr(spike), "lower")).toBe(`. . . . aH- ${Array(13).fill(".").join(" ")}`);
});

test("a flat line has no special cause, whatever its sum rounds to", () => {
  const flat = Array(18).fill(0.1);
  expect(causes(flat, xmr(flat), "lower")).toBe(Array(18).fill(".").join(" "));
});

test("each point is held against its own limits", () => {
  const wide = { ...standard, upper: 5, nearUpper: 10 / 3 };
  expect(causes([4, 4, 0], [standard, wide, standard], "lower")).toBe("aH- . .");
});

test.each<[number, "lower" | "higher", Assurance]>([
  [4, "higher", "fail"],
  [4, "lower", "pass"],
  [-4, "higher", "pass"],
  [-4, "lower", "fail"],
  [0, "lower", "inconsistent"],
  [3, "lower", "inconsistent"],
  [-3, "higher", "inconsistent"],
])("a target of %d where %s is better: %s", (target, direction, expected) => {
  expect(assurance(standard, target, direction)).toBe(expected);
});

test.each([
  // useful points, longest run allowed, fewest crossings: Anhøj and Olesen's table, and scipy's binom.ppf
  [10, 6, 2],
  [11, 6, 2],
  [12, 7, 3],
  [15, 7, 4],
  [20, 7, 6],
  [22, 7, 7],
  [23, 8, 7],
  [24, 8, 8],
  [30, 8, 10],
  [45, 8, 17],
  [46, 9, 17],
  [60, 9, 23],
  [100, 10, 41],
])("a run chart of %d useful points: runs to %d, crossings from %d", (useful, longestRunLimit, crossingsLimit) => {
  const zigzag = Array.from({ length: useful }, (_, t) => (t % 2 === 0 ? 3 : 1));
  const onMedian = useful % 2 === 0 ? [2] : [2, 2];
  expect(runChart([...zigzag, ...onMedian])).toMatchObject({
    median: 2,
    useful,
    longestRun: 1,
    longestRunLimit,
    crossings: useful - 1,
    crossingsLimit,
    shift: false,
  });
});

test.each([
  // values, median, useful, longest run, crossings, shift
  [[1, 2, 3], 2, 2, 1, 1, false],
  [[5, 5, 5], 5, 0, 0, 0, false],
  [[1, 9, 1, 9, 1, 9, 1, 9, 1, 9], 5, 10, 1, 9, false],
  [[1, 1, 1, 1, 1, 9, 9, 9, 9, 9], 5, 10, 5, 1, true], // one crossing, two needed
  [[1, 1, 1, 1, 5, 1, 9, 9, 9, 9, 9], 5, 10, 5, 1, true], // the median between them doesn't break the run
  [[9, 1, 1, 1, 1, 1, 1, 1, 9, 1, 9, 9, 9, 9, 9, 9], 5, 16, 7, 4, false], // a run of 7 of 16 is allowed
  [[9, 1, 9, 1, 1, 1, 1, 1, 1, 1, 1, 9, 1, 9, 9, 9, 9, 9, 9, 9], 5, 20, 8, 6, true], // 8 of 20 is not
])("run chart of %j", (values, median, useful, longestRun, crossings, shift) => {
  expect(runChart(values)).toMatchObject({ median, useful, longestRun, crossings, shift });
});

test("what has no chart is an error", () => {
  expect(() => xmr([1])).toThrow("no moving range of fewer than two values");
  expect(() => pChart([])).toThrow("no chart of no rows");
  expect(() => pChart(table([1, 0]))).toThrow("no point of a chart: 1 of 0");
  expect(() => pChart(table([3, 2]))).toThrow("no point of a chart: 3 of 2");
  expect(() => uChart(table([3, 2]))).not.toThrow();
  expect(() => pPrimeChart(table([1, 2]))).toThrow("fewer than two");
  expect(() => specialCauses([1, 2], [standard], "lower")).toThrow("1 limits for 2 values");
  expect(() => runChart([])).toThrow("no quantile of no values");
});

/** Each point as rule, side and meaning, e.g. "aH-"; "." for common cause. */
function causes(values: number[], limits: SpcLimits | readonly SpcLimits[], direction: Direction): string {
  const rules = { "outside-limits": "a", shift: "b", trend: "c", "two-of-three": "d" };
  const meanings = { improvement: "+", concern: "-", neutral: "=" };
  return specialCauses(values, limits, direction)
    .map((cause) =>
      cause ? `${rules[cause.rule]}${cause.side === "high" ? "H" : "L"}${meanings[cause.meaning]}` : ".",
    )
    .join(" ");
}

function table(...rows: [numerator: number, denominator: number][]): Counts[] {
  return rows.map(([numerator, denominator]) => ({ numerator, denominator }));
}
