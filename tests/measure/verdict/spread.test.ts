import { describe, expect, it } from "vitest";
import { random } from "../../../bench/simulate.ts";
import { distanceTo, reliabilityOf, type Spread, spreadOf, usualRange } from "../../../src/measure/verdict/spread.ts";

const six = [12, 30, 8, 55, 20, 41].map((numerator, i) => ({
  numerator,
  denominator: [100, 160, 90, 210, 150, 170][i]!,
}));

describe("how much organisations differ beyond chance", () => {
  it("gives the worked values of shares, not drawn in", () => {
    const spread = spreadOf(six, "arcsine", { winsorise: 0 });
    expect(spread.target).toBeCloseTo(0.188636, 6);
    expect(spread.phi).toBeCloseTo(4.015321, 6);
    expect(spread.tau2).toBeCloseTo(0.0066124, 7);
  });

  it("finds none where there is none, and what there is where there is some, on either scale", () => {
    const draw = random(4);
    const rates = (sd: number) =>
      Array.from({ length: 500 }, () => {
        const denominator = 4000 + 8000 * draw.uniform();
        const root = Math.max(0, 1 + sd * draw.normal());
        return { numerator: draw.poisson(0.02 * denominator * root ** 2), denominator };
      });
    const shares = (sd: number) =>
      Array.from({ length: 500 }, () => {
        const denominator = 100 + Math.round(200 * draw.uniform());
        const p = Math.sin(Math.asin(Math.sqrt(0.3)) + sd * draw.normal()) ** 2;
        return { numerator: draw.binomial(denominator, p), denominator };
      });
    expect(spreadOf(rates(0), "square-root", { winsorise: 0 }).phi).toBeCloseTo(1, 0.5);
    expect(Math.sqrt(spreadOf(rates(0.2), "square-root", { winsorise: 0 }).tau2)).toBeCloseTo(0.2, 1.5);
    expect(spreadOf(shares(0), "arcsine", { winsorise: 0 }).phi).toBeCloseTo(1, 0.5);
    expect(Math.sqrt(spreadOf(shares(0.1), "arcsine", { winsorise: 0 }).tau2)).toBeCloseTo(0.1, 1.5);
  });

  it("is hardly widened by two outliers when scores are drawn in", () => {
    const rows = Array.from({ length: 40 }, (_, i) => ({ numerator: 95 + (i % 11), denominator: 5000 }));
    const wild = [...rows.slice(2), { numerator: 900, denominator: 5000 }, { numerator: 0, denominator: 5000 }];
    expect(spreadOf(wild, "square-root").tau2).toBeLessThan(spreadOf(wild, "square-root", { winsorise: 0 }).tau2 / 5);
  });

  it("refuses one organisation, no denominator, and a share above 1", () => {
    expect(() => spreadOf(six.slice(0, 1), "arcsine")).toThrow("fewer than two");
    expect(() => spreadOf([...six, { numerator: 1, denominator: 0 }], "arcsine")).toThrow("no share: 1 of 0");
    expect(() => spreadOf([...six, { numerator: 9, denominator: 8 }], "arcsine")).toThrow("no share: 9 of 8");
    expect(spreadOf([...six, { numerator: 9, denominator: 8 }], "square-root").phi).toBeGreaterThan(1);
  });
});

describe("the usual range", () => {
  it("is target (1 ± z√(1/4E + τ²))² of a rate, and narrower for the large", () => {
    const spread = { scale: "square-root", target: 0.02, phi: 3, tau2: 0.01 } as const;
    const { lower, upper } = usualRange(spread, { numerator: 0, denominator: 5000 }, 2);
    const reach = 2 * Math.sqrt(1 / 400 + 0.01);
    expect(lower).toBeCloseTo(0.02 * (1 - reach) ** 2, 12);
    expect(upper).toBeCloseTo(0.02 * (1 + reach) ** 2, 12);
    expect(usualRange(spread, { numerator: 0, denominator: 50_000 }, 2).upper).toBeLessThan(upper);
  });

  it("stays within 0 and 1 of a share, and from 0 up of a rate", () => {
    const wide = usualRange({ scale: "arcsine", target: 0.9, phi: 9, tau2: 4 }, { numerator: 9, denominator: 10 });
    expect(wide).toEqual({ lower: 0, upper: 1 });
    const rate = usualRange({ scale: "square-root", target: 0.9, phi: 9, tau2: 4 }, { numerator: 9, denominator: 10 });
    expect(rate.lower).toBe(0);
  });
});

describe("reliability", () => {
  it("is the share of differences that is not chance: τ²/(τ² + s²)", () => {
    const spread = { scale: "arcsine", target: 0.2, phi: 4, tau2: 0.01 } as const;
    expect(reliabilityOf(spread, [{ numerator: 20, denominator: 100 }])).toBeCloseTo(0.01 / (0.01 + 1 / 400), 12);
  });

  it("is 0 where organisations differ by chance alone", () => {
    expect(reliabilityOf({ scale: "arcsine", target: 0.2, phi: 0.9, tau2: 0 }, six)).toBe(0);
  });
});

describe("how far one has to go", () => {
  // s = 1/(2·√(target·n)) = 0.05 and τ = 0.05, so half of what sets it apart counts: 0.5·(√1.44 − 1) = 0.1, two spreads.
  const spread: Spread = { scale: "square-root", target: 1, phi: 2, tau2: 0.0025 };
  const row = { numerator: 144, denominator: 100 };

  it("is told in spreads, from where chance leaves the value", () => {
    expect(distanceTo(spread, row, 1)).toBeCloseTo(2);
    expect(distanceTo(spread, row, 0.81)).toBeCloseTo(4); // √0.81 is two spreads below the target
    expect(distanceTo(spread, { numerator: 14_400, denominator: 10_000 }, 1)).toBeCloseTo(4 / 1.01); // hardly any of it is chance
    expect(distanceTo(spread, row, 1.44)).toBeCloseTo(-2);
  });

  it("goes by the standard error of the value, where that is given", () => {
    expect(distanceTo(spread, { ...row, error: 0.12 }, 1)).toBeCloseTo(2); // 0.12/(2·√1.44) = 0.05
  });

  it("is none where peers differ by chance alone", () => {
    expect(distanceTo({ ...spread, tau2: 0 }, row, 0.5)).toBe(0);
  });
});
