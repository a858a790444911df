import { describe, expect, test } from "vitest";
import type { Indicator } from "../../src/input/library/indicator.ts";
import { complementGroup, complementOf, complementStanding } from "../../src/measure/complement.ts";
import { printedNumber } from "../../src/measure/rounding.ts";
import type { PeerGroup, Standing } from "../../src/measure/standing.ts";
import { measured, type Practice, peers, type Service, shareOf, steady } from "./service.ts";

const spared = {
  title: "Patients spared",
  name: "patients spared",
  short: "spared",
  describes: "Those not at risk.",
  unit: "% of patients",
  numerator: { is: "Patients not at risk.", one: "patient spared", many: "patients spared" },
};

const risk: Indicator = shareOf({
  title: "Patients at risk",
  direction: "lower",
  numerator: { is: "Patients at risk.", counts: "patients", one: "patient at risk", many: "patients at risk" },
  target: { value: 0.1, label: "Goal", source: "Somebody" },
  complement: spared,
});

describe("an indicator", () => {
  test("is told of those whom its numerator leaves out, and which way is better turns", () => {
    const turned = complementOf(risk);
    expect(turned).toMatchObject({
      indicator: "share",
      title: "Patients spared",
      numerator: { counts: "patients", one: "patient spared", many: "patients spared" },
      direction: "higher",
      target: { value: 0.9, label: "Goal" },
      turned: true,
    });
  });

  test("that is turned twice is itself", () => {
    const twice = complementOf(complementOf(risk)!)!;
    expect({ ...twice, target: undefined }).toEqual({ ...risk, target: undefined });
    expect(twice.target?.value).toBeCloseTo(0.1, 12);
  });

  test("without direction stays without, and without a complement has none", () => {
    expect(complementOf({ ...risk, direction: "none" })?.direction).toBe("none");
    expect(complementOf(shareOf())).toBeUndefined();
  });
});

test.each([
  [0.12, 0, 12, 88],
  [0.125, 0, 13, 87], // what rounds up one way rounds down the other
  [0.0005, 1, 0.1, 99.9],
  [1, 0, 100, 0],
])("%s with %i decimals prints as %s and %s, which make 100", (value, decimals, printed, rest) => {
  expect(printedNumber({ kind: "share", decimals }, value)).toBe(printed);
  expect(printedNumber({ kind: "share", decimals, turned: true }, 1 - value)).toBe(rest);
});

const standing: Standing = {
  indicator: "share",
  window: { from: 13, to: 24 },
  before: { from: 1, to: 12 },
  group: "g",
  own: { state: "shown", value: 0.12, count: 24, base: 200, months: 12, interval: { lower: 0.08, upper: 0.17 } },
  past: { state: "shown", value: 0.2, count: 40, base: 200, months: 12 },
  atOwnSize: { median: 30, "top-quartile": 22.5 },
  rank: { lower: 3, equal: 1, higher: 6, surely: { lower: 1, higher: 4 }, percentRank: 0.3 },
  toChange: { median: 0, "top-quartile": 2 },
  trend: { direction: "falling", absolute: -0.08, relative: -0.4, evidence: "20 a year before, 12 now" },
  overview: { worse: 0, counted: 1, directed: 1 },
  series: {
    points: [
      { from: 1, to: 3 },
      { from: 4, to: 6 },
    ],
    values: [0.2, null],
    withheld: [1],
  },
  signals: ["measured", "has-past", "compared", "better-than-median", "below-median", "improving", "falling"],
  suppressions: [],
};

const group: PeerGroup = {
  key: "g",
  indicator: "share",
  level: "place",
  place: "West",
  count: 4,
  members: [
    { code: "ZA", value: 0.1 },
    { code: "ZB", value: 0.3 },
    { code: "ZC", value: 0.3 },
  ],
  withheld: [{ from: 0, to: 0.035 }],
  statistics: {
    lower: 0.1,
    median: 0.15,
    upper: 0.3,
    deciles: [0, 0, 0.1, 0.1, 0.15, 0.2, 0.25, 0.3, 0.3],
    pastMedian: 0.2,
    pastLower: 0.12,
    pastUpper: 0.4,
    benchmark: 0.05,
  },
  series: [{ from: 1, to: 3, lower: 0.1, median: 0.2, upper: 0.4 }],
};

describe("a standing, by hand", () => {
  const turned = complementStanding(risk, standing, group);

  test("24 of 200 at risk are 176 of 200 spared", () => {
    expect(turned.own).toMatchObject({ state: "shown", count: 176, base: 200, months: 12 });
    expect(turned.own).toHaveProperty("value", expect.closeTo(0.88, 12));
    expect(turned.own).toHaveProperty("interval.lower", expect.closeTo(0.83, 12));
    expect(turned.own).toHaveProperty("interval.upper", expect.closeTo(0.92, 12));
    expect(turned.past).toMatchObject({ count: 160 });
  });

  test("comparators at the own size are what is left, the half rounded the other way", () => {
    expect(turned.atOwnSize.median).toBeCloseTo(170, 6);
    expect(Math.round(turned.atOwnSize["top-quartile"]!)).toBe(177); // 22.5 was printed as 23
  });

  test("those lower are higher, and the number to change is the same", () => {
    expect(turned.rank).toEqual({ lower: 6, equal: 1, higher: 3, surely: { lower: 4, higher: 1 }, percentRank: 0.6 });
    expect(turned.toChange).toEqual({ median: 0, "top-quartile": 2 });
  });

  test("a fall by two fifths is a rise by a tenth", () => {
    expect(turned.trend?.direction).toBe("rising");
    expect(turned.trend?.absolute).toBeCloseTo(0.08, 12);
    expect(turned.trend?.relative).toBeCloseTo(0.1, 12);
  });

  test("points turn, and what is withheld stays withheld", () => {
    expect(turned.series.values).toEqual([0.8, null]);
    expect(turned.series.withheld).toEqual([1]);
  });

  test("better stays better; below is above and falling is rising", () => {
    expect(turned.signals).toEqual([
      "measured",
      "has-past",
      "compared",
      "better-than-median",
      "above-median",
      "improving",
      "rising",
      "past-some", // found anew, with every count
    ]);
  });

  test("none of them becomes all of them, and all becomes none", () => {
    const with0 = (count: number) =>
      complementStanding(
        risk,
        {
          ...standing,
          own: { state: "shown", value: count / 200, count, base: 200, months: 12 },
          signals: count === 0 ? [...standing.signals, "zero" as const] : standing.signals,
        },
        group,
      ).signals;
    expect(with0(0)).not.toContain("zero");
    expect(with0(200)).toContain("zero");
  });

  test("where all were at risk a year before, nobody was spared: no part of that can be told", () => {
    const past = { state: "shown", value: 1, count: 200, base: 200, months: 12 } as const;
    const { trend, signals } = complementStanding(risk, { ...standing, past }, group);
    expect(trend).toEqual({ direction: "rising", absolute: 0.08, evidence: "20 a year before, 12 now" });
    expect(signals).toContain("past-zero");
  });

  test("a year before that is not told one way round is not told the other", () => {
    const signals = standing.signals.filter((signal) => signal !== "has-past");
    const told = complementStanding(risk, { ...standing, signals }, group).signals;
    expect(told.filter((signal) => signal.startsWith("past"))).toEqual([]);
  });

  const own = { state: "withheld", of: "count", below: 8, from: 0, upTo: 0.035, base: 200, months: 12 } as const;

  test("what is typical at the own size turns where the own count is withheld, and nothing is found anew", () => {
    const turned = complementStanding(risk, { ...standing, own }, group);
    expect(turned.atOwnSize.median).toBeCloseTo(170, 6);
    expect(turned.signals).toHaveLength(standing.signals.length);
  });

  test("a withheld count is withheld as the rest, within the same bounds", () => {
    const hidden = { ...standing, own, signals: [] };
    expect(complementStanding(risk, hidden, group).own).toEqual({
      ...own,
      of: "rest",
      from: 0.965,
      upTo: 1,
    });
    expect(JSON.stringify(complementStanding(risk, hidden, group).own)).not.toMatch(/"count":/);
  });
});

test("peers, by hand: values, quartiles, deciles, benchmark and ranges turn, ties by code", () => {
  const turned = complementGroup(risk, group);
  expect(turned.members).toEqual([
    { code: "ZB", value: 0.7 },
    { code: "ZC", value: 0.7 },
    { code: "ZA", value: 0.9 },
  ]);
  expect(turned.withheld).toEqual([{ from: 0.965, to: 1 }]);
  const ranges = [0, 0.02, 0.02].map((from, i) => ({ from, to: 0.03 + i / 100 }));
  expect(complementGroup(risk, { ...group, withheld: ranges }).withheld.map(({ from, to }) => [from, to])).toEqual([
    [0.95, 0.98],
    [0.96, 0.98],
    [0.97, 1],
  ]);
  expect(turned.statistics).toEqual({
    lower: 0.7,
    median: 0.85,
    upper: 0.9,
    deciles: [0.7, 0.7, 0.75, 0.8, 0.85, 0.9, 0.9, 1, 1],
    pastMedian: 0.8,
    pastLower: 0.6,
    pastUpper: 0.88,
    benchmark: 0.95,
  });
  expect(turned.series).toEqual([{ from: 1, to: 3, lower: 0.6, median: 0.8, upper: 0.9 }]);
});

describe("of practices at random", () => {
  const seeds = Array.from({ length: 12 }, (_, seed) => seed + 1);

  test.each(seeds)("turned twice is as it was, %i", (seed) => {
    for (const policy of ["none", "nhsd-hes"]) {
      const { standing, group } = measured(serviceOf(risk, seed, policy), "B01");
      const turned = complementOf(risk)!;
      const twice = complementStanding(
        turned,
        complementStanding(risk, standing, group),
        group && complementGroup(risk, group),
      );
      expect(rounded(bySignal(twice))).toEqual(rounded(bySignal(standing)));
      expect(rounded(complementGroup(turned, complementGroup(risk, group!)))).toEqual(rounded(group));
    }
  });

  // The oracle: the same practices counted the other way round from the start.
  test.each(
    seeds.flatMap((seed) =>
      (["lower", "higher"] as const).flatMap((better) => [false, true].map((most) => [seed, better, most] as const)),
    ),
  )("is what counting the others would have found, %i: %s is better, most are counted: %s", (seed, direction, most) => {
    const own = { ...risk, direction };
    const { standing, group } = measured(serviceOf(own, seed, "none", most), "B01");
    const turned = complementStanding(own, standing, group);
    const counted = measured(serviceOf(complementOf(own)!, seed, "none", most), "B01");
    const facts = ({ own, rank, toChange }: Standing) => ({ own, rank, toChange });
    expect(rounded(facts(turned))).toEqual(rounded(facts(counted.standing)));
    expect(rounded(complementGroup(own, group!))).toEqual(rounded(counted.group));
    expect([...turned.signals].sort()).toEqual([...counted.signals].sort());
  });

  test.each(seeds)("printed values add up to 100, %i", (seed) => {
    const { standing, group } = measured(serviceOf(risk, seed, "none"), "B01");
    const turned = complementGroup(risk, group!).statistics!;
    const { own } = standing;
    const other = complementStanding(risk, standing, group).own;
    const told = complementOf(risk)!;
    if (own.state !== "shown" || other.state !== "shown") throw new Error("not shown");
    expect(printedNumber(risk, own.value) + printedNumber(told, other.value)).toBe(100);
    expect(printedNumber(risk, group!.statistics!.median) + printedNumber(told, turned.median)).toBe(100);
  });
});

test("nothing that a policy withholds is told the other way round", () => {
  const service = serviceOf(risk, 3, "nhsd-hes");
  service.practices.B01 = { items: (ago) => (ago === 0 ? [5, 400] : [0, 400]) };
  const { standing, group } = measured(service, "B01");
  expect(standing.own).toMatchObject({ state: "withheld", of: "count" });
  const { own, rank, toChange, trend } = complementStanding(risk, standing, group);
  expect(own).toMatchObject({ state: "withheld", of: "rest", below: 8 });
  expect([own, rank, toChange, trend].map((each) => JSON.stringify(each) ?? "").join()).not.toMatch(/"(count|value)":/);
});

/** Eleven practices with some of 100 to 300 at risk a month, or most; counted the other way round for a turned indicator. */
function serviceOf(indicator: Indicator & { turned?: true }, seed: number, policy: string, most = false): Service {
  let state = seed * 7919;
  const random = () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
  const practices = Object.fromEntries(
    Object.keys(peers(Array(11).fill(0))).map((code): [string, Practice] => {
      const base = 100 + Math.floor(random() * 200);
      const count = 10 + Math.floor(random() * 80);
      const isTurned = indicator.turned === true;
      return [code, { items: steady(isTurned === most ? count : base - count, base) }];
    }),
  );
  return {
    indicators: [indicator],
    campaign: { disclosure: { policy }, "small-numbers": { "expected-below": 0, "count-below": 0 } },
    practices,
    lists: false,
  };
}

function bySignal(standing: Standing): Standing {
  return { ...standing, signals: standing.signals.toSorted() };
}

/** Numbers to nine decimals: 1 − 0.9 is 0.09999999999999998. */
function rounded(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value, (_, each) => (typeof each === "number" ? Number(each.toFixed(9)) + 0 : each)) ?? "null",
  );
}
