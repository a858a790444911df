import { describe, expect, it } from "vitest";
import { continuous, random, returning } from "../../../bench/simulate.ts";
import { evenly, measuredHalves, measuredLag1, solved, varianceOfSum } from "../../../src/measure/verdict/ar1.ts";
import { correlationFor, correlationOf, type Values } from "../../../src/measure/verdict/correlation.ts";

const months = (count: number) => Array.from({ length: count }, (_, i) => i);

function group(seed: number, count: number, rho: number, length = 24): Values[] {
  const draw = random(seed);
  return Array.from({ length: count }, () =>
    continuous(rho, 0.2)(draw, length, 0).map(({ month, numerator, denominator }) => ({
      month,
      value: numerator / denominator,
    })),
  );
}

describe("a mean of months that are like their neighbours", () => {
  it("has the variance of independent months where they are not", () => {
    expect(varianceOfSum(evenly(months(12)), 0)).toBeCloseTo(1 / 12, 12);
  });

  it("nears (1 + ρ)/(1 − ρ) times that, as in the books, for many of them", () => {
    for (const rho of [0.15, 0.3, 0.5, 0.7])
      expect(varianceOfSum(evenly(months(2000)), rho) * 2000).toBeCloseTo((1 + rho) / (1 - rho), 1);
  });

  it("counts months apart by how far they are apart", () => {
    expect(varianceOfSum({ at: [0, 3], weights: [1, 1] }, 0.5)).toBeCloseTo(2 + 2 * 0.125, 12);
  });
});

describe("a measured correlation", () => {
  it("is too low by about (1 + 3ρ)/n (Marriott and Pope 1954)", () => {
    for (const rho of [0, 0.2, 0.4]) expect(measuredLag1(rho, 120)).toBeCloseTo(rho - (1 + 3 * rho) / 120, 2);
  });

  it("is put right by undoing that", () => {
    for (const rho of [0.05, 0.3, 0.6, 0.9]) {
      expect(solved(measuredLag1(rho, 24), (r) => measuredLag1(r, 24))).toBeCloseTo(rho, 3);
      expect(solved(measuredHalves(rho, 12), (r) => measuredHalves(r, 12))).toBeCloseTo(rho, 3);
    }
  });

  it("is 0 where neighbours are less alike than chance has them, and never more than .95", () => {
    expect(solved(-0.4, (r) => measuredLag1(r, 24))).toBe(0);
    expect(solved(2, (r) => measuredLag1(r, 24))).toBe(0.95);
  });
});

describe("the correlation pooled over organisations", () => {
  it.each([0, 0.15, 0.3, 0.5, 0.7])("is found again where it is %d", (rho) => {
    expect(correlationOf(group(11, 400, rho), 24).rho).toBeCloseTo(rho, 0.9);
    expect(Math.abs(correlationOf(group(11, 400, rho), 24).rho - rho)).toBeLessThan(0.06);
  });

  it("feels patients who come back for years, whom neighbouring months hardly show", () => {
    const draw = random(17);
    const all = Array.from({ length: 800 }, () =>
      returning(36, 0.5, 15)(draw, 24, 0).map(({ month, numerator }) => ({ month, value: numerator })),
    );
    expect(correlationOf(all, 24).rho).toBeGreaterThan(0.155);
  });

  it("is hardly moved by one in five whose level fell by a third", () => {
    const all = group(3, 300, 0.3).map((series, i) =>
      i % 5 === 0 ? series.map(({ month, value }) => ({ month, value: month < 12 ? value : value * 0.67 })) : series,
    );
    expect(correlationOf(all, 24).rho).toBeLessThan(0.45);
  });

  it("is taken to be high where fewer than ten are known", () => {
    expect(correlationOf(group(1, 9, 0), 24)).toMatchObject({ rho: 0.5, series: 0 });
    expect(correlationOf(group(1, 10, 0), 24).series).toBe(10);
  });

  it("is for one organisation never less than for all, and more for one whose months are more alike where they differ in that", () => {
    const alike = group(5, 150, 0.1);
    const mixed = [...alike, ...group(6, 150, 0.75)];
    const common = correlationOf(mixed, 24);
    const low = correlationFor(common, alike[0]!);
    expect(low).toBe(common.rho);
    const most = Math.max(...mixed.map((series) => correlationFor(common, series)));
    expect(most).toBeGreaterThan(common.rho + 0.1);
  });
});
