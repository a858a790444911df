import { describe, expect, test } from "vitest";
import { indicatorOf, type Monthly, measured, type Practice, peers, steady, yearly } from "./service.ts";

/* Better on one indicator, worse on the one that balances it. */

const list = 10_000;
const level = [10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30];
const from = (before: number, now: number): Monthly => yearly(steady(now, list), steady(before, list));

function signalsOf(items: Monthly, other: Monthly | undefined, over: object = {}, own: object = {}): Set<string> {
  const among = Object.entries(peers(level, list)).map(([code, { items: each }]): [string, Practice] => [
    code,
    { items: each!, of: { other: each! } },
  ]);
  const indicators = [
    { "balanced-by": ["other"], ...own },
    { indicator: "other", ...over },
  ];
  const practices = { ...Object.fromEntries(among), A: { items, ...(other ? { of: { other } } : {}) } };
  return measured({ indicators, practices }, "A").signals;
}

describe("who does better here is unbalanced", () => {
  const better = steady(12, list);

  test("where the balancing measure has risen", () => {
    expect(signalsOf(better, from(14, 20))).toContain("unbalanced");
    expect(signalsOf(from(30, 20), from(14, 20))).toContain("unbalanced");
  });

  test("where it is in the worst quarter, and not where it is worse alone", () => {
    expect(signalsOf(better, steady(28, list))).toContain("unbalanced");
    expect(signalsOf(better, steady(24, list))).toContain("balanced");
  });

  test("the other way round where more of it is better", () => {
    expect(signalsOf(better, steady(12, list), { direction: "higher" })).toContain("unbalanced");
    expect(signalsOf(better, steady(28, list), { direction: "higher" })).toContain("balanced");
  });

  test("where it has no direction, by a rise alone", () => {
    expect(signalsOf(better, from(14, 20), { direction: "none" })).toContain("unbalanced");
    expect(signalsOf(better, from(20, 14), { direction: "none" })).toContain("balanced");
    expect(signalsOf(better, steady(30, list), { direction: "none" })).toContain("balanced");
  });
});

test("who does no better here is not", () => {
  const fired = signalsOf(steady(25, list), steady(28, list));
  expect(fired).not.toContain("unbalanced");
  expect(fired).not.toContain("balanced");
});

test("where the balancing measure cannot be told, nobody says that it is balanced", () => {
  const unknown = [undefined, steady(0.1, list), (ago: number) => [ago === 4 ? 0 : 20, list] as const];
  for (const other of unknown) {
    const fired = signalsOf(steady(12, list), other);
    expect(fired).toContain("better-than-median");
    expect(fired).not.toContain("balanced");
    expect(fired).not.toContain("unbalanced");
  }
});

test("an indicator without balancing measures, or without a direction, has neither signal", () => {
  const { "balanced-by": _, ...plain } = indicatorOf({});
  for (const own of [{ ...plain, "balanced-by": undefined }, { direction: "none" }])
    for (const signal of ["balanced", "unbalanced"])
      expect(signalsOf(steady(12, list), from(14, 20), {}, own)).not.toContain(signal);
});
