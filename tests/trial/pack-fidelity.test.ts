import { describe, expect, test } from "vitest";
import { newcombe } from "../../src/measure/interval.ts";
import { contrastsOf, warningOf } from "../../src/trial/pack/contrasts.ts";
import { differentiate } from "../../src/trial/pack/differentiation.ts";
import type { Presence, TechniqueProfile } from "../../src/trial/pack/profile.ts";

/* Treatment differentiation by a worked example, and differences between arms that must be told by name. */

const same: Presence = { frequency: 1, mode: ["email"], specificity: 0, enactment: false };

function profile(techniques: Readonly<Record<string, Partial<Presence>>>): TechniqueProfile {
  return new Map(Object.entries(techniques).map(([bct, own]) => [bct, { ...same, ...own }]));
}

describe("treatment differentiation", () => {
  // By hand: 2.2 in both and alike in all four; 6.2 in both, more often in b; 4.1 in both, by other channels and with
  // fewer fields; 1.4 and 9.1 only in a; 10.4 only in b. Six techniques: 3 unique, 2 partially, 1 fully convergent.
  const a = profile({
    "1.4": { specificity: 5, enactment: true },
    "2.2": {},
    "4.1": { specificity: 5 },
    "6.2": {},
    "9.1": {},
  });
  const b = profile({
    "2.2": {},
    "4.1": { specificity: 3, mode: ["email", "print"] },
    "6.2": { frequency: 2 },
    "10.4": {},
  });

  test("counts each technique of either arm once", () => {
    expect(differentiate(a, b).counts).toEqual({ unique: 3, "partially convergent": 2, "fully convergent": 1 });
  });

  test("names in which arm a technique is, and in what it differs", () => {
    expect(differentiate(a, b).techniques).toEqual([
      { bct: "1.4", convergence: "unique", only: "a", differing: [] },
      { bct: "2.2", convergence: "fully convergent", differing: [] },
      { bct: "4.1", convergence: "partially convergent", differing: ["mode", "specificity"] },
      { bct: "6.2", convergence: "partially convergent", differing: ["frequency"] },
      { bct: "9.1", convergence: "unique", only: "a", differing: [] },
      { bct: "10.4", convergence: "unique", only: "b", differing: [] },
    ]);
  });

  test("is nothing between equal arms, and everything against an arm that is sent nothing", () => {
    expect(differentiate(a, a).counts).toEqual({ unique: 0, "partially convergent": 0, "fully convergent": 5 });
    expect(differentiate(a, new Map()).counts.unique).toBe(5);
  });
});

describe("a difference of two shares", () => {
  // Newcombe 1998, table II, method 10.
  test.each([
    [56, 70, 48, 80, 0.0524, 0.3339],
    [9, 10, 3, 10, 0.1705, 0.809],
    [0, 10, 0, 20, -0.1611, 0.2775],
    [10, 10, 0, 10, 0.6075, 1],
  ])("%i of %i and %i of %i", (x, m, y, n, lower, upper) => {
    const interval = newcombe({ numerator: x, denominator: m }, { numerator: y, denominator: n });
    expect(interval.lower).toBeCloseTo(lower, 4);
    expect(interval.upper).toBeCloseTo(upper, 4);
  });

  const share = (arm: string, numerator: number, denominator: number) => ({ arm, numerator, denominator });

  test("stands out where the interval leaves out nought and the difference is above five points", () => {
    const stands = (x: number, y: number, n: number) =>
      contrastsOf("headline value withheld", [share("K1", x, n), share("K7", y, n)])[0]?.stands;
    expect(stands(30, 10, 140)).toBe(true);
    expect(stands(12, 10, 140)).toBe(false); // by chance
    expect(stands(300, 100, 10_000)).toBe(false); // two points, however sure
    expect(stands(0, 0, 140)).toBe(false);
  });

  test("is told with both arms, the difference and its interval", () => {
    const [contrast] = contrastsOf("headline value withheld", [share("K1", 30, 140), share("K7", 10, 140)]);
    expect(warningOf("differential-suppression", contrast!)).toMatchObject({
      code: "differential-suppression",
      severity: "warning",
      message:
        "headline value withheld: K1 30 of 140, K7 10 of 140; a difference of 14.3 points (95% interval 6.2 to 22.5)",
    });
  });

  test("is of every pair of arms that have somebody", () => {
    const all = [share("K1", 1, 9), share("K2", 1, 9), share("K3", 1, 9), share("K4", 0, 0)];
    expect(contrastsOf("x", all).map(({ a, b }) => `${a.arm} ${b.arm}`)).toEqual(["K1 K2", "K1 K3", "K2 K3"]);
  });
});
