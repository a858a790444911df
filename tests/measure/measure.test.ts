import { describe, expect, test } from "vitest";
import { measure } from "../../src/measure/measure.ts";
import { type Own, pointsOf, type Standing } from "../../src/measure/standing.ts";
import { atGrain } from "../../src/measure/windows.ts";
import {
  campaignOf,
  cycles,
  end,
  indicatorOf,
  inputsOf,
  type Measured,
  type Monthly,
  measured,
  peers,
  type Service,
  shareOf,
  steady,
  without,
  yearly,
} from "./service.ts";

/** Items a month: so many as months have passed since it, and one. Sums tell which months are in. */
const counting: Monthly = (ago) => [ago + 1, 1000];

function alone(items: Monthly, campaign: Record<string, unknown> = {}): Measured {
  return measured({ campaign, practices: { A: { items }, B: { items: steady(1) } } }, "A");
}

describe("windows", () => {
  test.each([
    // window, items in it, items in the same months a year before
    [1, 1, 13],
    [3, 6, 42],
    [6, 21, 93],
    [12, 78, 222],
  ])(
    "of %d months end with the cycle's last month, and the past is the same months a year before",
    (window, now, before) => {
      const { standing } = alone(counting, { window });
      expect(standing.own).toMatchObject({
        state: "shown",
        value: (now / window / 1000) * 1000,
        count: now,
        base: 1000 * window,
        months: window,
      });
      expect(standing.past).toMatchObject({ state: "shown", count: before, base: 1000 * window });
    },
  );

  test("of another cycle end with its last month", () => {
    const { standing } = measured({ practices: { A: { items: counting } } }, "A", { cycle: "2026-04" });
    expect(standing.own).toMatchObject({ count: 78 + 4 * 12 });
    expect(pointsOf(standing.series).at(-1)).toMatchObject({ from: end - 6, to: end - 4 });
  });

  test("a cycle uses no data from before its first month", () => {
    const short = cycles.map((cycle) => ({ ...cycle, data: { ...cycle.data, from: "2025-03" } }));
    const { standing, signals } = alone(counting, { cycles: short });
    expect(standing.own).toMatchObject({ state: "shown", count: 78 });
    expect(standing.past).toEqual({ state: "none", reason: { is: "fewer-than-now", known: 6 } });
    expect(pointsOf(standing.series)).toHaveLength(6);
    expect(signals).not.toContain("has-past");
  });

  test.each([
    [1, 36],
    [3, 12],
    [12, 3],
  ])("points of %d months: %d of them, to the last month", (points, count) => {
    const { standing } = alone(counting, { sections: [{ trend: { points, message: ["none"] } }] });
    expect(pointsOf(standing.series)).toHaveLength(count);
    const both = alone(counting, {
      sections: [{ multiples: { points: 3, title: "Several" } }, { trend: { points, message: ["none"] } }],
    });
    expect(atGrain(pointsOf(both.standing.series), points)).toEqual(pointsOf(standing.series));
    expect(atGrain(pointsOf(both.standing.series), 3)).toHaveLength(12);
    expect(pointsOf(standing.series).at(-1)).toEqual({ from: end - points + 1, to: end, value: (points + 1) / 2 });
  });
});

describe("missing months", () => {
  type Row = [string, number, number[], Partial<Own> & { state: string }, boolean];
  test.each<Row>([
    ["none", 12, [], { state: "shown", months: 12 }, false],
    ["three of twelve", 12, [3, 6, 9], { state: "shown", months: 9, value: 4 }, true],
    ["four of twelve", 12, [3, 5, 6, 9], { state: "none", reason: { is: "few-months", known: 8, of: 12 } }, false],
    ["the last", 12, [0], { state: "none", reason: { is: "left", month: end } }, false],
    ["the first", 12, [11], { state: "shown", months: 11 }, true],
    ["one of six", 6, [3], { state: "shown", months: 5 }, true],
    ["two of six", 6, [2, 3], { state: "none", reason: { is: "few-months", known: 4, of: 6 } }, false],
    ["one of three", 3, [1], { state: "none", reason: { is: "few-months", known: 2, of: 3 } }, false],
    ["the only one", 1, [0], { state: "none", reason: { is: "nothing" } }, false],
    ["all", 12, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11], { state: "none", reason: { is: "nothing" } }, false],
  ])("%s", (_, window, missing, own, incomplete) => {
    const { standing, signals } = alone(without(steady(4), ...missing), { window });
    expect(standing.own).toMatchObject(own);
    expect(signals.has("incomplete")).toBe(incomplete);
    expect(signals.has("no-data")).toBe(own.state === "none");
  });

  test("for all: nobody is left out, but nobody is said to have twelve months", () => {
    const items = without(steady(4), 0, 1, 5, 7);
    const service = { practices: { A: { items }, B: { items } } };
    const { standing, signals } = measured(service, "A");
    expect(standing.own).toMatchObject({ state: "shown", months: 8, count: 32, value: 4 });
    expect(signals).toContain("incomplete");
  });

  test("an organisation that is in no data", () => {
    const { standing } = measured({ practices: { A: {}, B: { items: steady(1) } } }, "A");
    expect(standing.own).toEqual({ state: "none", reason: { is: "nothing" } });
  });

  test("who has left the lists has no value, though another indicator goes on for a while", () => {
    const { standing } = measured(
      {
        indicators: [{}, { indicator: "late" }],
        practices: {
          A: { items: without(steady(4), 0, 1), of: { late: steady(4) } },
          B: { items: steady(1), of: { late: steady(1) } },
        },
      },
      "A",
      { indicator: "late" },
    );
    expect(standing.own).toEqual({ state: "none", reason: { is: "left", month: end } });
  });

  test("a past of fewer months than the present is none: its count would be smaller for that alone", () => {
    const { standing, signals } = alone(without(counting, 15));
    expect(standing.past).toEqual({ state: "none", reason: { is: "fewer-than-now", known: 11 } });
    expect(signals).not.toContain("has-past");
    const other = { state: "none", reason: { is: "other-months" } };
    expect(alone(without(counting, 3)).standing.past).toEqual(other);
    expect(alone(without(counting, 3, 16)).standing.past).toEqual(other);
    expect(alone(without(counting, 3, 15)).standing.past).toMatchObject({ state: "shown", months: 11 });
  });

  test("a point with a month missing is a gap", () => {
    expect(alone(without(steady(4), 4)).standing.series.values).toEqual([...Array(10).fill(4), null, 4]);
  });
});

describe("denominators", () => {
  const share = (monthly: Monthly) =>
    measured(
      { indicators: [shareOf()], lists: false, practices: { A: { items: monthly }, B: { items: steady(1, 10) } } },
      "A",
    );

  test("blank in some months, with a numerator of 0: those months add nothing", () => {
    const { standing, signals } = share((ago) => (ago % 2 ? [0, 0] : [2, 8]));
    expect(standing.own).toMatchObject({ state: "shown", value: 0.25, count: 12, base: 48, months: 12 });
    expect(signals).not.toContain("incomplete");
  });

  test("blank in all", () => {
    expect(share(steady(0, 0)).standing.own).toEqual({ state: "none", reason: { is: "no-denominator" } });
  });

  test("multiplier, divisor and year make the printed unit", () => {
    const value = (over: object) =>
      measured({ indicators: [indicatorOf(over)], practices: { A: { items: steady(6, 2000) } } }, "A").standing.own;
    expect(value({ multiplier: 1000 })).toMatchObject({ value: 3 });
    expect(value({ multiplier: 1000, per: "year" })).toMatchObject({ value: 36 });
    expect(value({ multiplier: 1000, divisor: 1000 })).toMatchObject({ value: 0.003 });
  });
});

describe("the rank", () => {
  test.each([
    [4, { lower: 1, equal: 2, higher: 4, percentRank: 1 / 7 }], // domain.md §6.1: 0.1429
    [9, { lower: 5, equal: 0, higher: 2, percentRank: 5 / 7 }], // and 0.7143
    [1, { lower: 0, equal: 0, higher: 7, percentRank: 0 }],
    [20, { lower: 7, equal: 0, higher: 0, percentRank: 1 }],
  ])("of %d among 2, 4, 4, 5, 7, 12 and 15", (value, rank) => {
    const { standing } = measured(
      { practices: { ...peers([2, 4, 4, 5, 7, 12, 15]), A: { items: steady(value) } } },
      "A",
    );
    expect(standing.rank).toMatchObject(rank);
  });

  test("is none without enough peers, and none without an own value", () => {
    expect(measured({ practices: { ...peers([1]), A: { items: steady(1) } } }, "A").standing).not.toHaveProperty(
      "rank",
    );
    expect(measured({ practices: { ...peers([1, 2, 3]), A: {} } }, "A").standing).not.toHaveProperty("rank");
  });
});

describe("comparators", () => {
  const values = [2, 4, 4, 5, 7, 9, 12]; // with 15 of the own: quartiles 4, 6 and 9.75

  test("the top quartile is the third where higher is better", () => {
    const at = (direction: "lower" | "higher" | "none") => {
      const service: Service = {
        indicators: [{ direction }],
        practices: { ...peers(values), A: { items: steady(15) } },
      };
      return measured(service, "A").standing.atOwnSize;
    };
    expect(at("lower")).toMatchObject({ median: 6 * 12, "top-quartile": 4 * 12 });
    expect(at("higher")).toMatchObject({ median: 6 * 12, "top-quartile": 9.75 * 12 });
    expect(at("none")).not.toHaveProperty("benchmark");
  });

  test("at the own size: the value times the own base, in whole things of the window", () => {
    const service = { practices: { ...peers(values), A: { items: steady(60, 4000) } } };
    expect(measured(service, "A").standing.atOwnSize).toMatchObject({ median: 6 * 12 * 4, "top-quartile": 4 * 12 * 4 });
    const yearly = { ...service, indicators: [indicatorOf({ per: "year" })] };
    expect(measured(yearly, "A").standing.atOwnSize.median).toBeCloseTo(6 * 12 * 4, 9);
  });

  // domain.md §6.6
  test.each<[string, "lower" | "higher", readonly [number, number], number, number]>([
    ["45 of 300, at most 10%", "lower", [45, 300], 0.1, 15],
    ["210 of 300, at least 75%", "higher", [210, 300], 0.75, 15],
    ["30 of 300, at most 10%: reached", "lower", [30, 300], 0.1, 0],
    ["31 of 300", "lower", [31, 300], 0.1, 1],
    ["29 of 100, at most 29%, though 100 × 0.29 is a hair less", "lower", [29, 100], 0.29, 0],
  ])("to change: %s", (_, direction, [n, d], value, least) => {
    const indicators = [shareOf({ direction, target: { value, label: "Target", source: "A plan" } })];
    const items: Monthly = (ago) => (ago === 0 ? [n, d] : [0, 0]);
    const { standing } = measured({ indicators, lists: false, practices: { A: { items } } }, "A");
    expect(standing.toChange).toEqual({ target: least });
  });

  test("to change of a rate: own count less what the comparator allows, rounded up", () => {
    const service = { practices: { ...peers([2, 4, 4, 5, 7, 9, 12], 1000), A: { items: steady(15, 1010) } } };
    const { standing, group } = measured(service, "A");
    const { median = 0, lower = 0 } = group?.statistics ?? {};
    expect(standing.toChange).toMatchObject({
      median: 180 - Math.floor((median * 12120) / 1000 + 1e-9),
      "top-quartile": 180 - Math.floor((lower * 12120) / 1000 + 1e-9),
    });
  });

  test("no count to change without direction", () => {
    const service: Service = {
      indicators: [{ direction: "none" }],
      practices: { ...peers(values), A: { items: steady(15) } },
    };
    expect(measured(service, "A").standing.toChange).toEqual({});
  });
});

describe("the past", () => {
  test("is none after a step of the list", () => {
    const { standing, signals } = alone((ago) => [4, ago < 5 ? 2000 : 1000]);
    expect(standing.past).toEqual({ state: "none", reason: { is: "list-step" } });
    expect(standing.listStep).toEqual({ month: end - 4, ratio: 2 });
    expect(standing).not.toHaveProperty("trend");
    expect(signals).toContain("list-step");
  });

  test("a step before both years is no matter", () => {
    const { standing } = alone((ago) => [4, ago < 24 ? 2000 : 1000]);
    expect(standing).not.toHaveProperty("listStep");
    expect(standing.past).toMatchObject({ state: "shown" });
  });

  test("a fall is told as it is printed: of the values, not of the counts", () => {
    const { standing } = alone(
      yearly(
        (ago) => [60 + (ago % 2), 2000],
        (ago) => [60 + (ago % 2), 1700],
      ),
    );
    expect(standing.own).toMatchObject({ count: 726 });
    expect(standing.past).toMatchObject({ count: 726 });
    expect(standing.trend?.direction).toBe("falling");
    expect(standing.trend?.relative).toBeCloseTo(1700 / 2000 - 1, 9);
  });
});

describe("the first report", () => {
  const first = (cycle: string, opened?: string) =>
    measured({ practices: { A: { items: steady(1), ...(opened ? { opened } : {}) } } }, "A", { cycle }).signals.has(
      "first-report",
    );

  test.each<[string, string | undefined, boolean]>([
    ["2026-04", undefined, true],
    ["2026-06", undefined, false],
    ["2026-08", "1974-04-01", false],
    ["2026-08", "2026-08-17", false], // opened on the day the report before went out
    ["2026-08", "2026-08-18", true],
    ["2026-06", "2026-08-18", true],
  ])("in %s, opened %s: %s", (cycle, opened, is) => {
    expect(first(cycle, opened)).toBe(is);
  });

  test("is known by the cycle's id, so that a copy will do", () => {
    const inputs = inputsOf({ practices: { A: { items: steady(1) } } });
    const copy = structuredClone(inputs.campaign.cycles[1]);
    const standings = measure(inputs, copy ?? cycles[1]!, ["A"]);
    expect(standings.of.A?.[0]?.signals).not.toContain("first-report");
  });
});

describe("as a stage", () => {
  const service: Service = {
    indicators: [{}, { indicator: "others" }, { indicator: "context", direction: "none" }],
    practices: Object.fromEntries(
      Object.entries({ ...peers([2, 4, 4, 5, 7]), A: { items: steady(15) } }).map(([code, practice]) => [
        code,
        { ...practice, of: { others: practice.items ?? steady(1), context: steady(3) } },
      ]),
    ),
  };

  test("one standing for each indicator, in the campaign's order", () => {
    const inputs = inputsOf(service);
    const { of } = measure(inputs, cycles[2]!, ["B03", "A"]);
    expect(Object.keys(of)).toEqual(["B03", "A"]);
    expect(of.A?.map(({ indicator }) => indicator)).toEqual(["items", "others", "context"]);
    for (const { window, before } of of.A ?? [])
      expect([window, before]).toEqual([
        { from: end - 11, to: end },
        { from: end - 23, to: end - 12 },
      ]);
  });

  test("the same for a few recipients as for all, and inputs stay as they are", () => {
    const inputs = inputsOf(service);
    const before = JSON.stringify([...inputs.observations.of].map(([id, codes]) => [id, [...codes]]));
    const all = measure(inputs, cycles[2]!, [...inputs.directory.keys()]);
    const few = measure(inputs, cycles[2]!, ["A"]);
    expect(few.of.A).toEqual(all.of.A);
    expect(few.groups).toEqual(all.groups);
    expect(JSON.stringify([...inputs.observations.of].map(([id, codes]) => [id, [...codes]]))).toBe(before);
  });

  test("standings are plain data", () => {
    const standings = measure(inputsOf(service), cycles[2]!, ["A"]);
    expect(JSON.parse(JSON.stringify(standings))).toEqual(standings);
  });

  test("an unknown recipient is a bug", () => {
    expect(() => measure(inputsOf(service), cycles[2]!, ["Z"])).toThrow("no organisation Z");
  });

  test("the overview counts indicators with a direction on which there is a comparison", () => {
    const overview = (standing: Standing) => standing.overview;
    expect(overview(measured(service, "A").standing)).toEqual({ worse: 2, counted: 2, directed: 2 });
    expect(overview(measured(service, "B01").standing)).toEqual({ worse: 0, counted: 2, directed: 2 });
    expect(campaignOf([indicatorOf({})]).window).toBe(12);
  });
});
