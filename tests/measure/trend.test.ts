import { describe, expect, test } from "vitest";
import { type Indicator, isCounted } from "../../src/input/library/indicator.ts";
import type { Trend } from "../../src/measure/standing.ts";
import { findTrend } from "../../src/measure/trend.ts";
import type { Season } from "../../src/measure/verdict/season.ts";
import { indicatorOf } from "./service.ts";

// Two years of items a month for 1,000 patients. The noise of a year, in items: its sum is 0 and its moving ranges average 4.
const noise = [0, 3, -2, 1, -3, 2, 0, -2, 3, -1, 1, -2];
const year = (level: number, times = 1) => noise.map((n) => level + times * n);
const season = [6, 5, 3, 0, -3, -5, -6, -5, -3, 0, 3, 5];

describe("over twelve months", () => {
  test.each<[string, number[], number[], Trend["direction"], string]>([
    ["the same months again", year(20), year(20), "steady", "prints the same"],
    ["a lasting fall", year(20), year(14), "falling", "and it lasts"],
    ["a lasting rise", year(20), year(26), "rising", "and it lasts"],
    ["a small change that lasts", year(20, 0.1), year(20.8, 0.1), "steady", "less than 5%"],
    ["a change that print does not show", year(20, 0), year(20.04, 0), "steady", "prints the same"],
    ["chance: other months, hardly another mean", year(20), turned(year(21.5), 3), "steady", "no more than chance"],
    ["one wild month lifts the mean", year(20), put(year(20), 5, 60), "steady", "no more than chance"],
    ["a slow fall", year(20), year(20).map((n, i) => n - 0.8 * (i + 1)), "falling", "and it lasts"],
    ["falls back after a rise: higher than the year before", year(20), stepped(30, 20), "steady", "it has not lasted"],
    ["from nothing", Array(12).fill(0), year(6), "rising", "and it lasts"],
    ["from nothing, once", Array(12).fill(0), put(Array(12).fill(0), 5, 6), "steady", "no more than chance"],
    ["to nothing", year(6), Array(12).fill(0), "falling", "and it lasts"],
    ["nothing in either year", Array(12).fill(0), Array(12).fill(0), "steady", "prints the same"],
  ])("%s", (_, before, now, direction, because) => {
    const trend = trendOf(before, now);
    expect(trend.evidence).toContain(because);
    expect(trend.direction).toBe(direction);
  });

  test("keeps numerator and denominator apart: the change is that of the values given", () => {
    const trend = trendOf(year(20), year(14));
    expect(trend.absolute).toBeCloseTo(-6, 9);
    expect(trend.relative).toBeCloseTo(-0.3, 9);
  });

  test("no relative change from 0", () => {
    expect(trendOf(Array(12).fill(0), year(6))).not.toHaveProperty("relative");
  });

  test("how large a change must be is the campaign's", () => {
    const change = [year(200, 0.1), year(215, 0.1)] as const;
    expect(trendOf(...change, { atLeast: 0.05 }).direction).toBe("rising");
    expect(trendOf(...change, { atLeast: 0.1 }).direction).toBe("steady");
  });

  test("three months of a year may be missing, not four", () => {
    const gaps = (...at: number[]) => at.reduce((values, i) => put(values, i, Number.NaN), year(20));
    expect(trendOf(gaps(2, 7, 9), year(12)).direction).toBe("falling");
    expect(trendOf(gaps(2, 7, 9, 10), year(12)).direction).toBe("steady");
    expect(trendOf(gaps(2, 7, 9, 10), year(12)).evidence).toContain("too few of its months are known");
  });

  test("a share changes by its odds: 96% to 95% is a quarter more of the rest, whichever way round it is told", () => {
    const share = { indicator: { kind: "share", multiplier: 1 } as const, denominator: 1000, atLeast: 0.2 };
    const [high, low] = [Array(12).fill(960), Array(12).fill(950)].map((level: number[]) =>
      level.map((n, i) => n + 0.5 * (noise[i] ?? 0)),
    );
    expect(trendOf(high!, low!, share).direction).toBe("falling");
    const rest = (level: number[]) => level.map((n) => 1000 - n);
    expect(trendOf(rest(high!), rest(low!), share).direction).toBe("rising");
  });
});

describe("with a season that all have", () => {
  const before = season.map((s, i) => 20 + s + 0.3 * (noise[i] ?? 0));
  const common = new Map([...season, ...season].map((s, month) => [month, 1 + s / 20]));

  test("the same season again is steady", () => {
    expect(trendOf(before, turned(before, 0), { season: common }).direction).toBe("steady");
  });

  test("a lower year is a fall, whatever the season hides", () => {
    const now = before.map((value, i) => value * 0.8 + 0.5 * (i % 2));
    expect(trendOf(before, now, { season: common }).direction).toBe("falling");
    expect(trendOf(before, now).direction).toBe("steady");
  });
});

describe("over three months", () => {
  const window = { from: 21, to: 23 };

  test("only the window's own months bear a change out", () => {
    const late = [...year(20).slice(0, 9), 34, 36, 35]; // twice the months of last year
    expect(trendOf(year(20), late, { window }).direction).toBe("rising");
  });

  test("not what was wild before it", () => {
    const early = put(put(year(20), 2, 60), 3, 60).map((value, i) => (i < 9 ? value : value + 3));
    expect(trendOf(year(20), early, { window }).direction).toBe("steady");
  });
});

describe("false alarms", () => {
  const series = 600;

  test.each([3, 8, 20, 60])("fewer than one in fifteen where %d items a month come by chance alone", (level) => {
    const chance = chanceFrom(level);
    const found = Array.from({ length: series }, () => trendOf(months(chance), months(chance)).direction);
    expect(found.filter((direction) => direction !== "steady").length / series).toBeLessThan(1 / 15);
  });

  test("and a fall by a third is seen in nine of ten", () => {
    const [before, now] = [chanceFrom(60), chanceFrom(40)];
    const found = Array.from({ length: series }, () => trendOf(months(before), months(now)).direction);
    expect(found.filter((direction) => direction === "falling").length / series).toBeGreaterThan(0.9);
  });
});

type Options = {
  indicator?: Partial<Indicator>;
  window?: { from: number; to: number };
  atLeast?: number;
  season?: Season;
  denominator?: number;
};

function trendOf(before: readonly number[], now: readonly number[], options: Options = {}): Trend {
  const { window = { from: 12, to: 23 }, atLeast = 0.05, season = new Map(), denominator = 1000 } = options;
  const monthly = [...before, ...now];
  const months = monthly.flatMap((numerator, month) =>
    Number.isNaN(numerator) ? [] : [{ month, numerator, denominator }],
  );
  const indicator = indicatorOf(options.indicator ?? {});
  const [past, present] = [-12, 0].map((shift) => {
    const value = mean(monthly.slice(window.from + shift, window.to + 1 + shift).filter(Number.isFinite));
    return indicator.kind === "share" ? value / denominator : value;
  });
  if (!isCounted(indicator)) throw new Error("an indicator with counts");
  return findTrend(
    indicator,
    { before: past ?? 0, now: present ?? 0, atLeast },
    { window, months, season, correlation, yearly: { phi: 1, of: 0 } },
  );
}

const correlation = { rho: 0, series: 50, within: 0, spread: 0 };

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function put(values: readonly number[], at: number, value: number): number[] {
  return values.map((known, i) => (i === at ? value : known));
}

/** The same values, begun `by` months later. */
function turned(values: readonly number[], by: number): number[] {
  return [...values.slice(by), ...values.slice(0, by)];
}

/** Half a year at one level, half a year at another. */
function stepped(first: number, then: number): number[] {
  return noise.map((n, i) => (i < 7 ? first : then) + n);
}

function months(chance: () => number): number[] {
  return Array.from({ length: 12 }, chance);
}

/** Poisson counts from a fixed seed (Knuth; mulberry32). */
function chanceFrom(level: number): () => number {
  let state = level;
  const random = () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  return () => {
    let [count, product] = [0, random()];
    while (product > Math.exp(-level)) {
      product *= random();
      count++;
    }
    return count;
  };
}
