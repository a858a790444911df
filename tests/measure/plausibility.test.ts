import { describe, expect, test } from "vitest";
import { praise } from "../../src/measure/balance.ts";
import { type CountedMonth, lowMonths } from "../../src/measure/plausibility/low-month.ts";
import { doubtText } from "../../src/measure/plausibility/told.ts";
import { plan } from "../../src/report/plan.ts";
import {
  cycles,
  indicatorOf,
  inputsOf,
  type Monthly,
  measured,
  peers,
  publishedIndicator,
  shareOf,
  steady,
  without,
  yearly,
} from "./service.ts";

/* What cannot be right of single organisations: it is found, and nothing is concluded from it. */

const list = 10_000;
const winter = [8, 7, 6]; // December 2025 to February 2026, before the end of August

/** So many a month, and others in some months. */
function but(usual: number, months: readonly number[], there = 0): Monthly {
  return (ago) => [months.includes(ago) ? there : usual, list];
}

const others = peers(Array(11).fill(60), list);
const level = peers([40, 45, 50, 55, 60, 65, 70, 75, 80, 85, 90], list);

describe("a month that is none or far below", () => {
  const lowIn = (counts: readonly number[], over = 1, season = 1) =>
    lowMonths(
      counts.map((counted): CountedMonth => ({ counted, over, season })),
      "events",
    ).map(({ at }) => at);
  const with0 = (usual: number, ...at: number[]) => Array.from({ length: 24 }, (_, i) => (at.includes(i) ? 0 : usual));

  test("is out of the question at 14 events a month, and not at 13 (Poisson e⁻¹⁴ and e⁻¹³)", () => {
    expect(lowIn(with0(14, 5))).toEqual([5]);
    expect(lowIn(with0(13, 5))).toEqual([]);
  });

  test("is looked at from a tenth of the middle month down", () => {
    const few = (count: number) => Array.from({ length: 24 }, (_, i) => (i === 5 ? count : 100));
    expect(lowIn(few(10))).toEqual([5]);
    expect(lowIn(few(11))).toEqual([]);
  });

  test("is possible where the series is restless", () => {
    const restless = Array.from({ length: 24 }, (_, i) => (i === 5 ? 0 : [10, 90][i % 2]!));
    expect(lowIn(restless)).toEqual([]);
  });

  test("is possible where nobody else has any: in its season", () => {
    expect(
      lowMonths(
        with0(60, 5).map((counted) => ({ counted, over: 1, season: counted === 0 ? 0.1 : 1 })),
        "events",
      ),
    ).toEqual([]);
  });

  test("is a level where a quarter of the months are exceeded, unless nobody gives up so many at once", () => {
    const last = (months: number) => Array.from({ length: months }, (_, i) => 24 - months + i);
    expect(lowIn(with0(49, ...last(6)))).toEqual(last(6));
    expect(lowIn(with0(49, ...last(7)))).toEqual([]);
    expect(lowIn(with0(50, ...last(7)))).toEqual(last(7));
    expect(lowIn(with0(50, ...last(6), 3))).toEqual([]); // it comes and goes
  });

  test("needs six others that tell what is usual", () => {
    expect(lowIn([60, 60, 60, 60, 60, 60, 0])).toEqual([6]);
    expect(lowIn([60, 60, 60, 60, 60, 0])).toEqual([]);
  });

  test("of amounts is told by how restless they are, not by their unit", () => {
    const amounts = (unit: number, swing: number) =>
      Array.from({ length: 24 }, (_, i) => ({
        counted: unit * (i === 5 ? 0 : 100 + (i % 2 ? swing : -swing)),
        over: 1,
        season: 1,
      }));
    for (const unit of [0.001, 1, 1000]) {
      expect(lowMonths(amounts(unit, 10), "amounts").length).toBe(1);
      expect(lowMonths(amounts(unit, 40), "amounts").length).toBe(0);
    }
  });
});

test("practices with real zeros are not doubted: false alarms in at most one series of a thousand", () => {
  const random = generator(20_261);
  let [series, flagged] = [0, 0];
  for (const cv of [0, 0.3, 0.6])
    for (const rho of [0, 0.4, 0.8])
      for (const mean of [1, 4, 12, 40, 150])
        for (let i = 0; i < 150; i++) {
          series++;
          if (lowMonths(seriesOf({ mean, cv, rho }, random), "events").length > 0) flagged++;
        }
  expect(series).toBe(6750);
  expect(flagged).toBeLessThanOrEqual(series / 1000);
});

test("three months of none are found in every busy series that is not wild", () => {
  const random = generator(7);
  const found = Array.from(
    { length: 100 },
    () =>
      lowMonths(
        seriesOf({ mean: 60, cv: 0.2, rho: 0.3 }, random).map((each, i) =>
          i >= 15 && i < 18 ? { ...each, counted: 0 } : each,
        ),
        "events",
      ).length,
  );
  expect(found.filter((months) => months === 3).length).toBeGreaterThanOrEqual(95);
});

describe("a practice with three winter months at zero", () => {
  const service = { practices: { ...level, A: { items: but(60, winter) } } };
  const { standing, signals, group } = measured(service, "A");

  test("is told so, and earns nothing from them", () => {
    expect(signals).toContain("implausible");
    for (const signal of [...praise, "achieved-median", "in-best-quarter", "compared", "falling", "has-past"] as const)
      expect(signals).not.toContain(signal);
    expect(standing.rank).toBeUndefined();
    expect(standing.toChange).toEqual({});
    expect(standing.trend).toBeUndefined();
    expect(doubtText(indicatorOf({}), standing.doubt!)).toBe(
      "no items are recorded for December 2025 to February 2026",
    );
  });

  test("has its value from the months that can be right", () => {
    expect(standing.own).toMatchObject({ state: "shown", months: 9, value: 6 });
  });

  test("is not among its peers", () => {
    expect(group?.count).toBe(11);
    expect(group?.members.map(({ code }) => code)).not.toContain("A");
  });

  test("would be thanked if nobody doubted them", () => {
    const small = { practices: { ...level, A: { items: yearly(steady(45, list), steady(60, list)) } } };
    expect(measured(small, "A").signals).toContain("improving");
  });
});

test("where too few months are left, there is no value, and the reason is told", () => {
  const { standing, signals } = measured({ practices: { ...others, A: { items: but(60, [0, 1, 2, 3]) } } }, "A");
  expect(signals).toContain("no-data");
  expect(standing.own).toMatchObject({ state: "none", reason: { is: "implausible" } });
});

test("months of the year before that cannot be right are no past to compare with", () => {
  const { standing, signals } = measured({ practices: { ...level, A: { items: but(60, [20, 19, 18]) } } }, "A");
  expect(signals).not.toContain("implausible");
  expect(signals).toContain("compared");
  expect(signals).not.toContain("has-past");
  expect(standing.doubt?.months.length).toBe(3);
});

test("a month of ten times as many is left out too, and one of less than five times is not", () => {
  const { standing, signals } = measured({ practices: { ...level, A: { items: but(60, [4], 600) } } }, "A");
  expect(signals).toContain("implausible");
  expect(doubtText(indicatorOf({}), standing.doubt!)).toBe("far more items than usual are recorded for April 2026");
  expect(measured({ practices: { ...level, A: { items: but(60, [4], 290) } } }, "A").signals).not.toContain(
    "implausible",
  );
});

test("months before it opened are no doubt", () => {
  const practice = { items: (ago: number) => [ago > 9 ? 0 : 60, list] as const, opened: "2025-11-01" };
  expect(measured({ practices: { ...others, A: practice } }, "A").standing.doubt).toBeUndefined();
});

test("of a share the denominator is looked at as well", () => {
  const share = { indicators: [shareOf()], lists: false };
  const bare: Monthly = (ago) => (ago === 5 ? [0, 0] : [30, 120]);
  const practices = { ...peers(Array(11).fill(30), 120), A: { items: bare } };
  const { standing, signals } = measured({ ...share, practices }, "A");
  expect(signals).toContain("implausible");
  expect(doubtText(shareOf(), standing.doubt!)).toBe("no patients are recorded for March 2026");
});

test("of a kind of count that is protected, nobody is told that there were none", () => {
  const patients = { numerator: { ...indicatorOf({}).numerator, counts: "patients" as const } };
  const service = {
    indicators: [patients],
    campaign: { disclosure: { policy: "nhsd-hes" } },
    practices: { ...others, A: { items: but(60, winter) } },
  };
  const { standing } = measured(service, "A");
  expect(standing.doubt?.months.map(({ is }) => is)).toEqual(["few", "few", "few"]);
  expect(JSON.stringify(standing.doubt)).not.toMatch(/counted|usual/);
});

test("a composite is doubted in the months in which a component is", () => {
  const counts = indicatorOf({}).numerator;
  const of = { numerator: { ...counts, counts: "patients" as const }, kind: "share" as const, multiplier: 1 };
  const indicators = [
    { ...of, indicator: "any", composite: { "any-of": ["one", "two"] } },
    { ...of, indicator: "one" },
    { ...of, indicator: "two" },
  ];
  const sound = { any: steady(90, 1000), one: steady(60, 1000), two: steady(40, 1000) };
  const practices = Object.fromEntries(Object.keys(others).map((code) => [code, { of: sound }]));
  const one: Monthly = (ago) => [ago === 4 ? 0 : 60, 1000];
  const service = { indicators, lists: false, practices: { ...practices, A: { of: { ...sound, one } } } };
  expect(measured(service, "A", { indicator: "any" }).signals).toContain("implausible");
  expect(measured(service, "A", { indicator: "two" }).signals).not.toContain("implausible");
});

describe("a value twenty times the middle one of all", () => {
  test("is told so, and is in no statistic of its peers", () => {
    const { standing, signals, group } = measured({ practices: { ...others, A: { items: steady(1200, list) } } }, "A");
    expect(signals).toContain("implausible");
    expect(signals).not.toContain("twice-median");
    expect(standing.doubt).toEqual({ months: [], times: 20 });
    expect(group?.count).toBe(11);
    expect(doubtText(indicatorOf({}), standing.doubt!)).toBe("the value recorded is 20 times what is typical");
  });

  test("is none where it is less, or of a few", () => {
    expect(measured({ practices: { ...others, A: { items: steady(1199, list) } } }, "A").signals).toContain("compared");
    const few: Monthly = (ago) => (ago === 0 ? [9, 4] : [0, 4]);
    expect(measured({ practices: { ...others, A: { items: few } } }, "A").standing.doubt).toBeUndefined();
  });

  test("is found of published values", () => {
    const practices = Object.fromEntries(
      Array.from({ length: 11 }, (_, i) => [`B${i}`, { values: () => ({ value: 3 }) }]),
    );
    const service = {
      indicators: [publishedIndicator({})],
      lists: false,
      practices: { ...practices, A: { values: () => ({ value: 61 }) } },
    };
    const { signals } = measured(service, "A");
    expect(signals).toContain("implausible");
    expect(signals).not.toContain("compared");
  });
});

describe("a report whose headline figures cannot be right", () => {
  const practices = { ...others, A: { items: but(60, winter) }, C: { items: without(steady(60, list), 7) } };
  const reasons = (campaign: object) =>
    Object.fromEntries(
      plan(inputsOf({ practices, campaign: { ...campaign } }), cycles[2]!).without.map(({ code, reason }) => [
        code,
        reason,
      ]),
    );

  test("is made, unless the campaign holds it back, with the reason on record", () => {
    expect(reasons({})).toEqual({});
    expect(reasons({ implausible: "hold-back" })).toEqual({
      A: "held back, for its figures cannot be right: no items are recorded for December 2025 to February 2026",
    });
  });
});

/** Counts of two years: Poisson round a lognormal level of some coefficient of variation and correlation of neighbours. */
function seriesOf(
  { mean, cv, rho }: { mean: number; cv: number; rho: number },
  random: { uniform: () => number; normal: () => number },
): CountedMonth[] {
  const sigma = Math.sqrt(Math.log(1 + cv * cv));
  let state = random.normal();
  return Array.from({ length: 24 }, () => {
    state = rho * state + Math.sqrt(1 - rho * rho) * random.normal();
    const rate = mean * Math.exp(sigma * state - (sigma * sigma) / 2);
    return { counted: poissonOf(rate, random), over: 1, season: 1 };
  });
}

function poissonOf(rate: number, { uniform, normal }: { uniform: () => number; normal: () => number }): number {
  if (rate > 100) return Math.max(0, Math.round(rate + Math.sqrt(rate) * normal()));
  let [count, product] = [0, uniform()];
  while (product > Math.exp(-rate)) {
    count++;
    product *= uniform();
  }
  return count;
}

/** mulberry32, and Box and Muller's normal deviates. */
function generator(seed: number) {
  let state = seed;
  const uniform = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const normal = () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
  return { uniform, normal };
}
