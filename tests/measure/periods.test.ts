import { describe, expect, test } from "vitest";
import type { Observations } from "../../src/input/data/observations.ts";
import { measure } from "../../src/measure/measure.ts";
import {
  cycles,
  end,
  inputsOf,
  type Monthly,
  measured,
  type Practice,
  type Service,
  seriesOf,
  shareOf,
  steady,
  yearly,
} from "./service.ts";

/* Indicators whose observations speak of something other than a month. */

/** A count of the patients of one day, taken every month: the same patients again and again. */
const reviewed = shareOf({
  indicator: "reviewed",
  period: "snapshot",
  direction: "higher",
  numerator: { is: "Reviewed.", counts: "patients", one: "patient", many: "patients" },
});

function beside(reviews: Record<string, Monthly>, campaign: Record<string, unknown> = {}): Service {
  const practices = Object.fromEntries(
    Object.entries(reviews).map(([code, of]): [string, Practice] => [
      code,
      { items: steady(30), of: { reviewed: of } },
    ]),
  );
  return { indicators: [{}, reviewed], campaign, practices };
}

const others = { B01: steady(20, 80), B02: steady(30, 80), B03: steady(40, 80), B04: steady(60, 80) };
const asked = { indicator: "reviewed" };

describe("a snapshot", () => {
  test("is never summed: nine patients stay nine, and are not told of where nine are too few", () => {
    const nine: Monthly = (ago) => [ago % 6 === 0 ? 5 : 4, 9]; // twelve of them come to 50 of 108, which could be told
    const service = beside({ A: nine, ...others }, { disclosure: { policy: "nhsd-hes" } });
    const { standing, signals } = measured(service, "A", asked);
    expect(standing.own).toMatchObject({ state: "withheld", base: 10, months: 1 });
    expect(standing.past).toMatchObject({ state: "withheld", base: 10 });
    expect(signals).toContain("withheld");
    expect(standing.series.every(({ value }) => value === null)).toBe(true);
  });

  test("is the last of the window, beside a rate over twelve months", () => {
    const service = beside({ A: (ago) => [40 - ago, 80], ...others });
    expect(measured(service, "A").standing.own).toMatchObject({ count: 360, months: 12 });
    const { standing } = measured(service, "A", asked);
    expect(standing.own).toMatchObject({ value: 0.5, count: 40, base: 80, months: 1 });
    expect([standing.window, standing.before]).toEqual([
      { from: end, to: end },
      { from: end - 12, to: end - 12 },
    ]);
    expect(standing.past).toMatchObject({ count: 28, base: 80 });
  });

  test("counts to change are of the patients of that day", () => {
    const { standing } = measured(beside({ A: steady(10, 80), ...others }), "A", asked);
    expect(standing.toChange.median).toBe(20); // the middle one of five has 30 of 80
    expect(standing.atOwnSize.median).toBeCloseTo(30);
  });

  test("is taken of the same day for all: who has none of that day is not compared", () => {
    const late: Monthly = (ago) => (ago === 0 ? undefined : [79, 80]);
    const { standing, group } = measured(beside({ A: steady(10, 80), late, ...others }), "A", asked);
    expect(standing.window.to).toBe(end);
    expect(group?.members.map(({ code }) => code)).not.toContain("late");
    expect(measured(beside({ A: steady(10, 80), late, ...others }), "late", asked).standing.own).toEqual({
      state: "none",
      reason: "no observations",
    });
  });

  const every =
    (months: number, offset = 0): ((of: Monthly) => Monthly) =>
    (of) =>
    (ago) =>
      ago >= offset && (ago - offset) % months === 0 ? of(ago) : undefined;
  const quarterly = (offset: number) => {
    const taken = every(3, offset);
    const all = { A: yearly(steady(40, 80), steady(20, 80)), ...others };
    return beside(Object.fromEntries(Object.entries(all).map(([code, of]) => [code, taken(of)])));
  };

  test("may be taken every third month: all of them are drawn, each by itself", () => {
    const { standing } = measured(quarterly(2), "A", asked);
    expect(standing.window).toEqual({ from: end - 2, to: end - 2 });
    expect(standing.past).toMatchObject({ count: 20 });
    expect(standing.series).toHaveLength(12);
    expect(standing.series.every(({ from, to }) => from === to)).toBe(true);
  });

  test("stands for the year before up to three months before that day, and no longer", () => {
    const taken = (...months: number[]): Service => {
      const all: Record<string, Monthly> = { A: steady(40, 80), ...others };
      const at = Object.entries(all).map(([code, of]): [string, Monthly] => [
        code,
        (ago) => (months.includes(ago) ? of(ago) : undefined),
      ]);
      return beside(Object.fromEntries(at));
    };
    expect(measured(taken(0, 15, 20), "A", asked).standing.before).toEqual({ from: end - 15, to: end - 15 });
    expect(measured(taken(0, 15, 20), "A", asked).standing.past.state).toBe("shown");
    expect(measured(taken(0, 11, 16), "A", asked).standing.past).toEqual({ state: "none", reason: "no observations" });
  });

  test("is judged by its two counts: more than chance, or steady", () => {
    const changed = (from: number, to: number, of: number) =>
      measured(beside({ A: yearly(steady(to, of), steady(from, of)), ...others }), "A", asked);
    expect(changed(40, 62, 80).signals).toContain("improving");
    expect(changed(40, 45, 80).standing.trend).toMatchObject({
      direction: "steady",
      evidence: "50 a year before, 56 now (40 of 80, 45 of 80): no more than chance",
    });
  });
});

describe("parts of a snapshot", () => {
  const counted = {
    kind: "share",
    multiplier: 1,
    decimals: 0,
    period: "snapshot",
    numerator: { is: "In it.", counts: "patients", one: "patient", many: "patients" },
  } as const;

  test("a composite and its components are of the same day, and guard each other on it", () => {
    const indicators = [
      { ...counted, indicator: "any", composite: { "any-of": ["one", "other"] } },
      { ...counted, indicator: "one" },
      { ...counted, indicator: "other" },
    ];
    const of = { any: steady(20, 900), one: steady(17, 900), other: steady(3, 900) };
    const shown = { any: steady(40, 900), one: steady(30, 900), other: steady(20, 900) };
    const service: Service = {
      indicators,
      lists: false,
      campaign: { disclosure: { policy: "nhsbsa" } },
      practices: { A: { of }, ...Object.fromEntries(["B", "C", "D"].map((code) => [code, { of: shown }])) },
    };
    const states = ["any", "one", "other"].map((indicator) => measured(service, "A", { indicator }).standing.own);
    expect(states).toMatchObject([
      { state: "shown", count: 20, base: 900 },
      { state: "withheld", guard: true, base: 900 }, // else 20 less 17 tells of 3
      { state: "withheld", base: 900 },
    ]);
  });

  test("groups of patients are those of that day", () => {
    const inputs = inputsOf(beside({ A: steady(30, 80), ...others }));
    const group = (numerator: number): Observations => ({
      ...inputs.observations,
      of: new Map([["reviewed", new Map([["A", seriesOf(steady(numerator, 40))]])]]),
    });
    const values = [
      { called: "Older", observations: group(18) },
      { called: "Younger", observations: group(12) },
    ];
    const subgroups = { of: "age", is: "Age", values };
    const { of } = measure({ ...inputs, observations: { ...inputs.observations, subgroups } }, cycles[2]!, ["A"]);
    expect(of.A?.[1]?.subgroups?.groups.map(({ own }) => own)).toMatchObject([
      { count: 18, base: 40, months: 1 },
      { count: 12, base: 40, months: 1 },
    ]);
  });
});

describe("a window", () => {
  test("claims no month at its start or end that nobody has", () => {
    const two: Monthly = (ago) => (ago < 2 ? [4, 1000] : undefined);
    const { standing, signals } = measured({ practices: { A: { items: two }, B: { items: two } } }, "A");
    expect(standing.window).toEqual({ from: end - 1, to: end });
    expect(standing.own).toMatchObject({ count: 8, months: 2 });
    expect(signals).not.toContain("incomplete");
  });
});
