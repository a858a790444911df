import { expect, test } from "vitest";
import {
  countLimits,
  overdispersedLimits,
  overdispersion,
  proportionLimits,
  rateLimits,
} from "../../src/measure/funnel.ts";
import { type Counts, type Interval, poisson, wilson, z95, z998 } from "../../src/measure/interval.ts";

test.each([
  [0.2, 100, z95, 0.1216014, 0.2783986], // domain.md §6.4
  [0.2, 100, z998, 0.0763907, 0.3236093],
  [0.5, 4, 1, 0.25, 0.75],
  [0.02, 20, z95, 0, 0.0813566], // cut at 0: 0.02 + 1.959964 × 0.03130495
  [0.98, 20, z95, 0.9186434, 1],
  [0, 20, z95, 0, 0],
])("round %d with n %d at z %d a proportion lies within %d to %d", (target, n, z, lower, upper) => {
  expectInterval(proportionLimits(target, n, z), lower, upper, 7);
});

test("a proportion on its limit has a Wilson interval that ends on the target", () => {
  for (const { numerator: x, denominator: n } of table([3, 20], [45, 300], [7, 9])) {
    expect(proportionLimits(wilson(x, n).lower, n).upper).toBeCloseTo(x / n, 9);
    expect(proportionLimits(wilson(x, n).upper, n).lower).toBeCloseTo(x / n, 9);
  }
});

test.each([
  [0, z95, 0, 0],
  [1, z95, 0, 3.8204712], // scipy: root of chi2.ppf(0.025, 2x)/2 = 1
  [5, z95, 0.6772688, 10.2962882],
  [10, z998, 1.3714769, 21.5706002],
  [100, z95, 80.3905507, 120.5579655],
  [5000, z998, 4782.4195924, 5220.4304131],
])("with %d expected at z %d a count lies within %d to %d", (expected, z, lower, upper) => {
  expectInterval(countLimits(expected, z), lower, upper, 5);
});

test("a count on its limit has an exact interval that ends on the expectation", () => {
  for (let x = 1; x < 10; x++) {
    expect(countLimits(poisson(x).lower).upper).toBeCloseTo(x, 6);
    expect(countLimits(poisson(x).upper).lower).toBeCloseTo(x, 6);
  }
  expect(countLimits(3.68).lower).toBe(0); // below 3.6889 none is not too few
});

test("limits of a rate are those of the count over its list", () => {
  expectInterval(rateLimits(0.002, 5000), 3.8336161 / 5000, 17.1271588 / 5000, 9);
});

// domain.md §6.4
const six = table([12, 100], [30, 160], [8, 90], [55, 210], [20, 150], [41, 170]);

test.each([
  [0, 4.015321, 0.0066124], // domain.md: without winsorising
  [0.1, 3.3027847, 0.0051317], // the rest in numpy, clipping at its type-7 quantiles
  [0.2, 2.7175778, 0.0039156],
])("over-dispersion winsorised by %d: phi %d, tau2 %d", (winsorise, phi, tau2) => {
  const found = overdispersion(six, { winsorise });
  expect(found.target).toBeCloseTo(0.188636, 6);
  expect(found.phi).toBeCloseTo(phi, 6);
  expect(found.tau2).toBeCloseTo(tau2, 7);
});

test("a tenth is winsorised at each end by default", () => {
  expect(overdispersion(six)).toEqual(overdispersion(six, { winsorise: 0.1 }));
});

test.each([
  [100, z95, 0.0671827, 0.3531809], // numpy
  [210, z998, 0.0307656, 0.4370289],
  [5, z95, 0, 0.6287623], // the angle is held at 0, not reflected
])("over-dispersed limits with n %d at z %d are %d to %d", (n, z, lower, upper) => {
  expectInterval(overdispersedLimits(overdispersion(six, { winsorise: 0 }), n, z), lower, upper, 7);
});

test("a spread past a quarter turn reaches all, and comes no lower", () => {
  expectInterval(overdispersedLimits({ target: 0.9, tau2: 1 }, 10), 0, 1, 12);
});

test("organisations that differ less than by chance add nothing", () => {
  const alike = table([20, 100], [20, 100], [21, 100]);
  expect(overdispersion(alike).tau2).toBe(0);
  expect(overdispersion(table([0, 100], [0, 90]))).toEqual({ target: 0, phi: 0, tau2: 0 });
});

test("what is no proportion or rate is an error", () => {
  expect(() => proportionLimits(1.2, 10)).toThrow("no proportion: 1.2 of 10");
  expect(() => proportionLimits(0.2, 0)).toThrow("no proportion: 0.2 of 0");
  expect(() => countLimits(-1)).toThrow("not an expectation: -1");
  expect(() => rateLimits(1, 0)).toThrow("no rate over 0");
  expect(() => overdispersion(table([1, 2]))).toThrow("fewer than two organisations");
  expect(() => overdispersion(table([1, 2], [3, 2]))).toThrow("no proportion: 1.5 of 2");
  expect(() => overdispersion(table([1, 2], [0, 0]))).toThrow("no proportion: NaN of 0");
  expect(() => overdispersedLimits({ target: 0.2, tau2: 0 }, 0)).toThrow("no proportion: 0.2 of 0");
});

function expectInterval(interval: Interval, lower: number, upper: number, digits: number): void {
  expect(interval.lower).toBeCloseTo(lower, digits);
  expect(interval.upper).toBeCloseTo(upper, digits);
}

function table(...rows: [numerator: number, denominator: number][]): Counts[] {
  return rows.map(([numerator, denominator]) => ({ numerator, denominator }));
}
