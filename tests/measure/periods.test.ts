import { describe, expect, test } from "vitest";
import type { Observations } from "../../src/input/data/observations.ts";
import type { PeriodKind } from "../../src/input/library/period.ts";
import { measure } from "../../src/measure/measure.ts";
import { pointsOf, type Trend } from "../../src/measure/standing.ts";
import { findYearOnYear } from "../../src/measure/trend.ts";
import {
  cycles,
  end,
  inputsOf,
  items,
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
    expect(pointsOf(standing.series).every(({ value }) => value === null)).toBe(true);
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
      reason: { is: "nothing" },
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
    expect(pointsOf(standing.series)).toHaveLength(12);
    expect(pointsOf(standing.series).every(({ from, to }) => from === to)).toBe(true);
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
    expect(measured(taken(0, 11, 16), "A", asked).standing.past).toEqual({ state: "none", reason: { is: "nothing" } });
  });

  test("is judged by its two counts: more than chance, or steady", () => {
    const changed = (from: number, to: number, of: number) =>
      measured(beside({ A: yearly(steady(to, of), steady(from, of)), ...others }), "A", asked);
    expect(changed(40, 62, 80).signals).toContain("improving");
    expect(changed(40, 45, 80).standing.trend).toMatchObject({
      direction: "steady",
      evidence: "50 a year before, 56 now (40 of 80, 45 of 80): no more than chance and what all change by",
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

/** Observations at some months alone, e.g. every March. */
const at =
  (stands: (ago: number) => boolean, of: Monthly): Monthly =>
  (ago) =>
    stands(ago) ? of(ago) : undefined;
const everyMarch = (ago: number) => ago % 12 === 5;
const everyDecember = (ago: number) => ago % 12 === 8;
const everyQuarter = (ago: number) => ago % 3 === 2; // June 2026 the last

function periodic(period: PeriodKind, stands: (ago: number) => boolean, own: Monthly, over: object = {}): Service {
  const practices = { A: own, B: steady(20, 1000), C: steady(30, 1000), D: steady(40, 1000) };
  return {
    indicators: [{ period, ...over }],
    lists: false,
    practices: Object.fromEntries(
      Object.entries(practices).map(([code, of]): [string, Practice] => [code, { items: at(stands, of) }]),
    ),
  };
}

describe("the window of each kind, in a cycle whose data end in August 2026", () => {
  type Row = [PeriodKind, (ago: number) => boolean, [number, number], [number, number], object, number, number];
  test.each<Row>([
    ["month", () => true, [11, 0], [23, 12], { count: 120, months: 12, value: 10 }, 36, 1],
    ["quarter", everyQuarter, [13, 2], [25, 14], { count: 40, months: 12, value: 10 }, 12, 3],
    ["year", everyDecember, [19, 8], [31, 20], { count: 10, months: 12, value: 10 }, 3, 12],
    ["financial-year", everyMarch, [16, 5], [28, 17], { count: 10, months: 12, value: 10 }, 3, 12],
    ["12-months-to", everyQuarter, [13, 2], [25, 14], { count: 10, months: 12, value: 10 }, 12, 12],
    ["12-months-to", () => true, [11, 0], [23, 12], { count: 10, months: 12, value: 10 }, 36, 12],
    ["snapshot", everyQuarter, [2, 2], [14, 14], { count: 10, months: 1, value: 10 }, 12, 1],
  ])("%s", (period, stands, window, past, own, points, length) => {
    const service = periodic(period, stands, steady(10), {});
    const sections = [{ trend: { points: 1, message: ["none"] } }];
    const { standing, group, signals } = measured({ ...service, campaign: { sections } }, "A");
    expect(standing.window).toEqual({ from: end - window[0], to: end - window[1] });
    expect(standing.before).toEqual({ from: end - past[0], to: end - past[1] });
    expect(standing.own).toMatchObject({ state: "shown", ...own });
    expect(standing.past).toMatchObject({ state: "shown", ...own });
    expect(pointsOf(standing.series)).toHaveLength(points);
    expect(pointsOf(standing.series).every(({ from, to, value }) => to - from + 1 === length && value === 10)).toBe(
      true,
    );
    expect(group?.statistics?.median).toBe(25);
    expect(signals).not.toContain("incomplete");
  });

  test("a year that nobody has yet is not waited for; one that is two years gone is none", () => {
    const without2026 = periodic("financial-year", (ago) => everyMarch(ago) && ago > 5, steady(10));
    expect(measured(without2026, "A").standing.window.to).toBe(end - 17);
    const long = periodic("financial-year", (ago) => everyMarch(ago) && ago > 17, steady(10));
    expect(measured(long, "A").standing.own).toEqual({ state: "none", reason: { is: "nothing" } });
  });

  test("who lacks the year that others have has no value", () => {
    const lacking = periodic("financial-year", everyMarch, (ago) => (ago === 5 ? undefined : [10, 1000]));
    expect(measured(lacking, "A").standing.own).toEqual({ state: "none", reason: { is: "nothing" } });
  });

  test("a quarter that is missing is told of in months", () => {
    const lacking = periodic("quarter", everyQuarter, (ago) => (ago === 8 ? undefined : [10, 1000]));
    const { standing, signals } = measured(lacking, "A");
    expect(standing.own).toMatchObject({ count: 30, months: 9 });
    expect(signals).toContain("incomplete");
  });
});

describe("a rate is per period of the data, unless it says otherwise", () => {
  test.each<[PeriodKind, (ago: number) => boolean, "month" | "year" | undefined, number]>([
    ["month", () => true, undefined, 10],
    ["month", () => true, "year", 120],
    ["quarter", everyQuarter, undefined, 10],
    ["quarter", everyQuarter, "year", 40],
    ["financial-year", everyMarch, undefined, 10],
    ["financial-year", everyMarch, "year", 10],
    ["year", everyDecember, "month", 10 / 12],
  ])("%s %s, per %s", (period, stands, per, value) => {
    const { standing } = measured(periodic(period, stands, steady(10), per ? { per } : {}), "A");
    expect(standing.own).toMatchObject({ value: expect.closeTo(value, 9) as number });
  });
});

describe("a change from one year to the next", () => {
  const share = { kind: "share", multiplier: 1, decimals: 0, direction: "higher" } as const;
  const between = (before: readonly [number, number], now: readonly [number, number], over: object, campaign = {}) =>
    measured({ ...periodic("financial-year", everyMarch, (ago) => (ago < 12 ? now : before), over), campaign }, "A");

  test("141 of 181, and 172 of 275: surely fewer", () => {
    const { standing, signals } = between([141, 181], [172, 275], share);
    expect(standing.trend).toMatchObject({
      direction: "falling",
      evidence: "78 a year before, 63 now (141 of 181, 172 of 275): more than chance and what all change by",
    });
    expect(signals).toContain("worsening");
  });

  test.each<[string, readonly [number, number], readonly [number, number], object, Trend["direction"], string]>([
    ["a share by chance", [14, 18], [17, 27], share, "steady", "no more than chance"],
    ["a share from none", [0, 100], [12, 100], share, "rising", "more than chance"],
    ["a rate, surely", [400, 8000], [300, 8000], {}, "falling", "more than chance"],
    ["a rate by chance", [40, 8000], [30, 8000], {}, "steady", "no more than chance"],
    ["a rate over a list that has grown as much", [400, 8000], [600, 12000], {}, "steady", "prints the same"],
    ["less than the campaign asks for", [40000, 80000], [40900, 80000], share, "steady", "less than 5%"],
    ["none in either", [0, 8000], [0, 8000], {}, "steady", "prints the same"],
    [
      "a quantity",
      [40000, 8000],
      [30000, 8000],
      { numerator: { ...items.numerator, counts: "quantity" } },
      "steady",
      "two values of a quantity do not tell a change from chance",
    ],
  ])("%s", (_, before, now, over, direction, because) => {
    const { trend } = between(before, now, over).standing;
    expect(trend?.evidence).toContain(because);
    expect(trend?.direction).toBe(direction);
  });

  test("is named without cause about once in twenty", () => {
    const random = randomOf(7);
    const draws = 2000;
    const binomial = () => Array.from({ length: 150 }, () => Number(random() < 0.6)).reduce((a, b) => a + b, 0);
    const own = (count: number) => ({ state: "shown" as const, value: count / 150, count, base: 150, months: 12 });
    const common = { phi: 1, of: 100 };
    const found = Array.from({ length: draws }, () =>
      findYearOnYear(
        shareOf({ period: "year" }),
        { before: own(binomial()), now: own(binomial()), atLeast: 0 },
        common,
      ),
    ).filter(({ direction }) => direction !== "steady").length;
    expect(found / draws).toBeGreaterThan(0.03);
    expect(found / draws).toBeLessThan(0.065);
  });
});

/** Numbers from 0 to 1, the same every time (mulberry32). */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
