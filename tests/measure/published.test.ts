import { describe, expect, test } from "vitest";
import type { Indicator } from "../../src/input/library/indicator.ts";
import { ofValues } from "../../src/input/library/patterns.ts";
import type { Signal } from "../../src/input/library/signals.ts";
import { ofMean } from "../../src/measure/interval.ts";
import { pointsOf } from "../../src/measure/standing.ts";
import { measured, type Practice, type Publishing } from "./service.ts";

/* Published values: eleven peers from 1.0 to 3.0, with the quartiles 1.5, 2.0 and 2.5. Lower is better. */

const peers: Record<string, Practice> = Object.fromEntries(
  Array.from({ length: 11 }, (_, i) => [
    `B${i}`,
    { values: (ago: number) => ({ value: (ago < 12 ? 1 : 1.5) + i / 5 }) },
  ]),
);

const target = { target: { value: 1.2, label: "Target", source: "A plan" } };

function told(values: Publishing, indicator: Partial<Indicator> = {}, campaign: object = {}) {
  const service = {
    indicators: [{ given: "value" as const, ...indicator }],
    lists: false,
    campaign: campaign as Record<string, unknown>,
    practices: { ...peers, A: { values, opened: "2026-08-18" } }, // no peer itself: the quartiles stay
  };
  return measured(service, "A");
}

const now =
  (value: number, reach?: number, more: object = {}): Publishing =>
  () => ({ value, ...(reach === undefined ? {} : { reach }), ...more });

const yearly =
  (before: number, after: number, reach?: number): Publishing =>
  (ago) => ({ value: ago < 12 ? after : before, ...(reach === undefined ? {} : { reach }) });

const cases: Record<(typeof ofValues)[number], [fires: Publishing, misses: Publishing, over?: Partial<Indicator>]> = {
  "published-better": [now(2, 0.1, { verdict: "better" }), now(2, 0.1)],
  "published-no-different": [now(2, 0.1, { verdict: "no-different" }), now(2, 0.1, { verdict: "none" })],
  "published-worse": [now(2, 0.1, { verdict: "worse" }), now(2, 0.1, { verdict: "better" })],
};

test.each(ofValues)("%s fires, and does not in its near miss", (signal) => {
  const [fires, misses, over] = cases[signal];
  expect(told(fires, over).signals).toContain(signal);
  expect(told(misses, over).signals).not.toContain(signal);
});

describe("a comparison is made by the interval", () => {
  test("which leaves out the other value, or nothing is said but that they are about level", () => {
    const clear = told(now(2.4, 0.3)).signals;
    expect(clear).toContain("worse-than-median");
    expect(clear).toContain("above-median");
    const { standing: open, fired } = told(now(2.4, 0.41));
    expect(fired).toContainEqual({
      signal: "about-level",
      evidence: "2.4 against 2: within its 95% interval, 2 to 2.8",
    });
    const said = open.signals;
    const unsaid: Signal[] = ["worse-than-median", "above-median", "twice-median", "better-than-median"];
    expect(said.filter((signal) => unsaid.includes(signal))).toEqual([]);
  });

  test("of the best quarter and a target too, on either side", () => {
    expect(told(now(1.7, 0.1)).signals).toContain("outside-best-quarter");
    expect(told(now(1.3, 0.1)).signals).toContain("in-best-quarter");
    const open = told(now(1.4, 0.2)).signals;
    for (const signal of ["outside-best-quarter", "in-best-quarter", "best-of-peers"])
      expect(open).not.toContain(signal);
    expect(told(now(1.4, 0.1), target).signals).toContain("misses-target");
    expect(told(now(1.0, 0.1), target).signals).toContain("meets-target");
    const between = told(now(1.3, 0.2), target).signals;
    expect(between).not.toContain("meets-target");
    expect(between).not.toContain("misses-target");
  });

  test("of an indicator without a direction, outer quarters are told where the interval is clear", () => {
    expect(told(now(2.8, 0.1), { direction: "none" }).signals).toContain("in-highest-quarter");
    expect(told(now(2.8, 0.4), { direction: "none" }).signals).not.toContain("in-highest-quarter");
  });

  test("without an interval, by the values as they print", () => {
    expect(told(now(2.1)).signals).toContain("worse-than-median");
    expect(told(now(2.04)).signals).toContain("about-level");
  });
});

describe("a value is taken as it is", () => {
  test("it is never added: twelve months of 2 are 2, of the last month", () => {
    const { standing } = told(now(2, 0.5));
    expect(standing.own).toMatchObject({ state: "shown", value: 2, months: 1 });
    expect(standing.window.from).toBe(standing.window.to);
    expect(standing.before.to).toBe(standing.window.to - 12);
    expect(pointsOf(standing.series)).toHaveLength(36);
  });

  test("nothing of counts is worked out from it", () => {
    const { standing, group, signals } = told(now(2.4, 0.1));
    expect(standing.atOwnSize).toEqual({});
    expect(standing.toChange).toEqual({});
    expect(group?.statistics?.benchmark).toBeUndefined();
    expect(signals).not.toContain("sized");
    expect(signals).not.toContain("has-benchmark");
    expect(standing.rank).toMatchObject({ lower: 7, equal: 1, higher: 3, percentRank: 7 / 11 });
  });

  test("a mean has the interval of its standard deviation and n, unless one was published", () => {
    const { standing } = told(now(2.4, undefined, { sd: 1.2, n: 144 }), { kind: "mean" });
    expect(standing.own).toMatchObject({ interval: ofMean(2.4, 1.2, 144) });
    expect(told(now(2.4, undefined, { sd: 1.2, n: 1 }), { kind: "mean" }, few(0)).signals).not.toContain(
      "has-interval",
    );
    const published = told(now(2.4, 0.1, { sd: 1.2, n: 144 }), { kind: "mean" }).standing.own;
    expect(published).toMatchObject({ interval: { lower: 2.3, upper: 2.5 } });
  });

  test("of fewer than the campaign asks for, or too few by its publisher, nothing is compared", () => {
    expect(told(now(2.4, 0.1, { n: 19 })).signals).toContain("small-numbers");
    expect(told(now(2.4, 0.1, { n: 19 })).signals).not.toContain("compared");
    expect(told(now(2.4, 0.1, { n: 20 })).signals).toContain("compared");
    expect(told(now(2.4, 0.1, { verdict: "too-few" })).signals).toContain("small-numbers");
  });
});

describe("a change from the year before", () => {
  test("is named where the difference is more than chance, by the intervals of both", () => {
    expect(told(yearly(3, 2.5, 0.2)).signals).toContain("improving"); // z 3.5
    expect(told(yearly(3, 2.5, 0.4)).signals).toContain("steady"); // z 1.7
  });

  test("is none without intervals, however large", () => {
    const { standing, signals } = told(yearly(3, 1));
    expect(signals).toContain("steady");
    expect(standing.trend?.evidence).toContain("without intervals");
  });

  test("the median is reached where the own value is clearly no worse, not where that cannot be told", () => {
    expect(told(yearly(3, 1.5, 0.3)).signals).toContain("achieved-median");
    expect(told(yearly(3, 1.9, 0.3)).signals).not.toContain("achieved-median");
  });
});

function few(below: number): object {
  return { "small-numbers": { "expected-below": below } };
}
